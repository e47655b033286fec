"""Conditions on a block's arguments, written as in the tables of `generator.aws`: `batch_size > 10`.

A clause is a path, perhaps `not`, a test and its operands; clauses that all have to hold are joined by ` & `.

A path names an argument: through blocks (`scaling_config.maximum_concurrency`), into what it says as JSON
(`redrive_policy:deadLetterTargetArn`), and over to the resource that it leads to (`event_source_arn->fifo_queue`).
`@region` is the region of the provider that the block is made by, `@owner.NAME` an argument of the resource that
it is in.

Tests: `set`, `unset`, `= X`, `in X Y`, `> N`, `>= N`, `< N`, `has X` (a list), `~ REGEX`, `starts X`, `ends X`,
`longer N` (characters), `present` (a block), `is TYPE…` (leads to a resource of a type), `key REGEX` (a map),
`some REGEX` and `more N` (elements of a list), `differs PATH` (both lead to resources of one type, not the same).
An operand of a comparison may be a path. What is empty is unset, as the provider has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from generator.aws.combinations import Combination
from generator.aws.needs import TYPES_BY_SERVICE
from generator.check.facts.links import reference_in
from generator.check.facts.partial_texts import least_length
from generator.check.facts.texts import number, text_of, with_gaps
from generator.check.rule import Violation
from generator.hcl import BlockView, Instance, Key, Module, Unknown, Value
from generator.hcl.evaluation.values import Raw
from generator.hcl.syntax.tree import Literal, Node, ObjectExpression

_GAP = "\0"
_OWNER = "@owner."
_COMPARISONS = frozenset({">", ">=", "<"})
_MANAGED = frozenset({"resource", "data"})
_SERVICE_FIELDS = 4
"""An ARN that names something has more fields behind `arn:`."""


class Clause(NamedTuple):
    """A test of one argument.

    Attributes:
        path: The argument.
        negated: Whether the test must fail.
        test: Its name.
        operands: What it holds against.
    """

    path: str
    negated: bool
    test: str
    operands: tuple[str, ...]


@cache
def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a condition."""
    return tuple(_clause(each) for each in text.split(" & "))


def _clause(text: str) -> Clause:
    path, *words = text.split()
    negated = words[0] in {"not", "unset"}
    if words[0] == "not":
        words = words[1:]
    return Clause(path, negated, "set" if words[0] == "unset" else words[0], tuple(words[1:]))


class ClauseSubject(NamedTuple):
    """What clauses are about.

    Attributes:
        module: The module.
        owner: The resource's instance.
        view: It, or the block in it whose arguments paths name.
    """

    module: Module
    owner: Instance
    view: BlockView

    def holds(self, text: str) -> bool:
        """Whether all clauses of a condition are known to hold."""
        return all(self._outcome(clause) for clause in clauses(text))

    def place(self, text: str) -> Value | BlockView | Node:
        """Return what to point at: the first argument of a condition that is set here, else the block."""
        for clause in clauses(text):
            value = None if "->" in clause.path else self.value(clause.path.partition(":")[0])
            if value is not None and value.expression is not None:
                return _key_of(value, clause) or value
            if clause.test == "present":
                return next(iter(self.view.blocks(clause.path)), self.view)
        return self.view

    def value(self, path: str) -> Value | None:
        """Return what a path leads to; None where that can't be told."""
        here, _, further = path.partition("->")
        blocks, _, inside = here.partition(":")
        if blocks == "@region":
            return region_of(self.module, self.owner)
        if blocks.startswith(_OWNER):
            return ClauseSubject(self.module, self.owner, self.owner).value(path.removeprefix(_OWNER))
        value = _of_blocks(self.view, blocks)
        if value is not None and inside:
            value = _of_json(value, inside)
        if not further or value is None:
            return value
        target = target_of(self.module, value)
        return ClauseSubject(self.module, target, target).value(further) if target else None

    def _outcome(self, clause: Clause) -> bool | None:
        if clause.test == "present":
            blocks = self.view.blocks(clause.path)
            outcome = any(each.certain for each in blocks) or (None if blocks else False)
        else:
            value = self.value(clause.path)
            outcome = None if value is None else self._test(value, clause)
        return None if outcome is None else outcome is not clause.negated

    def _test(self, value: Value, clause: Clause) -> bool | None:
        raw, operands = value.value, clause.operands
        if clause.test == "set":
            return is_set(raw)
        if clause.test == "is":
            type_ = _type_of(self.module, value)
            return type_ in operands if type_ else None
        if clause.test == "differs":
            return self._differs(value, operands[0])
        if clause.test in _COMPARISONS:
            return self._compare(raw, clause)
        if clause.test in _TEXT_TESTS:
            return False if raw is None else _TEXT_TESTS[clause.test](raw, operands)
        raise ValueError(f"{clause.test} is no test")

    def _differs(self, value: Value, path: str) -> bool | None:
        other = self.value(path)
        one, another = (reference_in(each) if each is not None else None for each in (value, other))
        if one is None or another is None or one.kind != "resource" or another.kind != "resource":
            return None
        types = {each.address.partition(".")[0] for each in (one, another)}
        return len(types) == 1 and one.address != another.address

    def _compare(self, raw: Raw, clause: Clause) -> bool | None:
        operand = clause.operands[0]
        bound: Raw = operand
        if not operand.lstrip("-").isdigit():
            other = self.value(operand)
            bound = None if other is None else other.value
        one, other_one = number(raw), number(bound)
        if raw is None or (bound is None and operand):
            return False
        if one is None or other_one is None:
            return None
        return {">": one > other_one, ">=": one >= other_one, "<": one < other_one}[clause.test]


def _equal(raw: Raw, operands: tuple[str, ...]) -> bool | None:
    text = None if isinstance(raw, (Unknown, list, dict)) else text_of(raw)
    return None if text is None else text in operands


def _has(raw: Raw, operands: tuple[str, ...]) -> bool | None:
    if not isinstance(raw, list):
        return None
    if any(each in operands for each in raw if isinstance(each, str)):
        return True
    return None if any(isinstance(each, Unknown) for each in raw) else False


def _matches(raw: Raw, operands: tuple[str, ...]) -> bool | None:
    return bool(re.search(operands[0], raw)) if isinstance(raw, str) else None


def _starts(raw: Raw, operands: tuple[str, ...]) -> bool | None:
    known = (with_gaps(raw, _GAP) or _GAP).partition(_GAP)[0]
    if len(known) < len(operands[0]) and not isinstance(raw, str):
        return None
    return known.startswith(operands[0])


def _ends(raw: Raw, operands: tuple[str, ...]) -> bool | None:
    known = (with_gaps(raw, _GAP) or _GAP).rpartition(_GAP)[2]
    if len(known) < len(operands[0]) and not isinstance(raw, str):
        return None
    return known.endswith(operands[0])


def _longer(raw: Raw, operands: tuple[str, ...]) -> bool | None:
    if isinstance(raw, str):
        return len(raw) > int(operands[0])
    return least_length(raw) > int(operands[0]) or None


def _key(raw: Raw, operands: tuple[str, ...]) -> bool | None:
    if not isinstance(raw, dict):
        return None
    return any(re.fullmatch(operands[0], str(key)) for key in raw)


def _some(raw: Raw, operands: tuple[str, ...]) -> bool | None:
    known = [each for each in raw if isinstance(each, str)] if isinstance(raw, list) else []
    return any(re.search(operands[0], each) for each in known) or None


def _more(raw: Raw, operands: tuple[str, ...]) -> bool | None:
    return len(raw) > int(operands[0]) if isinstance(raw, list) else None


_TEXT_TESTS = {
    "some": _some,
    "more": _more,
    "=": _equal,
    "in": _equal,
    "has": _has,
    "~": _matches,
    "starts": _starts,
    "ends": _ends,
    "longer": _longer,
    "key": _key,
}


def is_set(raw: Raw) -> bool | None:
    """Whether a value is set to something; None where it may be null."""
    if isinstance(raw, Unknown):
        if raw.reference:
            # An attribute that is not configured there is made by AWS, and is something.
            return True if raw.reference.kind in _MANAGED else None
        return True if raw.parts or raw.encoded is not None else None
    if isinstance(raw, (str, list, dict)):
        return bool(raw)
    return raw is not None


def _type_of(module: Module, value: Value) -> str:
    """Return the type of resource that a value leads to, or is the ARN of; empty where that is not known."""
    reference = reference_in(value)
    if reference is None:
        return type_of_arn(value.value)
    resource = module.resource(reference.address)
    return resource.type if resource is not None and resource.kind == "resource" else ""


def type_of_arn(raw: Raw) -> str:
    """Return the type of what an ARN names that is written out, as far as its service is."""
    before, _, rest = (with_gaps(raw, "*") or "").partition("arn:")
    fields = rest.split(":")
    return TYPES_BY_SERVICE.get(fields[1], "") if not before and len(fields) > _SERVICE_FIELDS else ""


def target_of(module: Module, value: Value) -> Instance | None:
    """Return the resource's instance that a value is an attribute of, None where that can't be told."""
    return target_of_kind(module, value, "resource")


def target_of_kind(module: Module, value: Value, kind: str) -> Instance | None:
    """Return the same for resources, or for data sources."""
    reference = reference_in(value)
    resource = module.resource(reference.address) if reference and reference.kind == kind else None
    if reference is None or resource is None:
        return None
    key = next((step.value for step in reference.rest[:1] if isinstance(step, Key)), None)
    found = resource.with_key(key)
    return found[0] if len(found) == 1 else None


def region_of(module: Module, instance: Instance) -> Value | None:
    """Return the region that a resource is made in, by its own argument or its provider's."""
    own = instance["region"]
    if not own.absent:
        return own
    provider = next((one for one in module.providers if one.address == instance.resource.provider), None)
    return provider.view["region"] if provider else None


def _of_blocks(view: BlockView, path: str) -> Value | None:
    *types, name = path.split(".")
    for block_type in types:
        blocks = view.blocks(block_type)
        if any(not each.certain for each in blocks):
            return None
        if not blocks:
            return Value(view.module, None, None, view.node)
        view = blocks[0]
    return view[name]


def values_of(view: BlockView, path: str) -> list[Value]:
    """Return the values at a path in all blocks that it leads through, absent ones and guessed ones left out."""
    blocks, _, inside = path.partition(":")
    *types, name = blocks.split(".")
    views = [view]
    for block_type in types:
        views = [below for one in views for below in one.blocks(block_type) if below.certain]
    values = [one[name] for one in views]
    if inside:
        values = [found for value in values if (found := _of_json(value, inside)) is not None]
    return [value for value in values if not value.absent]


def _of_json(value: Value, inside: str) -> Value | None:
    document = value.json() if not value.absent else {}
    return value.with_value(document.get(inside)) if isinstance(document, dict) else None


def _key_of(value: Value, clause: Clause) -> Node | None:
    """Return the key of a map that a clause is about, as it is written."""
    if clause.test != "key" or not isinstance(value.expression, ObjectExpression):
        return None
    for key, _ in value.expression.items:
        if isinstance(key, Literal) and re.fullmatch(clause.operands[0], str(key.value)):
            return key
    return None


def match_combinations(module: Module, rows: Mapping[str, tuple[Combination, ...]]) -> Iterator[Violation]:
    """Yield where all clauses of a row are known to hold.

    Args:
        module: The module.
        rows: The rows by resource type.
    """
    for resource in module.resources(*rows):
        for instance in resource.instances:
            for row in rows[resource.type]:
                for view in _views(instance, row.about.partition("/")[2]):
                    subject = ClauseSubject(module, instance, view)
                    if subject.holds(row.condition):
                        yield Violation(subject.place(row.condition), row.message, row.hint, instance.address)


def _views(instance: Instance, block_type: str) -> list[BlockView]:
    return [one for one in instance.blocks(block_type) if one.certain] if block_type else [instance]
