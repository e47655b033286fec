"""Values written as YAML that reads back as the same values, here and in any reader of YAML."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.naming import ValuePath
from generator.spec.scalars import AmbiguousScalarError, read_plain

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./")
_PLAIN_START = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/_")


def to_yaml(values: Mapping[str, Any], note: Callable[[ValuePath], str] | None = None) -> str:
    """Return `values` as YAML in block style; "{}" for an empty map.

    Args:
        values: Dicts with string keys, lists, strings, finite numbers, booleans and None.
        note: Gives, for the path of each single value, list and empty map, a comment for the end of its line;
            "" for none.
    """
    return "".join(f"{line}\n" for line in _map(values, (), "", note)) if values else "{}\n"


_Note = Callable[[ValuePath], str] | None


def _map(values: Mapping[str, Any], path: ValuePath, indent: str, note: _Note) -> Iterator[str]:
    for key, value in values.items():
        yield from _entry(f"{indent}{_text(key)}:", value, (*path, key), indent + "  ", note)


def _list(values: list[Any], path: ValuePath, indent: str, note: _Note) -> Iterator[str]:
    for index, value in enumerate(values):
        yield from _entry(f"{indent}-", value, (*path, index), indent + "  ", note)


def _entry(start: str, value: Any, path: ValuePath, indent: str, note: _Note) -> Iterator[str]:
    """Yield the lines of a value that follows `start`, a key or a dash."""
    if isinstance(value, Mapping) and value:
        yield start
        yield from _map(value, path, indent, note)
        return
    comment = note(path) if note else ""
    comment = f"  # {comment}" if comment else ""
    if isinstance(value, list) and value:
        yield f"{start}{comment}"
        yield from _list(value, path, indent, note)
        return
    yield f"{start} {_scalar(value)}{comment}"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _float(value)
    return json.dumps(value)


def _float(value: float) -> str:
    mantissa, exponent, power = repr(value).partition("e")
    # Readers of YAML 1.1 want a point in the number, and a sign in the exponent.
    point = mantissa if "." in mantissa else f"{mantissa}.0"
    return f"{point}e{int(power):+d}" if exponent else point


def _text(text: str) -> str:
    """Return a string as a YAML scalar: plain where no reader can take it for anything else."""
    if text and text[0] in _PLAIN_START and _PLAIN.issuperset(text):
        try:
            if isinstance(read_plain(text), str):
                return text
        except AmbiguousScalarError:
            pass
    # JSON's escapes are YAML's, but those beyond U+FFFF. JSON leaves more characters as they are than YAML may.
    return "".join(map(_escape, json.dumps(text, ensure_ascii=False)))


def _escape(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - where \u ends
