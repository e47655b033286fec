"""Which values of a spec went into what a template wrote.

A template sees a spec through `SpecMap` and `SpecList`. Reading a value through them is noted by the `Recorder`
of the rendering; what was noted since a mark belongs to the expression that began at the mark.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence
from typing import Any

from generator.naming import ValuePath


class Recorder:
    """Notes the paths of values as they are read.

    Attributes:
        reads: The paths that have been read and not yet taken, oldest first.
        taken: Each distinct set of paths that made a piece of text; markers in the text count into it.
    """

    __slots__ = ("_numbers", "last", "reads", "taken")

    def __init__(self) -> None:
        self.reads: list[ValuePath] = []
        self.taken: list[tuple[ValuePath, ...]] = []
        self.last: ValuePath = ()
        self._numbers: dict[tuple[ValuePath, ...], int] = {}

    def note(self, path: ValuePath) -> None:
        """Note that the value at `path` is read."""
        self.reads.append(path)
        self.last = path

    def since(self, mark: int, more: tuple[ValuePath, ...] = ()) -> tuple[ValuePath, ...]:
        """Take the paths that were read since `mark`, and then `more`, each once."""
        if len(self.reads) == mark:
            return more
        paths = tuple(dict.fromkeys((*self.reads[mark:], *more)))
        del self.reads[mark:]
        return paths

    def number(self, paths: tuple[ValuePath, ...]) -> int:
        """Return the place of `paths` in `taken`."""
        if paths not in self._numbers:
            self._numbers[paths] = len(self.taken)
            self.taken.append(paths)
        return self._numbers[paths]


class SpecMap(Mapping[str, Any]):
    """A map of a spec, with its path; what is read of it is noted."""

    __slots__ = ("_recorder", "_values", "path")

    def __init__(self, values: Mapping[str, Any], path: ValuePath, recorder: Recorder) -> None:
        self._values, self.path, self._recorder = values, path, recorder

    def __getitem__(self, key: str) -> Any:
        return view(self._values[key], (*self.path, key), self._recorder)

    def __iter__(self) -> Iterator[str]:
        return map(_key, self._values)

    def __len__(self) -> int:
        self._recorder.note(self.path)  # whether a map is empty depends on the whole of it
        return len(self._values)

    def __contains__(self, key: object) -> bool:
        self._recorder.note(self.path)
        return self.has(key)

    def has(self, key: object) -> bool:
        """Tell whether there is such a key, without noting that anybody asked."""
        return key in self._values

    def items(self) -> ItemsView[str, Any]:
        """Return the pairs of the map; each value carries its path, since a loop prints it long after."""
        pairs = {}
        for key, value in self._values.items():
            path = (*self.path, key)
            pairs[_key(key)] = item(value, path, self._recorder)
        return pairs.items()


class SpecList(Sequence[Any]):
    """A list of a spec, with its path; what is read of it is noted."""

    __slots__ = ("_items", "_recorder", "path")

    def __init__(self, items: Sequence[Any], path: ValuePath, recorder: Recorder) -> None:
        self._items, self.path, self._recorder = items, path, recorder

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self._items)))]
        return item(self._items[index], (*self.path, range(len(self._items))[index]), self._recorder)

    def __len__(self) -> int:
        self._recorder.note(self.path)  # whether a list is empty depends on the whole of it
        return len(self._items)

    def __contains__(self, item: object) -> bool:
        self._recorder.note(self.path)
        return item in self._items


class TracedStr(str):
    """A string that knows which values it was made of; what is cut out of it knows that, too."""

    __slots__ = ("paths",)
    paths: tuple[ValuePath, ...]

    def __getitem__(self, index: Any) -> str:
        cut: str = trace_value(super().__getitem__(index), self.paths)
        return cut

    def __iter__(self) -> Iterator[str]:
        return (trace_value(character, self.paths) for character in super().__iter__())


class TracedInt(int):
    """A whole number that knows which values it was made of."""

    paths: tuple[ValuePath, ...]


class TracedFloat(float):
    """A number that knows which values it was made of."""

    __slots__ = ("paths",)
    paths: tuple[ValuePath, ...]


_TRACED: dict[type, type[TracedStr] | type[TracedInt] | type[TracedFloat]] = {
    str: TracedStr,
    TracedStr: TracedStr,
    int: TracedInt,
    TracedInt: TracedInt,
    float: TracedFloat,
    TracedFloat: TracedFloat,
}

_SCALARS = frozenset((str, int, float, bool, type(None)))


def view(value: Any, path: ValuePath, recorder: Recorder) -> Any:
    """Return `value`, which stands at `path` of a spec, as a template sees it that reads it now."""
    if type(value) in _SCALARS:
        recorder.note(path)
    return item(value, path, recorder)


def item(value: Any, path: ValuePath, recorder: Recorder) -> Any:
    """Return `value` as a template sees it that goes through a loop, and prints it long after, if at all."""
    if type(value) in _SCALARS:
        return trace_value(value, (path,))
    if isinstance(value, Mapping):
        return SpecMap(value, path, recorder)
    if isinstance(value, list | tuple):
        return SpecList(value, path, recorder)
    return value


def trace_value(value: Any, paths: tuple[ValuePath, ...]) -> Any:
    """Return `value` such that it carries `paths`, if its type can; bool, None and containers can't."""
    kind = _TRACED.get(type(value))
    if kind is None or not paths:
        return value
    carrying = kind(value)
    carrying.paths = paths
    return carrying


def _key(key: str) -> TracedStr:
    """Return a map's key as a template sees it: it is the spec's, and no value of it."""
    carrying = TracedStr(key)
    carrying.paths = ()
    return carrying


def paths_of(value: Any) -> tuple[ValuePath, ...]:
    """Return the paths that `value` itself carries."""
    # By the very type: these classes have no subclasses, and an isinstance of an abstract one is slow.
    kind = type(value)
    if kind in _SCALARS:
        return ()
    if kind is SpecMap or kind is SpecList:
        return (value.path,)
    paths: tuple[ValuePath, ...] = getattr(value, "paths", ())
    return paths
