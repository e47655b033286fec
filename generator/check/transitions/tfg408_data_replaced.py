"""TFG408 data-replaced: nothing that holds data is made anew."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Severity, Violation
from generator.check.transition import Transition, TransitionRule, pair
from generator.model.change import Gravity

_OTHER_RULE = frozenset({"aws_kms_key"})
"""What `key-destroyed` tells of."""


def check(transition: Transition) -> Iterator[Violation]:
    """Yield what is replaced and loses what it holds."""
    for ending in transition.endings:
        change = ending.change
        if ending.after is None or change.gravity is not Gravity.LOSS or change.type in _OTHER_RULE:
            continue
        causes = dict.fromkeys(each.path for each in change.attributes if each.replaces and each.applies)
        cause = f" for {', '.join(causes)}" if causes else ""
        yield Violation(
            ending.after,
            f"{change.meaning.partition(';')[0]}{cause}",
            hint=(change.moved and "write the moved block that `tfgen diff` proposes")
            or "leave it as it is, or make a new one beside it and move the data first",
            address=change.address,
        )


_EXAMPLE = """\
resource "aws_dynamodb_table" "orders" {%s
  name         = "orders-dev"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "%s"

  attribute {
    name = "%s"
    type = "S"
  }
}
"""

RULE = TransitionRule(
    id="TFG408",
    name="data-replaced",
    severity=Severity.ERROR,
    summary="Tables, queues and whatever else holds data are not made anew",
    reason="To replace is to destroy: the items of a table, the messages of a queue and the logs of a group are "
    "lost, and nothing brings them into the new one.",
    source="https://developer.hashicorp.com/terraform/language/resources/behavior",
    bad=pair(_EXAMPLE % ("", "id", "id"), _EXAMPLE % (" # expect", "order_id", "order_id")),
    good=pair(_EXAMPLE % ("", "id", "id"), _EXAMPLE % ("", "id", "id") + "\n# and nothing of it replaced\n"),
    check=check,
)
