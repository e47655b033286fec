"""Type conversions, and marks, which leave a value as it is."""

from __future__ import annotations

from generator.hcl.evaluation.types import Collection, bool_of, convert, number_of, text_of
from generator.hcl.evaluation.values import Raw, Unknown


def tostring(value: Raw) -> Raw:
    """`tostring(value)`."""
    return value if value is None or isinstance(value, Unknown) else text_of(value)


def tonumber(value: Raw) -> Raw:
    """`tonumber(value)`."""
    return value if value is None or isinstance(value, Unknown) else number_of(value)


def tobool(value: Raw) -> Raw:
    """`tobool(value)`."""
    return value if value is None or isinstance(value, Unknown) else bool_of(value)


def tolist(value: Raw) -> Raw:
    """`tolist(value)`."""
    return convert(value, Collection("list", "any"))


def toset(value: Raw) -> Raw:
    """`toset(value)`."""
    return convert(value, Collection("set", "any"))


def tomap(value: Raw) -> Raw:
    """`tomap(value)`."""
    return convert(value, Collection("map", "any"))


def sensitive(value: Raw) -> Raw:
    """`sensitive(value)`."""
    return value


def nonsensitive(value: Raw) -> Raw:
    """`nonsensitive(value)`."""
    return value
