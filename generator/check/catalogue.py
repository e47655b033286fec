"""All rules there are, and which of them a run wants."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import Any

from generator.check import rules, transitions
from generator.check.engine_rules import OWN_RULES, OwnRule
from generator.check.fleet import ACROSS_RULES, FleetRule
from generator.check.rule import Rule
from generator.check.transition import TransitionRule
from generator.errors import TfgenError
from generator.model.finding import Category
from generator.naming import did_you_mean, quote

AnyRule = Rule | FleetRule | TransitionRule | OwnRule
"""Whatever a finding can name."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule with a module of its own, by id."""
    return tuple(_load(rules))


@cache
def transition_rules() -> tuple[TransitionRule, ...]:
    """Return every rule about changes, by id."""
    return tuple(_load(transitions))


def _load(package: ModuleType) -> Iterator[Any]:
    for name in sorted(os.listdir(package.__path__[0])):
        if name.startswith("tfg") and name.endswith(".py"):
            yield importlib.import_module(f"{package.__name__}.{name[:-3]}").RULE


@cache
def describe_rules() -> tuple[AnyRule, ...]:
    """Return everything that a finding can name, by id."""
    return tuple(sorted((*all_rules(), *ACROSS_RULES, *transition_rules(), *OWN_RULES), key=lambda rule: rule.id))


def find(word: str) -> AnyRule:
    """Return a rule by its id, in any case, or by its name.

    Raises:
        TfgenError: There is none.
    """
    for rule in describe_rules():
        if word.upper() == rule.id or word.lower() == rule.name:
            return rule
    names = [*Category, *(name for rule in describe_rules() for name in (rule.id, rule.name))]
    raise TfgenError(f"there is no rule {quote(word)}", hint=did_you_mean(word, names) or "tfgen rules lists them")


def select_rules(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """Return the ids of the rules that a run reports.

    Args:
        select: Ids, beginnings of ids such as "TFG1", names, or categories; none selects all.
        ignore: The same, of what is left out.

    Raises:
        TfgenError: One of them stands for no rule.
    """
    chosen = _matching(select) if select else {rule.id for rule in describe_rules()}
    return frozenset(chosen - _matching(ignore))


def _matching(words: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for word in words:
        beginning = {rule.id for rule in describe_rules() if word and rule.id.startswith(word.upper())}
        of_category = {rule.id for rule in describe_rules() if rule.category == word.lower()}
        found |= beginning or of_category or {find(word).id}
    return found
