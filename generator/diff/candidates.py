"""What can differ at all: what is written otherwise, and what depends on that. Nothing is evaluated for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import chain

from generator.diff.cache import Cache, Links
from generator.diff.sides import Side
from generator.hcl import Attribute, Block, Key, Node, Reference
from generator.hcl.evaluation.references import RESOURCE_KINDS, references_below

_READING = "file"
"""What the names of all functions have in them that read files."""
_ALL = "*"
_REPEATED = ("count", "for_each")


def candidates(before: Side, after: Side, assets: Collection[str], cache: Cache) -> set[str]:
    """Return the addresses, without keys, of what may have another value or be there on one side only.

    Args:
        before: The old side.
        after: The new one.
        assets: The files with another content that are no configuration.
        cache: What blocks refer to.
    """
    old, new = before.written, after.written
    if before.is_overridden or after.is_overridden:
        return {*old, *new}
    parts = _Parts(before, after, cache)
    for address in {*old, *new}:
        for part in _differing(old.get(address, ()), new.get(address, ())):
            parts.add(address, part)
    if assets:
        for address, nodes in new.items():
            if address.startswith("data.") or any(_READING in node.text for node in nodes):
                parts.add(address, _ALL)
    return parts.follow()


def _differing(old: tuple[Node, ...], new: tuple[Node, ...]) -> Iterator[str]:
    """Yield what of something is written otherwise: the names of attributes, and "" for all else."""
    if old == new or [node.text for node in old] == [node.text for node in new]:
        return
    if len(old) != 1 or len(new) != 1 or not isinstance(old[0], Block) or not isinstance(new[0], Block):
        yield _ALL
        return
    one, other = old[0].body.attributes, new[0].body.attributes
    yield ""
    for name in {*one, *other}:
        if name not in one or name not in other or one[name].text != other[name].text:
            yield name


class _Parts:
    """Parts of what has an address that may differ: attributes by name, "" for all else."""

    def __init__(self, before: Side, after: Side, cache: Cache) -> None:
        self._parts: set[tuple[str, str]] = set()
        self._waiting: list[tuple[str, str]] = []
        self._needed_by: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        for side in (before, after):
            for address, nodes in side.written.items():
                if address.startswith("var."):
                    continue  # they have no values but constants
                for node in nodes:
                    self._link(address, node, cache)

    def _link(self, address: str, node: Node, cache: Cache) -> None:
        links = cache.links.get(node)
        if links is None:
            links = cache.links[node] = tuple(_links(node))
        for part, needed, attribute in links:
            self._needed_by[needed].add((attribute, address, part))
        if isinstance(node, Block):
            self._names[address].update(node.body.attributes)

    def add(self, address: str, part: str) -> None:
        """Add a part; with what says how often something is there, all of it."""
        if part == _ALL or part in _REPEATED:
            for name in ("", *self._names[address]):
                self._add(address, name)
        else:
            self._add(address, part)

    def _add(self, address: str, part: str) -> None:
        if (address, part) not in self._parts:
            self._parts.add((address, part))
            self._waiting.append((address, part))

    def follow(self) -> set[str]:
        """Add what depends on what was added; return the addresses."""
        while self._waiting:
            address, part = self._waiting.pop()
            whole = not self._is_resource(address)
            for attribute, dependent, where in self._needed_by[address]:
                # Of a resource only attributes are read that are configured; others are what they were.
                if whole or attribute in (part, _ALL):
                    self.add(dependent, where)
        return {address for address, _ in self._parts}

    def _is_resource(self, address: str) -> bool:
        return not address.startswith(("local.", "var."))


def _links(node: Node) -> Links:
    if isinstance(node, Attribute):
        yield from _references("", node)
    elif isinstance(node, Block):
        for name, attribute in node.body.attributes.items():
            yield from _references(name, attribute)
        yield from _references("", *node.body.blocks)


def _references(part: str, *nodes: Node) -> Links:
    for reference in references_below(nodes):
        yield part, reference.address, _attribute(reference)


def _attribute(reference: Reference) -> str:
    """Return which attribute of a resource is referred to, or that it is all of it."""
    if reference.kind not in RESOURCE_KINDS:
        return _ALL
    steps = chain(reference.rest, ("*", "*"))
    first = next(steps)
    if isinstance(first, Key):
        first = next(steps)
    return first if isinstance(first, str) else _ALL
