"""JSON texts of which parts are unknown: what jsonencode was given, and templates that are JSON but for holes."""

from __future__ import annotations

from generator.hcl.functions.json_text import read_json
from generator.hcl.operations import EvaluationError
from generator.hcl.values import UNKNOWN, NotEvaluated, Raw, Unknown

_HOLE = "\ufdd0"
"""Stands for an unknown part; a character that is in no text."""


def read(value: Raw) -> Raw:
    """Return what a text says; UNKNOWN in place of strings that have unknown parts, and where it is no JSON."""
    if isinstance(value, Unknown):
        if value.encoded is not None:
            return value.encoded
        if not value.parts:
            return UNKNOWN
        return _read("".join(part if isinstance(part, str) else _HOLE for part in value.parts), value.parts)
    return _read(value, ()) if isinstance(value, str) else UNKNOWN


def _read(text: str, parts: tuple[str | Unknown, ...]) -> Raw:
    holes = [part for part in parts if isinstance(part, Unknown)]
    for attempt in (text, _as_strings(text)):
        try:
            return _filled(read_json(attempt), iter(holes))
        except (EvaluationError, NotEvaluated):
            continue
    return UNKNOWN


def _as_strings(text: str) -> str:
    """Put quotes around the holes that are outside of strings."""
    found = []
    within = escaped = False
    for character in text:
        if character == _HOLE and not within:
            found.append(f'"{_HOLE}"')
            continue
        found.append(character)
        if character == '"' and not escaped:
            within = not within
        escaped = character == "\\" and not escaped
    return "".join(found)


def _filled(value: Raw, holes: object) -> Raw:
    if isinstance(value, str) and _HOLE in value:
        pieces: list[str | Unknown] = []
        for at, piece in enumerate(value.split(_HOLE)):
            if at:
                pieces.append(UNKNOWN)
            if piece:
                pieces.append(piece)
        return UNKNOWN if len(pieces) == 1 else Unknown(parts=tuple(pieces))
    if isinstance(value, list):
        return [_filled(part, holes) for part in value]
    if isinstance(value, dict):
        return {key: _filled(part, holes) for key, part in value.items() if _HOLE not in key}
    return value
