"""TFG405 name-taken: what is made before the old one goes has another name."""

from __future__ import annotations

from collections.abc import Iterator

from generator.aws.name_bounds import NAMES
from generator.check.rule import Severity, Violation
from generator.check.transition import Transition, TransitionRule, pair


def check(transition: Transition) -> Iterator[Violation]:
    """Yield what is replaced create-first under the name that the old one still has."""
    for ending in transition.endings:
        bounds = NAMES.get(ending.change.type)
        after = ending.after
        if after is None or bounds is None or not bounds.unique or not transition.makes_first(after):
            continue
        old, new = ending.before[bounds.attribute], after[bounds.attribute]
        if not old.known or not new.known or old.value != new.value:
            continue
        if bounds.parent and _parent_is_new(transition, [one.address for one in after[bounds.parent].references]):
            continue
        yield Violation(
            new,
            f'the new one is made while the old one still has the name "{new.value}": AWS refuses it',
            hint="give it another name in the same change, or take create_before_destroy out of what asks for it",
            address=ending.change.address,
        )


def _parent_is_new(transition: Transition, addresses: list[str]) -> bool:
    return any(one.partition("[")[0] in addresses for one in transition.ended)


_QUEUE = """\
resource "aws_sqs_queue" "orders" {
  name       = "orders-dev%s"%s
  fifo_queue = %s

  lifecycle {
    create_before_destroy = true
  }
}
"""

RULE = TransitionRule(
    id="TFG405",
    name="name-taken",
    severity=Severity.ERROR,
    summary="What is replaced create-first has another name than before",
    reason="With create_before_destroy, which also what it depends on gets, the old one still has the name when "
    "the new one is made. The apply stops there, half done.",
    source="https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy",
    bad=pair(_QUEUE % ("", "", "null"), (_QUEUE % ("", " # expect", "true"))),
    good=pair(_QUEUE % ("", "", "null"), _QUEUE % (".fifo", "", "true")),
    check=check,
)
