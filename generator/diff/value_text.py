"""Values as they are compared: in the type that a provider gives them, as what JSON text says, written one way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.hcl import Reference, Unknown
from generator.hcl.evaluation.partial_json import read as read_json
from generator.hcl.evaluation.symbols import SecretValue, reference_text, write_value
from generator.hcl.evaluation.values import Raw, SetValue
from generator.providers import Type

ABSENT: Any = Unknown()
"""What is not there at all, unlike null in JSON."""

_NORMALISED = frozenset(
    {"container_definitions", "definition", "event_pattern", "policy_document", "schema", "template_body"}
)
"""Attributes of JSON text that providers compare by what it says; with `policy` and what ends in it."""

_SETS = frozenset({"Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"})


class Words:
    """How the values of one side are written where they are compared.

    Attributes:
        name: What a reference is called: by the new address of what was renamed.
    """

    __slots__ = ("name",)

    def __init__(self, name: Callable[[Reference], str] = reference_text) -> None:
        self.name = name

    def key(self, value: Raw) -> str:
        """Return what is the same for values that are the same."""
        if value is ABSENT:
            return ""
        if self.name is not reference_text:
            value = self._sort(value)
        return write_value(value, self.name, _by_value)

    def _sort(self, value: Raw) -> Raw:
        """Return a value with its sets sorted by how their elements are written here."""
        if isinstance(value, SetValue):
            return SetValue(sorted(value, key=self.key))
        if isinstance(value, list):
            return [self._sort(part) for part in value]
        if isinstance(value, dict):
            return {name: self._sort(part) for name, part in value.items()}
        return value


def _by_value(hidden: SecretValue) -> str:
    return f"\0{write_value(hidden.value)}\0"


def is_json_text(name: str) -> bool:
    """Return whether providers compare an attribute by what its JSON text says."""
    return name in _NORMALISED or name.endswith("policy")


def as_json(value: Raw) -> Raw:
    """Return what a text says if it is a JSON object or array, parts of which may be unknown; ABSENT otherwise."""
    if isinstance(value, str) and not value.lstrip().startswith(("{", "[")):
        return ABSENT
    if not isinstance(value, (str, Unknown)):
        return ABSENT
    try:
        found = read_json(value)
    except RecursionError:
        return ABSENT
    return found if isinstance(found, (dict, list)) else ABSENT


def is_policy(value: Raw) -> bool:
    """Return whether what a JSON text says is a policy, whose lists have no order."""
    return isinstance(value, dict) and isinstance(value.get("Statement"), (dict, list))


def settle(value: Raw, type_: Type | None) -> Raw:
    """Return a value as a provider gets it: numbers as numbers, sets sorted, null members left out."""
    if value is None or isinstance(value, Unknown) or type_ is None:
        return value
    if isinstance(value, (list, dict)):
        return _collection(value, type_)
    if type_.kind == "string" and not isinstance(value, str):
        return write_value(value)
    if type_.kind == "number" and isinstance(value, str):
        return _number(value)
    if type_.kind == "bool" and value in ("true", "false"):
        return value == "true"
    return value


def _collection(value: Raw, type_: Type) -> Raw:
    if isinstance(value, dict):
        inner = type_.attributes if type_.kind == "object" else {}
        kept = {name: part for name, part in value.items() if part is not None}
        return {name: settle(part, inner.get(name, type_.element)) for name, part in kept.items()}
    parts = [settle(part, type_.element) for part in value]
    if type_.kind != "set":
        return parts
    by_text = {write_value(part): part for part in parts}
    return SetValue(by_text[text] for text in sorted(by_text))


def _number(text: str) -> Raw:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def without_order(value: Raw) -> Raw:
    """Return a part of a policy with its lists as sets; one element alone is a list of it."""
    if isinstance(value, dict):
        return {name: without_order(part) for name, part in value.items()}
    parts = value if isinstance(value, list) else [value]
    by_text = {write_value(part): part for part in parts}
    return [by_text[text] for text in sorted(by_text)]


def settle_policy(value: Raw) -> Raw:
    """Return a policy with its statements and their lists in one order."""
    statements = value["Statement"]
    settled_ones = [_statement(one) for one in (statements if isinstance(statements, list) else [statements])]
    return {**value, "Statement": sorted(settled_ones, key=write_value)}


def _statement(value: Raw) -> Raw:
    if not isinstance(value, dict):
        return value
    return {name: without_order(part) if name in _SETS else part for name, part in value.items()}


def is_set_in_policies(name: str) -> bool:
    """Return whether the order of a statement's member does not matter."""
    return name in _SETS


def comparable(name: str, value: Raw) -> Raw:
    """Return an attribute's value in the form in which it is compared as a whole."""
    if not is_json_text(name):
        return value
    document = as_json(value)
    if document is ABSENT:
        return value
    return Unknown(encoded=settle_policy(document) if is_policy(document) else document)


def is_unset(value: Raw) -> bool:
    """Return whether an attribute counts as not set."""
    return value is None or value is ABSENT
