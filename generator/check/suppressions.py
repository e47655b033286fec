"""Comments that keep a finding from being told: `# tfgen:ignore TFG018 because …` on the line above."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from generator.hcl import Attribute, Block, Comment, Source
from generator.location import Location

MARK = "tfgen:ignore"


class Suppression(NamedTuple):
    """A comment that suppresses.

    Attributes:
        rules: The ids that it names.
        reason: What follows `because`; empty where nothing does.
        location: Where the comment begins.
        end: The place after it.
        first_line: The first line that it suppresses in.
        last_line: The last one.
    """

    rules: tuple[str, ...]
    reason: str
    location: Location
    end: Location
    first_line: int
    last_line: int


class Covers:
    """Tells whether any of many suppressions covers a finding, and which of them ever did."""

    def __init__(self, marks: Iterable[Suppression]) -> None:
        found: dict[tuple[str, str], list[Suppression]] = {}
        for mark in sorted(marks, key=_first_line):
            for rule in mark.rules:
                found.setdefault((rule, mark.location.path), []).append(mark)
        self._first_lines = {key: [mark.first_line for mark in each] for key, each in found.items()}
        # The last line that any up to one of them covers: where that is above a finding, none covers it.
        self._reach = {
            key: list(accumulate((mark.last_line for mark in each), max)) for key, each in found.items()
        }
        self._covered: dict[tuple[str, str], set[int]] = {}

    def cover(self, rule: str, location: Location) -> bool:
        """Tell whether a suppression covers a finding of a rule at a place."""
        key = (rule, location.path)
        at = bisect_right(self._first_lines.get(key, []), location.line) - 1
        if at < 0 or self._reach[key][at] < location.line:
            return False
        self._covered.setdefault(key, set()).add(location.line)
        return True

    def used_suppressions(self, marks: Iterable[Suppression]) -> set[Suppression]:
        """Return those of the suppressions that cover a finding that was asked for."""
        lines = {key: sorted(covered) for key, covered in self._covered.items()}
        return {
            mark
            for mark in marks
            if any(_any_within(lines.get((rule, mark.location.path), []), mark) for rule in mark.rules)
        }


def _any_within(lines: Sequence[int], mark: Suppression) -> bool:
    at = bisect_left(lines, mark.first_line)
    return at < len(lines) and lines[at] <= mark.last_line


def _first_line(mark: Suppression) -> int:
    return mark.first_line


def suppressions(source: Source, blocks: Iterable[Block]) -> list[Suppression]:
    """Return the suppressions in a file, in order; `blocks` are those of its module."""
    if MARK not in source.text:
        return []
    marked = [
        (comment, text.removeprefix(MARK))
        for comment in source.comments
        if (text := source.comment_text(comment)).startswith(MARK)
    ]
    if not marked:
        return []
    last_lines = dict(_extents(source, blocks))
    alone = [comment for comment in source.comments if _alone(source, comment)]
    below = _lines_below((source.position(each.start)[0], source.position(each.stop)[0]) for each in alone)
    found = []
    for comment, told in marked:
        rules, reason = _read(told)
        line = source.position(comment.stop)[0] + 1
        line = below.get(line, line)
        found.append(
            Suppression(
                rules,
                reason,
                source.location(comment.start),
                source.location(comment.stop),
                line,
                last_lines.get(line, line),
            )
        )
    return found


def _read(told: str) -> tuple[tuple[str, ...], str]:
    names, _, reason = told.partition(" because")
    return tuple(names.replace(",", " ").split()), reason.strip()


def _lines_below(comments: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the line that each comment stands above: the next one on which no comment stands alone.

    Args:
        comments: The first and the last line of each of the comments that stand alone, in order.
    """
    below: dict[int, int] = {}
    for first, last in reversed([*comments]):
        below[first] = below.get(last + 1, last + 1)
    return below


def _alone(source: Source, comment: Comment) -> bool:
    start = source.text.rfind("\n", 0, comment.start) + 1
    return not source.text[start : comment.start].strip()


def _extents(source: Source, blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each block and attribute; of those on one line the widest last."""
    waiting: list[Attribute | Block] = [*blocks]
    found: list[tuple[int, int]] = []
    while waiting:
        node = waiting.pop()
        if node.source is source:  # an override's attributes stand in another file than the block
            found.append((source.position(node.start)[0], source.position(node.stop)[0]))
        if isinstance(node, Block):
            waiting += [*node.body.attributes.values(), *node.body.blocks]
    yield from reversed(found)


def misuses(
    found: Iterable[tuple[Suppression, bool]], known: Iterable[str]
) -> Iterator[tuple[Suppression, str, str]]:
    """Yield the suppressions that are themselves wrong, with what is wrong and the way out.

    Args:
        found: Suppressions, each with whether it suppressed something, or would if its rules were run.
        known: The ids of all rules.
    """
    ids = set(known)
    for suppression, used in found:
        unknown = [rule for rule in suppression.rules if rule not in ids]
        if not suppression.rules:
            yield suppression, "names no rule", f"write # {MARK} TFG018 because …"
        elif unknown:
            yield suppression, f"names {', '.join(unknown)}, which there is not", "tfgen rules lists them"
        elif not suppression.reason:
            yield suppression, "gives no reason", f"write # {MARK} {' '.join(suppression.rules)} because …"
        elif not used:
            yield suppression, f"nothing below it breaks {' or '.join(suppression.rules)}", "remove it"
