"""What functions may do to other resources, by the policies of their roles."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from generator import bounds
from generator.aws.carriers import ACTIONS, ROLES
from generator.aws.policies import DOCUMENT, PolicyStatement, read_block, read_json
from generator.graph.targets import Targets
from generator.hcl import Instance, Module, Value

_ATTACHMENTS = {"aws_iam_role_policy_attachment": "role", "aws_iam_policy_attachment": "roles"}
"""What attaches a policy to a role, with the attribute that names the role."""


class Right(NamedTuple):
    """A right to act on a carrier.

    Attributes:
        owner: What has it.
        target: What it is about.
        label: What it means to events, such as "writes".
    """

    owner: Instance
    target: Instance
    label: str


def rights(module: Module, targets: Targets) -> Iterator[Right]:
    """Yield what functions may do to what is drawn, each once; a right to all resources leads nowhere."""
    policies = _policies_by_role(module, targets)
    for owner_type, way in ROLES.items():
        for resource in module.resources(owner_type):
            for owner in resource.instances:
                seen: set[tuple[str, str]] = set()
                for role in targets.instances(owner[way], owner):
                    for policy in policies.get(role.address, ()):
                        for target, label in _grants(policy, module, targets):
                            if (target.address, label) not in seen:
                                seen.add((target.address, label))
                                yield Right(owner, target, label)


def _policies_by_role(module: Module, targets: Targets) -> dict[str, list[Value]]:
    """Return the policies of each role, by its address."""
    found: dict[str, list[Value]] = {}
    for role in module.resources("aws_iam_role"):
        for instance in role.instances:
            own = found.setdefault(instance.address, [])
            own += [inline["policy"] for inline in instance.blocks("inline_policy")]
            own += _managed_policies(instance, "managed_policy_arns", targets)
    for policy in module.resources("aws_iam_role_policy"):
        for instance in policy.instances:
            for owner in targets.instances(instance["role"], instance):
                found.setdefault(owner.address, []).append(instance["policy"])
    for attachment in module.resources(*_ATTACHMENTS):
        for instance in attachment.instances:
            for owner in targets.instances(instance[_ATTACHMENTS[attachment.type]], instance):
                found.setdefault(owner.address, []).extend(_managed_policies(instance, "policy_arn", targets))
    return found


def _managed_policies(instance: Instance, name: str, targets: Targets) -> list[Value]:
    """Return the policies of this module that an attribute with their ARNs leads to."""
    found = targets.instances(instance[name], instance)
    return [each["policy"] for each in found if each.resource.type == "aws_iam_policy"]


def _grants(policy: Value, module: Module, targets: Targets) -> Iterator[tuple[Instance, str]]:
    for statement in _statements(policy, module, targets):
        if statement.parts.get("effect") == "Allow":
            patterns = [each.lower() for each in statement.texts("action")]
            for target in targets.carriers(statement.value("Resource")):
                for action, label in ACTIONS.get(target.resource.type, {}).items():
                    if any(fnmatchcase(action.lower(), pattern) for pattern in patterns):
                        yield target, label


def _statements(policy: Value, module: Module, targets: Targets) -> Iterator[PolicyStatement]:
    """Yield the statements of a policy, however it is written."""
    text = read_json(module, policy)
    if text:
        yield from text.statements
        return
    waiting, seen = [policy], 0
    while waiting and seen < bounds.POLICY_DOCUMENTS.limit:
        for document in targets.instances(waiting.pop(0)):
            if document.resource.type == DOCUMENT:
                seen += 1
                waiting += [document["source_policy_documents"], document["override_policy_documents"]]
                yield from map(read_block, document.blocks("statement"))
