"""TFG411 deletion-protected: nothing is destroyed that AWS itself protects."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Severity, Violation
from generator.check.transition import Transition, TransitionRule, pair


def check(transition: Transition) -> Iterator[Violation]:
    """Yield what is to go while its deletion protection is on."""
    for ending in transition.endings:
        if ending.change.refused:
            yield Violation(
                ending.place,
                f"{ending.change.address} is to be {ending.verb}: AWS refuses it until an apply has "
                f"{ending.change.refused}",
                hint="apply that before",
                address=ending.change.address,
            )


_EXAMPLE = """\
resource "aws_dynamodb_table" "orders" {%s
  name                        = "orders-dev"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = %s

  attribute {
    name = "id"
    type = "S"
  }
}
"""

RULE = TransitionRule(
    id="TFG411",
    name="deletion-protected",
    severity=Severity.ERROR,
    summary="Deletion protection is off, and applied so, before what it protects is destroyed",
    reason="AWS refuses to delete it, and Terraform turns nothing off on the way: the apply "
    "stops there, half done.",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
    bad=pair(_EXAMPLE % (" # expect", "true"), "# gone\n"),
    good=pair(_EXAMPLE % ("", "false"), "# gone\n"),
    check=check,
)
