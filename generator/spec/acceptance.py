"""A quick "yes" to values that a JSON Schema accepts.

Importing jsonschema costs more than all else that a run does to a spec, so it is asked only where this does not
say yes. It must never say yes where jsonschema finds an error; a property test holds it to that, and to saying
yes wherever jsonschema finds none. What it does not know, or finds odd in a schema, it leaves to jsonschema.

Source: https://json-schema.org/draft/2020-12/json-schema-validation, and what jsonschema 4 makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from generator.fingerprint import fingerprint

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REFERENCE = "#/$defs/"
_AT_ROOT = frozenset({"$schema", "$id"})
# These say nothing about which values are right; then and else are looked at with if.
_SILENT = frozenset(
    ("$comment", "$defs", "default", "deprecated", "description", "else", "examples", "then", "title")
)


KEPT_VALUES = 1_024
"""How many values are known to be right, at most; then all are forgotten."""


class _UnsureError(Exception):
    """The schema says something that is not known here."""


class Acceptance:
    """The quick "yes" of one schema, to one value after another.

    Specs of many environments have most of what stands below a property of the root in common, to the letter. That
    is looked at once.

    Args:
        schema: A whole draft 2020-12 schema: `$ref` looks for `$defs` at its root.
    """

    def __init__(self, schema: Any) -> None:
        self._walk = _Walk(schema)

    def accepts(self, value: Any) -> bool:
        """Say whether `value` is right by the schema; False also where that is not sure.

        Args:
            value: Dicts with string keys, lists, strings, numbers, booleans and None.
        """
        try:
            return self._walk.right(self._walk.root, value)
        except (_UnsureError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, re.error):
            return False


def is_known(keyword: str) -> bool:
    """Say whether `keyword` is known here, so that using it does not cost the import of jsonschema."""
    return keyword in _KEYWORDS or keyword in _SILENT or keyword in _AT_ROOT or keyword.startswith("x-")


class _Walk:
    """One pass over a schema and a value.

    A keyword's check takes what the schema says, the value, and the schema that says it. Whatever is not certain
    is raised, not denied: below `not`, a denial would turn into a yes.
    """

    __slots__ = ("_accepted", "root")

    def __init__(self, root: Any) -> None:
        self.root = root
        self._accepted: set[tuple[str, bytes | None]] = set()

    def right(self, schema: Any, value: Any) -> bool:
        """Say whether `value` is right by `schema`."""
        if type(schema) is not dict:
            if type(schema) is not bool:
                raise _UnsureError
            return schema
        for keyword, said in schema.items():
            if keyword in _SILENT:
                continue
            check = _KEYWORDS.get(keyword)
            if check is None:
                self.only_a_note(keyword, said, schema)
            elif not check(self, said, value, schema):
                return False
        return True

    def only_a_note(self, keyword: str, said: Any, schema: Any) -> None:
        """Make sure that a keyword without a check needs none."""
        if keyword in _AT_ROOT and schema is self.root and (keyword == "$id" or said == _DIALECT):
            return
        if not keyword.startswith("x-"):
            raise _UnsureError

    def properties(self, said: Any, value: Any, schema: Any) -> bool:
        if type(value) is not dict:
            return True
        if schema is self.root:
            return all(self.right_at_root(key, said[key], below) for key, below in value.items() if key in said)
        return all(self.right(said[key], below) for key, below in value.items() if key in said)

    def right_at_root(self, key: str, said: Any, value: Any) -> bool:
        """Say whether `value` is right below the property `key` of the root."""
        seen = (key, fingerprint(value))
        if seen in self._accepted:
            return True
        right = self.right(said, value)
        if right and seen[1] is not None:
            if len(self._accepted) >= KEPT_VALUES:
                self._accepted.clear()
            self._accepted.add(seen)
        return right

    def pattern_properties(self, said: Any, value: Any, _schema: Any) -> bool:
        return type(value) is not dict or all(
            self.right(schema, below)
            for pattern, schema in said.items()
            for key, below in value.items()
            if re.search(pattern, key)
        )

    def additional_properties(self, said: Any, value: Any, schema: Any) -> bool:
        if type(value) is not dict or said is True:
            return True
        properties = schema.get("properties", {})
        patterns = "|".join(schema.get("patternProperties", {}))
        rest = [key for key in value if key not in properties and not (patterns and re.search(patterns, key))]
        return all(self.right(said, value[key]) for key in rest)

    def property_names(self, said: Any, value: Any, _schema: Any) -> bool:
        return type(value) is not dict or all(self.right(said, key) for key in value)

    def items(self, said: Any, value: Any, _schema: Any) -> bool:
        return type(value) is not list or all(self.right(said, item) for item in value)

    def all_of(self, said: Any, value: Any, _schema: Any) -> bool:
        return all(self.right(schema, value) for schema in said)

    def any_of(self, said: Any, value: Any, _schema: Any) -> bool:
        return any(self.right(schema, value) for schema in said)

    def one_of(self, said: Any, value: Any, _schema: Any) -> bool:
        return sum(self.right(schema, value) for schema in said) == 1

    def not_(self, said: Any, value: Any, _schema: Any) -> bool:
        return not self.right(said, value)

    def if_(self, said: Any, value: Any, schema: Any) -> bool:
        branch = "then" if self.right(said, value) else "else"
        return branch not in schema or self.right(schema[branch], value)

    def ref(self, said: Any, value: Any, _schema: Any) -> bool:
        name = said.removeprefix(_REFERENCE)
        if name == said or not set(name).isdisjoint("/~%"):
            raise _UnsureError
        return self.right(self.root["$defs"][name], value)


def _is_number(value: Any) -> bool:
    return type(value) is int or type(value) is float


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "array": lambda value: type(value) is list,
    "boolean": lambda value: type(value) is bool,
    "integer": lambda value: type(value) is int or (type(value) is float and value.is_integer()),
    "null": lambda value: value is None,
    "number": _is_number,
    "object": lambda value: type(value) is dict,
    "string": lambda value: type(value) is str,
}


def _type(_walk: _Walk, said: Any, value: Any, _schema: Any) -> bool:
    return _TYPES[said](value) if type(said) is str else any(_TYPES[name](value) for name in said)


def _multiple_of(_walk: _Walk, said: Any, value: Any, _schema: Any) -> bool:
    if not _is_number(value):
        return True
    if type(said) is float:
        quotient = value / said
        return bool(int(quotient) == quotient)
    return not value % said


def _equal(one: Any, other: Any) -> bool:
    """Say whether two values are equal as JSON: 1 is 1.0, but true is not 1."""
    if type(one) is list and type(other) is list:
        return len(one) == len(other) and all(map(_equal, one, other))
    if type(one) is dict and type(other) is dict:
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    return (type(one) is bool) == (type(other) is bool) and bool(one == other)


def _unique(_walk: _Walk, said: Any, value: Any, _schema: Any) -> bool:
    if not said or type(value) is not list:
        return True
    if {type(item) for item in value} == {str}:
        return len(set(value)) == len(value)
    try:
        # As jsonschema does it: of values that can be sorted, only neighbours are held against each other.
        if any(type(item) is bool for item in value):
            raise TypeError
        return not any(_equal(one, other) for one, other in pairwise(sorted(value)))
    except TypeError:
        return not any(_equal(one, other) for index, one in enumerate(value) for other in value[index + 1 :])


def _for(type_: type, holds: Callable[[Any, Any], bool]) -> Callable[[_Walk, Any, Any, Any], bool]:
    """Return the check that `holds(said, value)` for the values of one type; it lets others pass."""
    return lambda _walk, said, value, _schema: type(value) is not type_ or holds(said, value)


def _number(holds: Callable[[Any, Any], bool]) -> Callable[[_Walk, Any, Any, Any], bool]:
    return lambda _walk, said, value, _schema: not _is_number(value) or holds(said, value)


_KEYWORDS: Mapping[str, Callable[[_Walk, Any, Any, Any], bool]] = {
    "$ref": _Walk.ref,
    "additionalProperties": _Walk.additional_properties,
    "allOf": _Walk.all_of,
    "anyOf": _Walk.any_of,
    "const": lambda _walk, said, value, _schema: _equal(said, value),
    "enum": lambda _walk, said, value, _schema: any(_equal(each, value) for each in said),
    "exclusiveMaximum": _number(lambda said, value: value < said),
    "exclusiveMinimum": _number(lambda said, value: value > said),
    "if": _Walk.if_,
    "items": _Walk.items,
    "maxItems": _for(list, lambda said, value: len(value) <= said),
    "maxLength": _for(str, lambda said, value: len(value) <= said),
    "maxProperties": _for(dict, lambda said, value: len(value) <= said),
    "maximum": _number(lambda said, value: value <= said),
    "minItems": _for(list, lambda said, value: len(value) >= said),
    "minLength": _for(str, lambda said, value: len(value) >= said),
    "minProperties": _for(dict, lambda said, value: len(value) >= said),
    "minimum": _number(lambda said, value: value >= said),
    "multipleOf": _multiple_of,
    "not": _Walk.not_,
    "oneOf": _Walk.one_of,
    "pattern": _for(str, lambda said, value: re.search(said, value) is not None),
    "patternProperties": _Walk.pattern_properties,
    "properties": _Walk.properties,
    "propertyNames": _Walk.property_names,
    "required": _for(dict, lambda said, value: all(key in value for key in said)),
    "type": _type,
    "uniqueItems": _unique,
}
