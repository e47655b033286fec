"""Where a value stands decides how it is written.

A template prints marks, and one pass over the text around them gives each its form: in an expression a literal,
inside a quoted string or a heredoc the text of a scalar, in a comment text that stays on its line, as a label or
as (a part of) a bare name an identifier. What a spec holds can't be anything else.

Source: https://github.com/hashicorp/hcl/blob/v2.23.0/hclsyntax/spec.md
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.errors import TemplateError
from generator.render import literals
from generator.render.rendering import Print, kind_of, plain
from generator.render.sourcemap import CLOSE, OPEN, PRINT

# Kinds of what is open. The first four hold code: the body of a block, an object, brackets, a template sequence.
_BODY, _OBJECT, _BRACKETS, _SEQUENCE, _QUOTES, _HEREDOC = range(6)

_NAME = r"[^\W\d][\w-]*+"
_SIMPLE_STRING = (
    rf'"(?:[^"\\$%\r\n{OPEN}]++|\\[^\r\n{OPEN}]|\$\{{{_NAME}(?:\.{_NAME})*+\}}|[$%](?![{{$%{OPEN}]))*+"'
)
_CODE = re.compile(
    rf"""(?:
      [^"\#{{}}()\[\]/<{OPEN}]++
      |{_SIMPLE_STRING}
      |(?:\#|//)[^\n{OPEN}]*+(?=\n|\Z)
      |/\*(?:[^*{OPEN}]++|\*(?!/))*+\*/
      |/(?![/*])
      |<(?!<-?{_NAME}\r?\n)
    )*+(?:({PRINT})|(")|(\#|//)|(/\*)|<<(-?)({_NAME})\r?(?=\n)|([(\[{{])|([)\]}}])|\Z)""",
    re.VERBOSE,
)
"""Code up to what matters here; comments and strings that nothing was printed into do not."""
_MARK, _, _QUOTE, _LINE_COMMENT, _BLOCK_COMMENT, _FLUSH, _END_NAME, _OPENER, _CLOSER = range(1, 10)
_QUOTED = re.compile(
    rf"""(?:[^"\\$%\r\n{OPEN}]++|\\[^\r\n{OPEN}]|\$\$\{{|%%\{{|[$%](?!\{{))*+
    (?:({PRINT})|(")|([$%]\{{~?)|(\\)|[\r\n]|\Z)""",
    re.VERBOSE,
)
_HEREDOC_TEXT = re.compile(rf"(?:[^$%\n{OPEN}]++|\$\$\{{|%%\{{|[$%](?!\{{))*+(?:({PRINT})|([$%]\{{~?)|(\n)|\Z)")
_PRINT = re.compile(PRINT)
_HEADER = re.compile(
    rf'\s*+(?!(?:for|if|in|else)\b)(?:{_NAME}|{PRINT})(?:\s*+(?:[\w-]++|{PRINT}|"[^"\n]*+"))*+\s*+'
)
_LABEL = re.compile(rf'((?:[^"\\$%\r\n{OPEN}]|{PRINT})*+)"')
_BEHIND_NAME = re.compile(rf"(?:[\w-]|{PRINT})*+")
_WHOLE_NAME = re.compile(r"[^\W\d][\w-]*+\Z")
_NAME_PART = re.compile(r"[A-Za-z0-9_-]+\Z")
_KEY_FOLLOWS = re.compile(r"[ \t]*+(?:=(?![=>])|:(?!:))")
_OPERAND = re.compile(rf"""([\w-]+|[)\]}}"{CLOSE}])[ \t]*\Z""")
_TRIMS_BEHIND = re.compile(rf"~\}}(?:\s|{PRINT})*\Z")
_TRIMS_BEFORE = re.compile(rf"(?:\s|{PRINT})*[$%]\{{~")
_KEYWORDS = frozenset({"in", "if", "else"})
_SPACES = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What Go's unicode.IsSpace takes as space."""


@dataclass(frozen=True, slots=True)
class MisplacedValue:
    """A value that can't stand where a template printed it.

    Attributes:
        message: What is wrong.
        printed: The value.
        hint: The way out, if one is known.
    """

    message: str
    printed: Print
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ContextualText:
    """A text with its values.

    Attributes:
        text: The text, each value in its form.
        forms: The forms, in the order of the text.
        problems: The values that can't stand where they are.
        closed: Whether the text closes all that it opens, so that another one may follow as if it began anew.
    """

    text: str
    forms: Sequence[str]
    problems: Sequence[MisplacedValue] = ()
    closed: bool = True


@dataclass(slots=True)
class _OpenPart:
    """Something that is open in the text.

    Attributes:
        kind: What it is.
        start: The offset behind what opened it; in a heredoc, where the line starts that is being read.
        end_name: The line that closes a heredoc.
        flush: Whether a heredoc's indentation is taken off.
    """

    kind: int
    start: int = 0
    end_name: str = ""
    flush: bool = False


class _WrongPlaceError(Exception):
    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


def place(text: str, prints: Sequence[Print]) -> ContextualText:
    """Return a text with a form for each mark of a printed value.

    Args:
        text: What a template wrote.
        prints: The values, as the marks count.
    """
    reader = _PlacementReader(text, prints)
    reader.read()
    return ContextualText("".join(reader.pieces), reader.forms, reader.problems, reader.is_closed)


@dataclass(slots=True)
class _PlacementReader:
    """Goes through a text once. What is no HCL is the parser's to refuse: here it only must not lead astray."""

    text: str
    prints: Sequence[Print]
    pieces: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    problems: list[MisplacedValue] = field(default_factory=list)
    open: list[_OpenPart] = field(default_factory=lambda: [_OpenPart(_BODY)])
    copied: int = 0
    last_written: str = ""
    ends_in_comment: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether all that was opened is closed."""
        return len(self.open) == 1 and not self.ends_in_comment

    def read(self) -> None:
        position = 0
        while position < len(self.text):
            kind = self.open[-1].kind
            if kind == _QUOTES:
                position = self.read_quoted(position)
            elif kind == _HEREDOC:
                position = self.heredoc(position)
            else:
                position = self.code(position)
        self.pieces.append(self.text[self.copied :])

    def code(self, position: int) -> int:
        found = _CODE.match(self.text, position)
        assert found is not None, "the pattern fits everything"
        group, stop = found.lastindex, found.end()
        if group == _MARK:
            stop = self.in_code(found.start(_MARK), stop)
        elif group == _QUOTE:
            stop = self.quote(found.start(_QUOTE), stop)
        elif group == _LINE_COMMENT:
            stop = self.comment(stop, self.text.find("\n", stop), in_block=False)
        elif group == _BLOCK_COMMENT:
            stop = self.comment(stop, self.text.find("*/", stop), in_block=True)
        elif group == _END_NAME:
            stop += 1
            self.open.append(_OpenPart(_HEREDOC, stop, found[_END_NAME], bool(found[_FLUSH])))
        elif group == _OPENER:
            self.opens(found[_OPENER], stop)
        elif group == _CLOSER and len(self.open) > 1:
            self.open.pop()
        return stop

    def opens(self, bracket: str, stop: int) -> None:
        kind = _BRACKETS
        if bracket == "{":
            is_block = self.open[-1].kind == _BODY and _HEADER.fullmatch(self.statement(stop - 1))
            kind = _BODY if is_block else _OBJECT
        self.open.append(_OpenPart(kind, stop))

    def statement(self, stop: int) -> str:
        """Return the line, or what follows an opening brace in it, up to `stop`."""
        return self.text[max(self.text.rfind("\n", 0, stop) + 1, self.open[-1].start) : stop]

    def quote(self, start: int, stop: int) -> int:
        if self.open[-1].kind == _BODY and _HEADER.fullmatch(self.statement(start)):
            label = _LABEL.match(self.text, stop)
            if label is None:
                label_stop = self.text.find('"', stop)
                self.refuse_all(stop, label_stop, "a label of a spec's value is an identifier and nothing more")
                return max(label_stop + 1, stop)
            self.name(stop, label.end(1))
            return label.end()
        self.open.append(_OpenPart(_QUOTES, stop))
        return stop

    def read_quoted(self, position: int) -> int:
        found = _QUOTED.match(self.text, position)
        assert found is not None, "the pattern fits everything"
        stop = found.end()
        if found[1]:
            self.write(found.start(1), stop, self.in_quotes)
        elif found[3]:
            self.open.pop()
        elif found[4]:
            self.open.append(_OpenPart(_SEQUENCE, stop))
        elif found[5]:
            mark = _PRINT.match(self.text, stop)
            if mark:
                self.refuse_all(stop, mark.end(), "a backslash stands right before a value")
            return mark.end() if mark else stop + 1
        else:
            self.open.pop()  # a line that ends inside quotes is no HCL
        return stop

    def heredoc(self, position: int) -> int:
        opened = self.open[-1]
        stop = self.text.find("\n", position)
        stop = len(self.text) if stop < 0 else stop
        if position == opened.start and self.text[position:stop].strip(_SPACES) == opened.end_name:
            self.open.pop()
            return stop
        found = _HEREDOC_TEXT.match(self.text, position)
        assert found is not None, "the pattern fits everything"
        if found[1]:
            self.write(found.start(1), found.end(), self.in_heredoc)
        elif found[3]:
            self.open.append(_OpenPart(_SEQUENCE, found.end()))
        elif found[4]:
            opened.start = found.end()
        return found.end()

    def comment(self, start: int, stop: int, *, in_block: bool) -> int:
        if stop < 0:
            stop, self.ends_in_comment = len(self.text), in_block
        for mark in _PRINT.finditer(self.text, start, stop):
            self.write(mark.start(), mark.end(), self.in_block_comment if in_block else self.in_comment)
        return stop + 2 * in_block

    # In code.

    def in_code(self, start: int, stop: int) -> int:
        left = start
        while left > self.copied and (self.text[left - 1].isalnum() or self.text[left - 1] in "_-"):
            left -= 1
        while left < start and self.text[left] == "-":  # that is an operator
            left += 1
        begins = self.open[-1].kind == _BODY and self.begins_statement(left)
        before, after = self.text[max(0, left - 2) : left], self.text[stop : stop + 3]
        behind_dot = before.endswith((".", "::")) and before != ".."
        before_dot = after.startswith(".") and after != "..."
        is_number = left < start and self.text[left].isdigit()
        if is_number and self.text[start - 1] == "-":
            left = start
        if left < start or behind_dot or before_dot or begins or after[:1].isalnum() or after[:1] == "_":
            behind = _BEHIND_NAME.match(self.text, stop)
            stop = behind.end() if behind else stop
            if before.endswith("<<") or before.endswith("<-"):
                self.refuse_all(start, stop, "the name of a heredoc's end can't be made of a value")
            else:
                self.name(left, stop)
            return stop
        if after.startswith(OPEN) or self.text[start - 1 : start] == CLOSE:
            self.refuse_all(
                start, stop, "two values stand side by side", "join them with ~, or put quotes around them"
            )
            return stop
        self.write(start, stop, self.in_expression)
        return stop

    def begins_statement(self, left: int) -> bool:
        """Tell whether a name has to stand at an offset of a body: an argument's, a block's type, a bare label."""
        statement = self.statement(left)
        return not statement.strip() or bool(_HEADER.fullmatch(statement))

    def name(self, start: int, stop: int) -> None:
        """Write what stands from `start` to `stop`, marks among it, as one identifier."""
        marks = list(_PRINT.finditer(self.text, start, stop))
        if len(marks) == 1 and marks[0].span() == (start, stop):  # nearly all are whole names
            value = self.prints[int(marks[0][1])].value
            if isinstance(value, str) and literals.is_identifier(value):
                self.replace(start, stop, str.__str__(value))
                return
        forms = []
        for mark in marks:
            value = self.prints[int(mark[1])].value
            text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
            forms.append(str.__str__(text) if _NAME_PART.match(text) else "")
        parts = _PRINT.split(self.text[start:stop])[::2]
        whole = "".join(part + form for part, form in zip(parts, [*forms, ""], strict=True))
        fits = all(forms) and bool(_WHOLE_NAME.match(whole)) and whole not in literals.KEYWORDS
        for mark, form in zip(marks, forms, strict=True):
            printed = self.prints[int(mark[1])]
            if not fits:
                shown = repr(str(printed.value)) if isinstance(printed.value, str) else kind_of(printed.value)
                shown = str(printed.value) if type(printed.value) in (int, float) else shown
                message = f"{shown} can't be a name in HCL"
                self.problems.append(MisplacedValue(message, printed, "letters, digits, _ and - only"))
            self.replace(mark.start(), mark.end(), form)

    def in_expression(self, value: object, start: int, stop: int) -> str:
        is_key = (
            self.open[-1].kind == _OBJECT and _KEY_FOLLOWS.match(self.text, stop) and self.begins_element(start)
        )
        form = literals.literal(value)
        if is_key and (form == "null" or form[0] in "[{"):
            raise _WrongPlaceError(f"{kind_of(value)} can't be the key of a map")
        if is_key and isinstance(value, str) and literals.is_identifier(value):
            return str.__str__(value)
        if form[0] in "[{":
            operand = _OPERAND.search(self.before(start))
            if operand and operand[1] not in _KEYWORDS:
                raise _WrongPlaceError(f"{kind_of(value)} stands right behind another value")
        if form[-1].isalpha() and self.text[stop : stop + 1] == "-":
            form += " "  # true-1 would be one name
        return form

    def before(self, start: int) -> str:
        """Return what stands before an offset, as far as it can be one expression with what follows."""
        if self.open[-1].kind in (_BODY, _OBJECT):
            return self.statement(start)
        return self.text[max(self.open[-1].start, start - 200) : start].rstrip()

    def begins_element(self, start: int) -> bool:
        return self.statement(start).rstrip(" \t")[-1:] in ("", ",")

    # In texts.

    def in_quotes(self, value: object, start: int, stop: int) -> str:
        text = _scalar_text(value)
        if self.is_trimmed(text, start, stop):
            return self.as_sequence(text, start)
        self.refuse_nothing(text, start, stop)
        return literals.text(text, self.last(start), self.text[stop : stop + 1])

    def in_heredoc(self, value: object, start: int, stop: int) -> str:
        text, opened = _scalar_text(value), self.open[-1]
        line_stop = self.text.find("\n", start)
        own = self.text[opened.start : line_stop if line_stop >= 0 else len(self.text)]
        line = _PRINT.sub(lambda mark: _text_or_nothing(self.prints[int(mark[1])].value), own)
        ends = any(one.strip(_SPACES) == opened.end_name for one in line.split("\n"))
        begins = not _PRINT.sub("", self.text[opened.start : start]).strip(_SPACES)
        indents = opened.flush and ("\n" in text or (begins and text[:1] in ("", *_SPACES)))
        raw = literals.raw_text(text, self.last(start), self.text[stop : stop + 1])
        if raw is None or ends or indents or self.is_trimmed(text, start, stop):
            return self.as_sequence(text, start)
        self.refuse_nothing(text, start, stop)
        return raw

    def as_sequence(self, text: str, start: int) -> str:
        """Return a template sequence that gives a text."""
        if self.last(start) in literals.MARKS:
            raise _WrongPlaceError("this value can't stand right behind a $ or %", "write the $ with the value: ~")
        return f"${{{literals.quote(text)}}}"

    def refuse_nothing(self, text: str, start: int, stop: int) -> None:
        """Refuse an empty text that would let what is around it come together."""
        if not text and self.last(start) in literals.MARKS and self.text[stop : stop + 1] in ("$", "%", "{"):
            raise _WrongPlaceError("an empty value can't stand between $ or % and what follows")

    def is_trimmed(self, text: str, start: int, stop: int) -> bool:
        """Tell whether a template sequence beside a text (`~}`, `${~`) would take off white space of its."""
        return bool(
            (text[:1].isspace() and _TRIMS_BEHIND.search(self.text[max(0, start - 200) : start]))
            or (text[-1:].isspace() and _TRIMS_BEFORE.match(self.text, stop))
        )

    def last(self, start: int) -> str:
        """Return the character that was written right before an offset."""
        return self.text[start - 1] if start > self.copied else self.last_written

    def in_comment(self, value: object, start: int, stop: int) -> str:
        return literals.comment(value)

    def in_block_comment(self, value: object, start: int, stop: int) -> str:
        form = literals.comment(value).replace("*/", "*\\u002f")
        if form.startswith("/"):
            form = "\\u002f" + form[1:]
        return form[:-1] + "\\u002a" if form.endswith("*") else form or " "

    def write(self, start: int, stop: int, form: Callable[[object, int, int], str]) -> None:
        """Write a mark in the form that a function gives the value."""
        mark = _PRINT.match(self.text, start, stop)
        assert mark is not None, "it begins at a mark"
        printed, text = self.prints[int(mark[1])], ""
        try:
            text = form(printed.value, start, stop)
        except (TemplateError, _WrongPlaceError) as error:
            self.problems.append(MisplacedValue(error.message, printed, error.hint))
        except (TypeError, ValueError) as error:
            self.problems.append(MisplacedValue(str(error), printed))
        self.replace(start, stop, text)

    def replace(self, start: int, stop: int, form: str) -> None:
        between = self.text[self.copied : start]
        self.pieces += (between, form)
        self.last_written = form[-1:] or between[-1:] or self.last_written
        self.forms.append(form)
        self.copied = stop

    def refuse_all(self, start: int, stop: int, message: str, hint: str = "") -> None:
        for mark in _PRINT.finditer(self.text, start, stop if stop >= 0 else len(self.text)):
            self.problems.append(MisplacedValue(message, self.prints[int(mark[1])], hint))
            self.replace(mark.start(), mark.end(), "")


def _scalar_text(value: object) -> str:
    """Return the text that HCL makes of a scalar."""
    if isinstance(value, float) and math.isfinite(value):
        digits = format(Decimal(float.__repr__(value)), "f")
        return digits.rstrip("0").rstrip(".") if value else "0"
    return plain(value)


def _text_or_nothing(value: object) -> str:
    try:
        return _scalar_text(value)
    except TemplateError:
        return ""
