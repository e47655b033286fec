"""JSON texts of which parts are unknown: what jsonencode was given, and templates that are JSON but for holes."""

from __future__ import annotations

import re

from generator.hcl.evaluation.functions.json_text import read_json
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.values import UNKNOWN, NotEvaluated, Raw, Unknown

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Around the number of an unknown part, in place of it; characters that are in no text."""
_HOLE = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


def read(value: Raw) -> Raw:
    """Return what a text says, with unknown parts where it has some; UNKNOWN where it is no JSON."""
    if isinstance(value, Unknown):
        if value.encoded is not None:
            return value.encoded
        return _read(value.parts) if value.parts else UNKNOWN
    return _read((value,)) if isinstance(value, str) else UNKNOWN


def _read(parts: tuple[str | Unknown, ...]) -> Raw:
    holes = [part for part in parts if isinstance(part, Unknown)]
    numbers = iter(range(len(holes)))
    text = "".join(part if isinstance(part, str) else f"{_OPEN}{next(numbers)}{_CLOSE}" for part in parts)
    for attempt in (text, _as_strings(text)) if holes else (text,):
        try:
            return _fill(read_json(attempt), holes)
        except (EvaluationError, NotEvaluated):
            continue
    return UNKNOWN


def _as_strings(text: str) -> str:
    """Put quotes around the holes that are outside of strings."""
    found = []
    within = escaped = False
    for character in text:
        if character == _OPEN and not within:
            found.append('"')
        found.append(character)
        if character == _CLOSE and not within:
            found.append('"')
        if character == '"' and not escaped:
            within = not within
        escaped = character == "\\" and not escaped
    return "".join(found)


def _fill(value: Raw, holes: list[Unknown]) -> Raw:
    if isinstance(value, str) and _OPEN in value:
        pieces = [holes[int(piece)] if at % 2 else piece for at, piece in enumerate(_HOLE.split(value))]
        told = tuple(piece for piece in pieces if piece != "")
        return told[0] if len(told) == 1 else Unknown(parts=told)
    if isinstance(value, list):
        return [_fill(part, holes) for part in value]
    if isinstance(value, dict):
        return {key: _fill(part, holes) for key, part in value.items() if _OPEN not in key}
    return value
