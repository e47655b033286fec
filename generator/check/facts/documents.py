"""The IAM policies of a module in one form, however they are written: JSON, or an aws_iam_policy_document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.aws.iam_grammar import POLICIES
from generator.check.facts.clauses import target_of_kind, values_of
from generator.check.facts.memo import once
from generator.check.facts.policies import way_of
from generator.check.rule import Place
from generator.hcl import BlockView, Instance, Module, Unknown, Value
from generator.hcl.evaluation.values import Raw

DOCUMENT = "aws_iam_policy_document"
_MAXIMUM_DOCUMENTS = 20
"""So many documents are followed from one, through their sources. A bound of ours."""

_BLOCK_PARTS = {
    "sid": "sid", "effect": "effect", "action": "actions", "notaction": "not_actions", "resource": "resources",
    "notresource": "not_resources",
}  # fmt: skip
"""What the parts of a statement are called in a block."""


class PolicyStatement(NamedTuple):
    """A statement of a policy.

    Attributes:
        parts: By the parts' names in lower case, what JSON would say.
        place: Says where a part of a name stands.
    """

    parts: dict[str, Raw]
    place: Callable[[str], Place]

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the known texts of a part that is a text or a list of texts."""
        return tuple(each for each in _items(self.parts.get(name)) if isinstance(each, str))

    def complete(self, name: str) -> bool:
        """Whether all texts of a part are known."""
        return all(isinstance(each, str) for each in _items(self.parts.get(name)))


class PolicyDocument(NamedTuple):
    """A policy.

    Attributes:
        kind: "identity", "trust" or "resource"; empty where nothing says.
        owner: The resource or data source that it is written in.
        statements: Those that can be read.
        complete: Whether all of them can be.
        version: Its Version, None where it has none.
        place: Where it is.
    """

    kind: str
    owner: Instance
    statements: tuple[PolicyStatement, ...]
    complete: bool
    version: Raw
    place: Place


@once
def documents(module: Module) -> Iterator[PolicyDocument]:
    """Yield the policies of a module, each once."""
    seen: set[str] = set()
    for resource in module.resources(*POLICIES):
        for instance in resource.instances:
            for path, kind in POLICIES[resource.type].items():
                for value in values_of(instance, path):
                    for document in document_of(module, value, instance, kind):
                        if document.owner is instance or document.owner.address not in seen:
                            seen.add(document.owner.address)
                            yield document
    for data in module.data(DOCUMENT):
        for instance in data.instances:
            if instance.address not in seen:
                yield _of_data(instance, "")


def document_of(module: Module, value: Value, owner: Instance, kind: str) -> list[PolicyDocument]:
    """Return the policies that a value makes up: one, or several that a document takes together."""
    raw = value.json() if not value.absent else None
    if isinstance(raw, dict):
        return [_of_json(module, value, raw, owner, kind)]
    found = _follow(module, value, kind)
    return found or [PolicyDocument(kind, owner, (), False, None, value)]


def _follow(module: Module, value: Value, kind: str) -> list[PolicyDocument]:
    waiting = [value]
    found: list[PolicyDocument] = []
    seen: set[str] = set()
    while waiting and len(found) < _MAXIMUM_DOCUMENTS:
        current = waiting.pop(0)
        for part in current.items() if isinstance(current.value, list) else [current]:
            data = target_of_kind(module, part, "data")
            if data is None or data.resource.type != DOCUMENT:
                if found or isinstance(current.value, list):
                    found.append(PolicyDocument(kind, found[0].owner, (), False, None, part))
            elif data.address not in seen:
                seen.add(data.address)
                found.append(_of_data(data, kind))
                sources = [data["source_policy_documents"], data["override_policy_documents"]]
                waiting += [source for source in sources if not source.absent]
    return found


def _of_json(module: Module, value: Value, raw: dict[str, Raw], owner: Instance, kind: str) -> PolicyDocument:
    parts = _lower(raw)
    found = parts.get("statement")
    several = found if isinstance(found, list) else [found]
    statements = []
    for at, each in enumerate(several):
        if isinstance(each, dict):
            steps = ("Statement", at) if isinstance(found, list) else ("Statement",)
            statements.append(PolicyStatement(_lower(each), way_of(module, value, steps)))
    complete = len(statements) == len(several)
    return PolicyDocument(kind, owner, tuple(statements), complete, parts.get("version"), value)


def _of_data(data: Instance, kind: str) -> PolicyDocument:
    blocks = data.blocks("statement")
    statements = tuple(_of_block(block) for block in blocks if block.certain)
    return PolicyDocument(kind, data, statements, len(statements) == len(blocks), data["version"].value, data)


def _of_block(block: BlockView) -> PolicyStatement:
    parts: dict[str, Raw] = {
        name: block[argument].value for name, argument in _BLOCK_PARTS.items() if not block[argument].absent
    }
    parts.setdefault("effect", "Allow")
    for name, block_type in (("principal", "principals"), ("notprincipal", "not_principals")):
        blocks = block.blocks(block_type)
        if blocks:
            parts[name] = _principals(blocks)
    conditions = block.blocks("condition")
    if conditions:
        parts["condition"] = _conditions(conditions)

    def place(name: str) -> Place:
        argument = block[_BLOCK_PARTS.get(name.lower(), name)]
        return block if argument.expression is None else argument

    return PolicyStatement(parts, place)


def _principals(blocks: list[BlockView]) -> Raw:
    found: dict[str, list[Raw]] = {}
    for block in blocks:
        type_, identifiers = block["type"].value, block["identifiers"].value
        if not block.certain or not isinstance(type_, str):
            return block["type"].value if isinstance(type_, Unknown) else Unknown()
        if type_ == "*":
            return "*"
        found.setdefault(type_, []).extend(identifiers if isinstance(identifiers, list) else [identifiers])
    return found


def _conditions(blocks: list[BlockView]) -> Raw:
    found: dict[str, dict[str, Raw]] = {}
    for block in blocks:
        test, variable = block["test"].value, block["variable"].value
        if not block.certain or not isinstance(test, str) or not isinstance(variable, str):
            return Unknown()
        found.setdefault(test, {})[variable] = block["values"].value
    return found


def _items(raw: Raw) -> list[Raw]:
    return raw if isinstance(raw, list) else [] if raw is None else [raw]


def _lower(raw: dict[str, Raw]) -> dict[str, Raw]:
    return {str(key).lower(): part for key, part in raw.items()}
