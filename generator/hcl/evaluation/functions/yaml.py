"""YAML, as Terraform writes it."""

from __future__ import annotations

import re

from generator.hcl.evaluation.functions.json_text import jsonencode
from generator.hcl.evaluation.types import text_of
from generator.hcl.evaluation.values import NotEvaluated, Raw

_PLAIN = re.compile(r"\"[^\\]*\"").fullmatch


def yamlencode(value: Raw) -> str:
    """`yamlencode(value)`: texts and keys in double quotes."""
    if isinstance(value, (list, dict)) and value:
        return "".join(line + "\n" for line in _lines(value))
    return _scalar(value) + "\n"


def _lines(value: Raw) -> list[str]:
    found = []
    if isinstance(value, dict):
        for key, part in sorted(value.items()):
            found += _entry(f"{_scalar(key)}:", part, "" if isinstance(part, list) else "  ")
    else:
        for part in value:
            if isinstance(part, (list, dict)) and part:
                first, *rest = _lines(part)
                found += [f"- {first}", *(f"  {line}" for line in rest)]
            else:
                found.append(f"- {_scalar(part)}")
    return found


def _entry(key: str, part: Raw, indent: str) -> list[str]:
    if isinstance(part, (list, dict)) and part:
        return [key, *(indent + line for line in _lines(part))]
    return [f"{key} {_scalar(part)}"]


def _scalar(value: Raw) -> str:
    if isinstance(value, str):
        quoted = str(jsonencode(value))
        if "\n" in value or not _PLAIN(quoted):
            raise NotEvaluated  # blocks and escapes, which we do not write as Terraform does
        return quoted
    if isinstance(value, (list, dict)):
        return "[]" if isinstance(value, list) else "{}"
    return "null" if value is None else text_of(value)
