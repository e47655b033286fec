"""TFG310 language-block: Terraform's own blocks hold what Terraform takes in them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.language.block_structure import violations
from generator.check.language.dialect import ANY, Dialect
from generator.check.language.terraform_tests import test_file_violations
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module, dialect: Dialect = ANY) -> Iterator[Violation]:
    """Yield what has no place in a block of Terraform's own, and what it lacks, in files for tests as well."""
    yield from violations(module, dialect)
    yield from test_file_violations(module, dialect)


RULE = Rule(
    id="TFG310",
    name="language-block",
    severity=Severity.ERROR,
    summary="Variables, outputs, modules and all blocks of Terraform's own hold what Terraform takes in them",
    reason="Terraform refuses the whole configuration, before it looks at any resource.",
    source="https://developer.hashicorp.com/terraform/language/syntax/configuration",
    bad="""
variable "name" {
  type    = string
  defualt = "orders" # expect
}
""",
    good="""
variable "name" {
  type    = string
  default = "orders"
}
""",
    check=check,
)
