"""What changes though it is written as before: since what it refers to is replaced, or reads something else."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.consequences import Consequences
from generator.diff.descriptions import narrow
from generator.diff.sides import Side
from generator.diff.subjects import Subject, of_instance, schema_of, subjects
from generator.diff.trees import BlockTree, Leaf
from generator.diff.value_text import as_json
from generator.hcl import Instance, Key, Reference, Unknown
from generator.hcl.evaluation.symbols import pieces_within, reference_text, write_value
from generator.hcl.evaluation.values import Raw
from generator.hcl.module.secrecy import CONCEALED
from generator.model.change import Action, AttributeChange, Change, Effect, Extent
from generator.naming import ValuePath, format_path


class Dependents:
    """What refers to what changes, and so changes as well.

    Attributes:
        changes: The changes by address; added to.
    """

    def __init__(self, before: Side, after: Side, changes: dict[str, Change], consequences: Consequences) -> None:
        self._before, self._after, self.changes, self._consequences = before, after, changes, consequences
        self._olds: dict[str, Subject | None] = {}
        self._new_ones = {change.address for change in changes.values() if change.action is Action.ADDED}

    def add(self) -> None:
        """Add what follows, and what follows from that, until nothing does."""
        for change in list(self.changes.values()):
            if change.kind == "provider":
                self._default_tags(change)
        waiting = [*self.changes]
        reasons: dict[str, str] = {}
        while waiting:
            address = waiting.pop(0)
            change = self.changes[address]
            reason = _reason(change)
            if reason and reasons.get(address) != reason:
                reasons[address] = reason
                waiting += self._followers(change, reason)

    def _followers(self, change: Change, reason: str) -> list[str]:
        """Add the changes of what refers to something; return the addresses of these."""
        found = []
        if change.effect is Effect.UPDATE:
            dependents = self._trigger(change.address.partition("[")[0])
        else:
            dependents = self._dependents(change.address.partition("[")[0])
        for subject in dependents:
            if subject.address != change.address and subject.address not in self._new_ones:
                added = tuple(self._attributes(subject, change, reason))
                if added:
                    self._put(subject, added)
                    found.append(subject.address)
        return found

    def _dependents(self, declared: str) -> Iterator[Subject]:
        module = self._after.module
        for resource in self._after.declared():
            if declared in module.dependencies(resource.address):
                yield from (of_instance(instance) for instance in resource.instances)
        for name in module.outputs:
            if declared in module.dependencies(f"output.{name}"):
                yield from _output(self._after, f"output.{name}")

    def _trigger(self, declared: str) -> Iterator[Subject]:
        """Yield what may be replaced for something that is but updated."""
        for resource in self._after.declared():
            blocks = resource.body.of_type("lifecycle")
            asks = any("replace_triggered_by" in block.body.attributes for block in blocks)
            if asks and declared in self._after.module.dependencies(resource.address):
                yield from (of_instance(instance) for instance in resource.instances)

    def _attributes(self, subject: Subject, cause: Change, reason: str) -> Iterator[AttributeChange]:
        change = self.changes.get(subject.address)
        known = [each.path for each in change.attributes] if change else []
        replaced = cause.effect is Effect.REPLACE or cause.kind == "data"
        triggered = _triggers(subject.tree, cause)
        for path, leaf in _leaves(subject.tree):
            shown = format_path(path)
            if triggered and path[-1] == "replace_triggered_by" and shown not in known:
                before, after = self._places(subject, path, leaf, ())
                yield AttributeChange(shown, triggered, triggered, before, after, replaces=True, because=reason)
            if not leaf.evaluated or not replaced:
                continue
            for inner, value in _mentions(leaf.value, cause.address):
                shown = format_path((*path, *inner))
                if not any(_overlap(one, shown) for one in known):
                    text = CONCEALED if leaf.sensitive else write_value(value)
                    yield AttributeChange(
                        shown, text, text, *self._places(subject, path, leaf, inner), because=reason
                    )

    def _places(
        self, subject: Subject, path: ValuePath, leaf: Leaf, inner: ValuePath
    ) -> tuple[Extent | None, Extent]:
        """Return where something stands on both sides that is written alike."""
        after = self._after.extent(narrow(self._after, leaf.node, inner))
        old = self._old(subject)
        known = dict(_leaves(old.tree)).get(path) if old else None
        before = self._before.extent(narrow(self._before, known.node, inner)) if known else None
        return before, after

    def _old(self, subject: Subject) -> Subject | None:
        """Return what something was before."""
        if subject.address not in self._olds:
            change = self.changes.get(subject.address)
            self._olds[subject.address] = _at(self._before, (change and change.previous) or subject.address)
        return self._olds[subject.address]

    def _put(self, subject: Subject, attributes: tuple[AttributeChange, ...]) -> None:
        change = self.changes.get(subject.address)
        if change is None:
            old = self._old(subject)
            change = Change(
                subject.address,
                subject.kind,
                subject.type,
                Action.CHANGED,
                Effect.UNKNOWN,
                before=self._before.extent(old.block) if old else None,
                after=self._after.extent(subject.block),
            )
        self.changes[subject.address] = self._consequences.of(
            change._replace(attributes=(*change.attributes, *attributes))
        )

    def _default_tags(self, change: Change) -> None:
        """Add that the tags which a provider gives to all its resources reach them."""
        differing = [each for each in change.attributes if each.path.startswith("default_tags")]
        if not differing or change.action is not Action.CHANGED:
            return
        name = change.address.removeprefix("provider.")
        for resource in self._after.module.resources():
            schema = schema_of("resource", resource.type)
            if resource.provider != name or schema is None or "tags_all" not in schema.attributes:
                continue
            for instance in resource.instances:
                self._tag(instance, differing, change.address)

    def _tag(self, instance: Instance, differing: list[AttributeChange], provider: str) -> None:
        subject = of_instance(instance)
        own = instance["tags"].value
        found = []
        for each in differing:
            _, _, tag = each.path.partition(".tags")
            key = tag.strip('.["]')
            if not (isinstance(own, dict) and key in own):
                found.append(each._replace(path=f"tags_all{tag}", because=f"{provider} gives it other tags"))
        if found and subject.address not in self._new_ones:
            self._put(subject, tuple(found))


def _output(side: Side, address: str) -> list[Subject]:
    return list(subjects(side.module, lambda wanted: wanted == address).values())


def _at(side: Side, address: str) -> Subject | None:
    """Return what a side declares at an address."""
    resource = side.module.resource(address.partition("[")[0])
    found = [of_instance(instance) for instance in resource.instances] if resource else _output(side, address)
    return next((subject for subject in found if subject.address == address), None)


def _reason(change: Change) -> str:
    """Return why what refers to something may change with it; empty if it does not."""
    if change.kind == "data" and change.action is Action.CHANGED:
        return f"{change.address} reads something else"
    if change.kind != "resource":
        return ""
    return {
        Effect.REPLACE: f"{change.address} is replaced",
        Effect.UPDATE: f"{change.address} is updated",
    }.get(change.effect, "")


def _mentions(value: Raw, address: str, way: ValuePath = ()) -> Iterator[tuple[ValuePath, Raw]]:
    """Yield the smallest parts of a value that are made of something, each with the way to it."""
    document = as_json(value) if isinstance(value, Unknown) else value
    if isinstance(document, dict):
        for name, part in document.items():
            yield from _mentions(part, address, (*way, name))
    elif isinstance(document, list) and any(isinstance(part, dict) for part in document):
        for at, part in enumerate(document):
            yield from _mentions(part, address, (*way, at))
    elif any(_leads_to(piece, address) for piece in pieces_within(value)):
        yield way, value


def _overlap(one: str, other: str) -> bool:
    return one == other or any(
        longer.startswith((f"{shorter}.", f"{shorter}[")) for longer, shorter in ((one, other), (other, one))
    )


def _leads_to(piece: object, address: str) -> bool:
    if not isinstance(piece, Reference):
        return False
    if piece.address == address:
        return True
    if not address.startswith(f"{piece.address}["):
        return False
    key = piece.rest[0] if piece.rest else None
    if not isinstance(key, Key) or isinstance(key.value, Unknown):
        return True  # any of them may be meant
    return reference_text(piece._replace(rest=(key,))) == address


def _triggers(tree: BlockTree, cause: Change) -> str:
    """Return what of a change a block's `replace_triggered_by` names, or nothing."""
    for block in tree.blocks.get("lifecycle", ()):
        named = block.attributes.get("replace_triggered_by")
        for name in named.value if named else ():
            text = write_value(name)
            attribute = text.removeprefix(cause.address)
            if text in (cause.address, cause.address.partition("[")[0]):
                return text
            if attribute != text and (
                cause.effect is Effect.REPLACE
                or any(f".{each.path}".startswith(attribute) for each in cause.attributes)
            ):
                return text
    return ""


def _leaves(tree: BlockTree, path: ValuePath = ()) -> Iterator[tuple[ValuePath, Leaf]]:
    for name, leaf in tree.attributes.items():
        yield (*path, name), leaf
    for type_, blocks in tree.blocks.items():
        single = tree.nestings[type_] in ("single", "group")
        for at, block in enumerate(blocks):
            yield from _leaves(block, (*path, type_) if single else (*path, type_, at))
