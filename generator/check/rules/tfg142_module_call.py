"""TFG142 module-call: calls of modules give what these declare, and read outputs that they have."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.language import sources
from generator.check.language.dialect import ANY, Dialect
from generator.check.rule import Rule, Severity, Violation
from generator.check.schema.module_checker import violations
from generator.check.schema.provider_versions import ProviderChoice
from generator.hcl import Module


def check(module: Module, provider_choice: ProviderChoice, dialect: Dialect = ANY) -> Iterator[Violation]:
    """Yield what is wrong with the calls of modules, and with references to them."""
    yield from sources.violations(module, dialect)
    yield from violations(module, {"module-call"}, provider_choice)


RULE = Rule(
    id="TFG142",
    name="module-call",
    severity=Severity.ERROR,
    summary="Calls of modules in folders below fit the variables and outputs that these declare",
    reason="Terraform refuses the whole configuration: nothing of it is planned.",
    source="https://developer.hashicorp.com/terraform/language/modules/syntax",
    bad="""
module "orders" { # expect
  source = "./modules/queue"
  name   = "orders"
}
""",
    good="""
module "orders" {
  source  = "example/queue/aws"
  version = "1.2.0"
  name    = "orders"
}
""",
    check=check,
)
