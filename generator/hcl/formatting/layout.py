"""Where lines start, and how the `=` and the comments of neighbouring lines are aligned.

A line has up to three cells: its lead, then `= …` if it sets something whole, then the comment that ends it.

Source: https://github.com/hashicorp/hcl/blob/v2.23.0/hclwrite/format.go (`formatIndent`, `formatCells`)
"""

from __future__ import annotations

import re

from generator.hcl.formatting.spacing import BRACKETS, join
from generator.hcl.syntax import graphemes
from generator.hcl.syntax.tokens import COMMENT, END, NEWLINE, OPEN_HEREDOC, STRING


class Layout:
    """Takes lines from top to bottom and gives back the formatted text."""

    __slots__ = ("_chain", "_comments", "_indents", "_lines", "_margin", "_tail")

    def __init__(self) -> None:
        self._lines: list[str] = []  # all that was added, aligned; the comment cells and the chain are missing
        self._chain: list[tuple[str, int, str, int, str]] = []  # neighbours with an assign cell, up to the last
        self._comments: list[tuple[int, int, str]] = []  # index in _lines, columns before the cell, the cell
        self._indents: list[int] = []  # for each level, how many brackets the line that opened it left open
        self._margin = ""
        self._tail = ""

    def add_tokens(self, kinds: list[str], texts: list[str]) -> None:
        """Add the lines that a sequence of tokens makes; one that END closes has no newline."""
        start = 0
        for index, kind in enumerate(kinds):
            if kind == NEWLINE or (kind == COMMENT and texts[index][-1] == "\n"):
                self._add_line(kinds, texts, start, index + 1)
                start = index + 1
            elif kind == END:
                if start < index:
                    self._add_line(kinds, texts, start, index)
                self._tail = " " * len(texts[index])  # terraform keeps as many spaces as there was whitespace

    def text(self) -> str:
        """Return all lines, aligned."""
        if self._chain:
            self._align_assigns()
        self._align_comments()
        return "".join(self._lines) + self._tail

    def _add_line(self, kinds: list[str], texts: list[str], start: int, stop: int) -> None:
        """Add the line of the tokens from `start` to `stop`."""
        end = ""
        if kinds[stop - 1] == NEWLINE or (kinds[stop - 1] == COMMENT and stop - start > 1):
            stop -= 1
            end = texts[stop]
        if start == stop:
            if self._chain:
                self._align_assigns()
            self._lines.append(end)
            return
        equals = _assignment(kinds, start, stop)
        lead, assign = join(kinds, texts, start, equals), join(kinds, texts, equals, stop)
        margin = self._indent(_net(kinds, start, equals))
        width = len(margin) + _width(lead, kinds, texts, start, equals)
        if assign:
            assign_width = _width(assign, kinds, texts, equals, stop) if end.strip() else 0
            self._chain.append((margin + lead, width, assign, assign_width, end))
        else:
            self._add_unassigned(margin + lead, width, end)

    def _add_unassigned(self, lead: str, width: int, end: str) -> None:
        """Add a line without an assign cell."""
        if self._chain:
            self._align_assigns()
        if end == "\n" or not end.strip():
            lead += end
        else:
            self._comments.append((len(self._lines), width, end))
        self._lines.append(lead)

    def _indent(self, net: int) -> str:
        """Return what a line starts with, and remember what it opens or closes."""
        indents, margin = self._indents, self._margin
        if net > 0:
            indents.append(net)
            self._margin = margin + "  "
            return margin
        while net < 0 and indents:
            net += indents.pop()
            if net > 0:
                indents.append(net)
        self._margin = "  " * len(indents)
        return self._margin

    def _align_assigns(self) -> None:
        """End the chain: its assign cells start in one column."""
        lines = self._lines
        column = max([width for _, width, _, _, _ in self._chain]) + 1
        for lead, width, assign, assign_width, end in self._chain:
            line = lead + " " * (column - width) + assign
            if end == "\n" or not end.strip():
                line += end
            else:
                self._comments.append((len(lines), column + assign_width, end))
            lines.append(line)
        self._chain.clear()

    def _align_comments(self) -> None:
        """Add the comment cells; those of neighbouring lines start in one column."""
        lines = self._lines
        group: list[tuple[int, int, str]] = []
        for line in [*self._comments, (-1, 0, "")]:
            if group and line[0] != group[-1][0] + 1:
                column = max([width for _, width, _ in group]) + 1
                for index, width, comment in group:
                    lines[index] += " " * (column - width) + comment
                group = []
            group.append(line)


def columns(kind: str, text: str) -> int:
    """Return how many columns a token of a kind takes: the sum over its parts, as terraform's scanner has them."""
    if text.isascii() or kind != STRING:
        return graphemes.count(text)
    return 2 + sum(map(graphemes.count, re.split(r"(\$\{[\w.-]+\}|[$%])", text[1:-1])))


def _assignment(kinds: list[str], start: int, stop: int) -> int:
    """Return where the assign cell starts: at the first `=`, if brackets are balanced after it; or `stop`."""
    if "=" not in kinds[start + 1 : stop]:
        return stop
    equals = kinds.index("=", start + 1)
    balanced = not sum([BRACKETS[kind] for kind in kinds[equals:stop] if kind in BRACKETS])
    return equals if balanced else stop


def _net(kinds: list[str], start: int, stop: int) -> int:
    """Return by how much the tokens change how many brackets are open; a heredoc's text does not count."""
    if OPEN_HEREDOC in kinds[start:stop]:
        stop = kinds.index(OPEN_HEREDOC, start)
    return sum([BRACKETS[kind] for kind in kinds[start:stop] if kind in BRACKETS])


def _width(cell: str, kinds: list[str], texts: list[str], start: int, stop: int) -> int:
    """Return how many columns a cell takes, which is counted token by token."""
    if cell.isascii() and "\r" not in cell:
        return len(cell)
    return len(cell) + sum(columns(kinds[i], texts[i]) - len(texts[i]) for i in range(start, stop))
