"""The schema of the specs: `environments/schema.json`, and what it says of each knob."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from generator import bounds
from generator.errors import SpecError
from generator.files.project import Files
from generator.location import Location
from generator.naming import ValuePath, did_you_mean, format_path, nearest, quote, version_numbers
from generator.spec.annotation import ANNOTATION, hold_annotation
from generator.spec.json_schema import compile_schema, is_recursive
from generator.spec.shape import MISSING, MOVED, JsonSchema, Shape, Shapes
from generator.spec.value_paths import parse_path

SCHEMA_PATH = "environments/schema.json"
_STRUCTURE = frozenset({"properties", "patternProperties", "additionalProperties", "items"})


class Knob(NamedTuple):
    """What the schema says of one value of a spec. What it does not say is None.

    Attributes:
        path: Where the value stands; "*" stands for any key of a map, or any item of a list.
        type: "string", "integer", "number", "boolean", "array", "object"; "" where it is left open.
        description: What it does, its unit, and the source of its bounds.
        default: What it is where no spec says so; None also where there is no default.
        minimum: Of a number.
        maximum: Of a number.
        multiple_of: What a number is a multiple of.
        min_length: Of a string, in characters.
        max_length: Of a string, in characters.
        pattern: A regular expression that a string must match somewhere.
        enum: The values allowed, None not among them.
        nullable: Whether None is allowed.
        title: A short name.
    """

    path: ValuePath
    type: str
    description: str | None = None
    default: Any = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    multiple_of: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    enum: tuple[Any, ...] | None = None
    nullable: bool = False
    title: str | None = None


class Schema:
    """The schema, loaded.

    Attributes:
        raw: The JSON. Treat it as read-only.
        path: Its file, for messages.
        root: The shape of a whole spec.
        recursive: Whether it refers to itself.
        validator: Holds the values of a spec to it.
    """

    def __init__(self, raw: dict[str, Any], path: str = SCHEMA_PATH) -> None:
        self.raw, self.path = raw, path
        self.recursive = is_recursive(raw, path)
        self.validator = compile_schema(raw, path)
        hold_annotation(raw, path)
        self.root: Shape = Shapes(raw).of([raw])
        self._roots: dict[tuple[int, ...], Shape] = {(): self.root}
        self._knobs: dict[ValuePath, Knob] = {}

    def __reduce__(self) -> tuple[type[Schema], tuple[dict[str, Any], str]]:
        return Schema, (self.raw, self.path)

    def knob(self, path: ValuePath) -> Knob:
        """Return what the schema says of the value at `path`.

        Raises:
            SpecError: There is no such path in the schema.
        """
        if path not in self._knobs:
            self._knobs[path] = self._describe(path)
        return self._knobs[path]

    def root_for(self, given: Mapping[str, Any]) -> Shape:
        """Return the shape of a spec with the defaults of the versions that it asks for (`x-tfgen`: `defaults`).

        Args:
            given: What the spec says, before anything is filled in.
        """
        rules = self.raw.get(ANNOTATION, {}).get("defaults", ())
        newer = tuple(at for at, rule in enumerate(rules) if self._reaches(given, rule["of"], rule["version"]))
        if newer not in self._roots:
            root = Shapes(self.raw).of([self.raw])
            for rule in map(rules.__getitem__, newer):
                for path in rule["paths"]:
                    for shape in root.below(parse_path(path)):
                        shape.default = rule["default"]
            self._roots[newer] = root
        return self._roots[newer]

    def _reaches(self, given: Mapping[str, Any], path: str, version: str) -> bool:
        found: Any = given
        for step in parse_path(path):
            found = found.get(step) if isinstance(found, Mapping) else None
        found = self.knob(parse_path(path)).default if found is None else found
        return isinstance(found, str) and version_numbers(found) >= version_numbers(version)

    def paths(self) -> Iterator[ValuePath]:
        """Return the paths of all knobs, maps and lists included, in the schema's order.

        "*" stands for any key of a map whose keys are open, and for any item of a list. A schema whose definitions
        refer to each other has very many: not all are listed then.
        """
        return islice(_paths(self.root, (), ()), bounds.SCHEMA_PATHS.limit)

    def _describe(self, path: ValuePath) -> Knob:
        shape: Shape = self.root
        default: Any = MISSING
        for length, step in enumerate(path):
            below = shape.child(step)
            if below is None:
                raise _unknown(path, length, shape)
            # A map's default goes before those of what is in it: that is how defaults are filled in.
            from_above = default.get(step, MISSING) if isinstance(default, dict) else MISSING
            default = below.default if from_above is MISSING else from_above
            shape = below
        return _knob(path, shape, None if default is MISSING else default)


def load_schema(files: Files) -> Schema:
    """Return the project's schema.

    Raises:
        TfgenError: There is none, or it is not a JSON object.
    """
    try:
        raw = json.loads(files.read(SCHEMA_PATH).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SpecError("this is not UTF-8", Location(SCHEMA_PATH)) from None
    except json.JSONDecodeError as error:
        place = Location(SCHEMA_PATH, error.lineno, error.colno)
        raise SpecError(f"can't be read as JSON: {error.msg}", place) from None
    except RecursionError:
        raise SpecError("nests too deep", Location(SCHEMA_PATH)) from None
    except ValueError:  # the one that is left: https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
        raise SpecError("a number has more digits than can be read", Location(SCHEMA_PATH)) from None
    if not isinstance(raw, dict):
        raise SpecError("a schema is a JSON object", Location(SCHEMA_PATH))
    return Schema(raw)


def _knob(path: ValuePath, shape: Shape, default: Any) -> Knob:
    type_ = next((name for name in shape.types if name != "null"), "")
    enum = shape.first("enum")
    if enum is None and shape.first("const") is not None:
        enum = [shape.first("const")]
    return Knob(
        path=path,
        type=type_,
        description=shape.first("description"),
        default=default,
        minimum=max(_every(shape, "minimum"), default=None),
        maximum=min(_every(shape, "maximum"), default=None),
        multiple_of=shape.first("multipleOf"),
        min_length=max(_every(shape, "minLength"), default=None),
        max_length=min(_every(shape, "maxLength"), default=None),
        pattern=shape.first("pattern"),
        enum=None if enum is None else tuple(value for value in enum if value is not None),
        nullable="null" in shape.types or (enum is not None and None in enum),
        title=shape.first("title"),
    )


def _every(shape: Shape, keyword: str) -> list[Any]:
    return [facet[keyword] for facet in shape.facets if keyword in facet]


def _paths(shape: Shape, path: ValuePath, above: tuple[JsonSchema, ...]) -> Iterator[ValuePath]:
    if path:
        yield path
    definitions = [facet for facet in shape.facets if not _STRUCTURE.isdisjoint(facet)]
    if any(one is other for one in definitions for other in above):
        return  # a schema that refers to itself has no last path
    above = (*above, *definitions)
    for name, below in shape.properties.items():
        yield from _paths(below, (*path, name), above)
    for any_below in (*shape.patterns.values(), shape.rest, shape.items):
        if any_below is not None:
            yield from _paths(any_below, (*path, "*"), above)


def _unknown(path: ValuePath, length: int, shape: Shape) -> SpecError:
    """Return the error about the step of `path` at `length`, which `shape` does not have."""
    before, step = path[:length], path[length]
    shown = quote(format_path(path))
    if not (shape.properties or shape.patterns or shape.rest or shape.items):
        types = " or ".join(shape.types)
        said = f"{format_path(before)} is {types}: it holds no further values" if types and before else ""
        return SpecError(f"there is no {shown}", hint=said)
    moved = shape.first(MOVED, {})
    if step in moved:
        return SpecError(f"there is no {shown}", hint=f"it is {moved[step]} now")
    if isinstance(step, int):
        return SpecError(f"there is no {shown}", hint=f"{format_path(before)} is not a list")
    if shape.items and not (shape.properties or shape.patterns or shape.rest):
        return SpecError(
            f"there is no {shown}", hint=f"the items of the list are {format_path((*before, 0))} and so on"
        )
    near = nearest(step, shape.properties)
    if near is not None:
        whole = format_path((*before, near, *path[length + 1 :]))
        return SpecError(f"there is no {shown}", hint=f"did you mean {quote(whole)}?")
    return SpecError(f"there is no {shown}", hint=did_you_mean(step, shape.properties))
