"""Types as Terraform has them: of values, of variables' constraints, and the conversions between them."""

from __future__ import annotations

from typing import TypeAlias

from generator import bounds
from generator.hcl.evaluation.values import UNKNOWN, ListValue, MapValue, Raw, Refusal, SetValue, TooLarge, Unknown
from generator.hcl.syntax import numbers

_BOOLS = {"true": True, "1": True, "false": False, "0": False}


class ConversionError(Refusal):
    """A value can't be what is asked for."""


class Collection:
    """`list(element)`, `set(element)` or `map(element)`; `kind` is the word."""

    __slots__ = ("element", "kind")

    def __init__(self, kind: str, element: Type) -> None:
        self.kind, self.element = kind, element


class ObjectField:
    """An attribute of an object type; the default is that of `optional`, null without one."""

    __slots__ = ("default", "optional", "type")

    def __init__(self, type_: Type, optional: bool = False, default: Raw = None) -> None:
        self.type, self.optional, self.default = type_, optional, default


class ObjectType:
    """`object({...})`."""

    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, ObjectField]) -> None:
        self.fields = fields


class TupleType:
    """`tuple([...])`."""

    __slots__ = ("elements",)

    def __init__(self, elements: tuple[Type, ...]) -> None:
        self.elements = elements


Type: TypeAlias = str | Collection | ObjectType | TupleType
"""A primitive by its name; "any" is every type."""

_KIND_NAMES: dict[type, str] = {ListValue: "list", SetValue: "set", MapValue: "map", list: "tuple", dict: "object"}


def kind_of(value: Raw) -> str:
    """Return the name of a value's type, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return "string" if isinstance(value, str) else _KIND_NAMES.get(type(value), "unknown")


def text_of(value: Raw) -> str:
    """Return a string, number or bool as a string.

    Raises:
        ConversionError: It is none of these.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return numbers.write_number(value)
    raise ConversionError(f"a string is needed, this is {_a(value)}")


def number_of(value: Raw) -> Raw:
    """Return a number, or a string that says one, as a number.

    Raises:
        ConversionError: It is none.
        TooLarge: It is beyond what is calculated with.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        found = parsed_number(value)
        if found is None:
            raise ConversionError("a number is needed, this string is none")
        return found
    raise ConversionError(f"a number is needed, this is {_a(value)}")


def bool_of(value: Raw) -> bool:
    """Return a bool, or a string that says one, as a bool.

    Raises:
        ConversionError: It is none.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _BOOLS:
        return _BOOLS[value]
    raise ConversionError("a bool is needed, this is " + _a(value))


def parsed_number(text: str) -> int | float | None:
    """Return the number that a text says, None if it says none.

    Raises:
        TooLarge: It is beyond what is calculated with.
    """
    try:
        return numbers.parse(text)
    except numbers.OutOfRange:
        raise TooLarge(bounds.NUMBER_DIGITS) from None


def convert(value: Raw, target: Type) -> Raw:
    """Return a value as a type has it; what is unknown stays so.

    Raises:
        ConversionError: There is no such conversion.
    """
    if value is None or isinstance(value, Unknown):
        return value
    if isinstance(target, str):
        if target == "any":
            return value
        return _PRIMITIVE[target](value)
    if isinstance(target, Collection):
        return _to_collection(value, target)
    if isinstance(target, ObjectType):
        return _to_object(value, target.fields)
    return _to_tuple(value, target.elements)


def _to_collection(value: Raw, target: Collection) -> Raw:
    if target.kind == "map":
        if not isinstance(value, dict):
            raise ConversionError(f"a map is needed, this is {_a(value)}")
        element = _element(target.element, list(value.values()))
        return MapValue((key, _within(part, element, 'element "{}"', key)) for key, part in value.items())
    if not isinstance(value, list):
        raise ConversionError(f"a {target.kind} is needed, this is {_a(value)}")
    element = _element(target.element, value)
    parts = [_within(part, element, f"element {index}") for index, part in enumerate(value)]
    return make_set(parts) if target.kind == "set" else ListValue(parts)


def _element(target: Type, parts: list[Raw]) -> Type:
    if target != "any":
        return target
    found = unify([type_of(part) for part in parts])
    if found is None:
        raise ConversionError("all elements must be of one type")
    return found


def _within(value: Raw, target: Type, where: str, *values: Raw) -> Raw:
    try:
        return convert(value, target)
    except ConversionError as error:
        raise ConversionError(f"{where}: {error.message}", *values, *error.values) from None


def _to_object(value: Raw, fields: dict[str, ObjectField]) -> Raw:
    if not isinstance(value, dict):
        raise ConversionError(f"an object is needed, this is {_a(value)}")
    found = {}
    for name, field in fields.items():
        if name not in value and not field.optional:
            raise ConversionError(f'attribute "{name}" is required')
        part = value.get(name)
        if part is None:
            part = field.default
        found[name] = _within(part, field.type, f'attribute "{name}"')
    return found


def _to_tuple(value: Raw, elements: tuple[Type, ...]) -> Raw:
    if not isinstance(value, list) or isinstance(value, SetValue):
        raise ConversionError(f"a tuple is needed, this is {_a(value)}")
    if len(value) != len(elements):
        raise ConversionError(f"a tuple of {len(elements)} elements is needed, this has {len(value)}")
    return [
        _within(part, target, f"element {at}")
        for at, (part, target) in enumerate(zip(value, elements, strict=True))
    ]


def make_set(parts: list[Raw]) -> Raw:
    """Return the set of some elements; UNKNOWN where an unknown one leaves open how many there are."""
    found = SetValue()
    seen: set[Raw] = set()
    for part in parts:
        if isinstance(part, Unknown):
            return UNKNOWN
        key = freeze(part)
        if key not in seen:
            seen.add(key)
            found.append(part)
    plain = [part for part in found if part is not None]
    if all(isinstance(part, str) for part in plain) or all(isinstance(part, (int, float)) for part in plain):
        found.sort(key=lambda part: (part is None, part))
    return found


def freeze(value: Raw) -> Raw:
    """Return something hashable that is equal for equal values, and for those only."""
    if isinstance(value, list):
        return ("list", *(freeze(part) for part in value))
    if isinstance(value, dict):
        return ("dict", *((key, freeze(value[key])) for key in sorted(value)))
    return (kind_of(value), value)


def type_of(value: Raw) -> Type:
    """Return the type of a value; "any" for null and the unknown."""
    if value is None or isinstance(value, Unknown):
        return "any"
    kind = kind_of(value)
    if kind in ("list", "set"):
        return Collection(kind, unify([type_of(part) for part in value]) or "any")
    if kind == "map":
        return Collection(kind, unify([type_of(part) for part in value.values()]) or "any")
    if kind == "tuple":
        return TupleType(tuple(type_of(part) for part in value))
    if kind == "object":
        return ObjectType({key: ObjectField(type_of(part)) for key, part in value.items()})
    return kind


def unify(types: list[Type]) -> Type | None:
    """Return the type that values of these can all be converted to, None where there is none."""
    found: Type = "any"
    for one in types:
        if one is found or one in ("any", found):
            continue
        if found == "any":
            found = one
            continue
        both = _unify_two(found, one)
        if both is None:
            return None
        found = both
    return found


def _unify_two(left: Type, right: Type) -> Type | None:
    if isinstance(left, str) or isinstance(right, str):
        return "string" if isinstance(left, str) and isinstance(right, str) and "string" in (left, right) else None
    if isinstance(left, TupleType) and isinstance(right, TupleType) and len(left.elements) == len(right.elements):
        parts = [unify([one, other]) for one, other in zip(left.elements, right.elements, strict=True)]
        return None if None in parts else TupleType(tuple(part for part in parts if part is not None))
    if (
        isinstance(left, ObjectType)
        and isinstance(right, ObjectType)
        and left.fields.keys() == right.fields.keys()
    ):
        fields = {}
        for name, field in left.fields.items():
            part = unify([field.type, right.fields[name].type])
            if part is None:
                return None
            fields[name] = ObjectField(part)
        return ObjectType(fields)
    kinds = {_collection_kind(left), _collection_kind(right)}
    if kinds == {"list", "set"}:  # a tuple can be either; a list wins over a set
        kinds = {"list"} if isinstance(left, Collection) and isinstance(right, Collection) else {"set"}
    if len(kinds) > 1:
        return None
    element = unify([*_elements(left), *_elements(right)])
    return None if element is None else Collection(kinds.pop(), element)


def _collection_kind(one: Type) -> str:
    if isinstance(one, Collection):
        return one.kind
    return "map" if isinstance(one, ObjectType) else "list"


def _elements(one: Type) -> list[Type]:
    if isinstance(one, Collection):
        return [one.element]
    if isinstance(one, ObjectType):
        return [field.type for field in one.fields.values()]
    return list(one.elements) if isinstance(one, TupleType) else []


def _a(value: Raw) -> str:
    kind = kind_of(value)
    return kind if kind == "null" else f"{'an' if kind[0] in 'ou' else 'a'} {kind}"


_PRIMITIVE = {"string": text_of, "number": number_of, "bool": bool_of}
