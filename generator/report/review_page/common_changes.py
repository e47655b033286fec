"""Environments in which the same differs: each such set of them told once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.model.change import Action, Change, EnvironmentChanges
from generator.report.diff_shared import neutral
from generator.report.review_page.cards import SIGNS, Card, word
from generator.report.review_page.environment_sets import EnvironmentSet, EnvironmentSets


class ChangeEntry(NamedTuple):
    """A change in the list of an environment.

    Attributes:
        address: What it is about.
        anchor: What leads to its card; empty for one that has none.
        effect: What Terraform would do, in words.
        sign: The same as a sign.
    """

    address: str
    anchor: str
    effect: str
    sign: str


class CommonChanges(NamedTuple):
    """Environments in which the same differs.

    Attributes:
        environments: Which they are.
        action: "added", "removed" or "changed".
        changes: What differs. Where all of an environment was added or removed, that has no cards.
        notes: What a reader has to know of the comparison.
        files: How many files differ in the first of them.
        cosmetic: In how many of these nothing but formatting, comments and order does.
    """

    environments: EnvironmentSet
    action: str
    changes: tuple[ChangeEntry, ...]
    notes: tuple[str, ...]
    files: int
    cosmetic: int


def alike(
    environments: Sequence[EnvironmentChanges], cards: Sequence[Card], sets: EnvironmentSets
) -> list[CommonChanges]:
    """Return the environments by what differs in them, in the order of the first of each."""
    by_environment: dict[str, list[Card]] = {}
    for card in cards:
        for name in card.environments.names:
            by_environment.setdefault(name, []).append(card)
    found: dict[tuple[object, ...], list[EnvironmentChanges]] = {}
    for each in environments:
        shown = tuple(_entries(each, by_environment.get(each.environment, [])))
        files = tuple((file.path, file.action, file.cosmetic) for file in each.files)
        notes = tuple(map(neutral(each), each.notes))
        found.setdefault((each.action, shown, files, notes), []).append(each)
    return [
        CommonChanges(
            sets.of(one.environment for one in same),
            same[0].action.value,
            tuple(_entries(same[0], by_environment.get(same[0].environment, []))),
            same[0].notes,
            len(same[0].files),
            sum(file.cosmetic for file in same[0].files),
        )
        for same in found.values()
    ]


def _entries(changes: EnvironmentChanges, cards: Sequence[Card]) -> list[ChangeEntry]:
    if changes.action is not Action.CHANGED:
        return [_without_card(change) for change in changes.changes]
    return [ChangeEntry(card.change.address, card.anchor, card.effect, card.sign) for card in cards]


def _without_card(change: Change) -> ChangeEntry:
    return ChangeEntry(change.address, "", word(change.effect), SIGNS[change.effect])
