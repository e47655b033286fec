"""Evaluates the expressions of GitHub's workflows, as far as ours use them; whatever else fails the test."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(r"\s*(?:(&&|\|\||==|!=|!|[().,\[\]])|('(?:[^']|'')*')|(\d+)|([A-Za-z_][\w-]*))")
_EMBEDDED = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_WORDS = {"true": True, "false": False, "null": None}
STATUS = {"always", "success", "failure", "cancelled"}
"""Functions about what came before; without one, a condition holds only after success."""


@dataclass
class _Reader:
    """Reads one expression, from the left."""

    text: str
    contexts: Mapping[str, Any]
    functions: Mapping[str, Callable[..., Any]]

    def __post_init__(self) -> None:
        self.tokens: list[tuple[str, str]] = []
        place = 0
        while self.text[place:].strip():
            found = _TOKEN.match(self.text, place)
            assert found, f"not understood: {self.text[place:]!r} in {self.text!r}"
            kinds = ("sign", "text", "number", "name")
            self.tokens += [
                (kind, part) for kind, part in zip(kinds, found.groups(), strict=True) if part is not None
            ]
            place = found.end()

    def take(self, *signs: str) -> str:
        if self.tokens and self.tokens[0][0] == "sign" and self.tokens[0][1] in signs:
            return self.tokens.pop(0)[1]
        return ""

    def either(self) -> Any:
        value = self.both()
        while self.take("||"):
            other = self.both()
            value = value or other
        return value

    def both(self) -> Any:
        value = self.comparison()
        while self.take("&&"):
            other = self.comparison()
            value = value and other
        return value

    def comparison(self) -> Any:
        value = self.opposite()
        while sign := self.take("==", "!="):
            value = _same(value, self.opposite()) == (sign == "==")
        return value

    def opposite(self) -> Any:
        return not self.opposite() if self.take("!") else self.path()

    def path(self) -> Any:
        value = self.value()
        while sign := self.take(".", "["):
            if sign == ".":
                key = self.tokens.pop(0)[1]
            else:
                key = self.either()
                assert self.take("]"), self.text
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def value(self) -> Any:
        if self.take("("):
            value = self.either()
            assert self.take(")"), self.text
            return value
        kind, text = self.tokens.pop(0)
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return int(text)
        assert kind == "name", f"{text!r} is out of place in {self.text!r}"
        if self.take("("):
            return self.functions[text](*self.arguments())
        if text in _WORDS:
            return _WORDS[text]
        assert text in self.contexts, f"there is no {text!r}, in {self.text!r}"
        return self.contexts[text]

    def arguments(self) -> list[Any]:
        found = []
        while not self.take(")"):
            found.append(self.either())
            self.take(",")
        return found


def evaluate(text: str, contexts: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] = {}) -> Any:
    """Return the value of an expression, without its `${{ }}`."""
    known: dict[str, Callable[..., Any]] = {
        "format": lambda pattern, *values: pattern.format(*values),
        "fromJSON": json.loads,
        "toJSON": json.dumps,
        "contains": lambda values, value: value in values,
        **functions,
    }
    reader = _Reader(text, contexts, known)
    value = reader.either()
    assert not reader.tokens, f"not understood: {reader.tokens} in {text!r}"
    return value


def filled(value: Any, contexts: Mapping[str, Any]) -> Any:
    """Return a value of a workflow, with what its expressions stand for; one that is all expression keeps its type."""
    if isinstance(value, Mapping):
        return {key: filled(each, contexts) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, contexts) for each in value]
    if not isinstance(value, str):
        return value
    whole = _EMBEDDED.fullmatch(value)
    if whole:
        return evaluate(whole[1], contexts)
    return _EMBEDDED.sub(lambda found: shown(evaluate(found[1], contexts)), value)


def holds(condition: Any, contexts: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]) -> bool:
    """Return whether an `if:` holds; without a status function it also takes success so far."""
    text = str(condition if condition is not None else "success()").strip()
    text = text.removeprefix("${{").removesuffix("}}")
    if not any(f"{name}(" in text for name in STATUS):
        text = f"success() && ({text})"
    return bool(evaluate(text, contexts, functions))


def shown(value: Any) -> str:
    """Return how a value reads in text."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    if type(left) is type(right):
        return bool(left == right)
    return _number(left) == _number(right)


def _number(value: Any) -> float:
    """Return what GitHub compares where the types differ: null and empty text are 0, other text is a number or none."""
    if isinstance(value, str) and value:
        return float(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else float("nan")
    return float(value or 0)
