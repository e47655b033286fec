"""What a resolved spec is: its values, and where each of them comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.location import Location
from generator.naming import Path, format_path
from generator.spec.tree import DEFAULT, SET, Node, Note, child, node_at


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from.

    Attributes:
        kind: "file", "schema default", "--set" or "its name".
        location: For "file": the place of the value in its spec file.
        chain: For "file": the spec files from the environment's own down to the one that gave the value.
    """

    kind: str
    location: Location | None = None
    chain: tuple[str, ...] = ()

    def __str__(self) -> str:
        return str(self.location) if self.location else self.kind


SCHEMA_DEFAULT = Origin("schema default")
COMMAND_LINE = Origin("--set")
ITS_NAME = Origin("its name")
_NOT_IN_A_FILE = {SET: COMMAND_LINE, DEFAULT: SCHEMA_DEFAULT}


class Origins(Mapping[Path, Origin]):
    """The origin of every value of a spec, worked out when it is asked for.

    Most runs ask for few of them, so the tree of nodes is kept as it is and walked on demand.
    """

    __slots__ = ("_chains", "_root", "_values")

    def __init__(self, values: Mapping[str, Any], root: Node, chains: Mapping[str, tuple[str, ...]]) -> None:
        self._values, self._root, self._chains = values, root, chains

    def __getitem__(self, path: Path) -> Origin:
        value: Any = self._values
        node: Node | None = self._root
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                raise KeyError(path) from None
            node = child(node, step)
        return self.of(node)

    def of(self, node: Node | None) -> Origin:
        """Return the origin of what `node` gave; None stands for what the schema filled in."""
        if node is None:
            return SCHEMA_DEFAULT
        known = _NOT_IN_A_FILE.get(node.file)
        if known:
            return known
        return Origin("file", Location(node.file, node.line, node.column), self._chains.get(node.file, ()))

    def node(self, path: Path) -> Node | None:
        """Return what the specs, or `--set`, gave at `path`; None where they gave nothing."""
        return node_at(self._root, path)

    def __iter__(self) -> Iterator[Path]:
        return _paths((), self._values)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class Spec:
    """A resolved, validated spec. Treat it as read-only, all the way down.

    Attributes:
        environment: The environment's name, "pr-123".
        file: The spec file that serves it, "environments/pr.yaml".
        values: The knobs' values: a tree of plain dicts, lists, strings, numbers, booleans and None.
        origins: Where each leaf, map and list of `values` comes from.
        notes: What its files say and what changes nothing.
    """

    environment: str
    file: str
    values: Mapping[str, Any]
    origins: Mapping[Path, Origin]
    notes: tuple[Note, ...] = ()

    def origin(self, path: Path) -> Origin:
        """Return the origin of the value at `path`, or of the nearest one that holds it."""
        for length in range(len(path), 0, -1):
            found = self.origins.get(path[:length])
            if found:
                return found
        return self.origins[()]

    def told(self, path: Path) -> tuple[str, str, Origin]:
        """Return what a message tells of a value that a template used: its path, the value as JSON, its origin.

        Args:
            path: The way to it; ("environment",) is the environment's name, which templates see as well.
        """
        value: Any = {"environment": self.environment, **self.values}
        for step in path:
            value = value[step]
        origin = ITS_NAME if path == ("environment",) else self.origin(path)
        return format_path(path), json.dumps(value, ensure_ascii=False), origin


def _paths(path: Path, value: Any) -> Iterator[Path]:
    yield path
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _paths((*path, key), below)
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _paths((*path, index), below)
