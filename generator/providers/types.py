"""Terraform's types, and whether a value can become one of them.

The types are cty's, which `terraform providers schema -json` writes as JSON: "string", ["set", "string"],
["object", {"name": "string"}]. The conversions are those that Terraform makes when a value is given to an
argument: a number becomes a string, "5" becomes a number, a list becomes a set.

Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

MAXIMUM_DEPTH = 64
"""No type and no value is looked into deeper than this. A bound of ours; the AWS provider's types reach 13."""

# What Go's big.Float reads, infinity included.
_NUMBER = r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eEpP][+-]?\d+)?|[Ii]nf)"
_LETTERS = {"s": "string", "n": "number", "b": "bool", "d": "dynamic", "L": "list", "S": "set", "M": "map"}
_BOOLS = {"true", "false", "1", "0"}


class Type:
    """One of Terraform's types.

    Attributes:
        kind: "string", "number", "bool", "dynamic" (any), "list", "set", "map", "object" or "tuple".
        element: The type of the elements of a list, set or map.
        attributes: The types of an object's attributes, by name.
        optional: The names of an object's attributes that a value may lack.
        elements: The types of a tuple's elements.
    """

    __slots__ = ("attributes", "element", "elements", "kind", "optional")

    def __init__(
        self,
        kind: str,
        element: Type | None = None,
        attributes: Mapping[str, Type] | None = None,
        optional: frozenset[str] = frozenset(),
        elements: Sequence[Type] = (),
    ) -> None:
        self.kind, self.element, self.elements = kind, element, tuple(elements)
        self.attributes, self.optional = dict(attributes or {}), optional

    @property
    def of_blocks(self) -> bool:
        """Whether Terraform lets an argument of this type be written as blocks: a list or set of objects."""
        return self.kind in ("list", "set") and self.element is not None and self.element.kind == "object"

    def encode(self) -> str:
        """Return the type as `decode` reads it: a letter, and what it is made of."""
        if self.kind == "object":
            marks = ((name, "?" if name in self.optional else "") for name in sorted(self.attributes))
            return "O{" + ",".join(f"{name}{mark}:{self.attributes[name].encode()}" for name, mark in marks) + "}"
        if self.kind == "tuple":
            return "T{" + ",".join(element.encode() for element in self.elements) + "}"
        letter = next(letter for letter, kind in _LETTERS.items() if kind == self.kind)
        return letter + (self.element.encode() if self.element else "")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Type) and self.encode() == other.encode()

    def __hash__(self) -> int:
        return hash(self.encode())

    def __str__(self) -> str:
        """Return the type in Terraform's words: "list of string", "object"."""
        return f"{self.kind} of {self.element}" if self.element else _WORDS.get(self.kind, self.kind)

    def __repr__(self) -> str:
        return f"Type({self.encode()!r})"


_WORDS = {"dynamic": "any single type"}


def from_json(document: Any, depth: int = 0) -> Type:
    """Return a type that is written as in a provider's schema or a state: "string", ["list", "string"].

    Raises:
        ValueError: It is none that Terraform has.
    """
    if depth > MAXIMUM_DEPTH:
        raise ValueError("a type that is nested too deeply")
    match document:
        case "string" | "number" | "bool" | "dynamic":
            return Type(document)
        case ["list" | "set" | "map" as kind, element]:
            return Type(kind, from_json(element, depth + 1))
        case ["object", {**attributes}, *rest]:
            parts = {str(name): from_json(part, depth + 1) for name, part in attributes.items()}
            return Type("object", attributes=parts, optional=frozenset(rest[0] if rest else ()))
        case ["tuple", [*elements]]:
            return Type("tuple", elements=[from_json(part, depth + 1) for part in elements])
    raise ValueError(f"not a type: {document!r}")


def decode(text: str) -> Type:
    """Return the type that `Type.encode` wrote.

    Raises:
        ValueError: It is none.
    """
    found, end = _decode(text, 0)
    if end != len(text):
        raise ValueError(f"not a type: {text!r}")
    return found


def _decode(text: str, start: int) -> tuple[Type, int]:
    letter = text[start : start + 1]
    kind = _LETTERS.get(letter)
    if kind in ("list", "set", "map"):
        element, end = _decode(text, start + 1)
        return Type(kind, element), end
    if kind:
        return Type(kind), start + 1
    if letter not in ("O", "T") or text[start + 1 : start + 2] != "{":
        raise ValueError(f"not a type: {text!r}")
    position, attributes, elements, optional = start + 2, {}, [], set()
    while text[position : position + 1] != "}":
        if letter == "O":
            colon = text.index(":", position)
            name = text[position:colon].removesuffix("?")
            if text[colon - 1] == "?":
                optional.add(name)
            attributes[name], position = _decode(text, colon + 1)
        else:
            element, position = _decode(text, position)
            elements.append(element)
        position += text[position : position + 1] == ","
    if letter == "T":
        return Type("tuple", elements=elements), position + 1
    return Type("object", attributes=attributes, optional=frozenset(optional)), position + 1


def mismatch(value: Any, wanted: Type, depth: int = 0) -> str:
    """Return why Terraform would not take a value for a type, empty where it would.

    Args:
        value: An evaluated expression: str, int, float, bool, None, list (of a list, set or tuple) or dict (of a
            map or object). Anything else stands for what is not known, and is taken.
        wanted: The type.
        depth: How deep in a value this is.
    """
    if value is None or depth > MAXIMUM_DEPTH:
        return ""
    kind = _kind(value)
    return _CHECKS[wanted.kind](value, wanted, depth, kind) if kind else ""


def _kind(value: Any) -> str:
    """Return what a value is, empty for what is not known."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list | tuple | set | frozenset):
        return "list"
    return "object" if isinstance(value, Mapping) else ""


def _any(value: Any, wanted: Type, depth: int, kind: str) -> str:
    return ""


def _string(value: Any, wanted: Type, depth: int, kind: str) -> str:
    return "a string is required" + _not_this(kind) if kind in ("list", "object") else ""


def _number(value: Any, wanted: Type, depth: int, kind: str) -> str:
    if kind == "number" or (kind == "string" and re.fullmatch(_NUMBER, value, re.ASCII)):
        return ""
    return "a number is required" + (_not_text(value) if kind == "string" else _not_this(kind))


def _bool(value: Any, wanted: Type, depth: int, kind: str) -> str:
    if kind == "bool" or (kind == "string" and value in _BOOLS):
        return ""
    if kind != "string":
        return "a bool is required" + _not_this(kind)
    lower = value.lower()
    if lower in ("true", "false"):
        return f'a bool is required; to convert from string, use lowercase "{lower}"'
    return "a bool is required" + _not_text(value)


def _sequence(value: Any, wanted: Type, depth: int, kind: str) -> str:
    if kind != "list":
        return f"{wanted} is required" + _not_this(kind)
    assert wanted.element is not None
    for number, element in enumerate(value):
        why = mismatch(element, wanted.element, depth + 1)
        if why:
            return f"element {number}: {why}"
    return ""


def _map(value: Any, wanted: Type, depth: int, kind: str) -> str:
    if kind != "object":
        return f"{wanted} is required" + _not_this(kind)
    assert wanted.element is not None
    for name, element in value.items():
        why = mismatch(element, wanted.element, depth + 1)
        if why:
            return f'element "{name}": {why}'
    return ""


def _object(value: Any, wanted: Type, depth: int, kind: str) -> str:
    if kind != "object":
        return "an object is required" + _not_this(kind)
    missing = [name for name in wanted.attributes if name not in value and name not in wanted.optional]
    if missing:
        return f"{_listed(missing)} required"
    for name, attribute in wanted.attributes.items():
        why = mismatch(value.get(name), attribute, depth + 1)
        if why:
            return f'attribute "{name}": {why}'
    return ""


def _tuple(value: Any, wanted: Type, depth: int, kind: str) -> str:
    if kind != "list":
        return "a tuple is required" + _not_this(kind)
    if len(value) != len(wanted.elements):
        return f"a tuple of {len(wanted.elements)} elements is required, this has {len(value)}"
    for number, (element, part) in enumerate(zip(value, wanted.elements, strict=True)):
        why = mismatch(element, part, depth + 1)
        if why:
            return f"element {number}: {why}"
    return ""


_CHECKS: dict[str, Callable[[Any, Type, int, str], str]] = {
    "dynamic": _any,
    "string": _string,
    "number": _number,
    "bool": _bool,
    "list": _sequence,
    "set": _sequence,
    "map": _map,
    "object": _object,
    "tuple": _tuple,
}


def _not_this(kind: str) -> str:
    article = "an" if kind == "object" else "a"
    return f", not {article} {kind}"


def _not_text(text: str) -> str:
    shown = text if len(text) <= 40 else text[:40] + "…"  # noqa: PLR2004 - what fits in a line
    return f', and "{shown}" is not one'


def _listed(names: Sequence[str]) -> str:
    quoted = [f'"{name}"' for name in sorted(names)]
    if len(quoted) == 1:
        return f"attribute {quoted[0]} is"
    return f"attributes {', '.join(quoted[:-1])} and {quoted[-1]} are"
