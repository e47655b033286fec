"""HCL text to tokens, read when the parser asks for the next one; the reading mode says whether newlines count."""

from __future__ import annotations

from generator.hcl.syntax.numbers import BEYOND, OutOfRange, RangeOverflow, parse
from generator.hcl.syntax.source import Comment
from generator.hcl.syntax.tokens import (
    COMMENT_GROUP,
    END,
    HEREDOC_GROUP,
    HINTS,
    KINDS,
    NEWLINE,
    NEWLINE_GROUP,
    NUMBER,
    OPEN_HEREDOC,
    OPEN_QUOTE,
    STRING,
    stray_in_name,
    token_at,
)
from generator.hcl.syntax.tree import Source

_NAMES = {
    NEWLINE: "the end of the line",
    END: "the end of the file",
    OPEN_QUOTE: "a string",
    STRING: "a string",
    NUMBER: "a number",
    OPEN_HEREDOC: "a heredoc",
}
"""What a message calls a token: values may be secret, and are not repeated."""


def number(text: str) -> int | float | RangeOverflow | None:
    """Return what a number is, BEYOND where we do not calculate with it; None where it is none."""
    try:
        return parse(text)
    except OutOfRange:
        return BEYOND


_NAME, _NAME_OR_STRING = 1, 2
"""The group of names, and the last of names and strings."""


class SyntaxProblem(Exception):
    """The text is not HCL at a place.

    Attributes:
        message: What was expected and what is there.
        start: The offset where it is not.
        stop: The offset after what is there.
        hint: The way out, if one is known.
    """

    def __init__(self, message: str, start: int, stop: int = 0, hint: str = "") -> None:
        super().__init__(message, start, stop, hint)
        self.message, self.start, self.stop, self.hint = message, start, stop, hint


class Lexer:
    """Reads one token after the other.

    Attributes:
        source: The file.
        text: Its text.
        free: The reading mode: whether newlines are but space, as they are within brackets.
        kind: The current token's kind.
        token: Its text.
        start: Its offset.
        stop: The offset after it.
    """

    __slots__ = ("free", "kind", "source", "start", "stop", "text", "token")

    def __init__(self, source: Source) -> None:
        self.source, self.text, self.free = source, source.text, False
        self.kind = self.token = ""
        self.start = self.stop = 0

    def advance(self) -> None:
        """Go to the next token; comments are put aside.

        Raises:
            SyntaxProblem: No token can begin there.
        """
        position = self.stop
        while found := token_at(self.text, position):
            group: int = found.lastindex  # type: ignore[assignment]  # one of them always matches
            token = found[group]
            position = found.end()
            if group == COMMENT_GROUP:
                if token[-1] == "\n":  # which is a token of its own
                    position -= 2 if token[-2:] == "\r\n" else 1
                self.put_aside(found.start(group), position)
                continue
            if group == NEWLINE_GROUP and self.free:
                continue
            self.token, self.start, self.stop = token, position - len(token), position
            self.kind = KINDS[group] or token
            if group == _NAME and token.isascii():
                return
            if group <= _NAME_OR_STRING or group == HEREDOC_GROUP:
                self._look_into(group)
            return
        raise self._stray(position)

    def _look_into(self, group: int) -> None:
        """Refuse a name that is none; leave a string that is more than its text to whoever reads templates."""
        token = self.token
        if self.kind == STRING:
            if "\\" in token or "${" in token:
                self.kind, self.token, self.stop = OPEN_QUOTE, OPEN_QUOTE, self.start + 1
            return
        name = token.strip("<-\r\n") if group == HEREDOC_GROUP else token
        stray = stray_in_name(name)
        if stray >= 0:
            raise self._stray(self.start + token.index(name) + stray)

    def put_aside(self, start: int, stop: int) -> None:
        """Keep a comment, unless it has been read before."""
        comments = self.source.comments
        if not comments or start >= comments[-1].stop:
            comments.append(Comment(start, stop))

    def expected(self, what: str, hint: str = "") -> SyntaxProblem:
        """Return the problem that the current token is not what was expected."""
        return SyntaxProblem(f"expected {what}, found {self.token_words()}", self.start, self.stop, hint)

    def token_words(self) -> str:
        """Return what a message calls the current token."""
        token = self.token if len(self.token) <= 40 else self.token[:37] + "..."  # noqa: PLR2004
        return _NAMES.get(self.kind) or f'"{token}"'

    def _stray(self, position: int) -> SyntaxProblem:
        text = self.text
        while text[position] in " \t":
            position += 1
        character = text[position]
        self.start, self.stop = position, position + 1
        if text.startswith("/*", position):
            return SyntaxProblem("this comment is never closed", position, position + 2, HINTS["/"])
        if text.startswith("<<", position):
            return SyntaxProblem(
                "expected a heredoc's name and the end of the line after <<", position, position + 2
            )
        hint = HINTS.get(character, "")
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        return SyntaxProblem(f"the character {shown} can't stand here", position, position + 1, hint)
