"""The engine that holds values to a schema: its verdict, and that a schema can neither lead out nor run away."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from spec_project import complaints

from generator.spec.json_schema import compile_schema, matches

NAMES = st.sampled_from(["a", "b", "ab", "", "é"])
STRINGS = st.one_of(NAMES, st.sampled_from(["1", "😀", "aaa", "a.b"]), st.text("abé1.", max_size=3))
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
        "multipleOf": st.sampled_from([1, 2, 3, 0.5, 2.0]),
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


def accepts(schema: Any, value: Any) -> bool:
    return compile_schema(schema, "schema.json").is_valid(value)


@settings(deadline=None, max_examples=200)
@given(SCHEMAS, NO_REFERENCE, NO_REFERENCE, VALUES)
def test_it_accepts_exactly_what_jsonschema_accepts(schema: Any, one: Any, two: Any, value: Any) -> None:
    whole = {"allOf": [schema], "$defs": {"one": one, "two": two}}

    right = Draft202012Validator(whole).is_valid(value)
    event(f"right: {right}")

    assert accepts(whole, value) is right


@pytest.mark.parametrize(
    ("schema", "value", "right"),
    [
        ({"type": "integer"}, 1.0, True),
        ({"type": "integer"}, True, False),
        ({"type": "number"}, False, False),
        ({"const": 1}, True, False),
        ({"const": 1}, 1.0, True),
        ({"enum": [False]}, 0, False),
        ({"minLength": 1, "maxLength": 1}, "😀", True),
        ({"pattern": "b"}, "abc", True),
        ({"pattern": "^a$"}, "a", True),
        ({"pattern": "^a$"}, "a\n", False),
        ({"pattern": "^[0-9]{12}$"}, "123456789012\n", False),
        ({"pattern": "^\\\\d+$"}, "٣", False),
        ({"propertyNames": {"pattern": "^a$"}}, {"a\n": 1}, False),
        ({"patternProperties": {"^a$": False}}, {"a\n": 1}, True),
        ({"uniqueItems": True}, [1, True, 1.5, "1"], True),
        ({"uniqueItems": True}, [1, 1.0], False),
        ({"format": "email"}, "no address", True),
        ({"oneOf": [True, True]}, 1, False),
    ],
)
def test_the_finer_points_of_json_schema(schema: Any, value: Any, right: bool) -> None:
    assert accepts(schema, value) is right


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({"$ref": "http://127.0.0.1:{port}/x.json"}, "leads out of this file"),
        ({"properties": {"a": {"$ref": "http://127.0.0.1:{port}/x.json"}}}, "leads out of this file"),
        ({"$dynamicRef": "http://127.0.0.1:{port}/x#a"}, "leads out of this file"),
        ({"$id": "http://127.0.0.1:{port}/", "$ref": "x.json"}, "leads out of this file"),
        ({"allOf": [{"$id": "http://127.0.0.1:{port}/", "$ref": "#/x"}]}, "$id below the root is not read"),
        ({"$defs": {"a": {"not": {"$ref": "file:///dev/zero"}}}}, "leads out of this file"),
        ({"$ref": "other.json"}, "leads out of this file"),
        ({"$ref": "#anchor"}, "is no way into this file"),
    ],
)
def test_nothing_is_ever_fetched(schema: Any, problem: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        port = str(server.getsockname()[1])

        found = complaints(compile_schema, json.loads(json.dumps(schema).replace("{port}", port)), "schema.json")

        assert len(found) == 1
        assert problem in found[0]
        with pytest.raises(BlockingIOError):
            server.accept()


def test_the_engine_itself_is_offline_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.spec.json_schema.is_recursive", lambda _raw, _path: False)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)

        assert complaints(compile_schema, {"$ref": f"http://127.0.0.1:{server.getsockname()[1]}/x"}, "schema.json")
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({"properties": 5}, 'properties: 5 is not of type "object"'),
        ({"$defs": None}, '["$defs"]: null is not of type "object"'),
        ({"type": "strin"}, 'type: "strin" is not one of "array", "boolean", "integer", "null", "number",'
         ' "object", "string" (did you mean "string"?)'),
        ({"minimum": "1"}, 'minimum: "1" is not of type "number"'),
        ({"multipleOf": 0}, "multipleOf: 0 is less than or equal to the minimum of 0"),
        ({"items": None}, 'items: null is not of types "boolean", "object"'),
        ({"required": 1}, 'required: 1 is not of type "array"'),
        ({"allOf": 7}, 'allOf: 7 is not of type "array"'),
        ({"$ref": 5}, '["$ref"]: 5 is not of type "string"'),
        ({"$ref": "#/$defs/none"}, "$ref: nothing is at /$defs/none"),
        ({"pattern": "("}, 'pattern: "(" is not a regular expression'),
        ({"pattern": "(?!a)"}, 'pattern: "(?!a)" is not a regular expression (lookaround and back-references are not'
         " known here: they can take for ever)"),
        ({"x-tfgen-table": "moons"}, "x-tfgen-table: there is no table 'moons'"),
        ({"x-tfgen-table": None}, "x-tfgen-table: there is no table None"),
        ({"default": "\ud800"}, "can't be read as a JSON Schema: "),
        (5, "5"),
    ],
)  # fmt: skip
def test_a_schema_is_held_to_its_meta_schema(schema: Any, problem: str) -> None:
    (found,) = complaints(compile_schema, schema, "schema.json")

    assert found.startswith("schema.json:1:1: ")
    assert problem in found


def test_what_is_wrong_with_a_schema_is_said_in_a_line() -> None:
    (found,) = complaints(compile_schema, {"properties": ["x" * 10_000]}, "schema.json")

    assert found.startswith("schema.json:1:1: properties: [")
    assert len(found) < 300


def doubling(times: int) -> Any:
    links = {
        f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}, {"$ref": f"#/$defs/d{n + 1}"}]} for n in range(times)
    }
    return {"$defs": {**links, f"d{times}": {"type": "string"}}, "$ref": "#/$defs/d0"}


def chain(length: int) -> Any:
    links = {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(length)}
    return {"$defs": {**links, f"d{length}": {}}, "$ref": "#/$defs/d0"}


def nested(depth: int) -> Any:
    schema: Any = {"type": "string"}
    for _ in range(depth):
        schema = {"items": schema}
    return schema


def many_maps(times: int) -> Any:
    links = {
        f"d{n}": {"type": "object", "properties": {key: {"$ref": f"#/$defs/d{n + 1}"} for key in "ab"}}
        for n in range(times)
    }
    return {"$defs": {**links, f"d{times}": {"default": 1}}, "$ref": "#/$defs/d0"}


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        (doubling(30), "holds more than 10,000 schemas, references written out"),
        (many_maps(30), "holds more than 10,000 schemas, references written out"),
        (chain(5_000), "nests, or refers on, deeper than 128 levels"),
        (nested(200), "nests, or refers on, deeper than 128 levels"),
        ({"$ref": "#"}, "a $ref refers to itself without end"),
        ({"not": {"$ref": "#"}}, "a $ref refers to itself without end"),
        ({"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"if": {"$ref": "#/$defs/a"}}}},
         "a $ref refers to itself without end"),
        ({"pattern": "((a{100}){100}){100}"}, "is not a regular expression"),
    ],
)  # fmt: skip
def test_a_schema_that_would_run_away_is_refused(schema: Any, problem: str) -> None:
    (found,) = complaints(compile_schema, schema, "schema.json")

    assert problem in found


def test_a_schema_may_refer_to_itself_below_a_value() -> None:
    tree = {"properties": {"name": {"type": "string"}, "below": {"$ref": "#"}}, "items": {"$ref": "#"}}

    assert accepts(tree, {"below": {"below": {"name": "x"}}})
    assert not accepts(tree, {"below": {"below": {"name": 1}}})
    assert not accepts(tree, [[{"name": 1}]])


@pytest.mark.parametrize("pattern", ["(a+)+x", "(a|a)*x", "^(a|aa)+$", "(.*)(.*)(.*)(.*)[^a]$"])
def test_no_pattern_takes_more_than_linear_time(pattern: str) -> None:
    assert not matches(pattern, "a" * 100_000 + "b" if pattern.startswith("^") else "a" * 100_000)


@pytest.mark.parametrize(
    ("region", "right"),
    [("eu-west-1", True), ("eusc-de-east-1", True), ("us-gov-west-1", True), ("cn-north-1", True), ("eu-wst-1", False),
     ("eu-west-1\n", False), ("aws-global", False), (None, True)],
)  # fmt: skip
def test_a_text_may_be_one_of_a_table(region: Any, right: bool) -> None:
    assert accepts({"x-tfgen-table": "aws-regions"}, region) is right


# The shipped schema


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


def test_the_shipped_schema_is_one_by_both_engines(shipped: Any) -> None:
    Draft202012Validator.check_schema(shipped)

    assert compile_schema(shipped, "schema.json").is_valid({"project_name": "acme"})
