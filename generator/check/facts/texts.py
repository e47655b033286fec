"""Values as text, as far as they are known, and the words that names are made of."""

from __future__ import annotations

import re

from generator.hcl import Reference, Unknown, Value
from generator.hcl.evaluation.references import spell_reference
from generator.hcl.evaluation.values import Raw
from generator.hcl.syntax import numbers

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Characters of no meaning to anybody: what stands between them is the reference that a part of a text is."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def text_of(raw: Raw) -> str | None:
    """Return a value as text, in which references stand for what is not known; None where even they are not.

    Two such texts are equal only if the values are, for all that can be said: both `"${aws_x.a.id}-q"`.
    """
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, (int, float)):
        return str(raw)
    if not isinstance(raw, Unknown):
        return None
    if raw.reference:
        return f"{_OPEN}{canonical_reference(raw.reference)}{_CLOSE}"
    parts = [text_of(part) for part in raw.parts]
    return "".join(part for part in parts if part is not None) if parts and None not in parts else None


def with_gaps(raw: Raw, gap: str) -> str | None:
    """Return a value as text, with the same in place of everything that is not known; None if it is no text."""
    if isinstance(raw, Unknown):
        return "".join(with_gaps(part, gap) or "" for part in raw.parts) if raw.parts else gap
    return text_of(raw)


def hcl_text(text: str) -> str:
    """Return a text of `text_of` as HCL would have it, for messages."""
    return text.replace(_OPEN, "${").replace(_CLOSE, "}")


def canonical_reference(reference: Reference) -> str:
    """Return a reference in the form that is used for all that mean the same."""
    return spell_reference(reference, _key)


def _key(key: Raw) -> str:
    if isinstance(key, Unknown):
        return "…"
    return str(key) if isinstance(key, int) else f'"{key}"'


def unknowns(raw: Raw) -> list[Unknown]:
    """Return the parts of a text that are not known."""
    if not isinstance(raw, Unknown):
        return []
    return [inner for part in raw.parts for inner in unknowns(part)] if raw.parts else [raw]


def words(name: str) -> list[str]:
    """Return the words of a name in lower case: those of "auth_token", "authToken" or "auth-token"."""
    return [word.lower() for word in _WORD.findall(name)]


def number(raw: Raw) -> int | float | None:
    """Return a value as a number, as Terraform converts it; None where it is none, or not known."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, (int, float)):
        return raw
    try:
        return numbers.parse(raw) if isinstance(raw, str) else None
    except numbers.OutOfRange:
        return None


def truth(raw: Raw) -> bool | None:
    """Return a value as a boolean, as Terraform converts it; None where it is none, or not known."""
    if isinstance(raw, bool):
        return raw
    return {"true": True, "false": False}.get(raw) if isinstance(raw, str) else None


def said_by(value: Value) -> str:
    """Return where a value comes from, as an addition to a message: " (var.timeout)"; or nothing."""
    reference = value.reference
    return f" ({canonical_reference(reference)})" if reference else ""
