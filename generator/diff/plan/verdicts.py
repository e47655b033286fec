"""A plan held against what was foreseen for it, or against the plan that was reviewed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from generator.diff.cache import Cache
from generator.diff.sides import Side, Snapshot
from generator.hcl import Block, Node
from generator.model.change import Action, Change, Effect, EnvironmentChanges, Extent
from generator.model.finding import SpecValue
from generator.model.terraform_plan import Divergence, Placed, Plan, PlanReview, PlanStep, PlanValue, Verdict

_KEY = re.compile(r'\["(?:[^"\\]|\\.)*"\]|\[\d+\]')
_MODULE = re.compile(r"module\.[\w-]+")
_ORDER = list(Divergence)
_WEIGHT = {Effect.DESTROY: 0, Effect.REPLACE: 0, Effect.UNKNOWN: 1}
_DRIFT = "it was changed outside of Terraform"
_SAME = {
    Effect.UNKNOWN: {Effect.UPDATE, Effect.REPLACE, Effect.NONE},
    Effect.NONE: {Effect.FORGET, Effect.NONE},
    Effect.MOVE: {Effect.MOVE, Effect.UPDATE},
}
"""What a foreseen effect may turn out to be: `stays as it is` is foreseen as none."""
_DONE = frozenset({Effect.CREATE, Effect.DESTROY, Effect.REPLACE, Effect.UPDATE, Effect.MOVE})
_KNOBS = 3
"""So many values of the spec are told of an argument."""
_FOLLOWED = 30
"""So many variables and locals are looked into for them."""
_FOLLOWING = frozenset({"tags_all"})
"""What the provider makes of other arguments."""


def compared_with_foreseen(
    plan: Plan,
    foreseen: EnvironmentChanges | None,
    against: str,
    before: Snapshot | None,
    after: Snapshot | None,
) -> PlanReview:
    """Return a plan, held against what was foreseen.

    Args:
        plan: What terraform says.
        foreseen: What differs between two renderings; None where nothing does.
        against: How a person calls the first of these; empty if nothing is foreseen, as there is none.
        before: The environment as it was applied; None where it was not there.
        after: The environment that is planned; None where it is destroyed.
    """
    named = after or before
    return _Holding(plan, foreseen, against, before, after).review(named.environment if named else "")


def compared_with_reviewed(plan: Plan, reviewed: Plan, environment: str, after: Snapshot | None) -> PlanReview:
    """Return what a fresh plan does otherwise than the one that was reviewed; nothing where it does the same."""
    one, other = ({_key(step): step for step in steps} for steps in (reviewed.steps, plan.steps))
    places = _Places(None, after)
    verdicts = []
    for key in sorted(one.keys() | other.keys()):
        old, new = one.get(key), other.get(key)
        if (old.seal if old else "") == (new.seal if new else "") or not (_acts(old) or _acts(new)):
            continue
        difference = Divergence.UNFORESEEN if old is None or not _acts(old) else Divergence.ABSENT
        if old and new and _acts(old) and _acts(new):
            difference = Divergence.VALUES if old.effect is new.effect else Divergence.OTHERWISE
        change = Change(key[0], old.kind, old.type, Action.CHANGED, old.effect) if old else None
        values = [places.placed(key[0], value, value in (old.values if old else ())) for value in _values(new)]
        step = new if new and _acts(new) else None
        verdicts.append(Verdict(key[0], step, change, difference, places.extent(key[0]), tuple(values)))
    drift = places.drift(plan)
    return PlanReview(environment, "the plan that was reviewed", _sorted(verdicts), drift, plan.notes)


def drift_of(plan: Plan, environment: str, after: Snapshot | None) -> PlanReview:
    """Return what was changed outside of Terraform, and nothing else of a plan."""
    return PlanReview(environment, "", (), _Places(None, after).drift(plan), plan.notes, drift_alone=True)


def _values(step: PlanStep | None) -> tuple[PlanValue, ...]:
    return step.values if step else ()


def _key(step: PlanStep) -> tuple[str, str]:
    return step.address, step.deposed


def _acts(step: PlanStep | None) -> bool:
    """Return whether terraform does something: a data source that is read again changes nothing."""
    if step is None:
        return False
    return step.effect not in (Effect.NONE, Effect.READ) or bool(step.previous) or step.imported


def _sorted(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    def order(verdict: Verdict) -> tuple[object, ...]:
        effect = verdict.step.effect if verdict.step else Effect.NONE
        differs = verdict.difference is not Divergence.NONE
        return not differs, _ORDER.index(verdict.difference), _WEIGHT.get(effect, 2), verdict.address

    return tuple(sorted(verdicts, key=order))


def without_keys(address: str) -> str:
    """Return an address without the keys of instances."""
    return _KEY.sub("", address)


class _Places:
    """Where things are written, on the side that is planned, or else on the one that was."""

    def __init__(self, before: Snapshot | None, after: Snapshot | None) -> None:
        cache = Cache()
        self._sides = [Side(each, cache.parsed) for each in (after, before) if each]

    @cached_property
    def _written(self) -> list[tuple[Side, Mapping[str, tuple[Node, ...]]]]:
        return [(side, side.written) for side in self._sides]

    def extent(self, address: str) -> Extent | None:
        """Return where a resource or output is written: one inside of a module at the call of it."""
        found = self._found(address)
        return found[0].header(found[1]) if found else None

    def drift(self, plan: Plan) -> tuple[Verdict, ...]:
        """Return what was changed outside of Terraform, with the places where it is written."""
        return tuple(
            Verdict(
                step.address,
                step,
                None,
                Divergence.NONE,
                self.extent(step.address),
                tuple(self.placed(step.address, value, True) for value in step.values),
            )
            for step in plan.drift
        )

    def placed(self, address: str, value: PlanValue, foreseen: bool) -> Placed:
        """Return an attribute with the place where it is written."""
        found = self._found(address)
        if not found or not isinstance(found[1], Block) or not self._is_own(address):
            return Placed(value, foreseen, None)
        node = self._argument(found[1], value.top)
        if node is None:
            return Placed(value, foreseen, None)
        return Placed(value, foreseen, found[0].extent(node), self._knobs(address, value.top, found[0], node))

    def _knobs(self, address: str, name: str, side: Side, node: Node) -> tuple[SpecValue, ...]:
        """Return the values of the spec that went into an argument, those that are others now first."""
        found = _values_of_spec(side, node)
        old: set[tuple[str, str]] = set()
        for other, written in self._written[1:]:
            blocks = written.get(without_keys(address), ())
            then = self._argument(blocks[0], name) if blocks and isinstance(blocks[0], Block) else None
            old |= {(each.path, each.value) for each in (_values_of_spec(other, then) if then else ())}
        changed = [each for each in found if (each.path, each.value) not in old]
        return tuple([*changed, *(each for each in found if each not in changed)][:_KNOBS])

    def _argument(self, block: Block, name: str) -> Node | None:
        attribute = block.body.attributes.get(name)
        if attribute is not None:
            return attribute
        for inner in block.body.blocks:
            if inner.type == name or (
                inner.type == "dynamic" and inner.labels[:1] and str(inner.labels[0]) == name
            ):
                return inner
        return None

    def _is_own(self, address: str) -> bool:
        return not address.startswith("module.")

    def _found(self, address: str) -> tuple[Side, Node] | None:
        plain = without_keys(address)
        if not self._is_own(plain):
            call = _MODULE.match(plain)
            plain = call[0] if call else plain
        for side, written in self._written:
            nodes = written.get(plain)
            if nodes:
                return side, nodes[0]
        return None


def _values_of_spec(side: Side, node: Node) -> list[SpecValue]:
    """Return the values of the spec that went into something, through variables and locals as well."""
    waiting, seen = [node], set[str]()
    found: dict[str, SpecValue] = {}
    while waiting and len(seen) < _FOLLOWED:
        each = waiting.pop(0)
        source = side.extent(each).source
        found |= {value.path: value for value in reversed(source.values if source else ())}
        for reference in side.module.references(each):
            if reference.kind in ("var", "local") and reference.address not in seen:
                seen.add(reference.address)
                waiting += [_holder(one) for one in side.written.get(reference.address, ())]
    return list(found.values())


def _holder(node: Node) -> Node:
    """Return what holds the value of a variable or local."""
    return node.body.attributes.get("default", node) if isinstance(node, Block) else node


class _Holding:
    def __init__(
        self,
        plan: Plan,
        foreseen: EnvironmentChanges | None,
        against: str,
        before: Snapshot | None,
        after: Snapshot | None,
    ) -> None:
        self._plan, self._against = plan, against
        self._places = _Places(before, after)
        self._drifting = {step.address for step in plan.drift}
        changes = foreseen.changes if foreseen else ()
        self._changes = {change.address: change for change in changes}
        self._modules = {without_keys(change.address) for change in changes if change.kind == "module"}
        self._providers = any(change.kind == "provider" for change in changes)
        self._notes = foreseen.notes if foreseen else ()
        self._is_blind = not against or bool(self._notes)
        self._used: set[str] = set()

    def review(self, environment: str) -> PlanReview:
        verdicts = [self._verdict(step) for step in self._plan.steps if _acts(step)]
        if not self._is_blind:
            verdicts += [
                self._absent(change)
                for address, change in self._changes.items()
                if address not in self._used and change.kind == "resource" and change.effect in _DONE
            ]
        against = "" if self._is_blind else self._against
        notes = (*self._plan.notes, *self._notes)
        return PlanReview(environment, against, _sorted(verdicts), self._places.drift(self._plan), notes)

    def _absent(self, change: Change) -> Verdict:
        return Verdict(change.address, None, change, Divergence.ABSENT, change.after or change.before)

    def _verdict(self, step: PlanStep) -> Verdict:
        change = self._foreseen(step)
        difference = Divergence.NONE if self._is_blind else self._difference(step, change)
        expected = self._expects(step, change)
        values = tuple(self._places.placed(step.address, each, expected(each)) for each in step.values)
        if difference is Divergence.NONE and not self._is_blind and not all(each.foreseen for each in values):
            difference = Divergence.VALUES
        drifting = step.address in self._drifting and difference is not Divergence.NONE
        because = _DRIFT if drifting else step.reason
        extent = self._places.extent(step.address)
        return Verdict(step.address, step, change, difference, extent, values, because)

    def _foreseen(self, step: PlanStep) -> Change | None:
        for address in (step.address, without_keys(step.address), step.previous):
            change = self._changes.get(address)
            if change is not None and not (step.deposed and change.effect is not Effect.DESTROY):
                self._used.add(address)
                return change
        return None

    def _difference(self, step: PlanStep, change: Change | None) -> Divergence:
        if change is None:
            return Divergence.NONE if self._is_within(step) else Divergence.UNFORESEEN
        if step.kind == "output":
            return Divergence.NONE
        effect = Effect.MOVE if step.effect is Effect.NONE and step.previous else step.effect
        if effect is Effect.CREATE and step.imported:
            return Divergence.NONE
        if effect in _SAME.get(change.effect, {change.effect}):
            return Divergence.NONE
        return Divergence.OTHERWISE

    def _is_within(self, step: PlanStep) -> bool:
        """Return whether what becomes of it follows from what else was foreseen: in a module, of an output."""
        if step.kind == "output":
            return bool(self._changes)
        call = _MODULE.match(step.address)
        if call and call[0] in self._modules:
            return True
        return (
            self._providers and bool(step.values) and all(each.top in ("tags_all", "tags") for each in step.values)
        )

    def _expects(self, step: PlanStep, change: Change | None) -> Callable[[PlanValue], bool]:
        """Return what tells whether a value was foreseen, by its argument."""
        if (
            step.kind == "output"
            or change is None
            or change.effect in (Effect.CREATE, Effect.DESTROY, Effect.REPLACE)
        ):
            known = self._is_blind or change is not None or self._is_within(step)
            return lambda value: known
        tops = {re.split(r"[.\[]", each.path, maxsplit=1)[0] for each in change.attributes}
        follows = _FOLLOWING if self._providers or "tags" in tops else frozenset[str]()

        def is_foreseen(value: PlanValue) -> bool:
            # What is not known yet follows from something else that changes.
            return value.top in tops or value.top in follows or not (value.known or value.replaces)

        return is_foreseen
