"""What functions may do to other resources, by the policies of their roles."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from generator.aws.carriers import ACTIONS, ROLES
from generator.graph.targets import Targets
from generator.hcl import Instance, Module, Unknown, Value
from generator.hcl.evaluation.values import Raw

_ATTACHMENTS = {"aws_iam_role_policy_attachment": "role", "aws_iam_policy_attachment": "roles"}
"""What attaches a policy to a role, with the attribute that names the role."""

_DOCUMENT = "aws_iam_policy_document"
_MAXIMUM_DOCUMENTS = 20
"""So many policy documents are followed from one, through their sources. A bound of ours."""


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


class _Permission(NamedTuple):
    actions: Value
    resources: Value


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
    for allowed in _permissions(policy, module, targets):
        patterns = [each.lower() for each in _texts(allowed.actions.value)]
        for target in targets.carriers(allowed.resources):
            for action, label in ACTIONS.get(target.resource.type, {}).items():
                if any(fnmatchcase(action.lower(), pattern) for pattern in patterns):
                    yield target, label


def _permissions(policy: Value, module: Module, targets: Targets) -> Iterator[_Permission]:
    """Yield what the statements of a policy allow, however it is written."""
    document = policy.json() if not policy.absent else None
    if isinstance(document, dict):
        statements = _get(document, "Statement")
        for statement in statements if isinstance(statements, list) else [statements]:
            if isinstance(statement, dict) and _get(statement, "Effect") == "Allow":
                yield _Permission(
                    *(
                        Value(module, _get(statement, name), policy.expression, policy.node)
                        for name in ("Action", "Resource")
                    )
                )
        return
    waiting, seen = [policy], 0
    while waiting and seen < _MAXIMUM_DOCUMENTS:
        for document in targets.instances(waiting.pop(0)):
            if document.resource.type != _DOCUMENT:
                continue
            seen += 1
            waiting += [document["source_policy_documents"], document["override_policy_documents"]]
            for block in document.blocks("statement"):
                if block["effect"].value in (None, "Allow"):
                    yield _Permission(block["actions"], block["resources"])


def _get(document: dict[str, Raw], name: str) -> Raw:
    """Return a part of a policy; IAM takes the names of parts in any case."""
    return next((value for key, value in document.items() if str(key).lower() == name.lower()), None)


def _texts(raw: Raw) -> list[str]:
    several = raw if isinstance(raw, list) else [raw]
    return [each for each in several if isinstance(each, str) and not isinstance(each, Unknown)]
