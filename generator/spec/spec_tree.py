"""The tree that a spec file is read into: values that know their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from generator.location import Location
from generator.naming import ValuePath, format_path

SET = "--set"
"""Stands in for the file of a value that the command line gave."""
DEFAULT = "schema default"
"""Stands in for the file of a value that the schema gave."""


class SpecNode(NamedTuple):
    """A value of a spec, and where it stands. A tuple, because a spec has hundreds and a run makes them all.

    Attributes:
        value: A string, number, boolean or None; a dict of nodes; or a list of nodes. Treat it as read-only.
        file: The spec file; or `SET` or `DEFAULT`.
        line: Of the value, from 1.
        column: Of the value, from 1, in code points.
        key_line: Of the key that the value stands under; 0 where it stands under none.
        key_column: Likewise.
        source: How a number, true, false or null was written, if not as Python shows it: 1.10, ~.
    """

    value: Any
    file: str
    line: int
    column: int
    key_line: int = 0
    key_column: int = 0
    source: str = ""

    @property
    def location(self) -> Location | None:
        """The value's place, if it stands in a file."""
        return None if self.file in {SET, DEFAULT} else Location(self.file, self.line, self.column)

    @property
    def key_location(self) -> Location | None:
        """The place of the key that the value stands under, or of the value itself if there is none."""
        if self.file in {SET, DEFAULT} or not self.key_line:
            return self.location
        return Location(self.file, self.key_line, self.key_column)


class Note(NamedTuple):
    """An empty map over one that is not: it changes nothing, as maps merge.

    Attributes:
        path: Where it stands among the values.
        location: Its place.
        under: The place of the map below it.
    """

    path: ValuePath
    location: Location
    under: Location

    def __str__(self) -> str:
        return f"{format_path(self.path)}: {{}} changes nothing, as maps merge: {self.under} holds"


def plain(node: SpecNode) -> Any:
    """Return what `node` holds as plain dicts, lists and scalars, as written: nothing filled in or left out."""
    value = node.value
    if isinstance(value, dict):
        return {key: plain(below) for key, below in value.items()}
    if isinstance(value, list):
        return [plain(below) for below in value]
    return value


def child(node: SpecNode | None, step: str | int) -> SpecNode | None:
    """Return the node at `step` below `node`; None where there is none, or where it says null."""
    if node is None:
        return None
    value = node.value
    if isinstance(value, dict):
        below: SpecNode | None = value.get(step)
        # In a map null means "back to the default": nothing was given.
        return None if below is None or below.value is None else below
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        item: SpecNode = value[step]
        return item
    return None


def node_at(root: SpecNode, path: ValuePath) -> SpecNode | None:
    """Return the node at `path` below `root`; None where there is none, or where it says null."""
    node: SpecNode | None = root
    for step in path:
        node = child(node, step)
    return node


def blanks(node: SpecNode, path: ValuePath = ()) -> Iterator[tuple[ValuePath, SpecNode]]:
    """Yield what holds nothing in `node`, with the way there: null under a key, and maps without a key."""
    value = node.value
    if isinstance(value, dict):
        for key, below in value.items():
            if below.value is None or below.value == {}:
                yield (*path, key), below
            else:
                yield from blanks(below, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from blanks(item, (*path, index))


def nodes_of(value: Any, file: str) -> SpecNode:
    """Return plain `value` as nodes that come from `file`, which is `SET` or `DEFAULT`."""
    if isinstance(value, dict):
        return SpecNode({key: nodes_of(below, file) for key, below in value.items()}, file, 0, 0)
    if isinstance(value, list):
        return SpecNode([nodes_of(below, file) for below in value], file, 0, 0)
    return SpecNode(value, file, 0, 0)
