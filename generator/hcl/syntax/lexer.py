"""HCL text to tokens, read when the parser asks for the next one.

What a parser never takes apart is one token: a dotted name (`var.name`), and a quoted string without escapes
and template sequences. The reading mode says whether newlines count.
"""

from __future__ import annotations

import re

from generator.hcl.syntax.numbers import BEYOND, Beyond, OutOfRange, parse
from generator.hcl.syntax.source import Comment, Source

NAME, STRING, NUMBER, NEWLINE, QUOTE, HEREDOC, END = (
    "name",
    "string",
    "number",
    "newline",
    "quote",
    "heredoc",
    "end",
)
"""Kinds of tokens; an operator or bracket is its own kind."""

NAME_PATTERN = r"[^\W\d][\w-]*+"
STRING_PATTERN = r'"(?:[^"\\$%\r\n]++|[$%](?![{$%]))*+"'

_TOKEN = re.compile(
    rf"""[ \t]*+(?:
    ({NAME_PATTERN}(?:\.{NAME_PATTERN})*+)
    |({STRING_PATTERN})
    |([0-9](?:(?:[0-9.]|[eE][+-]?[0-9])*(?:[0-9]|[eE][+-]?[0-9]))?)
    |([=!<>]=|=>|&&|\|\||::|\.\.\.|~\}}|<(?!<)|/(?![/*])|[-+*%!>?:.,=(){{}}\[\]])
    |(\r?\n)
    |((?:\#|//)[^\n]*+|/\*(?s:.*?)\*/)
    |(")
    |(<<-?{NAME_PATTERN}\r?\n)
    |(\Z)
    )""",
    re.VERBOSE,
).match
_KINDS = ("", NAME, STRING, NUMBER, "", NEWLINE, "", QUOTE, HEREDOC, END)
_OPERATOR, _NEWLINE, _COMMENT = 4, 5, 6  # groups

_HINTS = {
    "'": "strings take double quotes",
    ";": "one argument a line, without semicolons",
    "<": "a heredoc opens with <<NAME at the end of its line",
    "/": "a comment that opens with /* closes with */",
    "“": "strings take straight double quotes",
    "”": "strings take straight double quotes",
    "&": "the operator is &&",
    "|": "the operator is ||",
    "`": "strings take double quotes",
}
_NAMES = {NEWLINE: "the end of the line", END: "the end of the file", QUOTE: "a string", HEREDOC: "a heredoc"}


def number(text: str) -> int | float | Beyond | None:
    """Return what a number is, BEYOND where we do not calculate with it; None where it is none."""
    try:
        return parse(text)
    except OutOfRange:
        return BEYOND


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
        while found := _TOKEN(self.text, position):
            group: int = found.lastindex  # type: ignore[assignment]  # one of them always matches
            token = found[group]
            position = found.end()
            if group != _COMMENT and (group != _NEWLINE or not self.free):
                self.token, self.start, self.stop = token, position - len(token), position
                self.kind = token if group == _OPERATOR else _KINDS[group]
                return
            if group == _COMMENT:
                self.put_aside(position - len(token), position)
        raise self._stray(position)

    def put_aside(self, start: int, stop: int) -> None:
        """Keep a comment, unless it has been read before."""
        comments = self.source.comments
        if not comments or start >= comments[-1].stop:
            comments.append(Comment(start, stop))

    def expected(self, what: str, hint: str = "") -> SyntaxProblem:
        """Return the problem that the current token is not what was expected."""
        return SyntaxProblem(f"expected {what}, found {self.found()}", self.start, self.stop, hint)

    def found(self) -> str:
        """Return what a message calls the current token."""
        token = self.token if len(self.token) <= 40 else self.token[:37] + "..."  # noqa: PLR2004
        return _NAMES.get(self.kind) or (token if self.kind == STRING else f'"{token}"')

    def _stray(self, position: int) -> SyntaxProblem:
        text = self.text
        while text[position] in " \t":
            position += 1
        character = text[position]
        self.start, self.stop = position, position + 1
        if text.startswith("/*", position):
            return SyntaxProblem("this comment is never closed", position, position + 2, _HINTS["/"])
        if text.startswith("<<", position):
            return SyntaxProblem(
                "expected a heredoc's name and the end of the line after <<", position, position + 2
            )
        hint = _HINTS.get(character, "")
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        return SyntaxProblem(f"the character {shown} can't stand here", position, position + 1, hint)
