"""Unknown values that know how they are made, and how all values are written: in one way, on one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from generator.hcl.evaluation.references import spell_reference
from generator.hcl.evaluation.types import text_of
from generator.hcl.evaluation.values import Raw, Unknown
from generator.hcl.syntax.tree import Reference

_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|\$\{|%\{')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "${": "$${", "%{": "%%{"}
_NAME = re.compile(r"[^\W\d][\w-]*").fullmatch
_NOTHING_KNOWN = "(unknown)"


class SecretValue(NamedTuple):
    """A sensitive value in a symbol.

    Attributes:
        shown: What stands for it, such as `var.password`.
        value: What it is.
    """

    shown: str
    value: Raw


Piece = str | Reference | SecretValue


class Symbol(Unknown):
    """An unknown value as an expression of what is known and of references.

    Attributes:
        pieces: The expression: HCL on one line, with references and sensitive values for themselves.
        compound: Whether it needs parentheses as an operand.
    """

    __slots__ = ("compound", "pieces")

    def __init__(self, pieces: Iterable[Piece], compound: bool = False) -> None:
        super().__init__()
        self.pieces, self.compound = tuple(pieces), compound

    def __repr__(self) -> str:
        return f"Symbol({write_value(self)})"


def symbol_of(value: Raw) -> Symbol:
    """Return a value, known or not, as an expression; the keys of maps and objects are sorted."""
    if isinstance(value, Symbol):
        return value
    if isinstance(value, Unknown):
        return Symbol(_of_unknown(value))
    if isinstance(value, list):
        return Symbol(["[", *_join(symbol_of(item).pieces for item in value), "]"])
    if isinstance(value, dict):
        items = ([f"{_key(key)} = ", *symbol_of(item).pieces] for key, item in sorted(value.items()))
        return Symbol(["{ ", *_join(items), " }"] if value else ["{}"])
    return Symbol([_scalar(value)])


def _scalar(value: Raw) -> str:
    if isinstance(value, str):
        return f'"{escape(value)}"'
    return "null" if value is None else text_of(value)


def _of_unknown(value: Unknown) -> list[Piece]:
    if value.reference:
        return [value.reference]
    if value.parts:
        found: list[Piece] = ['"']
        for part in value.parts:
            found += [escape(part)] if isinstance(part, str) else ["${", *symbol_of(part).pieces, "}"]
        return [*found, '"']
    if value.encoded is not None:
        return ["jsonencode(", *symbol_of(value.encoded).pieces, ")"]
    return [_NOTHING_KNOWN]


def _join(parts: Iterable[Iterable[Piece]]) -> Iterator[Piece]:
    for at, part in enumerate(parts):
        if at:
            yield ", "
        yield from part


def _key(key: str) -> str:
    return key if _NAME(key) else f'"{escape(key)}"'


def escape(text: str) -> str:
    """Return a text as it stands between the quotes of a string."""
    return _SPECIAL.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"


def write_value(
    value: Raw,
    name: Callable[[Reference], str] | None = None,
    hidden: Callable[[SecretValue], str] | None = None,
) -> str:
    """Return a value as HCL on one line; what is unknown as its expression.

    Args:
        value: The value.
        name: What a reference is written as; as it is by default.
        hidden: What a sensitive value is written as; what stands for it by default.
    """
    name = name or reference_text
    found = []
    for piece in symbol_of(value).pieces:
        if isinstance(piece, Reference):
            found.append(name(piece))
        elif isinstance(piece, SecretValue):
            found.append(hidden(piece) if hidden else piece.shown)
        else:
            found.append(piece)
    return "".join(found)


def reference_text(reference: Reference) -> str:
    """Return a reference in the form that is used for all that mean the same."""
    return spell_reference(reference, write_value)


def pieces_within(value: Raw) -> Iterator[Reference | SecretValue]:
    """Yield the references and sensitive values that a value is made of."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += reversed(part.values())
        elif isinstance(part, list):
            waiting += reversed(part)
        elif isinstance(part, Unknown):
            for piece in symbol_of(part).pieces:
                if not isinstance(piece, str):
                    yield piece
