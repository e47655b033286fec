"""What the schema says of one value, with `$ref` and `allOf` followed: its properties, items and default."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from generator.naming import ValuePath
from generator.spec.json_schema import matches

JsonSchema = Mapping[str, Any]


class MissingDefault:
    """Stands for a default that there is none of, as None is one."""

    def __reduce__(self) -> str:
        return "MISSING"  # so that it is the same object when unpickled


MISSING: Final = MissingDefault()

ENGINE = "x-tfgen-engine"
"""Marks the properties that are no knobs: extends, matches, abstract."""
MOVED = "x-tfgen-moved"
"""In a map's schema: the keys that it had once, each with where that is now."""
_REFERENCE = "#/$defs/"
_FOLDED = frozenset({"$ref", "allOf", "anyOf", "oneOf"})


class Shapes:
    """Makes the shapes of one schema, each once."""

    def __init__(self, raw: JsonSchema) -> None:
        self.raw = raw
        self._made: dict[tuple[int, ...], Shape] = {}

    def of(self, schemas: Iterable[Any]) -> Shape:
        """Return the shape of a value that every one of `schemas` applies to."""
        facets: list[JsonSchema] = []
        for schema in schemas:
            if type(schema) is dict and not facets and _FOLDED.isdisjoint(schema):
                facets.append(schema)  # most are as simple as that
            else:
                self._unfold(schema, facets)
        key = tuple(map(id, facets))  # the schema lives as long as its shapes, so ids stay its own
        shape = self._made.get(key)
        if shape is None:
            shape = self._made[key] = Shape(self, tuple(facets))
        return shape

    def _unfold(self, schema: Any, facets: list[JsonSchema]) -> None:
        if not isinstance(schema, dict) or any(schema is facet for facet in facets):
            return
        facets.append(schema)
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference.startswith(_REFERENCE):
            self._unfold(self.raw.get("$defs", {}).get(reference.removeprefix(_REFERENCE)), facets)
        for part in schema.get("allOf", ()):
            self._unfold(part, facets)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                self._unfold(_only_choice(schema[keyword]), facets)


class Shape:
    """What the schema says of one value. Worked out where it is asked for: most of a schema is not, in a run.

    Attributes:
        facets: The schemas that apply to the value, the nearest first: its own, what that refers to, …
        default: The default; `MISSING` where there is none.
    """

    def __init__(self, shapes: Shapes, facets: tuple[JsonSchema, ...]) -> None:
        self.facets = facets
        self.default = self.first("default", MISSING)
        self._shapes = shapes
        self._stand_in: tuple[Any, bool] | None = None
        self._working = self._came_back = False

    def stand_in(self, work_out: Callable[[Shape], tuple[Any, bool]]) -> tuple[Any, bool]:
        """Return what `work_out` says stands in for an absent value, and whether placeholders are in it.

        It is asked once. Where it comes back here on its way, as in a schema that refers to itself, nothing
        stands in, so that it ends: for the value inside, and for the outer one unless that has a default.
        """
        if self._stand_in is not None:
            return self._stand_in
        self._came_back = self._working
        if self._working:
            return MISSING, False
        self._working = True
        found = work_out(self)
        endless = self._came_back and self.default is MISSING
        self._working, self._stand_in = False, (MISSING, False) if endless else found
        return self._stand_in

    def first(self, keyword: str, otherwise: Any = None) -> Any:
        """Return what the nearest facet that has `keyword` says there."""
        for facet in self.facets:
            if keyword in facet:
                return facet[keyword]
        return otherwise

    @cached_property
    def properties(self) -> dict[str, Shape]:
        """The declared properties of a map, in the schema's order; engine keys are not among them."""
        found = {name: self._shapes.of(schemas) for name, schemas in self._gather("properties").items()}
        return {name: shape for name, shape in found.items() if not shape.first(ENGINE)}

    @cached_property
    def patterns(self) -> dict[str, Shape]:
        """The shapes of further keys, by regular expression."""
        return {regex: self._shapes.of(each) for regex, each in self._gather("patternProperties").items()}

    @cached_property
    def rest(self) -> Shape | None:
        """The shape of all other keys of a map; None where they are refused, or not described."""
        schemas = [facet["additionalProperties"] for facet in self.facets if "additionalProperties" in facet]
        described = [schema for schema in schemas if isinstance(schema, dict)]
        return self._shapes.of(described) if described and not self.closed else None

    @cached_property
    def closed(self) -> bool:
        """Whether a map takes no other keys than the declared ones."""
        words = ("additionalProperties", "unevaluatedProperties")
        return any(facet.get(word) is False for facet in self.facets for word in words)

    @cached_property
    def items(self) -> Shape | None:
        """The shape of a list's items; None where they are not described."""
        schemas = [facet["items"] for facet in self.facets if isinstance(facet.get("items"), dict)]
        return self._shapes.of(schemas) if schemas else None

    @cached_property
    def required(self) -> frozenset[str]:
        """The keys that a map must have."""
        return frozenset(key for facet in self.facets for key in facet.get("required", ()))

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The JSON types that are allowed, null last; none where that is left open."""
        found: dict[str, None] = {}
        for facet in self.facets:
            said = facet.get("type", ())
            found = dict.fromkeys([said] if isinstance(said, str) else said)
            if found:
                break
        values = [*self.first("enum", ()), *([self.first("const")] if self.first("const") is not None else [])]
        if not found:
            found = dict.fromkeys(_type_of(value) for value in values)
        if self._may_be_null():
            found["null"] = None
        return tuple(sorted(found, key=lambda name: name == "null"))

    def child(self, step: str | int) -> Shape | None:
        """Return the shape of what stands at `step` below the value; None where the schema describes nothing."""
        if isinstance(step, int):
            return self.items
        if step in self.properties:
            return self.properties[step]
        for regex, shape in self.patterns.items():
            if matches(regex, step):
                return shape
        if step == "*" and self.rest is None:
            return self.items
        return self.rest

    def below(self, path: ValuePath) -> Iterator[Shape]:
        """Yield the shapes of what stands at a path; `*` is any key, declared or open."""
        if not path:
            yield self
            return
        step, *further = path
        declared = [*self.properties.values()] if step == "*" else []
        for each in (*declared, self.child(step)):
            if each is not None:
                yield from each.below(tuple(further))

    def _may_be_null(self) -> bool:
        choices = [
            choice for facet in self.facets for word in ("anyOf", "oneOf") for choice in facet.get(word, ())
        ]
        return any(_is_null(choice) for choice in choices)

    def _gather(self, keyword: str) -> dict[str, list[Any]]:
        """Return the schemas of each key below `keyword`, of all facets."""
        gathered: dict[str, list[Any]] = {}
        for facet in self.facets:
            for name, schema in facet.get(keyword, {}).items():
                gathered.setdefault(name, []).append(schema)
        return gathered


def _is_null(choice: Any) -> bool:
    return isinstance(choice, dict) and (choice.get("type") == "null" or choice.get("const", MISSING) is None)


def _only_choice(choices: list[Any]) -> Any:
    """Return the one branch that is not just null: `anyOf: [{type: "null"}, …]` says "this, or nothing"."""
    others = [choice for choice in choices if not _is_null(choice)]
    return others[0] if len(others) == 1 and len(choices) > 1 else None


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", int: "integer", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "null")
