"""What a value must be for Terraform to take it for a type."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from schema_documents import TYPES, type_document
from terraform_bench import Terraform

from generator import bounds
from generator.providers.acceptance import mismatch, type_mismatch
from generator.providers.schema_types import Type, decode, from_json

UNKNOWN = object()
OBJECT = from_json(["object", {"a": "string", "b": "number"}, ["b"]])


@pytest.mark.parametrize(
    ("value", "document"),
    [
        ("x", "string"),
        (5, "string"),
        (True, "string"),
        (5, "number"),
        (1.5, "number"),
        ("5", "number"),
        ("-1.5e3", "number"),
        (".5", "number"),
        (True, "bool"),
        ("true", "bool"),
        ("0", "bool"),
        (["a", 1, True], ["list", "string"]),
        (["1", 2], ["set", "number"]),
        ([], ["list", ["object", {"a": "string"}]]),
        ({"a": 1, "b": "x"}, ["map", "string"]),
        ({"a": 1, "more": []}, ["object", {"a": "string"}]),
        (["x", 1], ["tuple", ["string", "number"]]),
        ([{"a": [1]}], ["list", ["object", {"a": ["set", "string"]}]]),
        ({"x": [1, {"y": None}]}, "dynamic"),
    ],
)
def test_taken(value: Any, document: Any) -> None:
    assert mismatch(value, from_json(document)) == ""


@pytest.mark.parametrize(
    ("value", "document", "why"),
    [
        (["x"], "string", "a string is required, not a list"),
        ({}, "string", "a string is required, not an object"),
        ("five", "number", 'a number is required, and "five" is not one'),
        ("5 ", "number", 'a number is required, and "5 " is not one'),
        ("", "number", 'a number is required, and "" is not one'),
        ("x" * 50, "number", f'a number is required, and "{"x" * 40}…" is not one'),
        (True, "number", "a number is required, not a bool"),
        ("True", "bool", 'a bool is required; to convert from string, use lowercase "true"'),
        ("yes", "bool", 'a bool is required, and "yes" is not one'),
        (1, "bool", "a bool is required, not a number"),
        ("x", ["list", "string"], "a list of string is required, not a string"),
        ({}, ["set", "string"], "a set of string is required, not an object"),
        (["1", "x"], ["set", "number"], 'element 1: a number is required, and "x" is not one'),
        (["a"], ["map", "string"], "a map of string is required, not a list"),
        ({"a": []}, ["map", "bool"], 'element "a": a bool is required, not a list'),
        ("x", ["object", {}], "an object is required, not a string"),
        ({}, ["object", {"a": "string"}], 'attribute "a" is required'),
        ({"a": []}, ["object", {"a": "string"}], 'attribute "a": a string is required, not a list'),
        ({}, ["object", {"b": "string", "a": "bool"}], 'attributes "a" and "b" are required'),
        ("x", ["tuple", []], "a tuple is required, not a string"),
        (["x"], ["tuple", []], "a tuple of 0 elements is required, this has 1"),
        (["x"], ["tuple", ["number"]], 'element 0: a number is required, and "x" is not one'),
    ],
)
def test_not_taken(value: Any, document: Any, why: str) -> None:
    assert mismatch(value, from_json(document)) == why


def test_an_optional_attribute_may_be_missing_and_not_wrong() -> None:
    assert mismatch({"a": "x"}, OBJECT) == ""
    assert mismatch({"a": "x", "b": "y"}, OBJECT) == 'attribute "b": a number is required, and "y" is not one'


@settings(deadline=None)
@given(TYPES)
def test_null_and_the_unknown_are_taken_for_every_type(document: Any) -> None:
    assert mismatch(None, from_json(document)) == ""
    assert mismatch(UNKNOWN, from_json(document)) == ""


def test_unknown_parts_are_taken() -> None:
    assert mismatch(["1", UNKNOWN], from_json(["list", "number"])) == ""
    assert mismatch(["x", UNKNOWN], from_json(["list", "number"])) != ""
    assert mismatch({"a": UNKNOWN}, from_json(["object", {"a": "bool"}])) == ""


@pytest.mark.parametrize(
    ("given_type", "wanted", "why"),
    [
        ("string", "number", ""),
        ("number", "string", ""),
        ("number", "bool", "a bool is required, not a number"),
        (["list", "string"], "string", "a string is required, not a list of string"),
        ("string", ["list", "string"], "a list of string is required, not a string"),
        (["set", "string"], ["list", "string"], ""),
        (["list", ["list", "string"]], ["set", "string"], "elements: a string is required, not a list of string"),
        (["map", "string"], ["object", {"a": "number"}], ""),
        (["object", {"a": "bool"}], ["object", {"b": "bool"}], 'attribute "b" is required'),
        (["object", {"a": "bool"}], ["object", {"a": "number"}], "a: a number is required, not a bool"),
        (
            ["object", {"a": ["list", "string"]}],
            ["map", "string"],
            "elements: a string is required, not a list of string",
        ),
        (["tuple", ["bool"]], ["tuple", ["number"]], "elements: a number is required, not a bool"),
        ("dynamic", "string", ""),
        (["list", "string"], "dynamic", ""),
    ],
)
def test_a_type_for_another(given_type: Any, wanted: Any, why: str) -> None:
    assert type_mismatch(from_json(given_type), from_json(wanted)) == why
    assert mismatch(UNKNOWN, from_json(wanted), lambda _: from_json(given_type)) == why


@settings(deadline=None)
@given(TYPES)
def test_a_type_is_taken_for_itself(document: Any) -> None:
    assert type_mismatch(from_json(document), from_json(document)) == ""


@settings(deadline=None)
@given(TYPES)
def test_a_type_reads_back_from_its_code(document: Any) -> None:
    found = from_json(document)

    assert type_document(found) == document
    assert decode(found.encode()) == found


@pytest.mark.parametrize("text", ["", "x", "L", "ss", "O", "O{a", "O{a:s", "T{s", "O{:}"])
def test_a_broken_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode(text)


def test_a_type_without_end_is_refused_and_a_value_without_end_taken() -> None:
    document: Any = "string"
    value: Any = "x"
    deep = Type("string")
    for _ in range(bounds.TYPE_DEPTH.limit + 5):
        document, value, deep = ["list", document], [value], Type("list", deep)

    with pytest.raises(ValueError, match="deeply"):
        from_json(document)
    assert mismatch(value, deep) == ""


def test_a_type_in_words() -> None:
    assert str(from_json(["list", ["map", "string"]])) == "list of map of string"
    assert str(from_json(["set", ["object", {"a": "string"}]])) == "set of object"
    assert str(from_json("dynamic")) == "any single type"


@pytest.mark.slow
def test_terraform_agrees_over_random_types_and_values(terraform: Terraform, tmp_path: Path) -> None:
    """Each case is a variable with that type and that default."""
    chance = random.Random(20_250)
    cases = [_case(chance) for _ in range(1_500)]
    for number, (document, value) in enumerate(cases):  # a file each, for terraform reads one anew for each error
        block = f'variable "v{number}" {{\n  type = {_constraint(document)}\n  default = {_literal(value)}\n}}\n'
        (tmp_path / f"{number}.tf").write_text(block)
    refused = {}
    for diagnostic in terraform.diagnostics(tmp_path):
        assert diagnostic.summary == "Invalid default value for variable", diagnostic
        refused[int(diagnostic.file.removesuffix(".tf"))] = diagnostic.detail

    ours = {number: why for number, case in enumerate(cases) if (why := mismatch(case[1], from_json(case[0])))}
    wrong = [(cases[number], ours.get(number), refused.get(number)) for number in ours.keys() ^ refused.keys()]
    assert not wrong
    assert 300 < len(refused) < 1_200


def _case(chance: random.Random) -> tuple[Any, Any]:
    document = _type(chance, 3)
    return document, _value(chance, document, 4)


def _type(chance: random.Random, depth: int) -> Any:
    kind = chance.choice(
        ["string", "number", "bool", "list", "set", "map", "object", "tuple"][: 8 if depth else 3]
    )
    if kind in ("list", "set", "map"):
        return [kind, _type(chance, depth - 1)]
    if kind == "object":
        names = chance.sample("abc", chance.randint(0, 3))
        optional = [name for name in names if chance.random() < 0.3]
        return [kind, {name: _type(chance, depth - 1) for name in names}, optional]
    if kind == "tuple":
        return [kind, [_type(chance, depth - 1) for _ in range(chance.randint(0, 2))]]
    return kind


def _value(chance: random.Random, document: Any, depth: int) -> Any:
    """Return a value of a type most of the time, one that converts to it often, any other now and then."""
    if chance.random() < 0.07 or depth == 0:
        return chance.choice([None, "x", 1, False, ["x"], {"a": "x"}, [], {}, "true", "1.5"])
    match document:
        case [("list" | "set"), inner]:
            return [_value(chance, inner, depth - 1) for _ in range(chance.randint(0, 3))]
        case ["map", inner]:
            return {name: _value(chance, inner, depth - 1) for name in chance.sample("abc", chance.randint(0, 3))}
        case ["object", parts, _]:
            kept = {name: part for name, part in parts.items() if chance.random() < 0.93}
            more = {"z": "more"} if chance.random() < 0.2 else {}
            return {name: _value(chance, part, depth - 1) for name, part in kept.items()} | more
        case ["tuple", parts]:
            return [_value(chance, part, depth - 1) for part in parts]
    return chance.choice(_PRIMITIVES[document])


_PRIMITIVES: dict[str, list[Any]] = {
    "string": ["x", "", "5", 7, 2.5, True, "true"],
    "number": [
        1,
        -2,
        0.5,
        "3",
        "-4.5",
        "1e3",
        "5",
        "+5",
        ".5",
        "5.",
        " 5",
        "0x1F",
        "1_000",
        "Inf",
        "-inf",
        "INF",
        "5p2",
        "",
    ],
    "bool": [True, False, "true", "false", "1", "0", "True", "FALSE", "yes", 1, 0],
}


def _constraint(document: Any) -> str:
    match document:
        case [("list" | "set" | "map") as kind, inner]:
            return f"{kind}({_constraint(inner)})"
        case ["object", parts, optional]:
            inner = (
                f"{name} = optional({_constraint(part)})" if name in optional else f"{name} = {_constraint(part)}"
                for name, part in parts.items()
            )
            return f"object({{ {', '.join(inner)} }})"
        case ["tuple", parts]:
            return f"tuple([{', '.join(map(_constraint, parts))}])"
    return str(document)


def _literal(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_literal(part)}" for name, part in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value)
