"""`jsonencode` and `jsondecode`."""

from __future__ import annotations

import json

from generator import bounds
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.types import parsed_number, text_of
from generator.hcl.evaluation.values import UNKNOWN, Raw, TooLarge, Unknown, is_unknown

_ESCAPED = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
"""What Go escapes in JSON beyond what must be."""


def jsonencode(value: Raw) -> Raw:
    """`jsonencode(value)`; with unknown parts an Unknown that has the value."""
    if isinstance(value, Unknown):
        return UNKNOWN
    if is_unknown(value):
        return Unknown(encoded=value)
    return _json(value)


def _json(value: Raw) -> str:
    if isinstance(value, str):
        return _json_text(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{_json_text(key)}:{_json(part)}" for key, part in sorted(value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_json, value)) + "]"
    return "null" if value is None else text_of(value)


def _json_text(text: str) -> str:
    # Python writes \b and \f where Go writes \u0008 and \u000c.
    plain = json.dumps(text, ensure_ascii=False)
    if "\\" in plain:
        plain = (
            plain.replace("\\\\", "\0").replace("\\b", "\\u0008").replace("\\f", "\\u000c").replace("\0", "\\\\")
        )
    return plain.translate(_ESCAPED)


def jsondecode(text: Raw) -> Raw:
    """`jsondecode(text)`."""
    return read_json(text_of(text))


def read_json(text: str) -> Raw:
    """Return what a JSON text says.

    Raises:
        EvaluationError: It is none.
    """
    try:
        return json.loads(text, parse_int=parsed_number, parse_float=parsed_number, parse_constant=_no_constant)
    except ValueError as error:
        raise EvaluationError(f"this text is not JSON: {error}") from None
    except RecursionError:
        raise TooLarge(bounds.NESTING) from None


def _no_constant(text: str) -> Raw:
    raise ValueError(text)
