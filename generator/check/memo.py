"""Answers about a module that several rules ask for, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar
from weakref import WeakKeyDictionary

from generator.hcl import Module

_T = TypeVar("_T")


def once(function: Callable[[Module], Iterable[_T]]) -> Callable[[Module], tuple[_T, ...]]:
    """Return a function that goes through an iterable about a module once, and keeps it as long as the module."""
    known: WeakKeyDictionary[Module, tuple[_T, ...]] = WeakKeyDictionary()

    def remembered(module: Module) -> tuple[_T, ...]:
        found = known.get(module)
        if found is None:
            found = known[module] = tuple(function(module))
        return found

    remembered.__doc__ = function.__doc__
    return remembered
