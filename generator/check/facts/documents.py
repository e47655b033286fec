"""The IAM policies of a module, each with its kind and what it is written in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator import bounds
from generator.aws.iam_grammar import POLICIES
from generator.aws.policies import DOCUMENT, PolicyStatement, read_block, read_json
from generator.check.facts.clauses import target_of_kind, values_of
from generator.check.facts.memo import once
from generator.check.rule import Place
from generator.hcl import Instance, Module, Value
from generator.hcl.evaluation.values import Raw


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
    policy = read_json(module, value)
    if policy:
        return [PolicyDocument(kind, owner, *policy, value)]
    found = _follow(module, value, kind)
    return found or [PolicyDocument(kind, owner, (), False, None, value)]


def _follow(module: Module, value: Value, kind: str) -> list[PolicyDocument]:
    waiting = [value]
    found: list[PolicyDocument] = []
    seen: set[str] = set()
    while waiting and len(found) < bounds.POLICY_DOCUMENTS.limit:
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


def _of_data(data: Instance, kind: str) -> PolicyDocument:
    blocks = data.blocks("statement")
    statements = tuple(read_block(block) for block in blocks if block.certain)
    return PolicyDocument(kind, data, statements, len(statements) == len(blocks), data["version"].value, data)
