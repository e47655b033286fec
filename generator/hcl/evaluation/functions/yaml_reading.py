"""`yamldecode`. What a scalar is, Terraform decides in its own way: neither as YAML 1.1 nor as YAML 1.2 does.

Source:
    https://developer.hashicorp.com/terraform/language/functions/yamldecode, and `terraform console`
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import yaml

from generator import bounds
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.types import parsed_number, text_of
from generator.hcl.evaluation.values import NotEvaluated, Raw, TooLarge

_READ_OTHERWISE = ("\\/", " ! ")
"""Texts that Terraform's reader may refuse where PyYAML does not."""

_PLAIN, _QUOTED = "plain", "quoted"
_MAPPING, _SEQUENCE, _STRING = (f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str"))
_WORDS: dict[str, Raw] = (
    dict.fromkeys(["", "~", "null", "Null", "NULL"])
    | {form: True for word in ("y", "yes", "true", "on") for form in (word, word.capitalize(), word.upper())}
    | {form: False for word in ("n", "no", "false", "off") for form in (word, word.capitalize(), word.upper())}
)
_WHOLE = re.compile(r"[-+]?[0-9]+").fullmatch
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+").fullmatch
_FRACTION = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?").fullmatch
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})").fullmatch
_MAYBE_TIME = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt \t].*|[-+]?\.(?:inf|nan)", re.I).fullmatch


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Leaves open what a scalar without a tag is."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            return _PLAIN if implicit[0] else _QUOTED
        return _MAPPING if kind is yaml.MappingNode else _SEQUENCE


def yamldecode(text: Raw) -> Raw:
    """`yamldecode(text)`; what Terraform may read otherwise than we do is left unknown."""
    source = text_of(text)
    if len(source) > bounds.YAML_CHARACTERS.limit:
        raise TooLarge(bounds.YAML_CHARACTERS)
    if any(sign in source for sign in _READ_OTHERWISE):
        raise NotEvaluated
    try:
        node = yaml.compose(source, Loader=_Loader)
        if node is None:
            raise EvaluationError("this text holds no YAML document")
        return _YamlReader().value(node)
    except yaml.YAMLError as error:
        if "duplicate anchor" in str(error):  # which Terraform takes, and the last one counts
            raise NotEvaluated from None
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 1}" if mark else ""
        raise EvaluationError(f"this text is not YAML{place}") from None
    except RecursionError:
        raise TooLarge(bounds.NESTING) from None


class _YamlReader:
    """Makes values of nodes, of one that aliases repeat just once."""

    def __init__(self) -> None:
        self._known: dict[int, Raw] = {}
        self._left = bounds.VALUE_PARTS.limit

    def value(self, node: yaml.Node) -> Raw:
        at = id(node)
        if at not in self._known:
            self._known[at] = NotEvaluated  # while it is made: an alias within it leads here
            self._known[at] = self._make(node)
        found = self._known[at]
        if found is NotEvaluated:
            raise EvaluationError("an alias stands within what it repeats")
        return found

    def _make(self, node: yaml.Node) -> Raw:
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        self._left -= len(node.value)
        if self._left < 0:
            raise TooLarge(bounds.VALUE_PARTS)
        if isinstance(node, yaml.SequenceNode) and node.tag == _SEQUENCE:
            return [self.value(part) for part in node.value]
        if isinstance(node, yaml.MappingNode) and node.tag == _MAPPING:
            return self._mapping(node)
        raise NotEvaluated

    def _mapping(self, node: yaml.MappingNode) -> Raw:
        found: dict[str, Raw] = {}
        for key_node, value_node in node.value:
            value = self.value(value_node)
            if key_node.value == "<<":
                if not isinstance(value, dict):
                    raise EvaluationError('"<<" is for a mapping to take in')
                found |= value
                continue
            key = self.value(key_node)
            if key is None or isinstance(key, (list, dict)):
                raise EvaluationError("a key is to be a text, and null is none")
            found[text_of(key)] = value
        return found


def _scalar(node: yaml.ScalarNode) -> Raw:
    text: str = node.value
    if node.style in ("|", ">") and not text:
        return None  # as Terraform has it
    if node.tag == _PLAIN:
        return _plain(text)
    if (node.tag == _QUOTED and node.style) or node.tag == _STRING:
        return text
    raise NotEvaluated


def _plain(text: str) -> Raw:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE(text):
        return parsed_number(text)
    if _OTHER_BASE(text):
        return int(text, 0)
    if _FRACTION(text):
        return parsed_number(text)
    if _MAYBE_TIME(text):
        raise NotEvaluated
    date = _DATE(text)
    return _date(text, *map(int, date.groups())) if date else text


def _date(text: str, year: int, month: int, day: int) -> str:
    """Return a date as Terraform writes it; one that the calendar does not have is a text."""
    try:
        return datetime.date(year, month, day).isoformat() + "T00:00:00Z"
    except ValueError:
        return text
