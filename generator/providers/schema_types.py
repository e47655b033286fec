"""Terraform's types.

They are cty's, which `terraform providers schema -json` writes as JSON: "string", ["set", "string"],
["object", {"name": "string"}].

Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator import bounds

_LETTERS = {"s": "string", "n": "number", "b": "bool", "d": "dynamic", "L": "list", "S": "set", "M": "map"}


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
    if depth > bounds.TYPE_DEPTH.limit:
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
