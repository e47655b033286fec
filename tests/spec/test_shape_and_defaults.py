from typing import Any

from generator.spec.defaults import Defaults
from generator.spec.placeholders import Filler
from generator.spec.shape import MISSING, Shape, Shapes

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "default": "{environment}-x"},
        "extends": {"x-tfgen-engine": True},
        "size": {"$ref": "#/$defs/size", "default": 3},
        "maybe": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
        "made": {"type": "object", "properties": {"b": {"type": "integer", "default": 1}}},
        "list": {"type": "array", "items": {"type": ["integer", "null"]}},
        "open": {"type": "object", "patternProperties": {"^k": {"type": "string"}}, "default": {"k1": "v"}},
    },
    "$defs": {"size": {"type": "integer", "default": 9, "allOf": [{"minimum": 1}]}},
}


def shape() -> Shape:
    return Shapes(SCHEMA).of([SCHEMA])


def test_a_shape_follows_references_and_all_of() -> None:
    size = shape().properties["size"]

    assert (size.default, size.types, size.first("minimum")) == (3, ("integer",), 1)
    assert shape().properties["maybe"].default is MISSING
    assert shape().properties["list"].items is not None
    assert "extends" not in shape().properties
    assert (shape().closed, shape().required) == (True, frozenset({"name"}))


def test_the_shape_of_a_further_key_is_that_of_its_pattern() -> None:
    below = shape().child("open")

    assert below
    assert below.child("k2")
    assert shape().child("no such") is None


def test_defaults_fill_in_and_a_map_is_made_where_its_members_make_it_up() -> None:
    found = Defaults(Filler({"environment": "dev"})).complete(shape(), {"open": {"k2": "w"}})

    assert found == {"name": "dev-x", "size": 3, "made": {"b": 1}, "open": {"k1": "v", "k2": "w"}}
    assert list(found) == ["name", "size", "made", "open"], "in the schema's order"


def test_an_integral_float_is_an_integer_where_one_is_wanted() -> None:
    found = Defaults(Filler({})).complete(shape(), {"name": "n", "size": 2.0})

    assert found["size"] == 2
    assert isinstance(found["size"], int)
