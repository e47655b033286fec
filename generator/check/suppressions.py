"""Comments that keep a finding from being told: `# tfgen:ignore TFG018 because …` on the line above."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
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
    """Tells which of many suppressions cover a finding."""

    def __init__(self, marks: Iterable[Suppression]) -> None:
        self._marks: dict[tuple[str, str], list[Suppression]] = {}
        for mark in sorted(marks, key=_first_line):
            for rule in mark.rules:
                self._marks.setdefault((rule, mark.location.path), []).append(mark)
        # The last line that any up to one of them covers: where that is above a finding, none before it counts.
        self._reach = {
            key: list(accumulate((mark.last_line for mark in found), max)) for key, found in self._marks.items()
        }

    def of(self, rule: str, location: Location) -> list[Suppression]:
        """Return the suppressions that cover a finding of a rule at a place."""
        marks = self._marks.get((rule, location.path), [])
        reach = self._reach.get((rule, location.path), [])
        found = []
        at = bisect_right(marks, location.line, key=_first_line) - 1
        while at >= 0 and reach[at] >= location.line:
            if marks[at].last_line >= location.line:
                found.append(marks[at])
            at -= 1
        return found


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
    comment_lines = {
        source.position(each.start)[0]: source.position(each.stop)[0]
        for each in source.comments
        if _alone(source, each)
    }
    found = []
    for comment, told in marked:
        rules, reason = _read(told)
        line = _line_below(source.position(comment.stop)[0], comment_lines)
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


def _line_below(line: int, comment_lines: Mapping[int, int]) -> int:
    """Return the line that a comment which ends on `line` stands above: the next one that is no comment itself.

    Args:
        line: The comment's last line.
        comment_lines: Of the comments that stand alone, the last line by the first.
    """
    line += 1
    while line in comment_lines:
        line = comment_lines[line] + 1
    return line


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


def misused(
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
