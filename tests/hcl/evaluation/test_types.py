from typing import Any

import pytest

from generator import hcl
from generator.hcl.evaluation.type_constraints import ConstraintProblem, read_type
from generator.hcl.evaluation.types import (
    Collection,
    ConversionError,
    ObjectType,
    TupleType,
    Type,
    convert,
    freeze,
    kind_of,
    make_set,
    type_of,
    unify,
)
from generator.hcl.evaluation.values import UNKNOWN
from generator.hcl.syntax.tree import Expression


def expression(text: str) -> Expression:
    module = hcl.load({"a.tf": f"locals {{\n  it = {text}\n}}\n".encode()})
    return module.locals["it"].attribute.expression


def type_said(text: str) -> Type:
    return read_type(expression(text), lambda node: getattr(node, "value", None))


def test_constraints_are_read() -> None:
    assert type_said("string") == "string"
    assert isinstance(type_said("list(map(number))"), Collection)
    assert isinstance(type_said("tuple([string, bool])"), TupleType)
    found = type_said("object({ a = string, b = optional(number, 5) })")
    assert isinstance(found, ObjectType)
    assert (found.fields["a"].optional, found.fields["b"].optional, found.fields["b"].default) == (False, True, 5)


@pytest.mark.parametrize("text", ['"string"', "text", "list(string, string)", "object(string)", "map(list)", "5"])
def test_what_is_no_constraint(text: str) -> None:
    with pytest.raises(ConstraintProblem):
        type_said(text)


@pytest.mark.parametrize(
    ("value", "constraint", "found"),
    [
        ("5", "number", 5),
        (5, "string", "5"),
        ("true", "bool", True),
        (True, "string", "true"),
        ([1, "2"], "list(string)", ["1", "2"]),
        (["b", "a", "b"], "set(string)", ["a", "b"]),
        ({"a": 1}, "map(string)", {"a": "1"}),
        ({"a": "1", "c": 2}, "object({ a = number, b = optional(bool, true) })", {"a": 1, "b": True}),
        (UNKNOWN, "number", UNKNOWN),
    ],
)
def test_values_are_converted_as_terraform_does(value: Any, constraint: str, found: Any) -> None:
    assert convert(value, type_said(constraint)) == found


@pytest.mark.parametrize(
    ("value", "constraint", "message"),
    [
        ("x", "number", "a number is needed, this string is none"),
        ({}, "list(string)", "a list is needed, this is an object"),
        ([1], "map(string)", "a map is needed, this is a tuple"),
        ({}, "object({ a = string })", 'attribute "a" is required'),
        ([1], "tuple([string, string])", "a tuple of 2 elements is needed, this has 1"),
    ],
)
def test_what_can_not_be_converted_says_why(value: Any, constraint: str, message: str) -> None:
    with pytest.raises(ConversionError) as caught:
        convert(value, type_said(constraint))

    assert caught.value.message == message


def test_a_set_with_something_unknown_has_no_known_size() -> None:
    assert make_set([2, 1, 2]) == [1, 2]
    assert make_set([1, UNKNOWN]) is UNKNOWN


def test_types_of_values_and_what_they_have_in_common() -> None:
    assert [kind_of(each) for each in (None, True, 1.5, "x")] == ["null", "bool", "number", "string"]
    assert type_of(None) == "any"
    assert unify(["number", "string"]) == "string"
    assert unify([type_of({"a": 1}), "bool"]) is None
    assert freeze({"a": [1]}) == freeze({"a": [1]}) != freeze({"a": ["1"]})
