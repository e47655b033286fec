"""Python values as HCL: what `{{ }}` in a template prints.

A spec's value can only ever become a literal. What a string holds is escaped for the place that it goes to, so
that no quote, interpolation or line break of a spec ends the string that it stands in.

Source: https://developer.hashicorp.com/terraform/language/expressions/strings
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

WIDTH = 80
"""A list of scalars stands on one line while it is at most this many characters long."""

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
KEYWORDS = frozenset({"true", "false", "null", "for", "if", "in", "else", "endfor", "endif"})
"""What no name can be."""
# Control characters, line separators, zero-width and direction marks: escaped, so that what a reviewer sees is
# what terraform reads. Lone surrogates can't be written as UTF-8 at all.
_UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff"
_SPECIAL = re.compile(rf'[{_UNSEEN}"\\]|[$%]+(?:\{{|\Z)')
_NOT_RAW = re.compile(rf"(?!\n)[{_UNSEEN}]|[$%]\{{")
_CONTROL = re.compile(f"[{_UNSEEN}]")
_LEAD, _TRAIL = re.compile(r"[$%]*\{?"), re.compile(r"[$%]*\Z")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def is_identifier(text: str) -> bool:
    """Tell whether `text` is an HCL identifier (ASCII ones only) and no keyword of an expression."""
    return bool(_IDENTIFIER.match(text)) and text not in KEYWORDS


def quote(text: str) -> str:
    """Return `text` as a quoted HCL string, which reads back as `text`.

    Raises:
        ValueError: `text` holds a lone surrogate, which no file can.
    """
    return f'"{_SPECIAL.sub(_escape, text)}"'


def part(text: str) -> str:
    r"""Return `text` escaped for a place inside a quoted HCL string, without the quotes.

    A `$` or `%` at its end and a `{` at its start are written as `\u0024` and the like: beside the template's
    own text they could open or disarm an interpolation.

    Raises:
        ValueError: `text` holds a lone surrogate, which no file can.
    """
    escaped = _SPECIAL.sub(_escape, text)
    if escaped.startswith("{"):
        escaped = "\\u007b" + escaped[1:]
    if escaped.endswith(("$", "%")):
        kept = escaped.rstrip("$%")
        escaped = kept + "".join(f"\\u{ord(mark):04x}" for mark in escaped[len(kept) :])
    return escaped


def text(value: str, before: str, after: str) -> str:
    """Return `value` escaped for a place inside a quoted HCL string.

    Args:
        value: The text.
        before: The character before that place.
        after: The one behind it. Together with `value` neither can open an interpolation, nor disarm one.

    Raises:
        ValueError: `value` holds a lone surrogate, which no file can.
    """
    lead = trail = ""
    if before in MARKS and (found := _LEAD.match(value)):
        lead, value = found.group(), value[found.end() :]
    if after in _OPENING and (found := _TRAIL.search(value)):
        value, trail = value[: found.start()], found.group()
    return f"{_by_code_point(lead)}{_SPECIAL.sub(_escape, value)}{_by_code_point(trail)}"


MARKS, _OPENING = ("$", "%"), ("$", "%", "{", "\x01")


def raw_text(value: str, before: str, after: str) -> str | None:
    """Return `value` as it stands in a heredoc, which knows no escapes; None if it can't."""
    opens = (before in MARKS and value[:1] in _OPENING) or (after in _OPENING and value[-1:] in MARKS)
    return None if opens or _NOT_RAW.search(value) else value


def comment(value: object) -> str:
    """Return `value` for a comment, on one line."""
    shown = value if isinstance(value, str) else literal(value).replace("\n", " ")
    return _CONTROL.sub(lambda found: _SHORT.get(found.group()) or f"\\u{ord(found.group()):04x}", shown)


def _by_code_point(value: str) -> str:
    return "".join(f"\\u{ord(character):04x}" for character in value)


def literal(value: object) -> str:
    """Return `value` as an HCL expression that evaluates to it.

    Args:
        value: None, a bool, number or string, or a mapping or sequence of them. Maps are written over several
            lines, in their own order; so are lists that hold maps or that are long.

    Raises:
        TypeError: `value` is, or holds, something else.
        ValueError: A number is not finite, or a string can't be encoded.
    """
    if isinstance(value, str):
        return quote(value)
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        return _map(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return _list(value)
    raise TypeError(f"a {type(value).__name__} has no HCL literal")


def _number(value: int | float) -> str:
    if isinstance(value, int):
        return int.__repr__(value)
    if not math.isfinite(value):
        raise ValueError(f"{value!r} is not a number that HCL can hold")
    return float.__repr__(value)


def _map(value: Mapping[object, object]) -> str:
    if not value:
        return "{}"
    lines = []
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"the key {key!r} of a map is not a string")
        lines.append(f"{key if is_identifier(key) else quote(key)} = {literal(item)}\n")
    return "{\n" + "".join(lines) + "}"


def _list(value: Sequence[object]) -> str:
    items = [literal(item) for item in value]
    flat = f"[{', '.join(items)}]"
    if len(flat) <= WIDTH and "\n" not in flat:
        return flat
    return "[\n" + "".join(f"{item},\n" for item in items) + "]"


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    if found in _SHORT:
        return _SHORT[found]
    if found[0] in "$%":
        return _escape_marks(found)
    if "\ud800" <= found <= "\udfff":
        raise ValueError("a lone surrogate can't be written to a file")
    return f"\\u{ord(found):04x}"


def _escape_marks(found: str) -> str:
    """Escape a run of `$` and `%` that a brace or the string's end follows.

    Only the mark right before a brace opens a template, and doubling it disarms it. HCL reads a longer run from
    its left, so what stands before that mark is written by code point, which leaves nothing to read two ways.
    """
    if found[-1] != "{":
        return found
    before = "".join(f"\\u{ord(mark):04x}" for mark in found[:-2])
    return f"{before}{found[-2]}{found[-2]}{{"
