"""TFG316 module-not-looked-into: what comes from a registry or another repository is not checked here."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield once which modules that are called can't be read."""
    calls = [call for call in module.module_calls.values() if "source" in call.body.attributes and not call.called]
    if calls:
        names = ", ".join(call.address for call in calls)
        hint = "tfgen check .terraform/modules/NAME checks one that terraform init has fetched"
        yield Violation(calls[0], f"not looked into, as their files are not here: {names}", hint)


RULE = Rule(
    id="TFG316",
    name="module-not-looked-into",
    severity=Severity.INFO,
    summary="Modules that are called are in folders that can be read",
    reason="Of what a registry or another repository holds nothing is known here, so nothing is said of it.",
    source="https://developer.hashicorp.com/terraform/language/modules/configuration",
    bad="""
module "orders" { # expect
  source  = "example/queue/aws"
  version = "1.2.0"
}
""",
    good="""
module "orders" {
  source = "./orders"
}
""",
    check=check,
    category=Category.OPERATIONS,
)
