"""Answers about a module that several rules ask for, worked out once; they go when the module goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Concatenate, ParamSpec, TypeVar

from generator.hcl import Module

_T = TypeVar("_T")
_P = ParamSpec("_P")


def memoize(function: Callable[Concatenate[Module, _P], _T]) -> Callable[Concatenate[Module, _P], _T]:
    """Return a function that keeps what it has answered about a module, for each choice of further arguments."""

    def answer(module: Module, /, *about: _P.args, **named: _P.kwargs) -> _T:
        answers = module.answers.setdefault(function, {})
        if about not in answers:
            answers[about] = function(module, *about, **named)
        found: _T = answers[about]
        return found

    answer.__doc__ = function.__doc__
    return answer


def once(function: Callable[[Module], Iterable[_T]]) -> Callable[[Module], tuple[_T, ...]]:
    """Return a function that goes through an iterable about a module once, and keeps what came."""

    def collected(module: Module) -> tuple[_T, ...]:
        return tuple(function(module))

    collected.__doc__ = function.__doc__
    return memoize(collected)
