"""A configuration file's text: its places, its comments, and what is wrong with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from generator.location import Location


class Diagnostic(NamedTuple):
    """Something that is wrong with a module, such that Terraform would refuse it or warn.

    Attributes:
        severity: "error", "warning" where other values of the variables may mend it, or "note" of what is not
            evaluated.
        code: What kind of problem: "syntax", "encoding", "structure" (what the language itself defines of blocks),
            "duplicate", "override", "type" (of a variable), "function" (its name or number of arguments),
            "evaluation", "validation" (a variable's own), "cycle", "depth" or "bounds".
        message: One line without a full stop.
        location: Where it starts.
        end: Where it ends.
        hint: The way out, if one is known.
        covered: The message without the values in it; empty where there are none.
    """

    severity: str
    code: str
    message: str
    location: Location
    end: Location
    hint: str = ""
    covered: str = ""


_WHOLE = frozenset({"duplicate", "override"})
"""Problems of a file that keep nothing of it from being read."""


class Comment(NamedTuple):
    """A comment, by its offsets in the text; a line's comment ends before the newline."""

    start: int
    stop: int


class SourceText:
    """The text of one file, and its places.

    Attributes:
        path: Its name, relative to the module's folder.
        text: The text, without a byte order mark.
        comments: In order.
        diagnostics: What is wrong with its syntax.
    """

    __slots__ = ("_line_starts", "comments", "diagnostics", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.comments: list[Comment] = []
        self.diagnostics: list[Diagnostic] = []
        self._line_starts: list[int] = []

    @property
    def is_whole(self) -> bool:
        """Whether all that it declares could be read, though some of it may be declared twice."""
        return not any(one.severity == "error" and one.code not in _WHOLE for one in self.diagnostics)

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset."""
        if not self._line_starts:
            self._line_starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def location(self, offset: int) -> Location:
        """Return the place of an offset."""
        return Location(self.path, *self.position(offset))

    def start_of(self, number: int) -> int:
        """Return the offset at which a line of the file starts."""
        self.position(0)  # finds where the lines start
        return self._line_starts[number - 1]

    def line(self, number: int) -> str:
        """Return a line's text without its end, for messages that show it; empty beyond the end."""
        self.position(0)  # finds where the lines start
        starts = self._line_starts
        if not 0 < number <= len(starts):
            return ""
        stop = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : stop].rstrip("\r")

    def report(
        self,
        message: str,
        start: int,
        stop: int = 0,
        *,
        code: str = "syntax",
        hint: str = "",
        severity: str = "error",
    ) -> Diagnostic:
        """Add a diagnostic about the text from `start` to `stop`, and return it."""
        end = self.location(max(start, stop))
        found = Diagnostic(severity, code, message, self.location(start), end, hint)
        self.diagnostics.append(found)
        return found

    def comment_text(self, comment: Comment) -> str:
        """Return a comment without its marks and the space around it."""
        text = self.text[comment.start : comment.stop]
        if text.startswith("/*"):
            return text[2:].removesuffix("*/").strip()
        return text.lstrip("#" if text.startswith("#") else "/").strip()
