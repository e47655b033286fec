"""TFG403 key-destroyed: no key goes that something is still encrypted with."""

from __future__ import annotations

from collections.abc import Iterator

from generator.aws.keys import KEY_USES
from generator.check.rule import Severity, Violation
from generator.check.transition import Transition, TransitionRule, instance, pair, used_by
from generator.hcl import Instance

_SHOWN = 3
"""How many users of a key are named. A bound of ours."""


def check(transition: Transition) -> Iterator[Violation]:
    """Yield the keys that are destroyed, or made anew, while something that they encrypted stays."""
    for ending in transition.endings:
        if ending.change.type != "aws_kms_key":
            continue
        users = _users(transition, ending.before.resource.address)
        if users:
            named = ", ".join(_loss(transition, one) for one in users[:_SHOWN])
            more = f" and {len(users) - _SHOWN} more" if len(users) > _SHOWN else ""
            yield Violation(
                ending.place,
                f"the key is {ending.verb}, and what it encrypted can't be read from then on: {named}{more}",
                hint="keep the key for as long as any of that is needed: a key that waits for its deletion "
                "fails at once",
                address=ending.change.address,
            )


def _users(transition: Transition, key: str) -> list[Instance]:
    """Return what stays and has data under a key, by the key itself or by an alias of it."""
    before = transition.before
    names = {key, *(one.address for one in before.resources("aws_kms_alias") if key in used_by(before, one))}
    found = []
    for resource in before.resources(*KEY_USES):
        for one in resource.instances:
            named = {reference.address for reference in one.path(*KEY_USES[one.resource.type].path).references}
            if one.address not in transition.ended and _lead_to(transition, named, names):
                found.append(one)
    return found


def _lead_to(transition: Transition, named: set[str], wanted: set[str]) -> bool:
    through = (transition.before.dependencies(each) for each in named if each.startswith("local."))
    return not wanted.isdisjoint(named.union(*through))


def _loss(transition: Transition, user: Instance) -> str:
    """Return what of a user is lost, and whether it goes on to name no key, and so keeps the one that it has."""
    use = KEY_USES[user.resource.type]
    now = instance(transition.after, user.address)
    stays = now is not None and now.path(*use.path).absent
    return f"{use.held} ({user.address}{', which stays on it, for no other key is named' if stays else ''})"


_KEY = """\
resource "aws_kms_key" "queues" {
  description = "queues"
}
"""
_QUEUE = """\
resource "aws_sqs_queue" "orders" {
  name%s = "orders-dev"
%s}
"""
_WITH_KEY = _QUEUE % ("             ", "  kms_master_key_id = aws_kms_key.queues.key_id\n")

RULE = TransitionRule(
    id="TFG403",
    name="key-destroyed",
    severity=Severity.ERROR,
    summary="A key stays while something is encrypted with it",
    reason="A key that waits for its deletion refuses every use at once, not only after the days that it waits. "
    "What names no other key stays on it; messages, logs and backups stay encrypted as they were written.",
    source="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    bad=pair(_KEY.replace("{\n", "{ # expect\n", 1) + _WITH_KEY, _QUEUE % ("", "")),
    good=pair(_KEY + _WITH_KEY, _KEY + _QUEUE % ("", "")),
    check=check,
)
