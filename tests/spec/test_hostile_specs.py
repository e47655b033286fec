"""Specs that are made to take for ever: each ends in one short answer."""

from __future__ import annotations

from typing import Any

import pytest
from spec_project import complaints, resolved, schema_of

UNIQUE = {"properties": {"a": {"uniqueItems": True}}}
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "schema", "problem"),
    [
        (LAUGHS, {}, "the file holds more than 100,000 values, aliases written out"),
        ("a: " + "[" * 100_000, {}, "maps and lists nest deeper than 64 levels"),
        ("".join(" " * n + "a:\n" for n in range(1_000)), {}, "maps and lists nest deeper than 64 levels"),
        ("a: [" + ", ".join(map(str, range(50_000))) + ", 49999]", UNIQUE, "a: has the same item twice: 49999"),
        ("a: [" + "1, " * 120_000 + "1]", {}, "the file holds more than 100,000 values, aliases written out"),
        (
            "a: " + "1" * 5_000,
            {},
            f"{'1' * 40}… is too large for a number of 64 bits (quote it if it is meant as text)",
        ),
    ],
    ids=["laughs", "brackets", "indents", "repeated", "values", "digits"],
)
def test_a_file_that_takes_for_ever_is_one_problem(text: str, schema: Any, problem: str) -> None:
    (found,) = complaints(resolved, {"dev.yaml": text}, schema=schema)

    assert found.endswith(problem)


def test_files_that_extend_all_others_are_not_put_in_order_without_end() -> None:
    names = [f"s{n}" for n in range(150)]
    files: dict[str, str | bytes] = {
        f"{name}.yaml": f"abstract: true\nextends: [{', '.join(names[:n])}]\n" for n, name in enumerate(names)
    }

    found = complaints(resolved, {**files, "dev.yaml": f"extends: [{', '.join(names)}]"})

    assert any(line.endswith("extends leads to more than 100 files") for line in found)


@pytest.mark.parametrize(
    "schema", [{"additionalProperties": False}, {"additionalProperties": False, "properties": {}}]
)
def test_a_map_that_takes_no_key_names_each_that_is_there(schema: Any) -> None:
    assert complaints(resolved, {"dev.yaml": "a: 1\nb: 2\n"}, schema=schema) == [
        'environments/dev.yaml:1:1: unknown key "a"',
        'environments/dev.yaml:2:1: unknown key "b"',
    ]


def test_a_property_that_is_called_additional_properties_is_no_map_without_keys() -> None:
    schema = {"properties": {"additionalProperties": False}}

    assert complaints(resolved, {"dev.yaml": "additionalProperties: {a: 1}\n"}, schema=schema) == [
        "environments/dev.yaml:1:23: additionalProperties: a map is not allowed here"
    ]


def test_a_setting_without_end_is_one_problem() -> None:
    schema = schema_of(
        {"a": {"$ref": "#/$defs/x"}}, **{"$defs": {"x": {"properties": {"a": {"$ref": "#/$defs/x"}}}}}
    )

    (found,) = complaints(resolved, {"dev.yaml": "a: {}"}, schema=schema, settings=("a" + ".a" * 5_000 + "=1",))

    assert found.endswith("the path has more than 64 levels")


def test_a_schema_that_doubles_with_every_level_of_a_value_lists_one_problem() -> None:
    twice = [{"properties": {"a": {"$ref": "#/$defs/x"}}}, {"properties": {"a": {"$ref": "#/$defs/x"}}}]
    schema = {"$defs": {"x": {"type": "object", "allOf": twice}}, "$ref": "#/$defs/x"}

    (deep,) = complaints(resolved, {"dev.yaml": "{a: " * 40 + "1" + "}" * 40}, schema=schema)

    assert deep.endswith(": expected a map, found the number 1")
    assert complaints(resolved, {"dev.yaml": "{a: {a: 1}}"}, schema=schema) == [
        "environments/dev.yaml:1:9: a.a: expected a map, found the number 1"
    ]
