"""Where lines start, and how the `=` and the comments of neighbouring lines are aligned.

A line has up to three cells: its lead, then `= …` if it sets something whole, then the comment that ends it.

Source: https://github.com/hashicorp/hcl/blob/v2.23.0/hclwrite/format.go (`formatIndent`, `formatCells`)
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.render.columns import columns
from generator.render.spacing import BRACKETS, join
from generator.render.tokens import COMMENT, END, NEWLINE, OPEN_HEREDOC


class Line:
    """A line in the making: `text` grows by one cell after the other, `width` is how many columns it takes."""

    __slots__ = ("assign", "assign_width", "comment", "text", "width")

    def __init__(self, text: str, width: int, assign: str, assign_width: int, comment: str) -> None:
        self.text, self.width = text, width
        self.assign, self.assign_width = assign, assign_width
        self.comment = comment


class Layout:
    """Takes lines from top to bottom and gives back the formatted text."""

    __slots__ = ("_indents", "_lines", "_tail")

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._indents: list[int] = []  # for each level, how many brackets the line that opened it left open
        self._tail = ""

    def add(self, lead: str, assign: str, comment: str, net: int) -> None:
        """Add a line whose cells are ASCII.

        Args:
            lead: Its first cell, with the newline if it is the last cell.
            assign: The cell that starts with `=`, or nothing; with the newline if it is the last cell.
            comment: The comment cell with its newline, or nothing.
            net: How many more brackets the line opens than it closes.
        """
        indent = self._indent(net) if lead != "\n" else 0
        self._lines.append(Line(" " * indent + lead, indent + len(lead), assign, len(assign), comment))

    def add_tokens(self, kinds: Sequence[str], texts: Sequence[str]) -> None:
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
        self._align_assigns()
        self._align_comments()
        return "".join([line.text for line in self._lines]) + self._tail

    def _add_line(self, kinds: Sequence[str], texts: Sequence[str], start: int, stop: int) -> None:
        """Add the line of the tokens from `start` to `stop`."""
        newline = texts[stop - 1] if kinds[stop - 1] == NEWLINE else ""
        comment = ""
        if newline:
            stop -= 1
        elif stop - start > 1 and kinds[stop - 1] == COMMENT:
            stop -= 1
            comment = texts[stop]
        if start == stop:
            self._lines.append(Line(newline, 0, "", 0, ""))
            return
        equals = _assignment(kinds, start, stop)
        indent = self._indent(_net(kinds, start, equals))
        lead, assign = join(kinds, texts, start, equals), join(kinds, texts, equals, stop)
        width = indent + _width(lead, kinds, texts, start, equals)
        assign_width = _width(assign, kinds, texts, equals, stop) if comment else 0
        if assign:
            assign += newline
        else:
            lead += newline
        self._lines.append(Line(" " * indent + lead, width, assign, assign_width, comment))

    def _indent(self, net: int) -> int:
        """Return how many spaces a line starts with, and remember what it opens or closes."""
        indents = self._indents
        if net > 0:
            indents.append(net)
            return 2 * len(indents) - 2
        while net < 0 and indents:
            net += indents.pop()
            if net > 0:
                indents.append(net)
        return 2 * len(indents)

    def _align_assigns(self) -> None:
        chain: list[Line] = []
        for line in self._lines:
            if line.assign:
                chain.append(line)
            elif chain:
                _align_assign(chain)
                chain = []
        _align_assign(chain)

    def _align_comments(self) -> None:
        chain: list[Line] = []
        for line in self._lines:
            if line.comment:
                chain.append(line)
            elif chain:
                _align_comment(chain)
                chain = []
        _align_comment(chain)


def _align_assign(chain: list[Line]) -> None:
    widest = max([line.width for line in chain], default=0) + 1
    for line in chain:
        line.text += " " * (widest - line.width) + line.assign
        line.width = widest + line.assign_width


def _align_comment(chain: list[Line]) -> None:
    widest = max([line.width for line in chain], default=0) + 1
    for line in chain:
        line.text += " " * (widest - line.width) + line.comment


def _assignment(kinds: Sequence[str], start: int, stop: int) -> int:
    """Return where the assign cell starts: at the first `=`, if brackets are balanced after it; or `stop`."""
    for index in range(start + 1, stop):
        if kinds[index] == "=":
            return stop if sum([BRACKETS.get(kind, 0) for kind in kinds[index:stop]]) else index
    return stop


def _net(kinds: Sequence[str], start: int, stop: int) -> int:
    """Return by how much the tokens change how many brackets are open; a heredoc's text does not count."""
    net = 0
    for kind in kinds[start:stop]:
        if kind == OPEN_HEREDOC:
            break
        net += BRACKETS.get(kind, 0)
    return net


def _width(cell: str, kinds: Sequence[str], texts: Sequence[str], start: int, stop: int) -> int:
    """Return how many columns a cell takes, which is counted token by token."""
    if cell.isascii() and "\r" not in cell:
        return len(cell)
    return len(cell) + sum(columns(kinds[i], texts[i]) - len(texts[i]) for i in range(start, stop))
