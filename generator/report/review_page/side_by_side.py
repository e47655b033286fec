"""Two texts side by side: which lines belong together, and which words of them differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from generator import bounds

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST_SAME = 160
"""Characters that are shown of a part of a value that is the same on both sides."""

_ALIKE = 0.3
"""Two lines that share less than this are different lines rather than one that changed."""

CONTEXT_LINES = 3
"""Lines that are the same around those that are not; a longer run is left out."""


class Part(NamedTuple):
    """A stretch of a line.

    Attributes:
        text: What it says.
        differs: Whether the other side says something else.
    """

    text: str
    differs: bool = False


class Cell(NamedTuple):
    """A line on one side.

    Attributes:
        number: Its number in the file.
        parts: What it says.
    """

    number: int
    parts: tuple[Part, ...]


class Row(NamedTuple):
    """A line on each side that belong together, one that has no counterpart, or lines that are left out.

    Attributes:
        kind: "same", "changed", "removed", "added" or "skipped"; lines that changed need have nothing in common.
        old: The line before.
        new: The line after.
        skipped: How many lines are left out.
    """

    kind: str
    old: Cell | None = None
    new: Cell | None = None
    skipped: int = 0


def align_texts(old: str, new: str, old_start: int, new_start: int) -> tuple[Row, ...]:
    """Return two texts side by side; lines that differ in spaces alone are the same.

    Args:
        old: The text before.
        new: The text after.
        old_start: The number of the old text's first line.
        new_start: The number of the new text's first line.
    """
    before = [Cell(number, (Part(line),)) for number, line in enumerate(old.split("\n"), old_start)]
    after = [Cell(number, (Part(line),)) for number, line in enumerate(new.split("\n"), new_start)]
    rows = _shorten(list(_without_long_runs(list(_rows(before, after)))))
    return tuple(rows)


def alone(text: str, start: int, kind: str) -> tuple[Row, ...]:
    """Return a text that is on one side only; `kind` is "removed" or "added"."""
    sides = [Cell(number, (Part(line),)) for number, line in enumerate(text.split("\n"), start)]
    return tuple(_shorten([Row(kind, old=side) if kind == "removed" else Row(kind, new=side) for side in sides]))


def words(old: str, new: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return two texts with the words marked that differ; all of them where hardly any is the same."""
    if max(len(old), len(new)) > bounds.LINE_WORDS.limit:
        return (Part(old, True),), (Part(new, True),)
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (Part(old, True),), (Part(new, True),)
    olds, news = [], []
    for operation, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        differs = operation != "equal"
        olds.append(Part("".join(left[old_from:old_to]), differs))
        news.append(Part("".join(right[new_from:new_to]), differs))
    return tuple(part for part in olds if part.text), tuple(part for part in news if part.text)


def elide(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts without the middle of long ones that are the same on both sides."""
    return tuple(part if part.differs else part._replace(text=_elide(part.text)) for part in parts)


def _elide(text: str) -> str:
    if len(text) <= _LONGEST_SAME:
        return text
    kept = _LONGEST_SAME // 2
    return f"{text[:kept]} … {text[-kept:]}"


def _rows(before: Sequence[Cell], after: Sequence[Cell]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, list(map(_plain, before)), list(map(_plain, after)), autojunk=False)
    for operation, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        olds, news = before[old_from:old_to], after[new_from:new_to]
        if operation == "equal":
            yield from (Row("same", old, new) for old, new in zip(olds, news, strict=True))
        else:
            yield from _replacement_rows(olds, news)


def _replacement_rows(olds: Sequence[Cell], news: Sequence[Cell]) -> Iterator[Row]:
    """Yield rows of lines that differ: those of one attribute belong together, whatever its value."""
    matcher = SequenceMatcher(None, list(map(_name, olds)), list(map(_name, news)), autojunk=False)
    for operation, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if operation == "equal":
            pairs = zip(olds[old_from:old_to], news[new_from:new_to], strict=True)
            yield from (_changed_row(old, new) for old, new in pairs)
        else:
            yield from _nameless_rows(olds[old_from:old_to], news[new_from:new_to])


def _nameless_rows(olds: Sequence[Cell], news: Sequence[Cell]) -> Iterator[Row]:
    """Yield rows of lines that no name tells the counterpart of: those one after the other, if they are alike."""
    if len(olds) == len(news):
        rows = [_changed_row(old, new) for old, new in zip(olds, news, strict=True)]
        if all(row.old and any(part.text.strip() and not part.differs for part in row.old.parts) for row in rows):
            yield from rows
            return
    for one, other in zip_longest(olds, news):  # side by side, though they have nothing in common
        yield Row("changed" if one and other else "removed" if one else "added", one, other)


def _changed_row(old: Cell, new: Cell) -> Row:
    """Return the row of a line that changed; spaces that only align it are not marked."""
    left, right = words(old.parts[0].text, new.parts[0].text)
    return Row("changed", _without_marked_spaces(old, left), _without_marked_spaces(new, right))


def _without_marked_spaces(side: Cell, parts: Iterable[Part]) -> Cell:
    split = [piece for part in parts for piece in (_trim(part) if part.differs else (part,))]
    return side._replace(parts=tuple(split))


def _trim(part: Part) -> list[Part]:
    """Return a part that is marked, the spaces at its ends apart."""
    bare = part.text.strip()
    before, _, after = part.text.partition(bare) if bare else (part.text, "", "")
    return [piece for piece in (Part(before), Part(bare, True), Part(after)) if piece.text]


def _plain(side: Cell) -> str:
    return " ".join(side.parts[0].text.split())


def _name(side: Cell) -> str:
    return side.parts[0].text.partition("=")[0].strip()


def _without_long_runs(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows, those left out that are the same and far from any that is not."""
    differing = [at for at, row in enumerate(rows) if row.kind != "same"]
    near = {at + by for at in differing for by in range(-CONTEXT_LINES, CONTEXT_LINES + 1)}
    near |= {0, len(rows) - 1}
    skipped = 0
    for at, row in enumerate(rows):
        if at in near:
            if skipped:
                yield Row("skipped", skipped=skipped) if skipped > 1 else rows[at - 1]
            skipped = 0
            yield row
        else:
            skipped += 1


def _shorten(rows: list[Row]) -> list[Row]:
    more = len(rows) - bounds.SIDE_LINES.limit
    return [*rows[: bounds.SIDE_LINES.limit], Row("skipped", skipped=more)] if more > 0 else rows
