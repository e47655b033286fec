"""What commands can be called with: declared once, read here for a plain call, and by typer for every other.

typer takes longer to load than most commands take to run. So it is loaded for what it alone can do, help,
completion and saying what is wrong with a call; what is read here means what it would mean to typer.
"""

from __future__ import annotations

import os
import types
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints


class Option:
    """An option, as the second part of an `Annotated`.

    Attributes:
        names: Such as "--env" and "-e".
        settings: Whatever else typer is told about it.
    """

    def __init__(self, *names: str, **settings: Any) -> None:
        self.names, self.settings = names, settings


class Argument:
    """An argument, as the second part of an `Annotated`.

    Attributes:
        settings: Whatever typer is told about it.
    """

    def __init__(self, **settings: Any) -> None:
        self.settings = settings


class Parameter(NamedTuple):
    """What a command takes.

    Attributes:
        name: The name of the command's own parameter.
        type: The type of a value of it.
        several: Whether it takes any number of values.
        declared: The `Option` or `Argument`; anything else is typer's own.
        default: What it is where it is not given; REQUIRED where it has to be.
        annotation: The whole annotation.
    """

    name: str
    type: Any
    several: bool
    declared: Any
    default: Any
    annotation: Any


REQUIRED = object()
"""The default of what has none."""


class _Unusual(Exception):
    """This is for typer to read."""


def parameters(function: Callable[..., object]) -> list[Parameter]:
    """Return the keyword parameters of a function, in order."""
    hints = get_type_hints(function, include_extras=True)
    code, defaults = function.__code__, function.__kwdefaults__ or {}
    names = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    return [parameter(name, hints[name], defaults.get(name, REQUIRED)) for name in names]


def parameter(name: str, annotation: Any, default: Any) -> Parameter:
    """Return a parameter by its annotation: `Annotated[list[str], Option(…)]`."""
    whole, *declared = get_args(annotation)
    several = get_origin(whole) is list
    single = get_args(whole)[0] if several else whole
    if isinstance(single, types.UnionType):
        single = next(one for one in get_args(single) if one is not types.NoneType)
    return Parameter(name, single, several, declared[0], default, annotation)


def read(wanted: Sequence[Parameter], words: Sequence[str]) -> dict[str, Any] | None:
    """Return the values that a call gives a command's parameters; None where typer is to look at it.

    Args:
        wanted: The parameters.
        words: What follows the command's name.
    """
    options = {name: one for one in wanted for name in _names(one)}
    values: dict[str, Any] = {one.name: [] if one.several else one.default for one in wanted}
    positional: list[str] = []
    waiting = list(reversed(words))
    try:
        while waiting:
            word = waiting.pop()
            if word.startswith("-") and word != "-":
                _option(options, values, word, waiting)
            else:
                positional.append(word)
        _arguments([one for one in wanted if isinstance(one.declared, Argument)], values, positional)
    except _Unusual:
        return None
    return None if REQUIRED in values.values() else values


def _names(one: Parameter) -> Sequence[str]:
    """Return what an option is called by; a flag that has no name of its own is typer's, as are its two names."""
    if not isinstance(one.declared, Option):
        return ()
    own = [f"--{one.name.replace('_', '-')}"] if one.type is not bool else []
    return one.declared.names or own


def _option(options: Mapping[str, Parameter], values: dict[str, Any], word: str, waiting: list[str]) -> None:
    name, given, text = word.partition("=") if word.startswith("--") else (word, "", "")
    one = options.get(name)
    if one is None:
        raise _Unusual
    if one.type is bool:
        if given:
            raise _Unusual
        values[one.name] = True
        return
    if not given:
        if not waiting or waiting[-1].startswith("-"):
            raise _Unusual
        text = waiting.pop()
    _take(one, values, text)


def _arguments(wanted: Sequence[Parameter], values: dict[str, Any], words: list[str]) -> None:
    if any(one.several for one in wanted) and len(wanted) > 1:
        raise _Unusual
    if wanted and wanted[0].several:
        for word in words:
            _take(wanted[0], values, word)
        return
    if len(words) > len(wanted):
        raise _Unusual
    for one, word in zip(wanted, words, strict=False):
        _take(one, values, word)


def _take(one: Parameter, values: dict[str, Any], text: str) -> None:
    value = _converted(one, text)
    if one.several:
        values[one.name].append(value)
    else:
        values[one.name] = value


def _converted(one: Parameter, text: str) -> Any:
    kind = one.type
    if kind is str:
        return text
    if kind is Path:
        if os.path.exists(text) and not os.access(text, os.R_OK):
            raise _Unusual
        return Path(text)
    if kind is int and text.isascii() and text.isdecimal() and int(text) >= one.declared.settings.get("min", 0):
        return int(text)
    if isinstance(kind, type) and issubclass(kind, Enum):
        for member in kind:
            if member.value == text:
                return member
    raise _Unusual
