"""Two trees to the attributes that differ, down to the members of objects and the insides of JSON texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.diff.alignment import align
from generator.diff.trees import BlockTree, Leaf
from generator.diff.value_text import (
    ABSENT,
    Words,
    as_json,
    comparable,
    is_json_text,
    is_policy,
    is_set_in_policies,
    is_unset,
    without_order,
)
from generator.hcl.evaluation.values import Raw, SetValue
from generator.naming import ValuePath

_IDENTITIES = ("Sid", "sid", "id", "name", "key", "attribute_name", "rule_id", "priority", "method", "path")
"""Members that tell elements apart: two with another value of one are hardly the same element."""

_DOCUMENT, _STATEMENT, _SET = "document", "statement", "set"
"""Where in a policy a value stands."""


class ValueDifference(NamedTuple):
    """One value that differs.

    Attributes:
        path: The way to it.
        old: The old value, ABSENT where there was none.
        new: The new value, likewise.
        before: The attribute that has the old value, or the block that does not set it; None without such a block.
        after: The same of the new value.
        because: Why values differ that are written alike.
        inner: The last steps of the way: those within the attribute's value.
    """

    path: ValuePath
    old: Raw
    new: Raw
    before: Leaf | BlockTree | None
    after: Leaf | BlockTree | None
    because: str = ""
    inner: ValuePath = ()


class Comparer:
    """Compares what two sides have.

    Attributes:
        old: How the old values are written.
        new: How the new ones are.
    """

    __slots__ = ("_after", "_before", "_depth", "new", "old")

    def __init__(self, old: Words, new: Words) -> None:
        self.old, self.new = old, new
        self._before: Leaf | BlockTree | None = None
        self._after: Leaf | BlockTree | None = None
        self._depth = 0

    def trees(
        self, old: BlockTree | None, new: BlockTree | None, path: ValuePath = ()
    ) -> Iterator[ValueDifference]:
        """Yield what differs between two blocks, or all of the one that there is."""
        found = False
        for difference in self._inside(old, new, path):
            found = True
            yield difference
        if not found and (old is None or new is None):
            yield ValueDifference(path, {} if old else ABSENT, {} if new else ABSENT, old, new)

    def _inside(self, old: BlockTree | None, new: BlockTree | None, path: ValuePath) -> Iterator[ValueDifference]:
        olds, news = old.attributes if old else {}, new.attributes if new else {}
        for name in dict.fromkeys((*news, *olds)):
            one, other = olds.get(name), news.get(name)
            self._before, self._after, self._depth = one or old, other or new, len(path) + 1
            yield from self._attribute(name, one.value if one else None, other.value if other else None, path)
        for type_ in dict.fromkeys((*(new.blocks if new else ()), *(old.blocks if old else ()))):
            yield from self._blocks(type_, old, new, path)

    def _attribute(self, name: str, old: Raw, new: Raw, path: ValuePath) -> Iterator[ValueDifference]:
        old, new = (ABSENT if value is None else value for value in (old, new))
        if self._same(comparable(name, old), comparable(name, new)):
            return
        yield from self._texts(old, new, (*path, name), is_json_text(name))

    def _texts(self, old: Raw, new: Raw, path: ValuePath, normalised: bool) -> Iterator[ValueDifference]:
        """Yield what differs between two attributes, within them where both are JSON texts."""
        one, other = as_json(old), as_json(new)
        if ABSENT in (one, other) or type(one) is not type(other):
            yield from self._values(old, new, path)
            return
        place = _DOCUMENT if normalised and is_policy(one) and is_policy(other) else "json"
        within = list(self._values(one, other, path, place))
        yield from within or [self._difference(path, old, new, "the same JSON, formatted otherwise")]

    def _values(self, old: Raw, new: Raw, path: ValuePath, place: str = "") -> Iterator[ValueDifference]:
        if place == _SET and not isinstance(old, dict):
            if not self._same(*(without_order(value) if value is not ABSENT else value for value in (old, new))):
                yield self._difference(path, old, new)
            return
        if not place:
            old, new = (ABSENT if value is None else value for value in (old, new))
        if self._same(old, new):
            return
        if isinstance(old, dict) and isinstance(new, dict):
            for name in dict.fromkeys((*new, *old)):
                yield from self._member(name, old, new, path, place)
        elif _are_objects(old) and _are_objects(new):
            yield from self._elements(old, new, path, place)
        else:
            yield self._difference(path, old, new)

    def _member(self, name: str, old: Raw, new: Raw, path: ValuePath, place: str) -> Iterator[ValueDifference]:
        one, other = old.get(name, ABSENT), new.get(name, ABSENT)
        if place == _DOCUMENT and name == "Statement":
            one, other = (value if isinstance(value, list) else [value] for value in (one, other))
            yield from self._elements(one, other, (*path, name), _STATEMENT)
        elif place == _STATEMENT:
            yield from self._values(one, other, (*path, name), _SET if is_set_in_policies(name) else "json")
        elif place == _DOCUMENT:
            yield from self._values(one, other, (*path, name), "json")
        else:
            yield from self._values(one, other, (*path, name), place)

    def _elements(self, old: list[Raw], new: list[Raw], path: ValuePath, place: str) -> Iterator[ValueDifference]:
        """Yield what differs between lists of objects, element by element."""
        ordered = place != _STATEMENT and not isinstance(new, SetValue)
        form = without_order if place == _STATEMENT else _as_it_is
        pairs = align(
            old,
            new,
            ordered=ordered,
            key=lambda value, is_new: (self.new if is_new else self.old).key(form(value)),
            alike=self._alike,
        )
        for i, j in pairs:
            at = (*path, j if j is not None else i if i is not None else 0)
            if i is None or j is None:
                one, other = (ABSENT if i is None else old[i]), (ABSENT if j is None else new[j])
                yield self._difference(at, one, other)
            else:
                yield from self._values(old[i], new[j], at, place)

    def _blocks(
        self, type_: str, old: BlockTree | None, new: BlockTree | None, path: ValuePath
    ) -> Iterator[ValueDifference]:
        olds, news = (tree.blocks.get(type_, []) if tree else [] for tree in (old, new))
        nesting = next(tree.nestings[type_] for tree in (new, old) if tree and type_ in tree.nestings)
        pairs = align(
            olds,
            news,
            ordered=nesting != "set",
            key=lambda tree, is_new: tree.key(self.new if is_new else self.old),
            alike=lambda one, other: self._alike(_as_object(one), _as_object(other)),
        )
        for i, j in pairs:
            place = j if j is not None else i if i is not None else 0
            at = (*path, type_) if nesting in ("single", "group") else (*path, type_, place)
            yield from self._pair(None if i is None else olds[i], None if j is None else news[j], at)

    def _pair(self, old: BlockTree | None, new: BlockTree | None, path: ValuePath) -> Iterator[ValueDifference]:
        if old is None or new is None or old.key(self.old) != new.key(self.new):
            yield from self.trees(old, new, path) if old is None or new is None else self._inside(old, new, path)

    def _same(self, old: Raw, new: Raw) -> bool:
        return (old is ABSENT) == (new is ABSENT) and self.old.key(old) == self.new.key(new)

    def _difference(self, path: ValuePath, old: Raw, new: Raw, because: str = "") -> ValueDifference:
        return ValueDifference(path, old, new, self._before, self._after, because, path[self._depth :])

    def _alike(self, old: Raw, new: Raw) -> float:
        """Return how much of two objects is the same, from 0 to 1."""
        if not isinstance(old, dict) or not isinstance(new, dict):
            return 0.0
        for name in _IDENTITIES:
            if name in old and name in new and not (is_unset(old[name]) and is_unset(new[name])):
                return 1.0 if self._same(old[name], new[name]) else 0.1
        names = {*old, *new}
        same = sum(name in old and name in new and self._same(old[name], new[name]) for name in names)
        return same / len(names) if names else 1.0


def _as_object(tree: BlockTree) -> dict[str, Raw]:
    labels = {"": list(tree.labels)} if tree.labels else {}
    return {**labels, **{name: leaf.value for name, leaf in tree.attributes.items()}}


def _as_it_is(value: Raw) -> Raw:
    return value


def _are_objects(value: Raw) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, dict) for part in value)
