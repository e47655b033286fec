"""Two sides to the changes of what they declare."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.diff.cache import Cache
from generator.diff.candidates import candidates
from generator.diff.consequences import Consequences
from generator.diff.dependents import Dependents
from generator.diff.descriptions import Describer
from generator.diff.file_changes import fingerprint
from generator.diff.renames import Moves, Rename, Renames
from generator.diff.sides import Side, is_read
from generator.diff.subjects import Subject, of_other
from generator.hcl import Block, Node
from generator.model.change import Action, AttributeChange, Change, Effect

_SHOWN_FILES = 3


def compare_sides(before: Side, after: Side, differing: Mapping[str, Action], cache: Cache) -> dict[str, Change]:
    """Return what differs between two sides, by address.

    Args:
        before: The old side.
        after: The new one.
        differing: The files that differ.
        cache: What other comparisons worked out.
    """
    return _Changes(before, after, differing, cache).find()


class _Changes:
    def __init__(self, before: Side, after: Side, differing: Mapping[str, Action], cache: Cache) -> None:
        self._before, self._after = before, after
        self._assets = {path: action for path, action in differing.items() if not is_read(path)}
        self._wanted = wanted = candidates(before, after, self._assets, cache)
        self._old = before.subjects(wanted.__contains__)
        self._new = after.subjects(wanted.__contains__)
        called = [call.address for call in before.module.module_calls.values()]
        self._renames = Renames(self._old, self._new, Moves(after.module), called)
        self._compares = self._renames.comparer()
        self._describes = Describer(before, after, self._compares)

    def find(self) -> dict[str, Change]:
        consequences = Consequences(self._before, self._after)
        own = list(self._all())
        found = {change.address: consequences.of(change) for change in (*own, *self._moves(own))}
        Dependents(self._before, self._after, found, consequences).add()
        return found

    def _all(self) -> Iterator[Change]:
        for address, subject in self._new.items():
            rename = self._renames.by_new.get(address)
            old = self._old.get(rename.old if rename else address)
            if old is None and rename is None:
                yield self._on_one_side(subject, self._after, Action.ADDED)
                continue
            attributes = self._attributes(old, subject) if old else ()
            if rename or attributes:
                yield self._changed(old, subject, rename, attributes)
        for address, subject in self._old.items():
            if address not in self._new and address not in self._renames.gone:
                yield self._on_one_side(subject, self._before, Action.REMOVED)
        for rename in self._renames.all:
            if rename.new not in self._new:  # into a module, which we do not look into
                moved = self._on_one_side(self._old[rename.old], self._before, Action.RENAMED)
                yield moved._replace(address=rename.new, previous=rename.old)
        yield from self._others()

    def _moves(self, others: Iterable[Change]) -> Iterator[Change]:
        """Yield the `moved` blocks that came or went and have no part in what else is told."""
        old, new = (Moves(side.module).blocks for side in (self._before, self._after))
        known = {address.partition("[")[0] for change in others for address in (change.address, change.previous)}
        for ends in [*new, *old]:
            if (ends in old) != (ends in new) and known.isdisjoint(end.partition("[")[0] for end in ends):
                side, action = (self._after, Action.ADDED) if ends in new else (self._before, Action.REMOVED)
                extent = side.extent((old | new)[ends])
                places = (None, extent) if action is Action.ADDED else (extent, None)
                yield Change(
                    f"moved.{ends[1]}", "moved", "", action, Effect.NONE, before=places[0], after=places[1]
                )

    def _others(self) -> Iterator[Change]:
        """Yield what is not understood and written otherwise, or made of something that has another value."""
        for address in dict.fromkeys((*self._after.others, *self._before.others)):
            if address not in self._wanted:
                continue
            old, new = self._before.others.get(address, ()), self._after.others.get(address, ())
            attributes = self._inside(address, old, new)
            if attributes or Counter(map(fingerprint, old)) != Counter(map(fingerprint, new)):
                action = Action.CHANGED if old and new else Action.ADDED if new else Action.REMOVED
                before = self._before.extent(old[0]) if old else None
                after = self._after.extent(new[0]) if new else None
                yield Change(
                    address, "other", "", action, Effect.UNKNOWN, attributes=attributes, before=before, after=after
                )

    def _inside(self, address: str, old: Sequence[Node], new: Sequence[Node]) -> tuple[AttributeChange, ...]:
        """Return what differs within a block that is there once on both sides."""
        if len(old) != 1 or len(new) != 1 or not isinstance(old[0], Block) or not isinstance(new[0], Block):
            return ()
        one, other = of_other(self._before.module, address, old[0]), of_other(self._after.module, address, new[0])
        return self._describes.attributes(self._compares.trees(one.tree, other.tree), other)

    def _attributes(self, old: Subject, new: Subject) -> tuple[AttributeChange, ...]:
        found = self._describes.attributes(self._compares.trees(old.tree, new.tree), new)
        return (*found, *self._other_contents(new)) if new.kind == "data" else found

    def _changed(
        self, old: Subject | None, new: Subject, rename: Rename | None, attributes: tuple[AttributeChange, ...]
    ) -> Change:
        lacking = rename and not rename.declared and new.kind != "data"
        return Change(
            new.address,
            new.kind,
            new.type,
            Action.RENAMED if rename else Action.CHANGED,
            Effect.UNKNOWN,
            previous=rename.old if rename else "",
            attributes=attributes,
            before=self._before.extent(old.block) if old else None,
            after=self._after.extent(new.block),
            moved=self._renames.missing_block(rename) if rename and lacking else "",
        )

    def _on_one_side(self, subject: Subject, side: Side, action: Action) -> Change:
        extent = side.extent(subject.block)
        before, after = (None, extent) if action is Action.ADDED else (extent, None)
        return Change(
            subject.address, subject.kind, subject.type, action, Effect.UNKNOWN, before=before, after=after
        )

    def _other_contents(self, data: Subject) -> Iterator[AttributeChange]:
        """Yield the arguments of a data source that name files with another content."""
        for name, leaf in data.tree.attributes.items():
            path = posixpath.normpath(leaf.value) if isinstance(leaf.value, str) and leaf.value else "."
            inside = [asset for asset in self._assets if asset == path or asset.startswith(f"{path}/")]
            if not inside:
                continue
            named = [f"{asset} is {self._assets[asset]}" for asset in inside[:_SHOWN_FILES]]
            more = [f"{len(inside) - _SHOWN_FILES} more"] if len(inside) > _SHOWN_FILES else []
            extent, text = self._after.extent(leaf.node), f'"{leaf.value}"'
            yield AttributeChange(name, text, text, extent, extent, because=", ".join(named + more))
