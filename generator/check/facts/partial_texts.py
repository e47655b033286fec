"""Texts of which only parts are known: how long they are at least, and whether two are the same."""

from __future__ import annotations

from generator.check.facts.texts import text_of, unknowns
from generator.hcl import Key, Reference, Unknown
from generator.hcl.evaluation.values import Raw

_LOCAL_KINDS = frozenset({"each", "count", "self", "path", "terraform"})
"""References that mean something else in another block, or on another machine."""


def known_pieces(value: Raw) -> list[str]:
    """Return the texts of a value that are known, in order; of a number or bool how Terraform writes it."""
    if isinstance(value, Unknown):
        return [part for part in value.parts if isinstance(part, str)]
    text = text_of(value)
    return [] if text is None else [text]


def least_length(value: Raw) -> int:
    """Return how many characters a value has at least: those that are known."""
    return sum(map(len, known_pieces(value)))


def show_partial(value: Raw) -> str:
    """Return a value as a message shows it, with … for what is not known."""
    if isinstance(value, Unknown):
        return "".join(part if isinstance(part, str) else "…" for part in value.parts) or "…"
    return "".join(known_pieces(value))


def identity(value: Raw) -> str | None:
    """Return what is equal for two values of a module if, and only if, they are sure to be the same text.

    None where that can't be told: something unknown in it is no attribute, variable or output in particular.
    """
    if all(unknown.reference and _is_particular(unknown.reference) for unknown in unknowns(value)):
        return text_of(value)
    return None


def _is_particular(reference: Reference) -> bool:
    return reference.kind not in _LOCAL_KINDS and not any(
        isinstance(step, Key) and (isinstance(step.value, Unknown) or step.value == "*") for step in reference.rest
    )
