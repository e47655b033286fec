"""What belongs to a Lambda function of a module: its role's policies, its log group."""

from __future__ import annotations

from generator.check.texts import text_of
from generator.check.ties import addresses
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
    return [
        policy
        for policy in module.resources(*_POLICIES)
        if policy.instances
        and (
            roles & addresses(module, policy, _POLICIES[policy.type])
            or names & {text_of(instance[_POLICIES[policy.type]].value) for instance in policy.instances}
        )
    ]


def log_groups(module: Module, function: Resource) -> list[Resource]:
    """Return the log groups that the function writes to: what its logging_config says, or by its name."""
    wanted = {_log_group_name(instance) for instance in function.instances} - {None}
    return [
        group
        for group in module.resources("aws_cloudwatch_log_group")
        if any(text_of(instance["name"].value) in wanted for instance in group.instances)
    ]


def _log_group_name(function: Instance) -> str | None:
    configured = function.path("logging_config", "log_group")
    if not configured.absent:
        return text_of(configured.value)
    name = text_of(function["function_name"].value)
    return f"{_LOG_GROUP_PREFIX}{name}" if name else None
