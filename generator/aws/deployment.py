"""Who may deploy a configuration: the IAM policy of a role that plans, applies and destroys it.

`deployment.json` has for each type of resource and data source the actions that the provider takes to create,
read, update and delete it, what in AWS they are about, and the pages of the Service Authorization Reference that
list them.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.aws.actions import takes_resource
from generator.aws.provider_place import place_of
from generator.hcl import Module, Resource

Policy = dict[str, Any]
LARGEST_POLICY = 6144
"""Characters of a managed policy, white space not counted.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""
_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
_SHORTEST_PREFIX = 4
"""Characters that names have to have in common for a pattern to be made of them. A bound of ours."""
_ROLE = "arn:{partition}:iam::{account}:role/{name}"
_STATE_OBJECT = ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")
_STATE_KEY = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey")
"""What a state in S3 takes, with its lock beside it. https://developer.hashicorp.com/terraform/language/backend/s3"""


class Deployer(NamedTuple):
    """What a deployer may do.

    Attributes:
        policy: The policy's document.
        unknown: The types whose actions are not known.
    """

    policy: Policy
    unknown: tuple[str, ...]


def deployer(module: Module) -> Deployer:
    """Return what it takes to plan, apply and destroy a module."""
    place = _Place(module)
    grants: dict[str, set[str]] = defaultdict(set)
    unknown = []
    for resource in (*module.resources(), *module.data()):
        known = _table()[resource.kind].get(resource.type)
        if not resource.instances:
            continue
        if known is None:
            if resource.type.startswith("aws_"):
                unknown.append(resource.type)
            continue
        patterns = set(_patterns(resource, known, place))
        for action in known["actions"]:
            service = action.partition(":")[0]
            own = {pattern for pattern in patterns if pattern.split(":")[2] == service}
            if action == "iam:PassRole":
                grants[action] |= {place.filled(_ROLE)}
            elif takes_resource(action):
                grants[action] |= own or {place.filled(f"arn:{{partition}}:{service}:{{region}}:{{account}}:*")}
            else:
                grants[action] |= {"*"}
    grants |= _state(module, place)
    roles = [name for role in module.resources("aws_iam_role") for name in _names(role, "name")]
    if "iam:PassRole" in grants and roles:
        grants["iam:PassRole"] = {place.filled(_ROLE, name) for name in _common(roles)}
    return Deployer(_document(grants), tuple(dict.fromkeys(unknown)))


def boundary(module: Module) -> Policy:
    """Return the most that the roles of a module may do: what all their own policies allow together.

    As a permissions boundary of those roles it keeps a deployer from giving them more.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    actions: set[str] = set()
    for policy in module.resources("aws_iam_role_policy", "aws_iam_policy"):
        for instance in policy.instances:
            document = instance["policy"].json()
            statements = document.get("Statement", []) if isinstance(document, dict) else []
            for statement in statements if isinstance(statements, list) else [statements]:
                if isinstance(statement, dict) and statement.get("Effect") == "Allow":
                    named = statement.get("Action", [])
                    actions |= {
                        one for one in ([named] if isinstance(named, str) else named) if isinstance(one, str)
                    }
    return _document({action: {"*"} for action in actions})


class _Place:
    def __init__(self, module: Module) -> None:
        provider = next((one for one in module.providers if one.address == "aws"), None)
        region, account = place_of(provider.view) if provider else ("", "")
        self._words = {
            "partition": next((name for start, name in _PARTITIONS.items() if region.startswith(start)), "aws"),
            "region": region or "*",
            "account": account or "*",
        }

    def filled(self, pattern: str, name: str = "*") -> str:
        """Return a pattern of ARNs with the place, and a name, in it."""
        # SSM's names begin with the slash that the pattern has as well.
        return pattern.format(**self._words, name=name).replace("parameter//", "parameter/")


def _patterns(resource: Resource, known: Mapping[str, Any], place: _Place) -> Iterator[str]:
    names = _names(resource, known["name"]) if "name" in known else ["*"]
    for pattern in known["resources"]:
        for name in names:
            yield place.filled(pattern, name)


def _beginning(texts: list[str]) -> str:
    """Return the characters that all of some texts begin with."""
    return os.path.commonprefix(texts)  # noqa: RUF071 (of characters, as is meant here)


def _names(resource: Resource, argument: str) -> list[str]:
    found = []
    for instance in resource.instances:
        value = instance[argument]
        found.append(str(value.value) if value.known else "*")
    return found


def _common(names: list[str]) -> list[str]:
    """Return a pattern that all names are of, if they begin alike; themselves otherwise."""
    shared = _beginning(names)
    return [f"{shared}*"] if len(names) > 1 and len(shared) >= _SHORTEST_PREFIX else sorted(set(names))


def _state(module: Module, place: _Place) -> dict[str, set[str]]:
    backend = module.settings.backend
    if backend is None or backend.labels[:1] != ["s3"]:
        return {}
    bucket, key = (str(backend[name].value) if backend[name].known else "*" for name in ("bucket", "key"))
    arn = place.filled(f"arn:{{partition}}:s3:::{bucket}")
    found = {action: {f"{arn}/{key}", f"{arn}/{key}.tflock"} for action in _STATE_OBJECT} | {
        "s3:ListBucket": {arn}
    }
    its_key = backend["kms_key_id"]
    if its_key.known:
        found |= {action: {str(its_key.value)} for action in _STATE_KEY}
    return found


def _document(grants: Mapping[str, set[str]]) -> Policy:
    """Return a policy with one statement for each set of resources, in a stable order."""
    by_resources: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for action in sorted(grants):
        by_resources[tuple(_shortened(grants[action]))].append(action)
    statements = [
        {"Effect": "Allow", "Action": actions, "Resource": [*resources]}
        for resources, actions in by_resources.items()
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def _shortened(arns: set[str]) -> list[str]:
    """Return ARNs with those left out that a pattern among them covers, and those that begin alike as one."""
    if "*" in arns:
        return ["*"]
    groups: dict[str, list[str]] = defaultdict(list)
    for arn in arns:
        head = ":".join(arn.split(":")[:5])
        kind = arn[len(head) + 1 :]
        word = next((mark for mark in ("log-group:", "/") if mark in kind), ":")
        groups[f"{head}:{kind.partition(word)[0] if word in kind else ''}"].append(arn)
    found: list[str] = []
    for group in groups.values():
        stars = [one for one in group if one.endswith("*")]
        left = [one for one in group if not any(one != star and one.startswith(star[:-1]) for star in stars)]
        shared = _beginning(left)
        named = shared.rpartition(":")[2].rpartition("/")[2]
        found += [f"{shared}*"] if len(left) > 1 and len(named) >= _SHORTEST_PREFIX else left
    return sorted(found)


@cache
def _table() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("deployment.json").read_text("utf-8"))
    return found
