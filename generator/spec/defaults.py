"""What the schema fills in where a spec says nothing."""

from __future__ import annotations

from typing import Any

from generator.spec.placeholders import Filler, has_braces
from generator.spec.shape import MISSING, Shape


class Defaults:
    """Fills defaults in for one environment.

    A map's default lies under what the spec gives, key by key; then come the defaults of what is in the map.
    A map without a default that nobody wrote is there all the same if its own members make it up: if the
    defaults give it something, and all that it requires.
    """

    def __init__(self, filler: Filler) -> None:
        self._filler = filler

    def complete(self, shape: Shape, value: Any) -> Any:
        """Return `value` with defaults filled in and its maps in the schema's order, other keys behind.

        `value` itself is not changed. An integral float becomes an integer where the schema wants one.

        Raises:
            PlaceholderError: A default has a brace that stands for nothing.
        """
        if type(value) is dict:
            return self._complete_map(shape, value)
        if type(value) is list:
            items = shape.items
            return value if items is None else [self.complete(items, item) for item in value]
        if type(value) is float and value.is_integer() and shape.types[:1] == ("integer",):
            return int(value)
        return value

    def _complete_map(self, shape: Shape, value: dict[str, Any]) -> dict[str, Any]:
        completed = {}
        for name, below in shape.properties.items():
            given = value.get(name, MISSING)
            if given is MISSING:
                filled = self._absent(below)
                if filled is not MISSING:
                    completed[name] = filled
                continue
            if type(given) is dict and type(below.default) is dict:
                given = _layer(self._filler.fill_all(below.default), given)
            completed[name] = self.complete(below, given)
        for name, given in value.items():
            if name not in completed:
                child = shape.child(name)
                completed[name] = given if child is None else self.complete(child, given)
        return completed

    def _absent(self, shape: Shape) -> Any:
        """Return what stands in for a value that nobody gave; `MISSING` if nothing does."""
        template, varies = shape.stand_in(_raw_stand_in)
        return self._filler.fill_all(template) if varies else template


def _raw_stand_in(shape: Shape) -> tuple[Any, bool]:
    """Return what stands in for a value that nobody gave, placeholders unfilled, and whether it has any."""
    if shape.default is not MISSING:
        filled = _UNFILLED.complete(shape, shape.default)
        return filled, has_braces(filled)
    if shape.types != ("object",):
        return MISSING, False
    made = _UNFILLED.complete(shape, {})
    if not made or not shape.required.issubset(made):
        return MISSING, False
    return made, has_braces(made)


class _LiteralFiller(Filler):
    """Leaves placeholders alone."""

    def fill_all(self, value: Any) -> Any:
        return value


_UNFILLED = Defaults(_LiteralFiller({}))


def _layer(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    layered = dict(under)
    for key, value in over.items():
        below = layered.get(key)
        layered[key] = _layer(below, value) if type(below) is dict and type(value) is dict else value
    return layered
