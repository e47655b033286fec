"""The quick yes: it is jsonschema's yes, no more and no less, for the keywords that it knows."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.spec.acceptance import Acceptance, is_known

NAMES = st.sampled_from(["a", "b", "ab", "", "é"])
STRINGS = st.one_of(NAMES, st.sampled_from(["1", "b\n", "😀", "aaa", "a.b"]), st.text(max_size=3))
NUMBERS = st.one_of(
    st.integers(-3, 6), st.sampled_from([0.0, 1.0, -0.0, 0.5, 2.5, 1e3, 1e300, 2**53, 10**18]), st.floats(-4, 4)
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, STRINGS)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(NAMES, below, max_size=3)),
    max_leaves=6,
)
PATTERNS = st.sampled_from(["a", "^a", "b$", "^$", "^[a-z]+$", "a|b", r"\.", "^.{2}$", "(?i)A", r"^\d", "é"])
TYPES = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
SIZES = st.one_of(st.integers(0, 3), st.just(2.0))
NOTES = {
    "title": st.just("t"),
    "description": st.just("d"),
    "default": VALUES,
    "examples": st.lists(VALUES, max_size=1),
    "deprecated": st.booleans(),
    "$comment": st.just("c"),
    "x-note": VALUES,
}


def keywords(below: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    some = st.lists(below, min_size=1, max_size=3)
    return {
        **NOTES,
        "type": st.one_of(TYPES, st.lists(TYPES, min_size=1, max_size=3, unique=True)),
        "enum": st.lists(VALUES, min_size=1, max_size=3),
        "const": VALUES,
        "minimum": NUMBERS,
        "maximum": NUMBERS,
        "exclusiveMinimum": NUMBERS,
        "exclusiveMaximum": NUMBERS,
        "multipleOf": st.sampled_from([1, 2, 3, 0.5, 1.5, 0.1, 2.0]),
        "minLength": SIZES,
        "maxLength": SIZES,
        "pattern": PATTERNS,
        "properties": st.dictionaries(NAMES, below, max_size=3),
        "patternProperties": st.dictionaries(PATTERNS.filter(lambda each: "?i" not in each), below, max_size=2),
        "additionalProperties": below,
        "propertyNames": below,
        "required": st.lists(NAMES, max_size=2, unique=True),
        "minProperties": SIZES,
        "maxProperties": SIZES,
        "items": below,
        "minItems": SIZES,
        "maxItems": SIZES,
        "uniqueItems": st.booleans(),
        "allOf": some,
        "anyOf": some,
        "oneOf": some,
        "not": below,
        "if": below,
        "then": below,
        "else": below,
        "$ref": st.sampled_from(["#/$defs/one", "#/$defs/two"]),
    }


# Few keywords at a time, so that a fair part of the values is right.
LEAF_SCHEMAS = st.one_of(
    st.booleans(),
    st.builds(lambda name: {"type": name}, TYPES),
    st.just({}),
    st.builds(lambda value: {"const": value}, SCALARS),
    st.just({"$ref": "#/$defs/one"}),
    st.just({"$ref": "#/$defs/two"}),
)


@st.composite
def few_keywords(draw: st.DrawFn, below: st.SearchStrategy[Any], without: str = "") -> Any:
    known = keywords(below)
    names = draw(st.lists(st.sampled_from(sorted(known.keys() - {without})), max_size=3, unique=True))
    return {name: draw(known[name]) for name in names}


SCHEMAS = st.recursive(LEAF_SCHEMAS, few_keywords, max_leaves=4)
NO_REFERENCE = st.recursive(
    st.one_of(st.booleans(), st.builds(lambda name: {"type": name}, TYPES)),
    lambda below: few_keywords(below, without="$ref"),
    max_leaves=3,
)


def finds_no_error(schema: Any, value: Any) -> bool:
    return Draft202012Validator(schema).is_valid(value)


@settings(deadline=None, max_examples=200)
@given(SCHEMAS, NO_REFERENCE, NO_REFERENCE, VALUES)
def test_accepts_exactly_what_jsonschema_accepts(schema: Any, one: Any, two: Any, value: Any) -> None:
    whole = {"allOf": [schema], "$defs": {"one": one, "two": two}}

    right = finds_no_error(whole, value)
    event(f"right: {right}")

    assert Acceptance(whole).accepts(value) is right


PROPERTIES = st.dictionaries(NAMES, SCHEMAS, min_size=1, max_size=3)
MAPS = st.dictionaries(NAMES, VALUES, max_size=3)


@settings(deadline=None, max_examples=100)
@given(PROPERTIES, NO_REFERENCE, NO_REFERENCE, st.lists(MAPS, min_size=2, max_size=6))
def test_one_value_after_another_is_accepted_as_if_it_were_the_first(
    properties: Any, one: Any, two: Any, values: list[Any]
) -> None:
    whole = {"properties": properties, "$defs": {"one": one, "two": two}}
    acceptance = Acceptance(whole)

    for value in [*values, *values]:
        assert acceptance.accepts(value) is finds_no_error(whole, value)


def test_values_that_are_equal_in_python_alone_are_told_apart() -> None:
    acceptance = Acceptance({"properties": {"a": {"type": "integer"}}})

    assert [acceptance.accepts({"a": value}) for value in (1, True, 1.0, 1.5)] == [True, False, True, False]


@pytest.mark.parametrize(
    ("schema", "value", "right"),
    [
        ({"type": "integer"}, 1.0, True),
        ({"type": "integer"}, 1.5, False),
        ({"type": "integer"}, True, False),
        ({"type": "number"}, False, False),
        ({"const": 1}, True, False),
        ({"const": 1}, 1.0, True),
        ({"const": [1, {"a": 0}]}, [True, {"a": 0}], False),
        ({"enum": [0, False]}, 0.0, True),
        ({"enum": [False]}, 0, False),
        ({"minLength": 1, "maxLength": 1}, "😀", True),
        ({"pattern": "b"}, "abc", True),
        ({"pattern": "^b"}, "abc", False),
        ({"pattern": "^a$"}, "a\n", True),
        ({"uniqueItems": True}, [1, True, 1.5, "1"], True),
        ({"uniqueItems": True}, [1, 1.0], False),
        ({"uniqueItems": True}, [{"a": 1}, {"a": 1}], False),
        ({"multipleOf": 0.1}, 0.3, False),
        ({"required": ["a"]}, [], True),
        ({"then": False}, 1, True),
        ({"if": True, "then": False}, 1, False),
        ({"oneOf": [True, True]}, 1, False),
        (True, 1, True),
        (False, 1, False),
    ],
)
def test_the_finer_points_of_json_schema(schema: Any, value: Any, right: bool) -> None:
    assert finds_no_error(schema, value) is right
    assert Acceptance(schema).accepts(value) is right


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"prefixItems": [{"type": "string"}]}, 1),
        ({"not": {"format": "email"}}, 1),
        ({"not": {"properties": {"a": {"dependentRequired": {}}}}}, {"a": 1}),
        ({"oneOf": [{"contains": 1}, True]}, 1),
        ({"if": {"minContains": 1}, "else": False}, 1),
        ({"type": "strin"}, 1),
        ({"not": {"type": "strin"}}, 1),
        ({"minimum": "1"}, 1),
        ({"multipleOf": 0}, 1),
        ({"pattern": "("}, "a"),
        ({"$ref": "#/$defs/none"}, 1),
        ({"$ref": "other.json"}, 1),
        ({"$ref": "#"}, 1),
        ({"$ref": "#/properties/a"}, 1),
        ({"$defs": {"loop": {"$ref": "#/$defs/loop"}}, "$ref": "#/$defs/loop"}, 1),
        ({"allOf": [{"$id": "inner"}]}, 1),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, 1),
        ({"additionalProperties": 1}, {"a": 1}),
        ({"items": None}, [1]),
        ({"required": 1}, {"a": 1}),
        ({"anyOf": None}, 1),
        ("schema", 1),
    ],
)
def test_what_is_not_certain_is_left_to_jsonschema(schema: Any, value: Any) -> None:
    assert not Acceptance(schema).accepts(value)


def test_a_check_of_jsonschema_s_own_schemas_needs_no_more_keywords() -> None:
    assert all(map(is_known, ["$schema", "$id", "$ref", "type", "default", "x-anything", "then"]))
    assert not any(map(is_known, ["prefixItems", "format", "contains", "$anchor", "unevaluatedProperties", "X-a"]))


# The shipped schema


def keywords_of(schema: Any) -> set[str]:
    """Return every keyword of a schema, without taking names of properties for keywords."""
    if not isinstance(schema, dict):
        return set()
    found = set(schema)
    for keyword in ("properties", "patternProperties", "$defs"):
        for below in schema.get(keyword, {}).values():
            found |= keywords_of(below)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for below in schema.get(keyword, ()):
            found |= keywords_of(below)
    for keyword in ("additionalProperties", "propertyNames", "items", "not", "if", "then", "else"):
        found |= keywords_of(schema.get(keyword))
    return found


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    assert len(set(keys)) == len(keys), f"duplicate keys among {keys}"
    return dict(pairs)


@pytest.fixture(scope="module")
def shipped(pytestconfig: pytest.Config) -> Any:
    path = pytestconfig.rootpath / "environments/schema.json"
    if not path.exists():
        pytest.skip("environments/schema.json is not there")
    return json.loads(path.read_text("utf-8"), object_pairs_hook=unique_keys)


def test_the_shipped_schema_is_valid_and_costs_no_import_of_jsonschema(shipped: Any) -> None:
    Draft202012Validator.check_schema(shipped)

    assert [keyword for keyword in sorted(keywords_of(shipped)) if not is_known(keyword)] == []


def test_the_patterns_of_the_shipped_schema_are_regular_expressions(shipped: Any) -> None:
    def patterns(schema: Any) -> list[str]:
        if isinstance(schema, list):
            return [found for below in schema for found in patterns(below)]
        if not isinstance(schema, dict):
            return []
        own = [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
        return own + [found for below in schema.values() for found in patterns(below)]

    found = patterns(shipped)

    assert found
    for pattern in found:
        assert re.compile(pattern).pattern == pattern
