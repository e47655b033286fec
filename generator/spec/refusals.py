"""What the schema has against a spec's values, in words of ours."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from generator import bounds
from generator.errors import SpecError
from generator.naming import ValuePath, did_you_mean, format_path, join_names, nearest, quote
from generator.spec import wording
from generator.spec.json_schema import TABLE, TABLES, follow
from generator.spec.schema import Schema
from generator.spec.shape import MOVED

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

VALUE, KEY, MISSING = "value", "key", "missing"
_MANY_PLACES = 4


class SchemaRefusal(NamedTuple):
    """One thing that is wrong.

    Attributes:
        path: The value in question.
        message: What is wrong with it.
        hint: Why, or the way out; "" if nothing is known.
        about: `VALUE`; `KEY` if it is the key that is wrong; `MISSING` if there is no value.
    """

    path: ValuePath
    message: str
    hint: str
    about: str = VALUE


def refusals(schema: Schema, values: Any, source: Callable[[ValuePath], str]) -> list[SchemaRefusal]:
    """Return what the schema has against `values`, up to a bound; nothing if they are right.

    Args:
        schema: The schema.
        values: Dicts with string keys, lists, strings, numbers, booleans and None.
        source: Gives how the number, true or false at a path was written, where that is not as JSON writes it.
    """
    most = bounds.SPEC_PROBLEMS.limit
    explainer = _Explainer(schema, values, source)
    errors = islice(_errors(schema, values), most + 1)
    found = (refusal for error in errors for refusal in explainer.explain(error))
    first = list(dict.fromkeys(islice(found, most + 1)))
    if len(first) > most:
        first[most:] = [SchemaRefusal((), bounds.SPEC_PROBLEMS.message, "")]
    return first


def _errors(schema: Schema, values: Any) -> Iterator[ValidationError]:
    """Yield what the engine has against `values`; where listing all of it may have no end, the first alone."""
    if not schema.recursive or _levels(values) <= bounds.REFUSED_LEVELS.limit:
        return schema.validator.iter_errors(values)
    try:
        schema.validator.validate(values)
    except importlib.import_module("jsonschema_rs").ValidationError as error:
        return iter([error])
    return iter(())


def _levels(value: Any) -> int:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_levels, below), default=0)


class _Explainer:
    """Puts the engine's errors into words."""

    def __init__(self, schema: Schema, values: Any, source: Callable[[ValuePath], str]) -> None:
        self.schema, self.values, self.source = schema, values, source

    def explain(self, error: ValidationError) -> Iterator[SchemaRefusal]:
        """Return what one error says; several things where it holds several."""
        path: ValuePath = tuple(error.instance_path)
        keyword, kind = error.kind.name, error.kind
        if keyword == "propertyNames":
            about = kind.value
            key = str(about.instance)
            message, hint = self.words(about, path)
            way = list(error.schema_path)
            moved = _at(self.schema.raw, way[: len(way) - 1 - way[::-1].index("propertyNames")]).get(MOVED, {})
            hint = f"it is {moved[key]} now" if key in moved else hint
            why = hint or wording.reason(_describe(self.parent(about)) or self.description(path))
            yield SchemaRefusal((*path, key), f"the key {quote(key)} is not allowed: {message}", why, KEY)
        elif keyword in {"additionalProperties", "unevaluatedProperties"}:
            yield from self.unknown_keys(error, path, kind.value)
        elif keyword == "falseSchema" and self.is_about_keys(error):
            yield from self.unknown_keys(error, path, list(_at(self.values, path)))
        elif keyword == "required":
            whole = (*path, kind.value)
            why = self.condition(error) or self.description(whole)
            yield SchemaRefusal(whole, "is missing", wording.reason(why), MISSING)
        elif keyword in {"anyOf", "oneOf"}:
            yield from self.choice(error, path)
        else:
            message, hint = self.words(error, path)
            if keyword == "enum" and self.condition(error):
                hint = ""  # what narrows the choice here says more than which word is near
            yield SchemaRefusal(path, message, hint or self.why(error, path))

    def words(self, error: ValidationError, path: ValuePath) -> tuple[str, str]:
        """Return what is wrong, and a way out, for a keyword about one value."""
        keyword, value = error.kind.name, error.instance
        said: Any = error.kind.value
        text = self.source(path)
        if keyword in wording.BOUNDS:
            return wording.out_of_bounds(keyword, said, value, text), ""
        if keyword == TABLE:
            keyword, said = "enum", list(TABLES[self.parent(error)[TABLE]]())
        elif keyword == "type":
            said = self.parent(error)["type"]  # in the order written there
        worded = _WORDS.get(keyword)
        return worded(said, value, text) if worded else (wording.shorten(error.message), "")

    def parent(self, error: ValidationError) -> Any:
        """Return the schema whose keyword `error` is about."""
        return _at(self.schema.raw, error.schema_path[:-1])

    def why(self, error: ValidationError, path: ValuePath) -> str:
        """Return the reason for a refusal: that of the condition that led there, or the knob's description."""
        condition = self.condition(error)
        if condition:
            return wording.reason(condition)
        return wording.reason(self.description(path) or _describe(self.parent(error)))

    def description(self, path: ValuePath) -> str:
        try:
            return self.schema.knob(path).description or "" if path else ""
        except SpecError:
            return ""

    def condition(self, error: ValidationError) -> str:
        """Return the description of the innermost `if` whose `then` or `else` led to `error`.

        Not of one at the schema's root: what stands there describes the specs as a whole.
        """
        found = ""
        raw = self.schema.raw
        schema: Any = raw
        for step in error.evaluation_path:
            if step in ("then", "else") and "if" in schema and schema is not raw:
                found = _describe(schema) or str(schema.get("$comment", "")) or found
            schema = follow(raw, schema[step]) if step == "$ref" else _at(schema, (step,))
            if not isinstance(schema, (dict, list)):
                break
        return found

    def is_about_keys(self, error: ValidationError) -> bool:
        """Say whether `error` is about a map without any key that may be there: it has one of the values then."""
        there = _at(self.values, error.instance_path)
        return error.schema_path[-1] == "additionalProperties" and there != error.instance

    def unknown_keys(
        self, error: ValidationError, path: ValuePath, keys: Sequence[str]
    ) -> Iterator[SchemaRefusal]:
        shape = self.schema.root
        for step in path:
            shape = shape.child(step) or shape
        described = {**self.parent(error).get("properties", {}), **shape.properties}
        moved = self.parent(error).get(MOVED, {})
        # One that is wrong in itself makes the whole form that knows it fail, and so all keys of that unknown.
        for key in (key for key in keys if key not in shape.properties):
            way_out = f"it is {moved[key]} now" if key in moved else self.suggestion(key, described)
            yield SchemaRefusal((*path, key), f"unknown key {quote(key)}", way_out, KEY)

    @cached_property
    def paths(self) -> Mapping[str | int, list[ValuePath]]:
        """The paths of the schema by their last step."""
        found: dict[str | int, list[ValuePath]] = {}
        for path in self.schema.paths():
            found.setdefault(path[-1], []).append(path)
        return found

    def suggestion(self, key: str, described: Any) -> str:
        """Return where an unknown key may belong: the nearest one here, or one of that name elsewhere."""
        if nearest(key, described) is None:
            elsewhere = [format_path(each) for each in self.paths.get(key, ())]
            if elsewhere:
                more = "…" if len(elsewhere) > _MANY_PLACES else ""
                return f"it belongs at {' or '.join(elsewhere[:_MANY_PLACES])}{more}"
        return did_you_mean(key, described)

    def choice(self, error: ValidationError, path: ValuePath) -> Iterator[SchemaRefusal]:
        """Explain a value that fits none of several forms: by the one it was meant to fit, if that is clear."""
        branches: list[list[ValidationError]] = error.kind.value
        schemas = self.parent(error)[error.kind.name]
        why = self.why(error, path)
        if not all(branches):
            names = [name for schema in schemas for name in _only_required(schema)]
            message = (
                f"takes only one of {join_names(names)}" if names else "fits more than one of the forms allowed"
            )
            yield SchemaRefusal(path, message, why)
            return
        here = len(error.instance_path)
        meant = [each for each in branches if not any(_is_other_form(one, here) for one in each)]
        if len(meant) > 1:
            meant = [each for each in meant if not any(map(_is_other_variant, each))] or meant
        if len(meant) == 1:
            for each in meant[0]:
                yield from self.explain(each)
            return
        yield SchemaRefusal(path, _no_form(error, schemas, branches, self.source(path)), why)


_WORDS: dict[str, Callable[[Any, Any, str], tuple[str, str]]] = {
    "const": lambda said, value, text: (f"must be {wording.show(said)}, found {wording.kind(value, text)}", ""),
    "enum": wording.enum_words,
    "falseSchema": lambda _said, value, text: (f"{wording.kind(value, text)} is not allowed here", ""),
    "not": lambda said, value, text: (
        wording.prohibition_words(said, value, text),
        wording.reason(_describe(said)),
    ),
    "pattern": lambda said, value, _: (
        f"{wording.show(value)} does not match the pattern {wording.shorten_text(said)}",
        "",
    ),
    "type": wording.wrong_type,
    "uniqueItems": lambda _said, value, _: (f"has the same item twice: {wording.show(_repetitions(value))}", ""),
}
"""What is wrong, and the way out, for what a keyword says, the value, and how its source wrote it."""


def _at(schema: Any, steps: Sequence[str | int]) -> Any:
    for step in steps:
        try:
            schema = schema[step]
        except (LookupError, TypeError):
            return None
    return schema


def _describe(schema: Any) -> str:
    return str(schema.get("description", "")) if isinstance(schema, dict) else ""


def _only_required(schema: Any) -> list[str]:
    return list(schema["required"]) if isinstance(schema, dict) and "required" in schema else []


def _is_other_form(error: ValidationError, here: int) -> bool:
    """Say whether the error means that the value, `here` steps down, was not meant to fit this branch at all."""
    return len(error.instance_path) == here and error.kind.name in {"type", "const", "enum"}


def _is_other_variant(error: ValidationError) -> bool:
    return error.kind.name in {"const", "enum"}


def _no_form(error: ValidationError, schemas: list[Any], branches: list[list[ValidationError]], text: str) -> str:
    found = [each for errors in branches for each in errors]
    names = [name for schema in schemas for name in _only_required(schema)]
    if names and all(each.kind.name == "required" for each in found):
        return f"needs one of {join_names(names)}"
    types = [name for each in found if each.kind.name == "type" for name in _names(each.kind.value)]
    if types and sum(each.kind.name == "type" for each in found) == len(found):
        return wording.wrong_type(list(dict.fromkeys(types)), error.instance, text)[0]
    forms = [str(schema["title"]) for schema in schemas if isinstance(schema, dict) and "title" in schema]
    known = f": {join_names(forms)}" if forms else ""
    return f"{wording.kind(error.instance, text)} fits none of the forms allowed{known}"


def _names(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def _repetitions(items: list[Any]) -> Any:
    seen: set[str] = set()
    for item in items:
        text = json.dumps(item, sort_keys=True)
        if text in seen:
            return item
        seen.add(text)
    return items  # two that are written otherwise, as 1 and 1.0
