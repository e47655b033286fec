"""What a template made of one spec, kept for the next one that has the same in store for it."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from jinja2.runtime import Macro

from generator.naming import Path
from generator.render.callbacks import Callbacks, Code, FolderRequest, KnobView
from generator.render.tracing import paths_of

File = TypeVar("File")

KEPT_CALLS = 4_096
"""How many results of macros are kept; then all are forgotten."""


class Prints(dict[str, bytes | None]):
    """Of each value at a spec's top level what tells it from any other: `1`, `1.0` and `true` are three."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, name: str) -> bytes | None:
        try:
            # Version 2 of the format is that without references, which would depend on more than the value.
            found = marshal.dumps(self._values[name], 2)
        except (KeyError, ValueError):
            found = None
        self[name] = found
        return found


class Kept(NamedTuple, Generic[File]):
    """What a template made.

    Attributes:
        file: The file, if it made one.
        requests: What it asked for.
        prints: What it was made from: the spec's top-level values that the template looked up.
    """

    file: File | None
    requests: dict[FolderRequest, None]
    prints: dict[str, bytes | None]

    def fits(self, prints: Prints) -> bool:
        """Tell whether a spec has the same values where the template looked."""
        return all(found is not None and prints[name] == found for name, found in self.prints.items())


class _Result(NamedTuple):
    """What a macro gave.

    Attributes:
        value: What it returned.
        reads: What it read of the spec, for the one who prints that.
        arguments: What it was called with; held, so that no other object gets the identity of one of them.
    """

    value: Any
    reads: tuple[Path, ...]
    arguments: tuple[Any, ...]


class MacroCalls:
    """The calls of imported macros: one that was made before, with the same arguments, gives what it gave then.

    An imported macro sees its arguments and nothing else of a spec, unless it asks for a knob itself.
    """

    def __init__(self, callbacks: Callbacks) -> None:
        self._callbacks = callbacks
        self._results: dict[tuple[Any, ...], _Result] = {}

    def result(self, macro: Macro, arguments: tuple[Any, ...], call: Callable[..., Any]) -> Any:
        """Return what a macro makes of its arguments; `call` is how it is called."""
        prints = tuple(map(_print, arguments))
        if None in prints:
            return call(macro, *arguments)
        key = (macro, *prints)
        rendering = self._callbacks.rendering
        reads = rendering.recorder.reads
        kept = self._results.get(key)
        if kept:
            reads += kept.reads
            return kept.value
        mark, requests, described = len(reads), len(rendering.requests), rendering.described
        rendering.described = False
        value = call(macro, *arguments)
        if not rendering.described and len(rendering.requests) == requests:
            if len(self._results) >= KEPT_CALLS:
                self._results.clear()
            self._results[key] = _Result(value, tuple(reads[mark:]), arguments)
        rendering.described = rendering.described or described
        return value


def _print(argument: Any) -> tuple[Any, ...] | None:
    """Return what tells an argument from any other, or None if that can't be told."""
    if isinstance(argument, KnobView):
        try:
            return (argument.path, id(argument.knob), marshal.dumps(argument.value, 2))
        except ValueError:
            return None
    if argument is None or isinstance(argument, bool | int | float | str | Code):
        return (type(argument), repr(argument), paths_of(argument))
    return None
