"""Which instances of a module's resources a value leads to: by reference, or by a name or ARN that it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import bounds
from generator.aws.carriers import CARRIERS, NAMES, STANDS_FOR
from generator.hcl import BlockView, Instance, Key, Module, Reference, Unknown, Value
from generator.hcl.evaluation.references import RESOURCE_KINDS
from generator.hcl.evaluation.values import Raw
from generator.hcl.module.local_references import references_through_locals

_KINDS = RESOURCE_KINDS | {"module"}


class Targets:
    """What values of one module lead to."""

    def __init__(self, module: Module) -> None:
        """Take a module; what is in it that has a name is looked up by that."""
        self._module = module
        self._by_name: dict[str, list[Instance]] = {}
        naming = {type_: carrier.name for type_, carrier in CARRIERS.items()} | NAMES
        for resource in (*module.resources(*naming), *module.data(*naming)):
            for instance in resource.instances:
                name = _as_text(instance[naming[resource.type]].value)
                if name:
                    self._by_name.setdefault(name, []).append(instance)

    def carriers(self, value: Value, within: Instance | None = None) -> list[Instance]:
        """Return what is drawn and a value leads to, through what only stands for it; each once, in order.

        Args:
            value: The value.
            within: What it is a value of.
        """
        return list(
            _once(carrier for found in self.instances(value, within) for carrier in self.carrier_of(found))
        )

    def carrier_of(self, instance: Instance, steps: int = 0) -> list[Instance]:
        """Return an instance if it is drawn, else what it stands for."""
        type_ = instance.resource.type
        if type_ in CARRIERS or instance.resource.kind == "module":
            return [instance]
        way = STANDS_FOR.get(type_)
        if way is None or steps == bounds.STAND_INS.limit:
            return []
        return [
            carrier
            for value in values_at(instance, way)
            for found in self.instances(value, instance)
            for carrier in self.carrier_of(found, steps + 1)
        ]

    def instances(self, value: Value, within: Instance | None = None) -> list[Instance]:
        """Return the instances that a value leads to, each once, in order."""
        return list(_once(found for part in _parts(value.value) for found in self._of_part(part, value, within)))

    def referents(self, value: Value, within: Instance) -> list[Instance]:
        """Return what is drawn and a value refers to, texts that happen to be names left out."""
        written = self._written_in(value, within)
        return [found for found in self.carriers(value, within) if found.resource.address in written]

    def of_reference(self, reference: Reference, beside: Raw = None) -> list[Instance]:
        """Return the instances of what a reference leads to.

        Args:
            reference: The reference.
            beside: The key of the instance that refers, which is taken for a key that is not known.
        """
        resource = self._module.resource(reference.address) if reference.kind in _KINDS else None
        if resource is None:
            return []
        key = next((step.value for step in reference.rest[:1] if isinstance(step, Key)), None)
        for wanted in (key, beside):
            same = [one for one in resource.instances if type(one.key) is type(wanted) and one.key == wanted]
            if same and wanted is not None:
                return same
        return list(resource.instances)

    def _of_part(self, part: Raw, value: Value, within: Instance | None) -> Iterator[Instance]:
        if isinstance(part, Unknown) and part.reference:
            yield from self.of_reference(part.reference)
            return
        text = _as_text(part)
        named = self._by_name.get(text) or self._by_name.get(_last(text)) if text else None
        if named and len(named) > 1:
            written = self._written_in(value, within)
            named = [one for one in named if one.resource.address in written] or named
        if named and len(named) == 1:
            yield named[0]

    def _written_in(self, value: Value, within: Instance | None) -> set[str]:
        """Return the addresses that a value's expression names, through local values and `each`."""
        if value.expression is None:
            return set()
        found = references_through_locals(self._module, value.expression)
        for_each = within.resource.for_each.expression if within else None
        if for_each and any(reference.kind == "each" for reference in found):
            found += references_through_locals(self._module, for_each)
        return {reference.address for reference in found}


def values_at(view: BlockView, way: str) -> list[Value]:
    """Return the values that a way leads to; see `carriers`. Absent ones are none."""
    blocks, _, inside = way.partition(":")
    *types, name = blocks.split(".")
    views = [view]
    for block_type in types:
        views = [below for one in views for below in one.blocks(block_type)]
    values = [one[name] for one in views]
    if inside:
        values = [_inside(value, inside) for value in values]
    return [value for value in values if not value.absent]


def _inside(value: Value, key: str) -> Value:
    document = value.json() if not value.absent else None
    found = document.get(key) if isinstance(document, dict) else None
    return value.with_value(found)


def _parts(raw: Raw) -> Iterator[Raw]:
    """Yield the texts and unknown values within a value; a text of several parts before its parts."""
    waiting, left = [raw], bounds.TARGET_PARTS.limit
    while waiting and left:
        part = waiting.pop(0)
        left -= 1
        if isinstance(part, dict):
            waiting[:0] = part.values()
        elif isinstance(part, list):
            waiting[:0] = part
        elif isinstance(part, Unknown):
            yield part
            waiting[:0] = [*(each for each in part.parts if isinstance(each, Unknown)), part.encoded]
        elif isinstance(part, str):
            yield part


def _as_text(raw: Raw) -> str:
    """Return a value as text, in which references stand for what is not known; empty where even they do not."""
    if isinstance(raw, str):
        return raw
    if not isinstance(raw, Unknown):
        return ""
    if raw.reference:
        steps = (f".{step}" if isinstance(step, str) else f"[{step.value}]" for step in raw.reference.rest)
        return f"\0{raw.reference.address}{''.join(steps)}\0"
    parts = [_as_text(part) for part in raw.parts]
    return "".join(parts) if all(parts) else ""


def _last(text: str) -> str:
    """Return what an ARN or URL ends with."""
    return text.replace("/", ":").rpartition(":")[2]


def _once(instances: Iterable[Instance]) -> Iterator[Instance]:
    seen: set[str] = set()
    for instance in instances:
        if instance.address not in seen:
            seen.add(instance.address)
            yield instance
