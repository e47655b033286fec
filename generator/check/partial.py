"""Texts of which only parts are known: how long they are at least, and whether two are the same."""

from __future__ import annotations

from generator.hcl import Key, Reference, Unknown
from generator.hcl.values import Raw

_HOLE = "\x00"
_LOCAL_KINDS = frozenset({"each", "count", "self", "path", "terraform"})
"""References that mean something else in another block, or on another machine."""


def known_pieces(value: Raw) -> list[str]:
    """Return the texts of a value that are known, in order; of a number or bool how Terraform writes it."""
    if isinstance(value, Unknown):
        return [part for part in value.parts if isinstance(part, str)]
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(value)] if isinstance(value, (str, int, float)) else []


def least_length(value: Raw) -> int:
    """Return how many characters a value has at least: those that are known."""
    return sum(map(len, known_pieces(value)))


def shown(value: Raw) -> str:
    """Return a value as a message shows it, with … for what is not known."""
    if isinstance(value, Unknown):
        return "".join(part if isinstance(part, str) else "…" for part in value.parts) or "…"
    return "".join(known_pieces(value))


def identity(value: Raw) -> str | None:
    """Return what is equal for two values of a module if, and only if, they are sure to be the same text.

    None where that can't be told: something unknown in it is no attribute, variable or output in particular.
    """
    if not isinstance(value, Unknown):
        return known_pieces(value)[0] if isinstance(value, (str, int, float)) else None
    if value.reference:
        return _reference_identity(value.reference)
    if not value.parts:
        return None
    pieces = [identity(part) for part in value.parts]
    return None if None in pieces else "".join(piece for piece in pieces if piece)


def _reference_identity(reference: Reference) -> str | None:
    if reference.kind in _LOCAL_KINDS:
        return None
    steps = [reference.address]
    for step in reference.rest:
        if isinstance(step, Key):
            if isinstance(step.value, Unknown) or step.value == "*":
                return None
            steps.append(repr(step.value))
        else:
            steps.append(step)
    return _HOLE + "/".join(steps) + _HOLE
