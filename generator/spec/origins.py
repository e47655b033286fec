"""Where the values of a resolved spec come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.location import Location
from generator.naming import ValuePath
from generator.spec.spec_tree import DEFAULT, SET, SpecNode, child, node_at


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


class Origins(Mapping[ValuePath, Origin]):
    """The origin of every value of a spec, worked out when it is asked for.

    Most runs ask for few of them, so the tree of nodes is kept as it is and walked on demand.
    """

    __slots__ = ("_chains", "_root", "_values")

    def __init__(self, values: Mapping[str, Any], root: SpecNode, chains: Mapping[str, tuple[str, ...]]) -> None:
        self._values, self._root, self._chains = values, root, chains

    def __getitem__(self, path: ValuePath) -> Origin:
        value: Any = self._values
        node: SpecNode | None = self._root
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                raise KeyError(path) from None
            node = child(node, step)
        return self.of(node)

    def of(self, node: SpecNode | None) -> Origin:
        """Return the origin of what `node` gave; None stands for what the schema filled in."""
        if node is None:
            return SCHEMA_DEFAULT
        known = _NOT_IN_A_FILE.get(node.file)
        if known:
            return known
        return Origin("file", Location(node.file, node.line, node.column), self._chains.get(node.file, ()))

    def node(self, path: ValuePath) -> SpecNode | None:
        """Return what the specs, or `--set`, gave at `path`; None where they gave nothing."""
        return node_at(self._root, path)

    def __iter__(self) -> Iterator[ValuePath]:
        return _paths((), self._values)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _paths(path: ValuePath, value: Any) -> Iterator[ValuePath]:
    yield path
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _paths((*path, key), below)
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _paths((*path, index), below)
