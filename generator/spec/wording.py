"""What a JSON Schema's refusal says to the person who wrote the spec."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from generator.naming import did_you_mean, quote

_NOUNS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a map",
    "string": "a string",
}
_COMPARED = {
    "minimum": "is below the minimum of",
    "maximum": "is above the maximum of",
    "exclusiveMinimum": "is not above",
    "exclusiveMaximum": "is not below",
    "multipleOf": "is not a multiple of",
}
_SIZES = {
    "minLength": ("character", "at least"),
    "maxLength": ("character", "at most"),
    "minItems": ("item", "at least"),
    "maxItems": ("item", "at most"),
    "minProperties": ("key", "at least"),
    "maxProperties": ("key", "at most"),
}
BOUNDS = frozenset({*_COMPARED, *_SIZES})
"""The keywords that bound a number, or the size of a text, a list or a map."""
_MANY_VALUES = 24
_LONGEST_SHOWN = 80
_LONGEST_REASON = 240


def show(value: Any, text: str = "") -> str:
    """Return a value as it may stand in a sentence, cut where it is long.

    Args:
        value: The value.
        text: How its source wrote it, if not as JSON does: 1.10, 72225e2. A reader looks for that.
    """
    if isinstance(value, str):
        return quote(value)
    return shorten_text(text or json.dumps(value, ensure_ascii=False))


def shorten_text(text: str) -> str:
    """Return `text`, or its beginning where it is too long to be read."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def kind(value: Any, text: str = "") -> str:
    """Return what sort of value it is, with the value itself where it is short; `text` as in `show`."""
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f"the string {quote(value)}"
    if isinstance(value, bool) or value is None:
        return show(value, text)
    return f"the number {show(value, text)}"


def type_words(types: str | Collection[str]) -> str:
    """Return JSON Schema's type names in words: "a string or null"."""
    names = [types] if isinstance(types, str) else [*types]
    return " or ".join(_NOUNS.get(name, name) for name in names)


def wrong_type(types: str | Collection[str], value: Any, text: str = "") -> tuple[str, str]:
    """Return what is wrong with a value of the wrong type, and the way out."""
    names = {types} if isinstance(types, str) else {*types}
    hint = ""
    if "string" in names and isinstance(value, (int, float)):
        hint = f'quote it: "{show(value, text)}"'
    elif "object" in names and value is None:
        hint = "write keys below it"
    elif isinstance(value, str) and _only_quoted(names, value):
        hint = "remove the quotes"
    elif "array" in names and not isinstance(value, (dict, list)):
        hint = f"write a list: [{show(value, text)}]"
    return f"expected {type_words(types)}, found {kind(value, text)}", hint


def enum_words(values: list[Any], value: Any, text: str = "") -> tuple[str, str]:
    """Return what is wrong with a value that is none of `values`, and the way out."""
    names = {each: None for each in values if isinstance(each, str)}
    if len(values) <= _MANY_VALUES:
        message = f"{show(value, text)} is not one of {', '.join(show(each) for each in values)}"
    else:
        message = f"{show(value, text)} is not one of the {len(values)} values allowed"
    if not isinstance(value, str) or not names:
        same = [each for each in values if str(each) == (text or str(value))]
        return message, f"write {show(same[0])}" if same and not isinstance(value, bool) else ""
    hint = did_you_mean(value, names)
    return message, hint if hint.startswith("did") or len(values) > _MANY_VALUES else ""


def prohibition_words(schema: Any, value: Any, text: str = "") -> str:
    """Return what is wrong with a value that `schema` forbids; its title, if it has one, says what that is."""
    said = schema if isinstance(schema, dict) else {}
    names = said.get("required")
    if names and isinstance(value, dict):
        return (
            f"{names[0]} is not allowed here" if len(names) == 1 else f"{' and '.join(names)} exclude each other"
        )
    if isinstance(value, str) and isinstance(said.get("title"), str):
        return f"{show(value)} is {said['title']}"
    if "pattern" in said and isinstance(value, str):
        return f"{show(value)} matches the pattern {shorten_text(said['pattern'])}, which is not allowed here"
    return f"{kind(value, text)} is not allowed here"


def out_of_bounds(keyword: str, said: Any, value: Any, text: str = "") -> str:
    """Return what is wrong with a value that breaks one of `BOUNDS`."""
    if keyword in _COMPARED:
        return f"{show(value, text)} {_COMPARED[keyword]} {show(said)}"
    noun, size = _SIZES[keyword]
    what = f"{show(value)} has" if isinstance(value, str) else "has"
    return f"{what} {_count(len(value), noun)}; {size} {said} {_are(said)} allowed"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _are(number: Any) -> str:
    return "is" if number == 1 else "are"


def reason(description: str) -> str:
    """Return why a bound is there: the first sentence of a knob's description, and the source that it names."""
    text = description
    text = " ".join(text.split())
    first, stop, _rest = text.partition(". ")
    sentence = first if stop else text.removesuffix(".")
    source = next((word.strip("().,;") for word in text.split() if "https://" in word), "")
    if source and source not in sentence:
        sentence = f"{sentence}; {source}"
    return shorten(sentence)


def shorten(sentence: str) -> str:
    """Return a sentence, or its beginning where it is too long to be read."""
    return sentence if len(sentence) <= _LONGEST_REASON else f"{sentence[:_LONGEST_REASON]}…"


def _only_quoted(types: set[str], text: str) -> bool:
    """Say whether `text` would be right without its quotes."""
    if text.lower() in {"true", "false"}:
        return "boolean" in types
    try:
        float(text)
    except ValueError:
        return False
    return bool(types & {"integer", "number"})
