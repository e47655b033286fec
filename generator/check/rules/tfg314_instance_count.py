"""TFG314 instance-count: count and for_each say before the apply how many there are."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.language.expansion import violations
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield what is wrong with the count or for_each of anything."""
    yield from violations(module)


RULE = Rule(
    id="TFG314",
    name="instance-count",
    severity=Severity.ERROR,
    summary="How many count and for_each make is known when terraform plans, and not sensitive",
    reason="Terraform stops the plan: the first deployment of a fresh environment fails.",
    source="https://developer.hashicorp.com/terraform/language/meta-arguments/for_each#limitations-on-values-used-in-for_each",
    bad="""
resource "terraform_data" "orders" {
  input = "orders"
}

resource "terraform_data" "copies" {
  for_each = toset([terraform_data.orders.id]) # expect
}
""",
    good="""
resource "terraform_data" "orders" {
  input = "orders"
}

resource "terraform_data" "copies" {
  for_each = toset(["orders"])
  input    = terraform_data.orders.id
}
""",
    check=check,
)
