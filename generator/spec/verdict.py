"""What jsonschema finds wrong with a spec's values, in words of ours.

Never imported while a spec is right: see `validation`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from jsonschema import Draft202012Validator, SchemaError
from referencing.exceptions import Unresolvable

from generator.errors import SpecError
from generator.location import Location
from generator.naming import Path, did_you_mean, format_path, listed, nearest, quoted
from generator.spec import wording
from generator.spec.schema import Schema

_Error: TypeAlias = Any  # a ValidationError, whose own types say "or unset" at every turn

VALUE, KEY, MISSING = "value", "key", "missing"
_MANY_PLACES = 4
_HOLDS_ONE = frozenset(("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then"))
_HOLDS_LIST = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_HOLDS_MAP = frozenset(("$defs", "dependentSchemas", "patternProperties", "properties"))


class Refusal(NamedTuple):
    """One thing that is wrong.

    Attributes:
        path: The value in question.
        message: What is wrong with it.
        hint: Why, or the way out; "" if nothing is known.
        about: `VALUE`; `KEY` if it is the key that is wrong; `MISSING` if there is no value.
    """

    path: Path
    message: str
    hint: str
    about: str = VALUE


def refusals(schema: Schema, values: Any) -> list[Refusal]:
    """Return everything that the schema has against `values`; nothing if they are right.

    Raises:
        SpecError: The schema itself is not a JSON Schema.
    """
    try:
        errors = list(_validator(schema).iter_errors(values))
    except SchemaError as error:
        where = format_path(tuple(error.absolute_path)) or "the schema"
        said = error.message
        if error.validator == "format":
            said = f"{wording.show(error.instance)} is not a regular expression"
        raise SpecError(f"{where}: {said}", Location(schema.path)) from None
    except Unresolvable as error:
        raise SpecError(f"$ref: nothing is at {error.ref}", Location(schema.path)) from None
    except re.error as error:
        message = f"{quoted(str(error.pattern))} is not a regular expression: {error}"
        raise SpecError(message, Location(schema.path)) from None
    except RecursionError:
        raise SpecError("a $ref refers to itself without end", Location(schema.path)) from None
    explainer = _Explainer(schema)
    return list(dict.fromkeys(refusal for error in errors for refusal in explainer.explain(error)))


@lru_cache(maxsize=1)
def _validator(schema: Schema) -> Draft202012Validator:
    """Return what finds errors; the schema itself is looked at once, which takes as long as a render does."""
    Draft202012Validator.check_schema(schema.raw)
    return Draft202012Validator(_without_false(schema.raw))


def _without_false(schema: Any) -> Any:
    """Return `schema` with what forbids a property written so that jsonschema tells which one it was.

    Its errors about a property whose schema is `false` have no path: not so with `{"not": {}}`.
    """
    if not isinstance(schema, dict):
        return schema
    copied = dict(schema)
    for keyword, said in schema.items():
        if keyword in _HOLDS_ONE:
            copied[keyword] = _without_false(said)
        elif keyword in _HOLDS_LIST:
            copied[keyword] = [_without_false(each) for each in said]
        elif keyword in _HOLDS_MAP:
            copied[keyword] = {
                key: {"not": {}} if each is False else _without_false(each) for key, each in said.items()
            }
    return copied


class _Explainer:
    """Puts jsonschema's errors into words."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def explain(self, error: _Error) -> Iterator[Refusal]:
        """Return what one error says; several things where it holds several."""
        path: Path = tuple(error.absolute_path)
        if "propertyNames" in error.schema_path:
            key = str(error.instance)
            message, hint = self.words(error, path)
            why = hint or wording.reason(_described(error.schema) or self.description(path))
            yield Refusal((*path, key), f"the key {quoted(key)} is not allowed: {message}", why, KEY)
        elif error.validator == "additionalProperties":
            yield from self.unknown_keys(error, path)
        elif error.validator == "required":
            yield from self.missing(error, path)
        elif error.validator in {"anyOf", "oneOf"}:
            yield from self.choice(error, path)
        else:
            message, hint = self.words(error, path)
            yield Refusal(path, message, hint or self.why(error, path))

    def words(self, error: _Error, path: Path) -> tuple[str, str]:
        """Return what is wrong, and a way out, for a keyword about one value."""
        keyword, said, value = error.validator, error.validator_value, error.instance
        if keyword is None:
            return "is not allowed here", ""
        if keyword in wording.BOUNDS:
            return wording.out_of_bounds(keyword, said, value), ""
        worded = _WORDS.get(keyword)
        return worded(said, value) if worded else (error.message, "")

    def why(self, error: _Error, path: Path) -> str:
        """Return the reason for a refusal: that of the condition that led there, or the knob's description."""
        condition = self.condition(error)
        if condition:
            return wording.reason(condition)
        return wording.reason(self.description(path) or _described(error.schema))

    def description(self, path: Path) -> str:
        try:
            return self.schema.knob(path).description or "" if path else ""
        except SpecError:
            return ""

    def condition(self, error: _Error) -> str:
        """Return the description of the innermost `if` whose `then` or `else` led to `error`.

        Not of one at the schema's root: what stands there describes the specs as a whole.
        """
        found = ""
        schema: Any = self.schema.raw
        for step in error.absolute_schema_path:
            if step in ("then", "else") and "if" in schema and schema is not self.schema.raw:
                found = _described(schema) or str(schema.get("$comment", "")) or found
            try:
                # jsonschema leaves "$ref" out of its paths.
                while step not in schema and isinstance(schema, dict) and "$ref" in schema:
                    schema = self.schema.raw["$defs"][schema["$ref"].rpartition("/")[2]]
                schema = schema[step]
            except (KeyError, IndexError, TypeError):
                break
        return found

    def unknown_keys(self, error: _Error, path: Path) -> Iterator[Refusal]:
        described = error.schema.get("properties", {})
        patterns = error.schema.get("patternProperties", {})
        for key in error.instance:
            if key in described or any(re.search(pattern, key) for pattern in patterns):
                continue
            hint = self.meant(key, path, described)
            yield Refusal((*path, key), f"unknown key {quoted(key)}", hint, KEY)

    def meant(self, key: str, path: Path, described: Any) -> str:
        """Return where an unknown key may belong: the nearest one here, or one of that name elsewhere."""
        if nearest(key, described) is None:
            elsewhere = [format_path(each) for each in self.schema.paths() if each[-1] == key]
            if elsewhere:
                more = "…" if len(elsewhere) > _MANY_PLACES else ""
                return f"it belongs at {' or '.join(elsewhere[:_MANY_PLACES])}{more}"
        return did_you_mean(key, described)

    def missing(self, error: _Error, path: Path) -> Iterator[Refusal]:
        for name in error.validator_value:
            if name not in error.instance:
                whole = (*path, name)
                why = self.condition(error) or self.description(whole)
                yield Refusal(whole, "is missing", wording.reason(why), MISSING)

    def choice(self, error: _Error, path: Path) -> Iterator[Refusal]:
        """Explain a value that fits none of several forms: by the one it was meant to fit, if that is clear."""
        branches: dict[Any, list[_Error]] = {}
        for each in error.context or ():
            branches.setdefault(each.schema_path[0], []).append(each)
        why = self.why(error, path)
        if not branches or len(branches) < len(error.validator_value):
            names = [name for schema in error.validator_value for name in _only_required(schema)]
            message = f"takes only one of {listed(names)}" if names else "fits more than one of the forms allowed"
            yield Refusal(path, message, why)
            return
        meant = [each for each in branches.values() if not any(map(_is_other_form, each))]
        if len(meant) > 1:
            meant = [each for each in meant if not any(map(_is_other_variant, each))] or meant
        if len(meant) == 1:
            for each in meant[0]:
                yield from self.explain(each)
            return
        yield Refusal(path, _no_form(error, branches), why)


_WORDS: dict[str, Callable[[Any, Any], tuple[str, str]]] = {
    "const": lambda said, value: (f"must be {wording.show(said)}, found {wording.kind(value)}", ""),
    "enum": wording.not_listed,
    "not": lambda said, value: (wording.forbidden(said, value), wording.reason(_described(said))),
    "pattern": lambda said, value: (f"{wording.show(value)} does not match the pattern {wording.cut(said)}", ""),
    "type": wording.wrong_type,
    "uniqueItems": lambda _said, value: (f"has the same item twice: {wording.show(_repeated(value))}", ""),
}


def _described(schema: Any) -> str:
    return str(schema.get("description", "")) if isinstance(schema, dict) else ""


def _only_required(schema: Any) -> list[str]:
    return list(schema["required"]) if isinstance(schema, dict) and "required" in schema else []


def _is_other_form(error: _Error) -> bool:
    """Say whether the error means that the value was not meant to fit this branch at all."""
    return not error.path and error.validator in {"type", "const", "enum"}


def _is_other_variant(error: _Error) -> bool:
    return error.validator in {"const", "enum"}


def _no_form(error: _Error, branches: dict[Any, list[_Error]]) -> str:
    found = [each for errors in branches.values() for each in errors]
    names = [name for schema in error.validator_value for name in _only_required(schema)]
    if names and all(each.validator == "required" for each in found):
        return f"needs one of {listed(names)}"
    types = [name for each in found if each.validator == "type" for name in _names(each.validator_value)]
    if types and len(types) >= len(found):
        return wording.wrong_type(list(dict.fromkeys(types)), error.instance)[0]
    forms = [str(schema["title"]) for schema in error.validator_value if "title" in schema]
    known = f": {listed(forms)}" if forms else ""
    return f"{wording.kind(error.instance)} fits none of the forms allowed{known}"


def _names(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def _repeated(items: list[Any]) -> Any:
    return next(item for index, item in enumerate(items) if item in items[:index])
