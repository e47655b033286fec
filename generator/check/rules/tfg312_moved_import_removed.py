"""TFG312 moved-import-removed: blocks that tell of what was, or is elsewhere, fit what is declared."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.language.refactoring import violations
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield what is wrong with moved, import and removed blocks."""
    yield from violations(module)


RULE = Rule(
    id="TFG312",
    name="moved-import-removed",
    severity=Severity.ERROR,
    summary="Blocks moved, import and removed name what there is, or what is gone",
    reason="Terraform refuses to plan, or would take one thing for another.",
    source="https://developer.hashicorp.com/terraform/language/modules/develop/refactoring",
    bad="""
moved {
  from = terraform_data.orders # expect
  to   = terraform_data.queue
}

resource "terraform_data" "orders" {}

resource "terraform_data" "queue" {}
""",
    good="""
moved {
  from = terraform_data.orders
  to   = terraform_data.queue
}

resource "terraform_data" "queue" {}
""",
    check=check,
)
