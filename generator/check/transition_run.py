"""A change, held against the rules about changes."""

from __future__ import annotations

from generator.check import catalogue, engine
from generator.check.engine import CheckSettings, Target
from generator.check.rule import Violation
from generator.check.transition import OldPlace, Transition, TransitionRule
from generator.model.finding import Findings


def check(transition: Transition, before: Target, after: Target, settings: CheckSettings) -> Findings:
    """Return what a change breaks.

    Args:
        transition: The change.
        before: The old side, for what is to be told of a place that is gone.
        after: The new side.
        settings: What to look for.
    """
    old: list[tuple[TransitionRule, Violation]] = []
    new: list[tuple[TransitionRule, Violation]] = []
    for rule in catalogue.transition_rules():
        if rule.id in settings.wanted:
            for violation in rule.check(transition):
                (old if isinstance(violation.place, OldPlace) else new).append((rule, violation))
    parts = (engine.placed(after, new), engine.placed(before, old))
    return Findings(
        tuple(finding for part in parts for finding in part.found), sum(part.suppressed for part in parts), 0
    )
