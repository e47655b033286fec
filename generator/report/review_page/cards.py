"""What the page shows of a change: a card, with all texts and anchors that the template only has to place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator import bounds
from generator.model.change import AttributeChange, Change, ChangeGroup, Effect, Extent, Gravity, Review
from generator.report.diff_shared import collapse, sections
from generator.report.review_page.environment_sets import EnvironmentSet, EnvironmentSets
from generator.report.review_page.side_by_side import Part, Row, align_texts, alone, elide, words

_ANCHOR = re.compile(r"[^A-Za-z0-9_-]+")

_BRIEF_ATTRIBUTES = 3
_BRIEF_CHARACTERS = 80
"""So many attributes are told in one line, each with its values if both together are no longer."""

SIGNS = {
    Effect.CREATE: "+",
    Effect.DESTROY: "\N{MINUS SIGN}",
    Effect.REPLACE: "±",
    Effect.UPDATE: "~",
    Effect.MOVE: "→",
    Effect.READ: "≤",
    Effect.NONE: "·",
    Effect.UNKNOWN: "?",
}  # fmt: skip
"""What stands before an effect, much as in Terraform's plans."""

_GRAVE = frozenset({Effect.DESTROY, Effect.REPLACE})

WORDS = {Effect.NONE: "no effect", Effect.UNKNOWN: "unknown effect"}


class ValueCell(NamedTuple):
    """An attribute's value on one side.

    Attributes:
        parts: What it is; nothing where it is not set.
        place: Where it stands, such as `lambda.tf:12`; empty where that is not known.
        origin: What made that line, on one line; empty for what no template made.
    """

    parts: tuple[Part, ...]
    place: str
    origin: str


class AttributeRow(NamedTuple):
    """An attribute with another value.

    Attributes:
        path: Its path.
        old: Its value before.
        new: Its value after.
        consequence: "forces a new resource", "in place", "nothing is done", or empty where that is not known.
        because: What it follows from, or why nothing is done about it.
        security: What of security it touches.
    """

    path: str
    old: ValueCell
    new: ValueCell
    consequence: str
    because: str
    security: str


class Card(NamedTuple):
    """A change.

    Attributes:
        anchor: What leads to it.
        change: The change itself.
        more: The addresses of others that changed like it, for the same reason.
        effect: What Terraform would do, in words.
        sign: The same as a sign.
        badge: What the card says of it first: the effect, or that the environment goes elsewhere.
        tone: What the card looks like.
        environments: Where it is.
        brief: What is different, in one line.
        attributes: What is different.
        rows: The block before and after, side by side.
        written_alike: Whether the block is written as before, so that what it refers to has changed.
        before, after: Where the block stands, with what made it; empty where there is none.
    """

    anchor: str
    change: Change
    more: tuple[str, ...]
    effect: str
    sign: str
    badge: str
    tone: str
    environments: EnvironmentSet
    brief: str
    attributes: tuple[AttributeRow, ...]
    rows: tuple[Row, ...]
    written_alike: bool
    before: str
    after: str


def cards(review: Review, sets: EnvironmentSets) -> list[Card]:
    """Return a card for each change: by their gravity, then what destroys or replaces first.

    Many that follow from one, all alike, share a card.
    """
    heads: dict[int, list[Change]] = {}
    for _, changes in sections(review):
        heads |= {id(change): more for change, more in collapse(changes)}
    taken: dict[str, int] = {}
    found: list[Card] = []
    for group in sorted(review.groups, key=_weight):
        if id(group.change) in heads:
            anchor = _anchor(group.change.address, taken)
            more = tuple(each.address for each in heads[id(group.change)])
            found.append(_card(group, anchor, more, sets, detailed=len(found) < bounds.PAGE_CHANGES.limit))
    return found


def _weight(group: ChangeGroup) -> tuple[int, bool]:
    return group.change.gravity, group.change.effect not in _GRAVE


def word(effect: Effect) -> str:
    """Return what Terraform would do, in words."""
    return WORDS.get(effect, effect.value)


def _anchor(address: str, taken: dict[str, int]) -> str:
    """Return an anchor that tells the address, and that no other has."""
    plain = f"change-{_ANCHOR.sub('-', address).strip('-')}"
    number = taken[plain] = taken.get(plain, 0) + 1
    return plain if number == 1 else f"{plain}--{number}"


def _card(
    group: ChangeGroup, anchor: str, more: tuple[str, ...], sets: EnvironmentSets, *, detailed: bool
) -> Card:
    change = group.change
    before, after = change.before, change.after
    elsewhere = change.gravity is Gravity.PLACE
    alike = before is not None and after is not None and before.text == after.text
    return Card(
        anchor,
        change,
        more,
        word(change.effect),
        SIGNS[Effect.MOVE if elsewhere else change.effect],
        "goes elsewhere" if elsewhere else word(change.effect),
        "destroy" if elsewhere else word(change.effect).replace(" ", "-"),
        sets.of(group.environments),
        _brief(change.attributes),
        tuple(map(_attribute, change.attributes)),
        _block(before, after) if detailed and not alike else (),
        alike,
        _describe(before),
        _describe(after),
    )


def _brief(attributes: Sequence[AttributeChange]) -> str:
    """Return the first attributes with their values, where these are short."""
    told = []
    for each in attributes[:_BRIEF_ATTRIBUTES]:
        old, new = ("not set" if value is None else value for value in (each.old, each.new))
        short = old != new and len(old) + len(new) <= _BRIEF_CHARACTERS
        told.append(f"{each.path}: {old} → {new}" if short else each.path)
    more = len(attributes) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more else "")


def _block(before: Extent | None, after: Extent | None) -> tuple[Row, ...]:
    if before and after:
        return align_texts(before.text, after.text, before.location.line, after.location.line)
    if before:
        return alone(before.text, before.location.line, "removed")
    return alone(after.text, after.location.line, "added") if after else ()


def _attribute(attribute: AttributeChange) -> AttributeRow:
    old, new = attribute.old, attribute.new
    if old is not None and new is not None:
        olds, news = map(elide, words(old, new))
    else:
        olds = (Part(old),) if old is not None else ()
        news = (Part(new),) if new is not None else ()
    known = {True: "forces a new resource", False: "in place", None: ""}
    consequence = known[attribute.replaces] if attribute.applies else "nothing is done"
    return AttributeRow(
        attribute.path,
        ValueCell(olds, _place(attribute.before), _origin(attribute.before)),
        ValueCell(news, _place(attribute.after), _origin(attribute.after)),
        consequence,
        attribute.because,
        attribute.security,
    )


def _describe(extent: Extent | None) -> str:
    origin = _origin(extent)
    return f"{_place(extent)}, {origin}" if origin else _place(extent)


def _place(extent: Extent | None) -> str:
    return f"{extent.location.path}:{extent.location.line}" if extent else ""


def _origin(extent: Extent | None) -> str:
    source = extent.source if extent else None
    if source is None:
        return ""
    values = "".join(f", {value.path} = {value.value} ({value.origin})" for value in source.values)
    return f"from {source.template.path}:{source.template.line}{values}"
