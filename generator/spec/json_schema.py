"""The engine that holds values to a JSON Schema: jsonschema-rs, kept to one file, to this machine, and to bounds.

Nothing is ever fetched: a reference that leads out of the schema is refused before the engine sees it, and the
engine itself is offline. Patterns mean what JSON Schema says ($ is the end of the text alone), and run in linear
time: its regular expressions know no lookaround and no back-references.

Source: https://json-schema.org/draft/2020-12/json-schema-core, https://docs.rs/regex/latest/regex/#untrusted-input
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from generator import bounds
from generator.aws.regions import regions
from generator.errors import SpecError
from generator.location import Location
from generator.naming import format_path, quote
from generator.spec import wording

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

TABLE = "x-tfgen-table"
"""A keyword of ours: the text is one of the table of that name."""
TABLES: Mapping[str, Callable[[], Collection[str]]] = {"aws-regions": regions}

NO_LOOKAROUND = "lookaround and back-references are not known here: they can take for ever"
"""Why a regular expression is refused that other engines take."""
_SAME_VALUE = {
    "one": ("not", "if", "then", "else"),
    "list": ("allOf", "anyOf", "oneOf"),
    "map": ("dependentSchemas",),
}
"""Where a schema holds others that apply to the same value."""
_VALUE_BELOW = {
    "one": (
        *("additionalProperties", "items", "contains", "propertyNames"),
        *("unevaluatedItems", "unevaluatedProperties"),
    ),
    "list": ("prefixItems",),
    "map": ("properties", "patternProperties"),
}
"""Where a schema holds others that apply to what is in the value."""
_REFERENCES = ("$ref", "$dynamicRef")


def is_recursive(raw: Any, path: str) -> bool:
    """Say whether the schema `raw` refers to itself, for what is in a value.

    Raises:
        SpecError: It leads out of itself, or is out of bounds.
    """
    return _Extent(raw, path).measure()


def compile_schema(raw: Any, path: str) -> Draft202012Validator:
    """Return what holds values to the schema `raw`.

    Args:
        raw: The JSON.
        path: Its file, for messages.

    Raises:
        SpecError: It is not a JSON Schema, leads out of itself, or is out of bounds.
    """
    is_recursive(raw, path)
    # The import takes as long as reading all specs: only commands that hold values to a schema pay for it.
    engine = importlib.import_module("jsonschema_rs")
    try:
        validator: Draft202012Validator = engine.Draft202012Validator(
            raw,
            offline=True,
            validate_formats=False,
            pattern_options=engine.RegexOptions(),
            keywords={TABLE: _Table},
        )
    except engine.ValidationError as error:
        raise schema_error(error, path) from None
    except (engine.ReferencingError, ValueError) as error:
        raise SpecError(f"can't be read as a JSON Schema: {wording.shorten(str(error))}", Location(path)) from None
    return validator


def schema_error(error: ValidationError, path: str, above: tuple[str | int, ...] = ()) -> SpecError:
    """Return what is wrong with a schema that its meta-schema refuses with `error`.

    Args:
        error: The engine's.
        path: The schema's file.
        above: Where in the file the refused value stands.
    """
    where = format_path((*above, *error.instance_path)) or "the schema"
    said, hint = wording.shorten(error.message), ""
    if error.kind.name == "format":
        said = f"{quote(str(error.instance))} is not a regular expression"
        hint = NO_LOOKAROUND if "(?" in str(error.instance) else ""
    elif error.kind.name == "anyOf":
        known = [each.kind.value for branch in error.kind.value for each in branch if each.kind.name == "enum"]
        said, hint = wording.enum_words(known[0], error.instance) if known else (said, hint)
    elif error.kind.name == "$ref":
        where, said = "$ref", f"nothing is there: {error.message}"
    return SpecError(f"{where}: {said}", Location(path), hint)


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> Draft202012Validator:
    return compile_schema({"pattern": pattern}, "")


def matches(pattern: str, text: str) -> bool:
    """Say whether a pattern of the schema is found in `text`, by the engine that holds values to it."""
    return _pattern(pattern).is_valid(text)


def follow(raw: Any, reference: str) -> Any:
    """Return what "#/$defs/x" refers to in `raw`; None where nothing is there."""
    found = raw
    if "%" in reference:
        reference = importlib.import_module("urllib.parse").unquote(reference)
    for part in reference.removeprefix("#").split("/")[1:]:
        step = part.replace("~1", "/").replace("~0", "~")
        try:
            found = found[int(step)] if isinstance(found, list) else found[step]
        except (LookupError, TypeError, ValueError):
            return None
    return found


class _Table:
    """The keyword `TABLE`, as the engine makes it for each place where the schema says it."""

    def __init__(self, _parent: Any, name: Any, _path: Any) -> None:
        if not isinstance(name, str) or name not in TABLES:
            raise ValueError(f"{TABLE}: there is no table {name!r}")
        self._table = TABLES[name]

    def validate(self, value: Any) -> None:
        """Refuse a text that the table does not have."""
        if isinstance(value, str) and value not in self._table():
            raise ValueError("is not in the table")


class _Extent:
    """How large a schema is with its references written out; what is out of bounds is refused.

    A schema can double itself with every reference, and refer to itself: no engine ends then.
    """

    def __init__(self, raw: Any, path: str) -> None:
        self._raw, self._path = raw, path
        self._sizes: dict[int, int] = {}
        self._open: dict[int, int] = {}
        self._recursive = False

    def measure(self) -> bool:
        """Return whether the schema refers to itself; refuse one that is out of bounds.

        Raises:
            SpecError: It is.
        """
        self._size(self._raw, 0, 0)
        for each in _schemas(self._raw, {"one": (), "list": (), "map": ("$defs",)}):
            self._size(each, 0, 0)
        return self._recursive

    def _size(self, schema: Any, steps: int, depth: int) -> int:
        """Return how many schemas `schema` holds, itself included, each reference written out once a way to it.

        Args:
            schema: The schema.
            steps: How many steps into a value lead here: back at the same schema without one, it has no end.
            depth: How many schemas lead here.
        """
        if not isinstance(schema, dict):
            return 1
        key = id(schema)
        if key in self._open:
            if self._open[key] == steps:
                raise self._refuse("a $ref refers to itself without end")
            self._recursive = True
            return 0
        if key in self._sizes:
            return self._sizes[key]
        if depth > bounds.SCHEMA_LEVELS.limit:
            raise self._refuse(bounds.SCHEMA_LEVELS.message)
        if "$id" in schema and schema is not self._raw:
            raise self._refuse("$id below the root is not read", "refer to it by #/… instead")
        self._open[key] = steps
        size = 1
        for each in (*self._follow(schema), *_schemas(schema, _SAME_VALUE)):
            size += self._size(each, steps, depth + 1)
        for each in _schemas(schema, _VALUE_BELOW):
            size += self._size(each, steps + 1, depth + 1)
        del self._open[key]
        if size > bounds.SCHEMA_SIZE.limit:
            raise self._refuse(bounds.SCHEMA_SIZE.message)
        self._sizes[key] = size
        return size

    def _follow(self, schema: dict[str, Any]) -> Iterator[Any]:
        for keyword in _REFERENCES:
            reference = schema.get(keyword)
            if not isinstance(reference, str):
                continue  # the meta-schema says what is wrong with it
            if not reference.startswith("#"):
                hint = "nothing is fetched: write it into $defs, and refer to it by #/$defs/NAME"
                raise self._refuse(f"{keyword} {quote(reference)} leads out of this file", hint)
            if reference[1:2] not in ("", "/"):
                raise self._refuse(
                    f"{keyword} {quote(reference)} is no way into this file", "such as #/$defs/NAME"
                )
            found = follow(self._raw, reference)
            if found is None:
                raise self._refuse(f"{keyword}: nothing is at {reference.removeprefix('#')}")
            yield found

    def _refuse(self, message: str, hint: str = "") -> SpecError:
        return SpecError(message, Location(self._path), hint)


def _schemas(schema: Any, keywords: Mapping[str, tuple[str, ...]]) -> Iterator[Any]:
    """Yield the schemas that stand directly under any of `keywords`; what is of the wrong shape holds none."""
    if not isinstance(schema, dict):
        return
    yield from (schema[each] for each in keywords["one"] if each in schema)
    for each in keywords["list"]:
        if isinstance(held := schema.get(each), list):
            yield from held
    for each in keywords["map"]:
        if isinstance(held := schema.get(each), dict):
            yield from held.values()
