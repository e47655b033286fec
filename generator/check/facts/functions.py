"""What belongs to a Lambda function of a module: its role's policies, its log group."""

from __future__ import annotations

from generator.check.facts.memo import memoize
from generator.check.facts.texts import text_of
from generator.check.facts.ties import addresses, existing
from generator.hcl import Instance, Module, Resource

FUNCTION = "aws_lambda_function"

_POLICIES = {
    "aws_iam_role_policy_attachment": "role",
    "aws_iam_role_policy": "role",
    "aws_iam_policy_attachment": "roles",
}
"""What gives a role its rights, with the attribute that names the role."""

_LOG_GROUP_PREFIX = "/aws/lambda/"
"""https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html"""


def role_policies(module: Module, function: Resource) -> list[Resource]:
    """Return what is attached to the function's role, by the role's block or its name."""
    roles = {one for one in addresses(module, function, "role") if one.startswith("aws_iam_role.")}
    if not roles:
        return []
    names = {
        text_of(instance["name"].value)
        for address in roles
        for instance in getattr(module.resource(address), "instances", ())
        if not instance["name"].absent
    } - {None}
    found = [one for role in (*roles, *names) for one in _policies_of_roles(module).get(role, ())]
    return [policy for _, policy in sorted(dict(found).items())]


@memoize
def _policies_of_roles(module: Module) -> dict[str | None, list[tuple[int, Resource]]]:
    """Return what gives roles their rights, by the roles' addresses and names, with its number in the module."""
    found: dict[str | None, list[tuple[int, Resource]]] = {}
    for at, policy in enumerate(existing(module.resources(*_POLICIES))):
        name = _POLICIES[policy.type]
        roles = {text_of(instance[name].value) for instance in policy.instances}
        for role in roles.union(addresses(module, policy, name)):
            found.setdefault(role, []).append((at, policy))
    return found


def log_groups(module: Module, function: Resource) -> list[Resource]:
    """Return the log groups that the function writes to: what its logging_config says, or by its name."""
    wanted = {_log_group_name(instance) for instance in function.instances} - {None}
    found = [one for name in wanted for one in _log_groups_by_name(module).get(name, ())]
    return [group for _, group in sorted(dict(found).items())]


@memoize
def _log_groups_by_name(module: Module) -> dict[str | None, list[tuple[int, Resource]]]:
    """Return the log groups by their names, with their number in the module."""
    found: dict[str | None, list[tuple[int, Resource]]] = {}
    for at, group in enumerate(module.resources("aws_cloudwatch_log_group")):
        for name in {text_of(instance["name"].value) for instance in group.instances}:
            found.setdefault(name, []).append((at, group))
    return found


def _log_group_name(function: Instance) -> str | None:
    configured = function.path("logging_config", "log_group")
    if not configured.absent:
        return text_of(configured.value)
    name = text_of(function["function_name"].value)
    return f"{_LOG_GROUP_PREFIX}{name}" if name else None
