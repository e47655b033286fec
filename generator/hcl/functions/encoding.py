"""JSON, CSV, base64 and URL encodings."""

from __future__ import annotations

import base64
import binascii
import json
from urllib.parse import quote_plus

from generator.hcl.lazy import on_demand
from generator.hcl.operations import EvaluationError
from generator.hcl.types import text_of, tidy
from generator.hcl.values import UNKNOWN, ListValue, NotEvaluated, Raw, TooLarge, Unknown, is_unknown

_ESCAPED = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
"""What Go escapes in JSON beyond what must be."""
_CODECS = {"utf-16le": "utf-16-le", "utf-8": "utf-8", "iso-8859-1": "latin-1", "windows-1252": "cp1252"}


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
        return json.loads(text, parse_int=_whole, parse_float=_fraction, parse_constant=_no_constant)
    except ValueError as error:
        raise EvaluationError(f"this text is not JSON: {error}") from None
    except RecursionError:
        raise TooLarge from None


def _whole(text: str) -> Raw:
    return int(text) if len(text) < 300 else UNKNOWN  # noqa: PLR2004


def _fraction(text: str) -> Raw:
    return tidy(float(text))


def _no_constant(text: str) -> Raw:
    raise ValueError(text)


def csvdecode(text: Raw) -> Raw:
    """`csvdecode(text)`: a list of objects, by the names in the first line."""
    reader = on_demand("csv", "reader")
    rows = [row for row in reader(text_of(text).splitlines(keepends=True), strict=True) if row]
    if not rows:
        raise EvaluationError("there is no line with names")
    names, *lines = rows
    if len(set(names)) != len(names):
        raise EvaluationError("two columns have one name")
    if any(len(line) != len(names) for line in lines):
        raise EvaluationError("a line has not as many fields as there are names")
    return ListValue(dict(zip(names, line, strict=True)) for line in lines)


def base64encode(text: Raw) -> str:
    """`base64encode(text)`."""
    return base64.b64encode(text_of(text).encode()).decode()


def base64decode(text: Raw) -> str:
    """`base64decode(text)`."""
    try:
        content = base64.b64decode(text_of(text).replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        raise EvaluationError("this text is not base64") from None
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise EvaluationError("what is encoded is not UTF-8") from None


def textencodebase64(text: Raw, encoding: Raw) -> str:
    """`textencodebase64(text, encoding)`."""
    return base64.b64encode(text_of(text).encode(_codec(encoding))).decode()


def textdecodebase64(text: Raw, encoding: Raw) -> str:
    """`textdecodebase64(text, encoding)`."""
    codec = _codec(encoding)
    try:
        return base64.b64decode(text_of(text), validate=True).decode(codec)
    except (binascii.Error, ValueError):
        raise EvaluationError("this text is not what it is said to be") from None


def _codec(encoding: Raw) -> str:
    name = text_of(encoding).lower()
    if name not in _CODECS:
        raise NotEvaluated
    return _CODECS[name]


def urlencode(text: Raw) -> str:
    """`urlencode(text)`."""
    return quote_plus(text_of(text))
