"""Functions on lists, sets and maps; parts of their arguments may be unknown."""

from __future__ import annotations

from itertools import product
from math import prod

from generator import bounds
from generator.hcl.evaluation.operations import EvaluationError, equal, truth
from generator.hcl.evaluation.types import (
    Type,
    convert,
    freeze,
    kind_of,
    make_set,
    number_of,
    text_of,
    type_of,
    unify,
)
from generator.hcl.evaluation.values import (
    UNKNOWN,
    ListValue,
    MapValue,
    Raw,
    SetValue,
    TooLarge,
    Unknown,
    is_unknown,
)
from generator.hcl.syntax import graphemes


def _list(value: Raw, what: str = "a list is needed") -> list[Raw]:
    if not isinstance(value, list):
        raise EvaluationError(f"{what}, this is {kind_of(value)}")
    return value


def _map(value: Raw) -> dict[str, Raw]:
    if not isinstance(value, dict):
        raise EvaluationError(f"a map is needed, this is {kind_of(value)}")
    return value


def _whole(value: Raw, what: str) -> int:
    found = number_of(value)
    if not isinstance(found, int):
        raise EvaluationError(f"{what} is a whole number")
    return found


def unify_elements(parts: list[Raw]) -> list[Raw]:
    """Return elements in the one type that they have in common."""
    return unified_with(parts, (parts,))


def unified_with(value: Raw, others: tuple[Raw, ...]) -> list[Raw]:
    """Return a list's elements in the type that the elements of all have in common."""
    target = unify([type_of(part) for one in others for part in _list(one)])
    if target is None:
        raise EvaluationError("the elements have no type in common")
    return [convert(part, target) for part in value]


def length(value: Raw) -> Raw:
    """`length(value)`."""
    if isinstance(value, str):
        return graphemes.count(value)
    if isinstance(value, (list, dict)):
        return len(value)
    raise EvaluationError(f"a collection or string is needed, this is {kind_of(value)}")


def keys(value: Raw) -> Raw:
    """`keys(map)`, sorted."""
    names = sorted(_map(value))
    return ListValue(names) if isinstance(value, MapValue) else names


def values(value: Raw) -> Raw:
    """`values(map)`, in the order of the keys."""
    found = [part for _, part in sorted(_map(value).items())]
    return ListValue(found) if isinstance(value, MapValue) else found


def reverse(value: Raw) -> Raw:
    """`reverse(list)`."""
    parts = _list(value)[::-1]
    return ListValue(parts) if isinstance(value, (ListValue, SetValue)) else [*parts]


def flatten(value: Raw) -> Raw:
    """`flatten(list)`."""
    is_unknown(_list(value))  # which refuses what is too large to go through
    found: list[Raw] = []
    waiting = [iter(value)]
    while waiting:
        for part in waiting[-1]:
            if isinstance(part, list):
                waiting.append(iter(part))
                break
            if isinstance(part, Unknown):
                return UNKNOWN  # it could be a list
            found.append(part)
        else:
            waiting.pop()
    return found


def compact(value: Raw) -> Raw:
    """`compact(list)`: without nulls and empty strings."""
    parts = _list(value)
    if any(isinstance(part, Unknown) for part in parts):
        return UNKNOWN
    return ListValue(text_of(part) for part in parts if part is not None and part != "")


def distinct(value: Raw) -> Raw:
    """`distinct(list)`."""
    if is_unknown(_list(value)):
        return UNKNOWN
    return ListValue(_once(unify_elements(value)))


def _once(parts: list[Raw]) -> list[Raw]:
    found: dict[Raw, Raw] = {}
    for part in parts:
        found.setdefault(freeze(part), part)
    return list(found.values())


def one(value: Raw) -> Raw:
    """`one(list)`: the only element, or null."""
    parts = _list(value, "a list or set is needed")
    if len(parts) > 1:
        raise EvaluationError("the list has more than one element")
    return parts[0] if parts else None


def alltrue(value: Raw) -> Raw:
    """`alltrue(list)`."""
    return _quantify(_list(value), True)


def anytrue(value: Raw) -> Raw:
    """`anytrue(list)`."""
    return _quantify(_list(value), False)


def _quantify(parts: list[Raw], default: bool) -> Raw:
    """Return `default` if all parts are that; a null is not true."""
    values = [part if isinstance(part, Unknown) else part is not None and truth(part) for part in parts]
    if any(value is (not default) for value in values):
        return not default
    return UNKNOWN if any(isinstance(value, Unknown) for value in values) else default


def contains(value: Raw, wanted: Raw) -> Raw:
    """`contains(list, value)`."""
    if value is None or wanted is None:
        raise EvaluationError(f"a {'list' if value is None else 'value'} is needed, this is null")
    found: Raw = False
    parts = _list(value)
    for part in parts:
        same = equal(part, wanted)
        if same is True:
            return True
        if isinstance(same, Unknown):
            found = UNKNOWN
    return found


def chunklist(value: Raw, size: Raw) -> Raw:
    """`chunklist(list, size)`."""
    parts, count = _list(value), _whole(size, "the size")
    if count < 0:
        raise EvaluationError("the size can't be negative")
    count = count or max(len(parts), 1)
    return ListValue(ListValue(parts[at : at + count]) for at in range(0, len(parts), count))


def element(value: Raw, index: Raw) -> Raw:
    """`element(list, index)`, which wraps around; a negative index, which Terraform 1.11 refuses, counts back."""
    parts, place = _list(value), _whole(index, "the index")
    if isinstance(value, SetValue):
        raise EvaluationError("a set has no order")
    if not parts:
        raise EvaluationError("the list is empty")
    return parts[place % len(parts)]


def zipmap(names: Raw, parts: Raw) -> Raw:
    """`zipmap(keys, values)`."""
    keys_, values_ = _list(names), _list(parts)
    if any(isinstance(key, Unknown) for key in keys_):
        return UNKNOWN
    if len(keys_) != len(values_):
        raise EvaluationError(f"there are {len(keys_)} keys and {len(values_)} values")
    found = dict(zip((text_of(key) for key in keys_), values_, strict=True))
    return MapValue(found) if isinstance(parts, ListValue) else found


def index_(value: Raw, wanted: Raw) -> Raw:
    """`index(list, value)`."""
    parts = _list(value)
    if not parts:
        raise EvaluationError("the list is empty")
    for at, part in enumerate(parts):
        if equal(part, wanted) is True:
            return at
    raise EvaluationError("the value is not in the list")


def slice_(value: Raw, start: Raw, end: Raw) -> Raw:
    """`slice(list, start, end)`."""
    parts, first, last = _list(value), _whole(start, "the start"), _whole(end, "the end")
    if isinstance(value, SetValue):
        raise EvaluationError("a set has no order")
    if not 0 <= first <= last <= len(parts):
        raise EvaluationError(f"{first} to {last} is not within the list, which has {len(parts)} elements")
    found = parts[first:last]
    return ListValue(found) if isinstance(value, ListValue) else [*found]


def matchkeys(parts: Raw, keys_: Raw, wanted: Raw) -> Raw:
    """`matchkeys(values, keys, wanted)`."""
    if is_unknown(keys_) or is_unknown(wanted):
        return UNKNOWN
    if len(_list(parts)) != len(_list(keys_)):
        raise EvaluationError("there must be as many keys as values")
    both = (keys_, _list(wanted))
    search = {freeze(part) for part in unified_with(wanted, both)}
    found = (freeze(key) in search for key in unified_with(keys_, both))
    return ListValue(part for part, wanted_ in zip(parts, found, strict=True) if wanted_)


def lookup(value: Raw, key: Raw, *default: Raw) -> Raw:
    """`lookup(map, key, default)`."""
    if isinstance(value, Unknown) or isinstance(key, Unknown):
        return UNKNOWN
    name = text_of(key)
    fallback = default[0] if default else None
    if isinstance(_map(value), MapValue) and value:
        fallback = convert(fallback, _element_type(value))
    if name in value:
        return value[name]
    if not default:
        raise EvaluationError('there is no key "{}"', name)
    return fallback


def _element_type(value: Raw) -> Type:
    found = unify([type_of(part) for part in value.values()])
    return "any" if found is None else found


def merge(*maps: Raw) -> Raw:
    """`merge(maps...)`; a null is as an empty one."""
    found: dict[str, Raw] = {}
    given = [one for one in maps if one is not None]
    for one in given:
        found |= _map(one)
    if given and all(isinstance(one, MapValue) for one in given):
        return MapValue(found)
    return found


def concat(*lists: Raw) -> Raw:
    """`concat(lists...)`."""
    found: list[Raw] = []
    for one in lists:
        if isinstance(one, SetValue):
            raise EvaluationError("lists are needed, this is set")
        found += _list(one, "lists are needed")
        if len(found) > bounds.VALUE_PARTS.limit:
            raise TooLarge(bounds.VALUE_PARTS)
    if all(isinstance(one, ListValue) for one in lists) and unify([type_of(one) for one in found]):
        return ListValue(unify_elements(found))
    return found


def coalesce(*candidates: Raw) -> Raw:
    """`coalesce(values...)`: the first that is neither null nor an empty string."""
    for candidate in candidates:
        if isinstance(candidate, Unknown):
            return UNKNOWN
        if candidate is None or candidate == "":
            continue
        target = unify([type_of(one) for one in candidates])
        if target is None:
            raise EvaluationError("all arguments must be of one type")
        return convert(candidate, target)
    raise EvaluationError("there is no argument that is neither null nor empty")


def coalescelist(*candidates: Raw) -> Raw:
    """`coalescelist(lists...)`: the first that is not empty."""
    for candidate in candidates:
        if not isinstance(candidate, Unknown) and isinstance(candidate, SetValue):
            raise EvaluationError("lists are needed, this is set")
        _ = isinstance(candidate, Unknown) or _list(candidate)
    for candidate in candidates:
        if candidate:
            return UNKNOWN if isinstance(candidate, Unknown) else candidate
    raise EvaluationError("there is no list that is not empty")


def transpose(value: Raw) -> Raw:
    """`transpose(map of lists)`."""
    found: dict[str, Raw] = {}
    for name, parts in sorted(_map(value).items()):
        for part in _list(parts, "a map of lists is needed"):
            found.setdefault(text_of(part), ListValue()).append(name)
    return MapValue(sorted(found.items()))


def setunion(*sets: Raw) -> Raw:
    """`setunion(sets...)`."""
    return make_set(unify_elements([part for one in sets for part in _list(one)]))


def setintersection(*sets: Raw) -> Raw:
    """`setintersection(sets...)`."""
    both = [{freeze(part) for part in unified_with(one, sets)} for one in sets]
    shared = set.intersection(*both)
    return make_set([part for part in unified_with(sets[0], sets) if freeze(part) in shared])


def setsubtract(value: Raw, other: Raw) -> Raw:
    """`setsubtract(set, other)`."""
    sets = (value, other)
    less = {freeze(part) for part in unified_with(other, sets)}
    return make_set([part for part in unified_with(value, sets) if freeze(part) not in less])


def setproduct(*sets: Raw) -> Raw:
    """`setproduct(sets...)`: of sets a set, a list as soon as one of them is a list."""
    if len(sets) < 2:  # noqa: PLR2004
        raise EvaluationError("at least two sets are needed")
    if prod(len(_list(one)) for one in sets) * len(sets) > bounds.VALUE_PARTS.limit:
        raise TooLarge(bounds.VALUE_PARTS)
    found = [list(one) for one in product(*(unify_elements(one) for one in sets))]
    return make_set(found) if all(isinstance(one, SetValue) for one in sets) else ListValue(found)
