"""A change, held against the rules about changes."""

from __future__ import annotations

from generator.check import catalogue, engine
from generator.check.engine import CheckSettings, Target, Violations
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
    breaking = _breaking(transition, settings)

    def concealed(early: bool) -> Violations:
        return _standing(_breaking(transition.concealed(), settings), early)

    parts = (
        engine.place_violations(after, _standing(breaking, early=False), lambda: concealed(False)),
        engine.place_violations(before, _standing(breaking, early=True), lambda: concealed(True)),
    )
    return Findings(
        tuple(finding for part in parts for finding in part.found), sum(part.suppressed for part in parts), 0
    )


def _breaking(transition: Transition, settings: CheckSettings) -> list[tuple[TransitionRule, Violation]]:
    rules = (rule for rule in catalogue.transition_rules() if rule.id in settings.wanted)
    return [(rule, violation) for rule in rules for violation in rule.check(transition)]


def _standing(violations: Violations, early: bool) -> Violations:
    """Return what stands on the old side, or what stands on the new one."""
    return [each for each in violations if isinstance(each[1].place, OldPlace) is early]
