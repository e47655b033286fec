"""Quoted strings and heredocs with template sequences to syntax trees."""

from __future__ import annotations

import re
from typing import Protocol
from unicodedata import normalize

from generator import bounds
from generator.hcl.lazy import matcher
from generator.hcl.syntax.lexer import SyntaxProblem
from generator.hcl.syntax.tokens import NAME, QUOTED_PIECE, SPACES
from generator.hcl.syntax.tree import Expression, ForExpression, Literal, Source, Template, TemplateIf

_SEQUENCE = r"\$\$\{|%%\{|(\$\{~?)|(%\{~?)"
_CLOSING_LINE = 3  # group, after those of _SEQUENCE
_LINE = r"([^\n]*)(\n)|([^\n]+)"
_ESCAPE = r"(?s)\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])\4\{"
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_LITERAL, _INTERPOLATION, _DIRECTIVE, _CLOSE = 1, 2, 3, 4  # groups
_BLANKS = SPACES.replace("\n", "")
MAXIMUM_DEPTH = bounds.NESTING.limit


class _Text:
    """A stretch of literal text; strip markers and heredoc indentation change `value`."""

    __slots__ = ("start", "stop", "value")

    def __init__(self, start: int, stop: int, value: str) -> None:
        self.start, self.stop, self.value = start, stop, value


class _Directive:
    """`%{ name … }`, with the names that a `for` binds and its expression."""

    __slots__ = ("expression", "name", "names", "start", "stop")

    def __init__(self, start: int, stop: int, name: str, names: list[str], expression: Expression | None) -> None:
        self.start, self.stop, self.name, self.names, self.expression = start, stop, name, names, expression


_Piece = _Text | _Directive | Expression


class Reader(Protocol):
    """What reads the tokens and expressions in a template's sequences; see `Lexer` and `ExpressionReader`."""

    source: Source
    text: str
    start: int
    stop: int
    free: bool
    kind: str
    token: str
    depth: int

    def advance(self) -> None:
        """Go to the next token."""
        ...

    def expected(self, what: str, hint: str = "") -> SyntaxProblem:
        """Return the problem that the current token is not what was expected."""
        ...

    def expression(self) -> Expression:
        """Read an expression."""
        ...

    def for_names(self) -> list[str]:
        """Read the names of a `for`, up to and with `in`."""
        ...

    def bind(self, names: list[str], by: int) -> None:
        """Count the names of a `for` in, or out again with -1."""
        ...


class TemplateReader:
    """Reads templates, from where a reader stands."""

    __slots__ = ("_reader",)

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read_quoted(self) -> Expression:
        """Read from the opening quote, the current token, to the closing one."""
        start, outer = self._reader.start, self._reader.free
        pieces: list[_Piece] = []
        strip, open_names = False, list[list[str]]()
        while True:
            found = matcher(QUOTED_PIECE)(self._reader.text, self._reader.stop)
            if not found:
                raise SyntaxProblem(
                    "this string is not closed on its line", start, start + 1, "longer texts take a heredoc"
                )
            group = found.lastindex
            position, self._reader.stop = self._reader.stop, found.end()
            if group == _LITERAL:
                value = _unescape(found[1], position)
                pieces.append(_Text(position, self._reader.stop, value.lstrip(SPACES) if strip else value))
                strip = False
            elif group == _CLOSE:
                break
            else:
                strip = self._sequence(pieces, found[0], position, open_names)
        self._reader.free = outer
        stop = self._reader.stop
        self._reader.advance()
        return self._finish(start, stop, pieces)

    def template(self) -> Expression:
        """Read all of the text as a template, as strings of JSON are."""
        pieces: list[_Piece] = []
        self._template_lines(pieces, len(self._reader.text), re.compile(_SEQUENCE))
        return self._finish(0, len(self._reader.text), pieces)

    def heredoc(self) -> Expression:
        """Read from the opening `<<NAME`, the current token, to its closing line."""
        start, outer, header = self._reader.start, self._reader.free, self._reader.token
        opened_at = self._reader.stop
        marker = header.strip("<-\r\n")
        pieces: list[_Piece] = []
        closing = self._template_lines(
            pieces, -1, re.compile(rf"{_SEQUENCE}|^([{_BLANKS}]*+{re.escape(marker)}[{_BLANKS}]*+)\n", re.M)
        )
        if closing is None:
            self._reader.stop = opened_at
            raise SyntaxProblem(
                f"this heredoc has no closing line {marker}", start, start + len(header.rstrip("\r\n"))
            )
        self._reader.stop = closing.start() + len(closing[3].rstrip("\r"))  # the newline after it is a token
        stop = self._reader.stop
        if header.startswith("<<-"):
            _flush(pieces)
        self._reader.free = outer
        self._reader.advance()
        return self._finish(start, stop, pieces)

    def _template_lines(self, pieces: list[_Piece], last: int, search: re.Pattern[str]) -> re.Match[str] | None:
        """Read literal lines and sequences up to the closing line, which is returned, or to `last`."""
        strip, open_names = False, list[list[str]]()
        while True:
            position = self._reader.stop
            found = search.search(self._reader.text, position)
            while found and not found.lastindex:  # what is escaped
                found = search.search(self._reader.text, found.end())
            if found is None and last < 0:
                return None
            end = found.start() if found else last
            self._literal_lines(pieces, position, end, strip)
            strip = strip and position == end
            if found is None or found.lastindex == _CLOSING_LINE:
                return found
            self._reader.stop = found.end()
            strip = self._sequence(pieces, found[0], end, open_names)

    def _literal_lines(self, pieces: list[_Piece], start: int, stop: int, strip: bool) -> None:
        """Add the text between two offsets; what strip markers look at, the first and the last line, apart."""
        stray = re.compile("\r(?!\n)").search(self._reader.text, start, stop)
        if stray:
            raise SyntaxProblem("the character U+000D can't stand here", stray.start(), stray.end())
        if strip:
            first = self._reader.text.find("\n", start, stop) + 1 or stop
            if first > start:
                pieces.append(_Text(start, first, _double(self._reader.text[start:first]).lstrip(SPACES)))
            start = first
        line = self._reader.text.rfind("\n", start, max(stop - 1, start)) + 1 or start
        for begin, end in ((start, line), (line, stop)):
            if begin < end:
                pieces.append(_Text(begin, end, _double(self._reader.text[begin:end])))

    def _sequence(self, pieces: list[_Piece], opener: str, start: int, open_names: list[list[str]]) -> bool:
        """Read the rest of a template sequence; return whether it strips the space after it."""
        if opener.endswith("~") and pieces and isinstance(pieces[-1], _Text):
            pieces[-1].value = pieces[-1].value.rstrip(SPACES)
        self._reader.free = True
        self._reader.advance()
        if opener.startswith("$"):
            pieces.append(self._reader.expression())
        else:
            pieces.append(self._directive(start, open_names))
        if self._reader.kind not in ("}", "~}"):
            opened = self._reader.source.position(start)
            raise self._reader.expected(
                f'an operator or "}}" to close the sequence opened at {opened[0]}:{opened[1]}'
            )
        return self._reader.kind == "~}"

    def _directive(self, start: int, open_names: list[list[str]]) -> _Directive:
        name, expression = self._reader.token, None
        names: list[str] = []
        if self._reader.kind != NAME or name not in ("if", "else", "endif", "for", "endfor"):
            raise self._reader.expected("if, else, endif, for or endfor")
        self._reader.advance()
        if name == "if":
            expression = self._reader.expression()
        elif name == "for":
            names = self._reader.for_names()
            expression = self._reader.expression()
            self._reader.bind(names, 1)
            open_names.append(names)
        elif name == "endfor" and open_names:
            self._reader.bind(open_names.pop(), -1)
        return _Directive(start, self._reader.stop, name, names, expression)

    def _finish(self, start: int, stop: int, pieces: list[_Piece]) -> Expression:
        """Return the tree of a whole template."""
        if all(isinstance(piece, _Text) for piece in pieces):
            text = "".join(piece.value for piece in pieces if isinstance(piece, _Text))
            return Literal(self._reader.source, start, stop, normal_form_c(text))
        pieces.reverse()
        parts = self._parts(pieces, ())
        wraps = len(parts) == 1 and not isinstance(parts[0], (Text, TemplateIf)) and not _is_directive(parts[0])
        return Template(self._reader.source, start, stop, parts, wraps)

    def _parts(self, pieces: list[_Piece], until: tuple[str, ...]) -> list[Expression]:
        """Take pieces off the end of the list, the next one is last, up to a directive that ends them."""
        parts: list[Expression] = []
        while pieces:
            piece = pieces[-1]
            if isinstance(piece, _Directive) and piece.name in until:
                return parts
            pieces.pop()
            if isinstance(piece, _Directive):
                parts.append(self._branch(piece, pieces))
            elif isinstance(piece, Expression):
                parts.append(piece)
            else:
                _append_text(self._reader.source, parts, piece)
        return parts

    def _branch(self, opener: _Directive, pieces: list[_Piece]) -> Expression:
        if opener.name not in ("if", "for"):
            raise SyntaxProblem(
                f"nothing is open that %{{ {opener.name} }} could belong to", opener.start, opener.stop
            )
        self._reader.depth += 1
        if self._reader.depth > MAXIMUM_DEPTH:
            raise SyntaxProblem(f"templates nest deeper than {MAXIMUM_DEPTH}", opener.start, opener.stop)
        assert opener.expression
        closing = "endif" if opener.name == "if" else "endfor"
        body = self._within(opener, pieces, ("else", closing) if opener.name == "if" else (closing,))
        last = pieces.pop()
        otherwise = None
        if isinstance(last, _Directive) and last.name == "else":
            otherwise = self._within(opener, pieces, (closing,))
            last = pieces.pop()
        self._reader.depth -= 1
        place = (self._reader.source, opener.start, last.stop)
        if opener.name == "if":
            return TemplateIf(*place, opener.expression, body, otherwise)
        return ForExpression(*place, opener.names, opener.expression, None, body, None, False, "%")

    def _within(self, opener: _Directive, pieces: list[_Piece], until: tuple[str, ...]) -> Template:
        start = pieces[-1].start if pieces else opener.stop
        parts = self._parts(pieces, until)
        if not pieces:
            message = f"this %{{ {opener.name} }} has no %{{ {until[-1]} }}"
            raise SyntaxProblem(message, opener.start, opener.stop)
        return Template(self._reader.source, start, pieces[-1].start, parts, False)


def normal_form_c(text: str) -> str:
    """Return a text as Terraform keeps it: in Unicode's normal form C."""
    return text if text.isascii() else normalize("NFC", text)


def _unescape(text: str, start: int) -> str:
    if "\\" not in text and "{" not in text:
        return text

    def replacement(found: re.Match[str]) -> str:
        short, long, character, sign = found.groups()
        if sign:
            return f"{sign}{{"
        if character:
            if character not in _ESCAPES:
                raise SyntaxProblem(
                    f"there is no escape \\{character}" if character not in "uU" else "expected hex digits",
                    start + found.start(),
                    start + found.end(),
                    'escapes are \\n, \\r, \\t, \\", \\\\, \\uNNNN and \\UNNNNNNNN',
                )
            return _ESCAPES[character]
        return _character(int(short or long, 16))

    return re.sub(_ESCAPE, replacement, text)


def _character(code: int) -> str:
    """Return a character; what is none is U+FFFD, as Go has it."""
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"  # noqa: PLR2004


def _double(text: str) -> str:
    return text.replace("$${", "${").replace("%%{", "%{") if "{" in text else text


def _is_directive(part: Expression) -> bool:
    return isinstance(part, ForExpression) and part.form == "%"


def _append_text(source: Source, parts: list[Expression], piece: _Text) -> None:
    if parts and isinstance(parts[-1], Literal) and isinstance(parts[-1].value, str) and _is_text(parts[-1]):
        parts[-1].value = normal_form_c(parts[-1].value + piece.value)
        parts[-1].stop = piece.stop
    else:
        parts.append(Text(source, piece.start, piece.stop, normal_form_c(piece.value)))


class Text(Literal):
    """Literal text in a template, unlike `${"text"}`."""

    __slots__ = ()


def _is_text(part: Expression) -> bool:
    return isinstance(part, Text)


def _flush(pieces: list[_Piece]) -> None:
    """Take the indentation off that all lines of a `<<-` heredoc share; blank lines have none."""
    shared, line_start = -1, True
    for piece in pieces:
        if isinstance(piece, _Text):
            for line in re.finditer(_LINE, piece.value):
                indent = len(line[0]) - len(line[0].lstrip(SPACES))
                if line_start and (indent < len(line[0]) or not line[2]):
                    shared = indent if shared < 0 else min(shared, indent)
                line_start = bool(line[2])
            line_start = line_start and bool(piece.value)
        else:
            shared, line_start = (0 if line_start else shared), False
    if shared > 0:
        _cut_indent(pieces, shared)


def _cut_indent(pieces: list[_Piece], shared: int) -> None:
    line_start = True
    for piece in pieces:
        if isinstance(piece, _Text):
            lines = []
            for line in re.finditer(_LINE, piece.value):
                is_blank = bool(line[2]) and not line[1].strip(SPACES)
                lines.append(line[0][shared:] if line_start and not is_blank else line[0])
                line_start = bool(line[2])
            line_start = line_start and bool(piece.value)
            piece.value = "".join(lines)
        else:
            line_start = False
