"""Regular expressions: those of Go, which RE2 has the syntax of and finds in linear time, as Go does.

The loops over all matches are Go's, too: right after a match there is no empty one.

Sources:
    https://pkg.go.dev/regexp (`FindAllStringSubmatchIndex`, `ReplaceAllString`, `Expand`)
    https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from generator import bounds
from generator.hcl.evaluation.budget import Budget
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.types import text_of
from generator.hcl.evaluation.values import ListValue, NotEvaluated, Raw, TooLarge

_SEARCH_WORK = 16
"""So many characters RE2 looks at in the time of one that Python does."""
_NOT_OF_GO = re.compile(r"(?<!\\)(?:\\\\)*\\C")
"""A byte: RE2 has it, and Go has not."""
_REFERENCE = re.compile(r"\$(?:(\$)|\{(\w+)\}|(\w+))")

_Spans = list[tuple[int, int]]
"""Where a match and its groups are, in bytes; (-1, -1) for a group that is not in it."""


class Pattern:
    """A compiled pattern.

    Raises:
        EvaluationError: It is none.
        NotEvaluated: It can't be compiled here.

    Attributes:
        groups: How many groups it has.
        names: The groups that have names.
    """

    __slots__ = ("_anchors", "_search", "groups", "names")

    def __init__(self, pattern: str) -> None:
        re2 = _library()
        options = re2.Options()
        options.log_errors = False
        try:
            compiled = re2._re2.RE2(pattern.encode(), options)
        except UnicodeEncodeError:
            raise NotEvaluated from None
        if not compiled.ok():
            problem = compiled.error().decode("utf-8", "replace")
            if "too large" in problem or "duplicate" in problem:  # which Go takes
                raise NotEvaluated
            raise EvaluationError("this is no pattern")
        self._search: Callable[..., _Spans] = compiled.Match
        self._anchors = re2._re2.RE2.Anchor
        self.groups: int = compiled.NumberOfCapturingGroups()
        self.names = {name.decode(): number for name, number in compiled.NamedCapturingGroups()}
        if not all(name.isascii() for name in self.names):
            raise EvaluationError("this is no pattern: a group has a name beyond ASCII")

    def search(self, text: bytes, start: int) -> _Spans | None:
        """Return the leftmost match from an offset on, None where there is none."""
        spans = self._search(self._anchors.UNANCHORED, text, start, len(text))
        return spans if spans[0][0] >= 0 else None

    def matches(self, text: str) -> bool:
        """Tell whether a whole text matches."""
        content = text.encode("utf-8", "surrogateescape")
        return self._search(self._anchors.ANCHOR_BOTH, content, 0, len(content))[0][0] >= 0


def _library() -> Any:
    try:
        import re2  # noqa: PLC0415  # takes 4 ms, and most configurations have no patterns
    except ImportError:
        raise NotEvaluated from None
    return re2


@lru_cache(maxsize=512)
def _compile(pattern: str) -> Pattern:
    if len(pattern) > bounds.PATTERN_CHARACTERS.limit:
        raise TooLarge(bounds.PATTERN_CHARACTERS)
    if _NOT_OF_GO.search(pattern):
        raise EvaluationError("this is no pattern: there is no \\C")
    return Pattern(pattern)


def has_match(pattern: str, text: str) -> bool | None:
    """Return whether a pattern matches somewhere in a text, None where that can't be told."""
    try:
        return _compile(pattern).search(text.encode("utf-8", "surrogateescape"), 0) is not None
    except (EvaluationError, NotEvaluated):
        return None


def regex(budget: Budget, pattern: Raw, text: Raw) -> Raw:
    """`regex(pattern, text)`."""
    expression, whole = _compile(text_of(pattern)), text_of(text).encode()
    spans = expression.search(whole, 0)
    if spans is None:
        raise EvaluationError("the pattern does not match")
    return _captures(expression, whole, spans)


def regexall(budget: Budget, pattern: Raw, text: Raw) -> Raw:
    """`regexall(pattern, text)`."""
    expression, whole = _compile(text_of(pattern)), text_of(text).encode()
    return ListValue(_captures(expression, whole, spans) for spans in _matches(expression, whole, budget))


def _matches(expression: Pattern, text: bytes, budget: Budget) -> Iterator[_Spans]:
    position, before = 0, -1
    while position <= len(text):
        budget.spend_characters((len(text) - position) // _SEARCH_WORK)
        budget.spend(1)
        spans = expression.search(text, position)
        if spans is None:
            return
        start, stop = spans[0]
        if stop != position:
            position = stop
            yield spans
        else:
            position += _width(text, position)
            if start != before:
                yield spans
        before = stop


def _width(text: bytes, position: int) -> int:
    """Return how many bytes the character at an offset has; one at the end of the text."""
    first = text[position] if position < len(text) else 0
    return 1 + (first >= 0xC0) + (first >= 0xE0) + (first >= 0xF0)  # noqa: PLR2004


def _captures(expression: Pattern, text: bytes, spans: _Spans) -> Raw:
    found = [text[start:stop].decode() if start >= 0 else None for start, stop in spans]
    if not expression.groups:
        return found[0]
    if not expression.names:
        return found[1:]
    if len(expression.names) != expression.groups:
        raise EvaluationError("groups with names and without can't be mixed")
    return {name: found[number] for name, number in expression.names.items()}


def replace_matches(budget: Budget, text: str, pattern: str, by: str) -> str:
    """Return a text with what a pattern matches replaced; `$1` and `${name}` stand for groups."""
    expression, whole = _compile(pattern), text.encode()
    pieces = _pieces(by, expression)
    found: list[bytes] = []
    last, position, size = 0, 0, 0
    while position <= len(whole):
        budget.spend_characters((len(whole) - position) // _SEARCH_WORK + len(by))
        budget.spend(1)
        spans = expression.search(whole, position)
        if spans is None:
            break
        start, stop = spans[0]
        found.append(whole[last:start])
        if stop > last or start == 0:
            made = b"".join(_piece(piece, whole, spans) for piece in pieces)
            size += len(made)
            if size > bounds.TEXT_CHARACTERS.limit:
                raise TooLarge(bounds.TEXT_CHARACTERS)
            found.append(made)
        last = stop
        position = max(stop, position + _width(whole, position))
    return b"".join([*found, whole[last:]]).decode()


def _pieces(by: str, expression: Pattern) -> list[bytes | int]:
    """Return what stands for a match: texts, and numbers of groups."""
    found: list[bytes | int] = []
    position = 0
    for reference in _REFERENCE.finditer(by):
        found.append(by[position : reference.start()].encode())
        position = reference.end()
        if reference[1]:
            found.append(b"$")
            continue
        name = reference[2] or reference[3]
        plain = name.isascii() and name.isdigit() and (name == "0" or name[0] != "0") and len(name) < 9  # noqa: PLR2004
        found.append(int(name) if plain else expression.names.get(name, expression.groups + 1))
    return [*found, by[position:].encode()]


def _piece(piece: bytes | int, text: bytes, spans: _Spans) -> bytes:
    if isinstance(piece, bytes):
        return piece
    start, stop = spans[piece] if piece < len(spans) else (0, 0)
    return text[start:stop] if start >= 0 else b""
