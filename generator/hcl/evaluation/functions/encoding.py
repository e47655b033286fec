"""CSV, base64 and URL encodings."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.types import text_of
from generator.hcl.evaluation.values import ListValue, NotEvaluated, Raw
from generator.hcl.lazy import on_demand

_FIELD = re.compile(r'(?:"((?:[^"]|"")*+)"|([^",\n]*+))(,|\n|\Z)')
"""A field of CSV, and what ends it.

Source: https://pkg.go.dev/encoding/csv
"""
_CODECS = {"utf-16le": "utf-16-le", "utf-8": "utf-8", "iso-8859-1": "latin-1", "windows-1252": "cp1252"}


def csvdecode(text: Raw) -> Raw:
    """`csvdecode(text)`: a list of objects, by the names in the first line."""
    rows = list(_rows(text_of(text)))
    if not rows:
        raise EvaluationError("there is no line with names")
    names, *lines = rows
    if len(set(names)) != len(names):
        raise EvaluationError("two columns have one name")
    if any(len(line) != len(names) for line in lines):
        raise EvaluationError("a line has not as many fields as there are names")
    if not lines:
        raise NotEvaluated  # an empty list of objects, and no other's elements
    return ListValue(dict(zip(names, line, strict=True)) for line in lines)


def _rows(text: str) -> Iterator[list[str]]:
    """Yield the fields of each line that is not empty, as Go reads them."""
    text = text.removesuffix("\r").replace("\r\n", "\n")
    at, row = 0, list[str]()
    while at < len(text):
        if not row and text[at] == "\n":
            at += 1
            continue
        found = _FIELD.match(text, at)
        if not found:
            raise EvaluationError("a quote is out of place")
        row.append(found[1].replace('""', '"') if found[1] is not None else found[2])
        at = found.end()
        if found[3] == "," and at == len(text):
            row.append("")
        if found[3] != "," or at == len(text):
            yield row
            row = []


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
    encoded: str = on_demand("urllib.parse", "quote_plus")(text_of(text))
    return encoded
