"""Whether Terraform would take a value for an argument, which it converts to the argument's type.

A number becomes a string, "5" becomes a number, a list becomes a set, an object loses attributes that nobody
asked for. What is not known is taken, as far as its type is not known either.

Source: https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from generator import bounds
from generator.providers.schema_types import Type

TypeOf: TypeAlias = Callable[[Any], Type | None]
"""Says of which type an unknown value will be, None where that is not known either."""

# What Go's big.Float reads, infinity included.
_NUMBER = r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eEpP][+-]?\d+)?|[Ii]nf)"
_BOOLS = {"true", "false", "1", "0"}
_SEQUENCES, _PRIMITIVES = ("list", "set", "tuple"), ("string", "number", "bool")


def _unknown_type(value: Any) -> Type | None:
    return None


def mismatch(value: Any, wanted: Type, type_of: TypeOf = _unknown_type, depth: int = 0) -> str:
    """Return why Terraform would not take a value for a type, empty where it would.

    Args:
        value: An evaluated expression: str, int, float, bool, None, list (of a list, set or tuple) or dict (of a
            map or object). Anything else stands for what is not known.
        wanted: The type.
        type_of: Is asked of which type the unknown values are.
        depth: How deep in a value this is.
    """
    if value is None or depth > bounds.TYPE_DEPTH.limit:
        return ""
    kind = _kind(value)
    if not kind:
        found = type_of(value)
        return type_mismatch(found, wanted) if found else ""
    if wanted.kind == "dynamic":
        return ""
    if wanted.kind in _PRIMITIVES:
        return _primitive(value, wanted.kind, kind)
    if kind != ("object" if wanted.kind in ("map", "object") else "list"):
        return f"{_article(str(wanted))} is required, not {_article(kind)}"
    return _parts(value, wanted, type_of, depth + 1)


def type_mismatch(given: Type, wanted: Type, depth: int = 0) -> str:
    """Return why Terraform would take no value of a type for another, empty where it may take some."""
    if "dynamic" in (given.kind, wanted.kind) or depth > bounds.TYPE_DEPTH.limit:
        return ""
    if wanted.kind in _PRIMITIVES:
        between = {given.kind, wanted.kind}
        if given.kind in _PRIMITIVES and between != {"number", "bool"}:
            return ""
        return f"{_article(wanted.kind)} is required, not {_article(str(given))}"
    if not _same_shape(given, wanted):
        return f"{_article(str(wanted))} is required, not {_article(str(given))}"
    return _type_parts(given, wanted, depth + 1)


def _kind(value: Any) -> str:
    """Return what a value is, empty for what is not known."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list | tuple):
        return "list"
    return "object" if isinstance(value, Mapping) else ""


def _primitive(value: Any, wanted: str, kind: str) -> str:
    """Return why a value that is known is not taken for a string, number or bool."""
    if kind == wanted or (wanted == "string" and kind in _PRIMITIVES):
        return ""
    if kind != "string":
        return f"a {wanted} is required, not {_article(kind)}"
    if wanted == "number":
        return "" if re.fullmatch(_NUMBER, value, re.ASCII) else f"a number is required{_not_text(value)}"
    lower = value.lower()
    if value in _BOOLS:
        return ""
    if lower in _BOOLS:
        return f'a bool is required; to convert from string, use lowercase "{lower}"'
    return f"a bool is required{_not_text(value)}"


def _parts(value: Any, wanted: Type, type_of: TypeOf, depth: int) -> str:
    """Return why an element or attribute of a value is not taken."""
    if wanted.kind == "object":
        missing = [name for name in wanted.attributes if name not in value and name not in wanted.optional]
        pairs = [(f'attribute "{name}"', value.get(name), each) for name, each in wanted.attributes.items()]
        if missing:
            return f"{_list_names(missing)} required"
    elif wanted.kind == "tuple":
        if len(value) != len(wanted.elements):
            return f"a tuple of {len(wanted.elements)} elements is required, this has {len(value)}"
        pairs = [
            (f"element {number}", part, each)
            for number, (part, each) in enumerate(zip(value, wanted.elements, strict=True))
        ]
    else:
        element = wanted.element
        assert element is not None
        named = ((f'"{name}"', part) for name, part in value.items()) if wanted.kind == "map" else enumerate(value)
        pairs = [(f"element {name}", part, element) for name, part in named]
    for where, part, each in pairs:
        why = mismatch(part, each, type_of, depth)
        if why:
            return f"{where}: {why}"
    return ""


def _same_shape(given: Type, wanted: Type) -> bool:
    if wanted.kind in ("map", "object"):
        return given.kind in ("map", "object")
    if wanted.kind == "tuple":
        return given.kind == "tuple" and len(given.elements) == len(wanted.elements)
    return given.kind in _SEQUENCES


def _type_parts(given: Type, wanted: Type, depth: int) -> str:
    """Return why an element or attribute of one type is not taken for that of another."""
    parts: Sequence[tuple[str, Type | None, Type | None]]
    if wanted.kind == "object":
        missing = [name for name in wanted.attributes if name not in given.attributes]
        if given.kind == "object" and set(missing) - wanted.optional:
            return f"{_list_names(sorted(set(missing) - wanted.optional))} required"
        parts = [
            (name, given.attributes.get(name, given.element), each) for name, each in wanted.attributes.items()
        ]
    elif wanted.kind == "tuple":
        parts = list(zip(("elements",) * len(given.elements), given.elements, wanted.elements, strict=True))
    else:
        own = [given.element] if given.element else [*given.attributes.values(), *given.elements]
        parts = [("elements", each, wanted.element) for each in own]
    for name, part, each in parts:
        why = type_mismatch(part, each, depth) if part and each else ""
        if why:
            return f"{name}: {why}"
    return ""


def _article(words: str) -> str:
    return words if words.startswith("any ") else f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _not_text(text: str) -> str:
    shown = text if len(text) <= 40 else text[:40] + "…"  # noqa: PLR2004 - what fits in a line
    return f', and "{shown}" is not one'


def _list_names(names: Sequence[str]) -> str:
    quoted = [f'"{name}"' for name in sorted(names)]
    if len(quoted) == 1:
        return f"attribute {quoted[0]} is"
    return f"attributes {', '.join(quoted[:-1])} and {quoted[-1]} are"
