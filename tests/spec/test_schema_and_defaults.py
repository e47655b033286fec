"""What the schema says of knobs, and what it fills in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from spec_project import complaints, loaded, resolved, schema_of, values

from generator.errors import SpecError
from generator.naming import format_path
from generator.spec import Knob, Schema
from generator.spec.json_schema import compile_schema

FUNCTION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "memory_mb": {"type": "integer", "minimum": 128, "maximum": 10240, "default": 256, "description": "In MB"},
        "timeout_seconds": {"$ref": "#/$defs/seconds", "maximum": 300, "default": 30},
        "concurrency": {"type": ["integer", "null"], "minimum": 0, "default": None},
        "variables": {"type": "object", "additionalProperties": {"type": "string"}, "default": {}},
    },
}
RAW = schema_of(
    {
        "matches": {"type": "string", "x-tfgen-engine": True},
        "project": {"type": "string", "minLength": 2, "maxLength": 9, "pattern": "^[a-z]+$", "title": "Project"},
        "functions": schema_of(
            {
                "ingest": {
                    "$ref": "#/$defs/function",
                    "default": {"concurrency": 10},
                    "description": "Takes events in",
                },
                "store": {"$ref": "#/$defs/function"},
            },
            default={"store": {"memory_mb": 1024}},
        ),
        "kind": {"enum": ["A", "B"], "default": "A"},
        "flag": {"const": True},
        "domain": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/domain"}], "default": None},
        "limits": {
            "allOf": [{"$ref": "#/$defs/limits"}],
            "properties": {"more": {"type": "number", "default": 0.5}},
        },
        "accounts": {"type": "array", "items": {"type": "string", "pattern": "^[0-9]{12}$"}, "default": []},
        "rules": {"type": "array", "items": schema_of({"name": {"type": "string"}, "on": {"default": True}})},
        "by_name": {"type": "object", "patternProperties": {"^x-": {"type": "integer"}}},
    },
    **{
        "$defs": {
            "seconds": {
                "type": "integer",
                "minimum": 1,
                "maximum": 900,
                "default": 3,
                "description": "In seconds",
            },
            "function": FUNCTION,
            "domain": schema_of(
                {"name": {"type": "string"}, "path": {"type": "string", "default": ""}}, required=["name"]
            ),
            "limits": {"type": "object", "properties": {"most": {"type": "integer", "default": 9}}},
        }
    },
)


def knob(*path: str | int) -> Knob:
    return loaded(RAW).knob(path)


def test_a_knob_says_what_the_schema_says() -> None:
    assert knob("project") == Knob(
        ("project",), "string", min_length=2, max_length=9, pattern="^[a-z]+$", title="Project"
    )
    assert knob("kind").enum == ("A", "B")
    assert (knob("kind").type, knob("kind").default) == ("string", "A")
    assert (knob("flag").type, knob("flag").enum) == ("boolean", (True,))
    assert knob("by_name", "x-a").type == "integer"


def test_bounds_are_the_tightest_and_words_the_nearest() -> None:
    seconds = knob("functions", "ingest", "timeout_seconds")

    assert (seconds.minimum, seconds.maximum, seconds.default, seconds.description) == (1, 300, 30, "In seconds")
    assert knob("functions", "ingest").description == "Takes events in"


def test_a_map_s_default_goes_before_those_of_what_is_in_it() -> None:
    assert knob("functions", "ingest", "concurrency").default == 10
    assert knob("functions", "store", "concurrency").default is None
    assert knob("functions", "store", "memory_mb").default == 1024
    assert knob("functions", "ingest", "memory_mb").default == 256


def test_null_makes_a_knob_nullable_not_its_type() -> None:
    assert (
        knob("functions", "store", "concurrency").type,
        knob("functions", "store", "concurrency").nullable,
    ) == (
        "integer",
        True,
    )
    assert (knob("domain").type, knob("domain").nullable) == ("object", True)
    assert knob("domain", "path").default == ""


def test_items_and_open_keys_are_knobs_too() -> None:
    assert knob("accounts", 0) == knob("accounts", 0)
    assert knob("accounts", 7).pattern == knob("accounts", "*").pattern == "^[0-9]{12}$"
    assert knob("functions", "ingest", "variables", "ANY").type == "string"
    assert knob("functions", "ingest", "variables", "*").type == "string"
    assert knob("limits", "most").default == 9


def test_all_paths_are_listed_and_every_one_of_them_is_a_knob() -> None:
    schema = loaded(RAW)
    paths = list(schema.paths())

    assert [format_path(path) for path in paths] == [
        "project",
        "functions",
        *(
            f"functions.{name}{rest}"
            for name in ("ingest", "store")
            for rest in ("", ".memory_mb", ".timeout_seconds", ".concurrency", ".variables", ".variables.*")
        ),
        "kind",
        "flag",
        "domain",
        "domain.name",
        "domain.path",
        "limits",
        "limits.more",
        "limits.most",
        "accounts",
        "accounts.*",
        "rules",
        "rules.*",
        "rules.*.name",
        "rules.*.on",
        "by_name",
        "by_name.*",
    ]
    assert [schema.knob(path).path for path in paths if path != ("by_name", "*")]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (("proyect",), 'there is no "proyect" (did you mean "project"?)'),
        (("functions", "ingst", "memory_mb"), 'there is no "functions.ingst.memory_mb"'
         ' (did you mean "functions.ingest.memory_mb"?)'),
        (("functions", "x"), 'there is no "functions.x" (known: ingest, store)'),
        (("project", "x"), 'there is no "project.x" (project is string: it holds no further values)'),
        (("accounts", "x"), 'there is no "accounts.x" (the items of the list are accounts[0] and so on)'),
        (("functions", 0), 'there is no "functions[0]" (functions is not a list)'),
        (("matches",), 'there is no "matches"'),
    ],
)  # fmt: skip
def test_a_path_that_is_none_names_the_nearest(path: Any, problem: str) -> None:
    with pytest.raises(SpecError) as caught:
        loaded(RAW).knob(path)

    assert str(caught.value).startswith(problem)


def test_a_schema_that_refers_to_itself_ends() -> None:
    tree = schema_of(
        {"name": {"default": "x"}, "below": {"$ref": "#/$defs/tree"}, "list": {"items": {"$ref": "#/$defs/tree"}}}
    )
    schema = schema_of({"tree": {"$ref": "#/$defs/tree"}}, **{"$defs": {"tree": tree}})

    assert [format_path(path) for path in loaded(schema).paths()] == [
        "tree", "tree.name", "tree.below", "tree.list", "tree.list.*"
    ]  # fmt: skip
    assert loaded(schema).knob(("tree", "below", "below", "list", 3, "name")).default == "x"
    assert values({"dev.yaml": "tree: {below: {below: {}}}"}, schema=schema) == {
        "tree": {"name": "x", "below": {"name": "x", "below": {"name": "x"}}}
    }


FILLED = {
    "functions": {
        "ingest": {"memory_mb": 256, "timeout_seconds": 30, "concurrency": 10, "variables": {}},
        "store": {"memory_mb": 1024, "timeout_seconds": 30, "concurrency": None, "variables": {}},
    },
    "kind": "A",
    "domain": None,
    "limits": {"more": 0.5, "most": 9},
    "accounts": [],
}


def test_defaults_fill_in_what_nobody_wrote() -> None:
    assert values({"dev.yaml": "{}"}, schema=RAW) == FILLED


def test_a_map_s_default_lies_under_what_is_given() -> None:
    text = "functions: {ingest: {memory_mb: 512, variables: {A: b}}, store: {concurrency: 3}}\n"

    assert values({"dev.yaml": text}, schema=RAW)["functions"] == {
        "ingest": {"memory_mb": 512, "timeout_seconds": 30, "concurrency": 10, "variables": {"A": "b"}},
        "store": {"memory_mb": 1024, "timeout_seconds": 30, "concurrency": 3, "variables": {}},
    }


def test_defaults_reach_into_lists_and_choices() -> None:
    text = "domain: {name: x}\nrules: [{name: a}, {'on': false}]\n"
    filled = values({"dev.yaml": text}, schema=RAW)

    assert filled["domain"] == {"name": "x", "path": ""}
    assert filled["rules"] == [{"name": "a", "on": True}, {"on": False}]


def test_a_map_that_nobody_wrote_is_there_if_its_members_make_it_up() -> None:
    schema = {
        "properties": {
            "whole": {"type": "object", "required": ["a"], "properties": {"a": {"default": 1}, "b": {}}},
            "partly": {"type": "object", "required": ["a", "b"], "properties": {"a": {"default": 1}, "b": {}}},
            "bare": {"type": "object", "properties": {"a": {}}},
            "maybe": {"type": ["object", "null"], "properties": {"a": {"default": 1}}},
            "nested": {
                "type": "object",
                "properties": {"x": {"type": "object", "properties": {"a": {"default": 1}}}},
            },
        }
    }

    assert values({"dev.yaml": "{}"}, schema=schema) == {"whole": {"a": 1}, "nested": {"x": {"a": 1}}}
    assert values({"dev.yaml": "bare: {}\nmaybe: {}"}, schema=schema)["maybe"] == {"a": 1}


def test_values_stand_in_the_schema_s_order_and_others_behind() -> None:
    schema = {"properties": {"b": {"default": 1}, "a": {"properties": {"z": {}, "c": {}}}, "d": {"default": 2}}}
    filled = values({"dev.yaml": "other: 1\na: {q: 1, c: 1, z: 1}\nb: 3\n"}, schema=schema)

    assert (list(filled), list(filled["a"])) == (["b", "a", "d", "other"], ["z", "c", "q"])


def test_an_integral_float_is_an_integer_where_one_is_wanted() -> None:
    filled = values({"dev.yaml": "functions: {store: {memory_mb: 512.0}}\nlimits: {more: 2.0}"}, schema=RAW)

    assert type(filled["functions"]["store"]["memory_mb"]) is int
    assert type(filled["limits"]["more"]) is float


def test_every_filled_value_says_so() -> None:
    spec = resolved({"dev.yaml": "functions: {store: {memory_mb: 512}}"}, schema=RAW)
    given = {path for path, origin in spec.origins.items() if str(origin) != "schema default"}

    assert given == {(), ("functions",), ("functions", "store"), ("functions", "store", "memory_mb")}
    assert len(spec.origins) == len(list(spec.origins))


def test_the_root_may_ask_less_of_partial_files() -> None:
    schema = schema_of(
        {"name": {"type": "string"}, "extends": {"x-tfgen-engine": True}, "abstract": {"x-tfgen-engine": True}},
        **{
            "if": {"anyOf": [{"required": ["extends"]}, {"required": ["abstract"]}]},
            "then": True,
            "else": {"required": ["name"]},
        },
    )
    specs: dict[str, str | bytes] = {"base.yaml": "abstract: true", "dev.yaml": "extends: base"}

    assert complaints(resolved, specs, schema=schema) == [
        "environments/dev.yaml:1:1: name is missing (give it in environments/dev.yaml or environments/base.yaml)"
    ]


NAMES = st.sampled_from("abc")
PLAIN = st.recursive(
    st.one_of(st.integers(0, 9), st.sampled_from(["x", "{environment}"])),
    lambda below: st.dictionaries(NAMES, below, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.dictionaries(NAMES, PLAIN, max_size=3), st.dictionaries(NAMES, PLAIN, max_size=3))
def test_what_is_given_is_never_changed_by_defaults(given_values: Any, defaults: Any) -> None:
    schema = {"properties": {name: {"default": default} for name, default in defaults.items()}}
    filled = values({"dev.yaml": json.dumps(given_values) if given_values else "{}"}, schema=schema)

    def check(given_value: Any, found: Any) -> None:
        if isinstance(given_value, dict):
            for key, below in given_value.items():
                check(below, found[key])
        else:
            assert found == ("dev" if given_value == "{environment}" else given_value)

    check(given_values, filled)
    assert set(filled) == set(given_values) | set(defaults)
    assert defaults == json.loads(json.dumps(defaults))


# The shipped schema


@pytest.fixture(scope="module")
def shipped(pytestconfig: pytest.Config) -> Schema:
    path = pytestconfig.rootpath / "environments/schema.json"
    if not path.exists():
        pytest.skip("environments/schema.json is not there")
    return Schema(json.loads(path.read_text("utf-8")))


def test_every_shipped_default_is_right_by_its_own_schema(shipped: Schema) -> None:
    for path in shipped.paths():
        knob = shipped.knob(path)
        if knob.default is None or (isinstance(knob.default, str) and "{" in knob.default):
            continue
        facets = [*_shape(shipped, path).facets]
        whole = {"allOf": facets, "$defs": shipped.raw.get("$defs", {})}
        if not isinstance(knob.default, dict):
            assert compile_schema(whole, "").is_valid(knob.default), format_path(path)
            assert Draft202012Validator(whole).is_valid(knob.default)


def test_every_shipped_knob_is_described(shipped: Schema) -> None:
    bare = [
        format_path(path) for path in shipped.paths() if path[-1] != "*" and not shipped.knob(path).description
    ]

    assert bare == []


def _shape(schema: Schema, path: Any) -> Any:
    shape: Any = schema.root
    for step in path:
        shape = shape.child(step)
    return shape
