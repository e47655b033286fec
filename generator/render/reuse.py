"""What a template made of one spec, kept for the next one that has the same in store for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from jinja2.runtime import Macro

from generator.fingerprint import fingerprint
from generator.naming import ValuePath
from generator.render.callbacks import Callbacks, FolderRequest, KnobView
from generator.render.tracing import paths_of

File = TypeVar("File")

_SCALARS = (bool, int, float)

KEPT_CALLS = 4_096
"""How many results of macros are kept; then all are forgotten."""


class Prints(dict[str, bytes | None]):
    """The fingerprint of each value at a spec's top level; None where there is none."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, name: str) -> bytes | None:
        found = self[name] = fingerprint(self._values[name]) if name in self._values else None
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
    reads: tuple[ValuePath, ...]
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
        value = fingerprint(argument.value)
        return None if value is None else (argument.path, id(argument.knob), value)
    if isinstance(argument, str):
        return (type(argument), argument, paths_of(argument))
    if argument is None or isinstance(argument, _SCALARS):
        return (type(argument), repr(argument), paths_of(argument))
    return None
