"""HCL text to tokens, one logical line at a time, with what is open."""

from __future__ import annotations

from generator.errors import TfgenError
from generator.hcl.lazy import matcher
from generator.hcl.syntax.tokens import (
    CLOSE_GROUP,
    COMMENT,
    COMMENT_GROUP,
    END,
    END_GROUP,
    HINTS,
    KINDS,
    NAME,
    NEWLINE_GROUP,
    OPEN_GROUP,
    OPEN_HEREDOC,
    OPERATOR_GROUP,
    QUOTED_PIECE,
    SPACES,
    stray_in_name,
    token_at,
)
from generator.location import Location

IDENT = NAME
QUOTED, CLOSE_QUOTE = "Q", "q"
LITERAL, CLOSE_HEREDOC = "S", "h"
INTERPOLATION, DIRECTIVE, SEQUENCE_END = "$", "@", "~"
OPERATORS = {
    "==": "e", "!=": "n", ">=": "g", "<=": "l", "&&": "a", "||": "o", "::": "c", "...": "d", "=>": "f",
}  # fmt: skip

# What may be open, besides the kinds above that open something: the bodies of blocks.
BODY, ONE_LINE_BODY = "B", "b"

_HEREDOC_PIECE = r"((?:[^$%\r\n]++|\$\$\{|%%\{|[$%](?!\{))*+(?:\r?\n)?)(?:(\$\{~?)|(%\{~?))?"
_PIECE_KINDS = ("", QUOTED, INTERPOLATION, DIRECTIVE, CLOSE_QUOTE)

CLOSERS = {
    "(": ")", "[": "]", "{": "}", BODY: "}", ONE_LINE_BODY: "}", INTERPOLATION: "}", DIRECTIVE: "}",
}  # fmt: skip
"""What closes what is open; a SEQUENCE_END is a `}` too."""
_SPELLED = {BODY: "{", ONE_LINE_BODY: "{", INTERPOLATION: "${", DIRECTIVE: "%{", OPEN_HEREDOC: "heredoc"}


class FormatError(TfgenError):
    """Text that can't be formatted, because it is not HCL."""


class Open:
    """Something that is open at a place in the text: a bracket, a body, a string, a template sequence.

    Attributes:
        kind: The token that opened it, BODY or ONE_LINE_BODY.
        offset: Where it was opened.
        name: The type of the block that a body belongs to; the line that closes a heredoc.
    """

    __slots__ = ("kind", "name", "offset")

    def __init__(self, kind: str, offset: int, name: str = "") -> None:
        self.kind, self.offset, self.name = kind, offset, name


class Scanner:
    """Reads tokens and knows what is open; the tokens of the line read last are in three parallel lists.

    Attributes:
        text: All of the text.
        path: What errors call it.
        kinds: The kinds of the line's tokens.
        texts: Their texts.
        offsets: Where they start in `text`.
        stack: What is open, outermost first. A caller may replace a `{` by a body.
    """

    __slots__ = ("_templates", "kinds", "offsets", "path", "stack", "text", "texts")

    def __init__(self, text: str, path: str = "<text>") -> None:
        self.text, self.path = text, path
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.offsets: list[int] = []
        self.stack: list[Open] = []
        self._templates = 0  # how many of `stack` are quotes or heredocs

    def read_line(self, position: int) -> int:
        """Read the tokens from `position` to the first newline that is outside of all templates.

        Args:
            position: Offset of the start of a line, outside of all templates.

        Returns:
            The offset after that newline. At the end of the text, the last token's kind is END and its text
            is the whitespace that was left.

        Raises:
            FormatError: A character, a quote, a heredoc or a bracket is out of place.
        """
        kinds, texts, offsets = self.kinds, self.texts, self.offsets = [], [], []
        match, text = token_at, self.text
        while found := match(text, position):
            group = found.lastindex or 0
            token = found[group]
            position = found.end()
            kinds.append(KINDS[group] or OPERATORS.get(token, token))
            texts.append(token)
            offsets.append(position - len(token))
            if group <= OPERATOR_GROUP:
                if group == 1 and not token.isascii():
                    self._check_name(token, offsets[-1])
            elif group == OPEN_GROUP:
                self.stack.append(Open(token, offsets[-1]))
            elif group == CLOSE_GROUP:
                position = self._close(position)
            elif group in (NEWLINE_GROUP, COMMENT_GROUP):
                if not self._templates and token[-1] == "\n":
                    return position
            elif group == END_GROUP:
                texts[-1] = text[found.start() :]
                if self._templates:
                    raise self.unclosed_problem()
                return position
            else:
                position = self._open_template(position)
        raise self._stray(position)

    def error(self, message: str, offset: int, hint: str = "") -> FormatError:
        """Return a failure at `offset` of the text."""
        column = offset - self.text.rfind("\n", 0, offset)
        return FormatError(message, Location(self.path, self._line(offset), column), hint)

    def unclosed_problem(self) -> FormatError:
        """Return the failure that what was opened last is never closed."""
        last = self.stack[-1]
        if last.kind == OPEN_HEREDOC:
            return self.error(f"this heredoc has no closing line {last.name}", last.offset)
        if last.kind == ONE_LINE_BODY:
            hint = "put the argument on a line of its own"
            return self.error("this block has an argument on its line, but not its }", last.offset, hint)
        return self.error(f"nothing closes this {_SPELLED.get(last.kind, last.kind)}", last.offset)

    def _line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def _add(self, kind: str, token: str, offset: int) -> None:
        self.kinds.append(kind)
        self.texts.append(token)
        self.offsets.append(offset)

    def _open_template(self, position: int) -> int:
        """Note that the token read last opens a string or a heredoc, and read what follows it."""
        kind, token, offset = self.kinds[-1], self.texts[-1], self.offsets[-1]
        marker = ""
        if kind == OPEN_HEREDOC:
            marker = token.lstrip("<-").rstrip("\r\n")
            self._check_name(marker, offset + token.index(marker))
        self.stack.append(Open(kind, offset, marker))
        self._templates += 1
        return self._literals(position, fresh=True)

    def _close(self, position: int) -> int:
        """Close what the token read last closes; after a template sequence, read on in the template."""
        token, offset = self.texts[-1], self.offsets[-1]
        if not self.stack:
            raise self.error(f"nothing is open that {token} could close", offset)
        opened = self.stack[-1]
        in_template = opened.kind in (INTERPOLATION, DIRECTIVE)
        if CLOSERS.get(opened.kind) != token[-1] or (token == "~}" and not in_template):
            bracket, line = _SPELLED.get(opened.kind, opened.kind), self._line(opened.offset)
            raise self.error(f"{token} does not close the {bracket} of line {line}", offset)
        if opened.kind == BODY and any(kind != COMMENT for kind in self.kinds[:-1]):
            raise self.error("the } of a block goes on a line of its own", offset)
        self.stack.pop()
        if not in_template:
            return position
        self.kinds[-1] = SEQUENCE_END
        return self._literals(position)

    def _literals(self, position: int, fresh: bool = False) -> int:
        """Read literal text up to what ends it: a template sequence opens, or the quote or heredoc closes."""
        if self.stack[-1].kind == OPEN_HEREDOC:
            return self._heredoc(position, fresh)
        match = matcher(QUOTED_PIECE)
        while True:
            found = match(self.text, position)
            if found is None:
                raise self.unclosed_problem()
            group = found.lastindex or 0
            kind = _PIECE_KINDS[group]
            self._add(kind, found[group], position)
            if kind == CLOSE_QUOTE:
                self.stack.pop()
                self._templates -= 1
                return found.end()
            if kind != QUOTED:
                self.stack.append(Open(kind, position))
                return found.end()
            position = found.end()

    def _heredoc(self, position: int, fresh: bool) -> int:
        """Read a heredoc's text; `fresh` says that a line starts at `position`, so that it may be the last."""
        marker = self.stack[-1].name
        match = matcher(_HEREDOC_PIECE)
        while True:
            found = match(self.text, position)
            if found is None or found.end() == position:
                raise self.unclosed_problem()
            literal = found[1]
            ends_line = literal.endswith("\n")
            if fresh and ends_line and literal.strip(SPACES) == marker:
                closing = literal.rstrip("\r\n")
                self._add(CLOSE_HEREDOC, closing, position)
                self.stack.pop()
                self._templates -= 1
                return position + len(closing)
            if literal:
                self._add(LITERAL, literal, position)
            group = found.lastindex or 0
            position = found.end()
            if group > 1:
                kind = _PIECE_KINDS[group]
                self._add(kind, found[group], found.start(group))
                self.stack.append(Open(kind, found.start(group)))
                return position
            fresh = ends_line

    def _check_name(self, name: str, offset: int) -> None:
        """Refuse a name that has a character of no name's."""
        stray = stray_in_name(name)
        if stray >= 0:
            raise self._stray(offset + stray)

    def _stray(self, offset: int) -> FormatError:
        offset += len(self.text[offset:]) - len(self.text[offset:].lstrip(" \t"))
        character = self.text[offset]
        return self.error(f"{character!r} has no meaning here", offset, HINTS.get(character, ""))


def tokenize(text: str, path: str = "<text>") -> list[tuple[str, str]]:
    """Return the kind and the text of every token of `text`; the last one is an END.

    Raises:
        FormatError: See `Scanner.read_line`.
    """
    scanner, position = Scanner(text, path), 0
    tokens: list[tuple[str, str]] = []
    while not tokens or tokens[-1][0] != END:
        position = scanner.read_line(position)
        tokens += zip(scanner.kinds, scanner.texts, strict=True)
    if scanner.stack:
        raise scanner.unclosed_problem()
    return tokens
