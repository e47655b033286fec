"""Who may deploy a configuration: the IAM policy of a role that plans, applies and destroys it.

`deployment.json` has for each type of resource and data source the actions that the provider takes to create,
read, update and delete it, those that it takes only where an argument is given, or is absent, those that AWS asks
for all resources of the service, what in AWS they are about, as patterns of ARNs with the names of arguments in
them, and the pages of the Service Authorization Reference that list them. AWS's own lists, of the handlers of
CloudFormation, are what tests hold it to.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import string
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.aws.actions import takes_resource
from generator.aws.provider_place import place_of
from generator.hcl import Instance, Module, Resource, Unknown

Policy = dict[str, Any]
LARGEST_POLICY = 6144
"""Characters of a managed policy, white space not counted.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""
_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
_SHORTEST_PREFIX = 4
"""Characters that names have to have in common for a pattern to be made of them. A bound of ours."""
_PLACE = frozenset({"partition", "region", "account"})
_FOLDER = re.compile(r".*[:/](?=[^:/*])|", re.DOTALL)
"""What of an ARN is before the last name in it."""
_OF_AWS = ("alias/aws/",)
_IMAGE = re.compile(r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[^./]+)\.[^/]+/(?P<name>[^:@]+)[:@].*")
"""An image of ECR's; the ARN of its repository has the same words. https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html"""
_BOUNDED = (
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
)
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
        patterns = {pattern for arn in known["resources"] for pattern in _patterns(module, resource, arn, place)}
        for action in _actions(resource, known):
            service = action.partition(":")[0]
            own = {pattern for pattern in patterns if pattern.split(":")[2] == service}
            if action == "iam:PassRole":
                grants[action] |= {place.fill(_ROLE, name="*")}
            elif takes_resource(action):
                scoped = own if action not in known.get("of_all", ()) else set()
                grants[action] |= scoped or {place.fill(f"arn:{{partition}}:{service}:{{region}}:{{account}}:*")}
            else:
                grants[action] |= {"*"}
    grants |= _state(module, place)
    roles = [name for role in module.resources("aws_iam_role") for name in _names(module, role, "name")]
    if "iam:PassRole" in grants and roles:
        grants["iam:PassRole"] = {place.fill(_ROLE, name=name) for name in _common(roles)}
    return Deployer(_document(grants, _conditions(module)), tuple(dict.fromkeys(unknown)))


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
    return _document({action: {"*"} for action in actions}, {})


class _Place:
    def __init__(self, module: Module) -> None:
        provider = next((one for one in module.providers if one.address == "aws"), None)
        region, account = place_of(provider.view) if provider else ("", "")
        self._words = {
            "partition": next((name for start, name in _PARTITIONS.items() if region.startswith(start)), "aws"),
            "region": region or "*",
            "account": account or "*",
        }

    def fill(self, pattern: str, **names: str) -> str:
        """Return a pattern of ARNs with the place, and the names of arguments, in it."""
        # SSM's names begin with the slash that the pattern has as well.
        return pattern.format(**self._words | names).replace("parameter//", "parameter/")


def _actions(resource: Resource, known: Mapping[str, Any]) -> Iterator[str]:
    yield from known["actions"]
    for word, wanted in (("given", True), ("absent", False)):
        for argument, actions in known.get(word, {}).items():
            if any(_given(instance, argument) == wanted for instance in resource.instances):
                yield from actions


def _given(instance: Instance, argument: str) -> bool:
    """Return whether an argument is given; a key of AWS's own takes no right of whoever names it."""
    value = instance.path(*argument.split("."))
    return not value.absent and not str(value.value).startswith(_OF_AWS)


def _patterns(module: Module, resource: Resource, arn: str, place: _Place) -> Iterator[str]:
    arguments = [name for name in _arguments(arn) if name not in _PLACE]
    for names in itertools.product(*(_names(module, resource, argument) for argument in arguments)):
        yield place.fill(arn, **dict(zip(arguments, names, strict=True)))


def _arguments(arn: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(arn) if name]


def _beginning(texts: list[str]) -> str:
    """Return the characters that all of some texts begin with."""
    return os.path.commonprefix(texts)  # noqa: RUF071 (of characters, as is meant here)


def _names(module: Module, resource: Resource, argument: str) -> list[str]:
    """Return what an argument of a resource names, with `*` for what is not known of it."""
    found = []
    for instance in resource.instances:
        value = instance[argument].value
        image = _IMAGE.fullmatch(value) if argument == "image_uri" and isinstance(value, str) else None
        if image:
            value = "{region}:{account}:repository/{name}".format(**image.groupdict())
        found += _named(module, value) if isinstance(value, Unknown) else [str(value) if value else "*"]
    return list(dict.fromkeys(found))


def _named(module: Module, value: Unknown) -> list[str]:
    """Return the names that a value may be, where it is not known: those of the resource that it refers to."""
    if value.parts:
        return ["".join(part if isinstance(part, str) else "*" for part in value.parts)]
    other = module.resource(value.reference.address) if value.reference else None
    known = _table()["resource"].get(other.type) if other else None
    arguments = [name for name in _arguments(known["resources"][0]) if name not in _PLACE] if known else []
    return _names(module, other, arguments[-1]) if other and arguments else ["*"]


def _conditions(module: Module) -> dict[str, Policy]:
    """Return what roles with a boundary have to have, by the action that would make or change others.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    roles = [instance for role in module.resources("aws_iam_role") for instance in role.instances]
    boundaries = [role["permissions_boundary"] for role in roles]
    if not boundaries or not all(value.known for value in boundaries):
        return {}
    arns = sorted({str(value.value) for value in boundaries})
    return {action: {"StringEquals": {"iam:PermissionsBoundary": arns}} for action in _BOUNDED}


def _common(names: list[str]) -> list[str]:
    """Return a pattern that all names are of, if they begin alike; themselves otherwise."""
    shared = _beginning(names)
    return [f"{shared}*"] if len(names) > 1 and len(shared) >= _SHORTEST_PREFIX else sorted(set(names))


def _state(module: Module, place: _Place) -> dict[str, set[str]]:
    backend = module.settings.backend
    if backend is None or backend.labels[:1] != ["s3"]:
        return {}
    bucket, key = (str(backend[name].value) if backend[name].known else "*" for name in ("bucket", "key"))
    arn = place.fill(f"arn:{{partition}}:s3:::{bucket}")
    found = {action: {f"{arn}/{key}", f"{arn}/{key}.tflock"} for action in _STATE_OBJECT} | {
        "s3:ListBucket": {arn}
    }
    its_key = backend["kms_key_id"]
    if its_key.known:
        found |= {action: {str(its_key.value)} for action in _STATE_KEY}
    return found


def _document(grants: Mapping[str, set[str]], conditions: Mapping[str, Policy]) -> Policy:
    """Return a policy with one statement for each set of resources and conditions, in a stable order."""
    alike: dict[tuple[tuple[str, ...], str], list[str]] = defaultdict(list)
    for action in sorted(grants):
        alike[tuple(_shorten(grants[action])), json.dumps(conditions.get(action))].append(action)
    statements = [
        {"Effect": "Allow", "Action": actions, "Resource": [*resources]}
        | ({"Condition": json.loads(condition)} if condition != "null" else {})
        for (resources, condition), actions in alike.items()
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def _shorten(arns: set[str]) -> list[str]:
    """Return ARNs with those left out that a pattern among them covers, and those that begin alike as one."""
    if "*" in arns:
        return ["*"]
    stars = [one for one in arns if one.endswith("*")]
    left = [one for one in arns if not any(one != star and one.startswith(star[:-1]) for star in stars)]
    folders: dict[str, list[str]] = defaultdict(list)
    for arn in left:
        folders[_FOLDER.match(arn)[0]].append(arn)  # type: ignore[index]  # it matches any text
    found: list[str] = []
    for folder, inside in folders.items():
        shared = _beginning(inside)
        alike = len(inside) > 1 and len(shared) - len(folder) >= _SHORTEST_PREFIX
        found += [f"{shared.rstrip('*')}*"] if alike else inside
    return sorted(found)


@cache
def _table() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("deployment.json").read_text("utf-8"))
    return found
