"""What has another address than before: by `moved` blocks, and by its content where there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from generator import bounds
from generator.diff.differences import Comparer
from generator.diff.subjects import Subject
from generator.diff.trees import BlockTree
from generator.diff.value_text import Words, comparable, is_unset
from generator.hcl import Block, Key, Module, Reference, Unknown
from generator.hcl.evaluation.normal_form import spell
from generator.hcl.evaluation.symbols import reference_text, write_value

_ALIKE = 0.7
"""How much of the configuration is the same of what is taken for renamed, from 0 to 1. A bound of ours."""
_MOVABLE = ("resource", "module")


class Rename(NamedTuple):
    """Something with another address.

    Attributes:
        old: The old address.
        new: The new one.
        declared: Whether Terraform knows of it: by a `moved` block, or since only `count` came or went.
    """

    old: str
    new: str
    declared: bool


class Moves:
    """The `moved` blocks of a module.

    Attributes:
        blocks: By from and to what each leads.
        ways: From and to what each leads.
    """

    def __init__(self, module: Module) -> None:
        self.blocks: dict[tuple[str, str], Block] = {}
        self.ways: dict[str, str] = {}
        for block in module.moved:
            ends = [block.body.attributes.get(name) for name in ("from", "to")]
            shown = [spell(end.expression) if end else "" for end in ends]
            self.blocks.setdefault((shown[0], shown[1]), block)
            if all(shown):
                self.ways.setdefault(*shown)

    def target(self, address: str) -> str:
        """Return where an address leads to in the end; itself where it does not move."""
        seen = {address}
        while True:
            further = self._step(address)
            if further is None or further in seen:
                return address
            seen.add(further)
            address = further

    def _step(self, address: str) -> str | None:
        if address in self.ways:
            return self.ways[address]
        declared, bracket, key = address.partition("[")
        if bracket and declared in self.ways:
            return f"{self.ways[declared]}[{key}"
        return None


def declared_renames(
    old: Mapping[str, Subject], new: Mapping[str, Subject], moves: Moves, called: Collection[str]
) -> list[Rename]:
    """Return what `moved` blocks, or a `count` that came or went, say is the same.

    Args:
        old: What was declared.
        new: What is.
        moves: The `moved` blocks.
        called: The addresses of the modules that were called.
    """
    found = []
    taken: set[str] = set()
    for address, subject in old.items():
        if subject.kind not in _MOVABLE or address in new:
            continue
        target = moves.target(address)
        if target == address:
            target = f"{address}[0]" if subject.declared == address else subject.declared
            if not (subject.instance and subject.instance.key in (None, 0) and target in new):
                continue
        stays = target in old and moves.target(target) == target
        inside_module = target.startswith("module.") and target.count(".") > 1
        if not stays and target not in taken and (target in new or inside_module):
            taken.add(target)
            found.append(Rename(address, target, declared=True))
    return found + _out_of_modules(old, new, moves, called, taken)


def _out_of_modules(
    old: Collection[str], new: Collection[str], moves: Moves, called: Collection[str], taken: set[str]
) -> list[Rename]:
    """Return what was in a called module before, which we do not look into."""
    found = []
    for origin in moves.ways:
        target = moves.target(origin)
        if origin.startswith("module.") and origin.count(".") > 1 and target in new:
            module = ".".join(origin.split(".")[:2]).partition("[")[0]
            if module in called and target not in old and target not in taken:
                found.append(Rename(origin, target, declared=True))
    return found


def detected_renames(removed: list[Subject], added: list[Subject], renames: list[Rename]) -> list[Rename]:
    """Return what was probably renamed: of the same type, with nearly the same configuration.

    What refers to something that was renamed is more alike once that is known, so it is looked for again.
    """
    found: list[Rename] = []
    removed, added = list(removed), list(added)
    while removed and added and len(removed) * len(added) <= bounds.RENAME_PAIRS.limit:
        words = words_after([*renames, *found], removed)
        more = _best(removed, added, words)
        if not more:
            break
        found += more
        gone, come = {one.old for one in more}, {one.new for one in more}
        removed = [one for one in removed if one.address not in gone]
        added = [one for one in added if one.address not in come]
    return found


def _best(removed: list[Subject], added: list[Subject], words: Words) -> list[Rename]:
    """Return the pairs that are most alike, those that are the same before all others."""
    scores = []
    plain = Words()
    flat_old = {one.address: _flat(one.tree, words) for one in removed}
    flat_new = {one.address: _flat(one.tree, plain) for one in added}
    for one in removed:
        for other in added:
            if (one.kind, one.type) == (other.kind, other.type) and one.kind in ("resource", "data", "module"):
                alike = _alike(flat_old[one.address], flat_new[other.address])
                if alike >= (_ALIKE if one.kind in _MOVABLE else 1.0):
                    name = SequenceMatcher(None, one.address, other.address).ratio()
                    scores.append((-alike, -name, other.address, one.address))
    scores.sort()
    found: list[Rename] = []
    taken: set[str] = set()
    for alike, _, new, old in scores:
        if found and scores[0][0] == -1.0 and alike > -1.0:
            break  # with those known, others may be the same as well
        if not taken & {old, new}:
            taken |= {old, new}
            found.append(Rename(old, new, declared=False))
    return found


def _alike(old: dict[str, str], new: dict[str, str]) -> float:
    names = {*old, *new}
    return sum(old.get(name) == new.get(name) for name in names) / len(names) if names else 1.0


def _flat(tree: BlockTree, words: Words, prefix: str = "") -> dict[str, str]:
    """Return what a block holds, one level deep."""
    found = {
        f"{prefix}{name}": words.key(comparable(name, leaf.value))
        for name, leaf in tree.attributes.items()
        if not is_unset(leaf.value)
    }
    for name, blocks in tree.blocks.items():
        for at, block in enumerate(blocks):
            found |= _flat(block, words, f"{prefix}{name}[{at}].")
    return found


def words_after(renames: Iterable[Rename], old: Iterable[Subject]) -> Words:
    """Return how old values are written: what was renamed by its new address."""
    ways = {one.old: one.new for one in renames}
    for declared, new in _whole(renames, old):
        ways.setdefault(declared, new)
    if not ways:
        return Words()

    def name(reference: Reference) -> str:
        rest = reference.rest
        if rest and isinstance(rest[0], Key) and not isinstance(rest[0].value, Unknown):
            instance = f"{reference.address}[{write_value(rest[0].value)}]"
            if instance in ways:
                return reference_text(reference._replace(address=ways[instance], rest=rest[1:]))
        if reference.address in ways:
            return reference_text(reference._replace(address=ways[reference.address]))
        return reference_text(reference)

    return Words(name)


def _whole(renames: Iterable[Rename], old: Iterable[Subject]) -> Iterator[tuple[str, str]]:
    """Yield the old and new addresses, without keys, of what was renamed with all its instances."""
    ways = {one.old: one.new for one in renames}
    instances: dict[str, list[str]] = defaultdict(list)
    for subject in old:
        instances[subject.declared].append(subject.address)
    for declared, addresses in instances.items():
        if not all(address in ways for address in addresses):
            continue
        targets = {ways[address].partition("[")[0] for address in addresses}
        keys = all(address.partition("[")[2] == ways[address].partition("[")[2] for address in addresses)
        if len(targets) == 1 and keys:
            yield declared, targets.pop()


class Renames:
    """What has another address than before.

    Attributes:
        all: One by one.
        by_new: By the new address.
        gone: The old addresses.
    """

    def __init__(
        self, old: Mapping[str, Subject], new: Mapping[str, Subject], moves: Moves, called: Collection[str]
    ) -> None:
        declared = declared_renames(old, new, moves, called)
        gone, come = {rename.old for rename in declared}, {rename.new for rename in declared}
        removed = [one for one in old.values() if one.address not in new and one.address not in gone]
        added = [one for one in new.values() if one.address not in old and one.address not in come]
        self._old = list(old.values())
        self.all = declared + detected_renames(removed, added, declared)
        self.by_new = {rename.new: rename for rename in self.all}
        self.gone = {rename.old for rename in self.all}

    def comparer(self) -> Comparer:
        """Return what compares old values with new ones, regardless of what was renamed."""
        return Comparer(words_after(self.all, self._old), Words())

    def missing_block(self, rename: Rename) -> str:
        """Return the `moved` block that a rename lacks: for all instances at once where they move together."""
        declared = rename.old.partition("[")[0]
        together = dict(_whole([one for one in self.all if not one.declared], self._old))
        origin, target = (declared, together[declared]) if declared in together else (rename.old, rename.new)
        return f"moved {{\n  from = {origin}\n  to   = {target}\n}}"
