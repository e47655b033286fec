"""What the statements of all IAM policies in a module allow, and where they say so.

A statement with a principal is of a policy that belongs to a resource, such as a queue's or a key's: there
`Resource = "*"` is that resource.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.aws.policies import DOCUMENT, PolicyStatement, read_block, read_json
from generator.check.facts.memo import once
from generator.check.rule import Place
from generator.hcl import Instance, Module, Value
from generator.hcl.evaluation.values import Raw

_ATTRIBUTES = frozenset(
    {"policy", "assume_role_policy", "inline_policy", "access_policies", "access_policy", "policy_document",
     "resource_policy"}
)  # fmt: skip
"""The attributes of AWS resources that hold a policy as JSON."""


class TextList(NamedTuple):
    """A part of a statement that is a text or a list of texts.

    Attributes:
        given: Whether it is there.
        texts: Those that are known.
        complete: Whether all of it is known.
        place: What to point at.
    """

    given: bool
    texts: tuple[str, ...]
    complete: bool
    place: Place


class Statement(NamedTuple):
    """A statement of a policy.

    Attributes:
        effect: "Allow", "Deny", or empty where it is unknown.
        actions, other_actions: Its Action and NotAction.
        resources, other_resources: Its Resource and NotResource.
        principal: Whether it has one.
        public: Whether that is everybody, known to be so.
        conditions: The keys of its conditions, in lower case; None where some are not known.
        address: Of the resource or data source that it is in.
    """

    effect: str
    actions: TextList
    other_actions: TextList
    resources: TextList
    other_resources: TextList
    principal: bool
    public: bool
    conditions: frozenset[str] | None
    address: str


@once
def statements(module: Module) -> Iterator[Statement]:
    """Yield the statements of all policies in a module, in no order; of unknown policies none."""
    for owner, value in _policies(module):
        policy = read_json(module, value)
        for statement in policy.statements if policy else ():
            yield _statement(statement, owner.address)
    for document in module.data(DOCUMENT):
        for instance in document.instances:
            address = instance.address if instance.address.startswith("data.") else f"data.{instance.address}"
            for block in instance.blocks("statement"):
                yield _statement(read_block(block), address)


def _policies(module: Module) -> Iterator[tuple[Instance, Value]]:
    for resource in module.resources():
        if not resource.type.startswith("aws_"):
            continue
        for instance in resource.instances:
            for name in _ATTRIBUTES & resource.body.attributes.keys():
                yield instance, instance[name]
            if resource.type == "aws_iam_role":
                for inline in instance.blocks("inline_policy"):
                    yield instance, inline["policy"]


def _statement(statement: PolicyStatement, address: str) -> Statement:
    parts, effect = statement.parts, statement.parts.get("effect")

    def text_list(name: str) -> TextList:
        part, texts = parts.get(name.lower()), statement.texts(name.lower())
        return TextList(part not in (None, []), texts, statement.complete(name.lower()), statement.place(name))

    return Statement(
        effect if isinstance(effect, str) else "",
        text_list("Action"),
        text_list("NotAction"),
        text_list("Resource"),
        text_list("NotResource"),
        "principal" in parts or "notprincipal" in parts,
        _is_everybody(parts.get("principal")),
        _condition_keys(parts.get("condition")),
        address,
    )


def _is_everybody(principal: Raw) -> bool:
    if isinstance(principal, dict):
        return _is_everybody(principal.get("AWS"))
    return "*" in principal if isinstance(principal, list) else principal == "*"


def _condition_keys(condition: Raw) -> frozenset[str] | None:
    if condition is None:
        return frozenset()
    if not isinstance(condition, dict) or not all(isinstance(tests, dict) for tests in condition.values()):
        return None
    return frozenset(str(key).lower() for tests in condition.values() for key in tests)
