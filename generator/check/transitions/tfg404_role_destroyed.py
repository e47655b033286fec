"""TFG404 role-destroyed: no role goes that something still runs with."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Severity, Violation
from generator.check.transition import Transition, TransitionRule, pair
from generator.hcl import Instance, Unknown

_OF_ROLES = frozenset({"aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_iam_instance_profile"})
"""What is a part of a role, and goes or is made anew with it."""
_ARGUMENTS = (
    "role",
    "role_arn",
    "execution_role_arn",
    "credentials",
    "cloudwatch_role_arn",
    "authorizer_credentials",
)
"""The arguments by which resources are told what role to run with."""


def check(transition: Transition) -> Iterator[Violation]:
    """Yield the roles that are destroyed while something is left that has them."""
    for ending in transition.endings:
        if ending.change.type != "aws_iam_role":
            continue
        users = [
            one.address
            for one in transition.left_users(ending.before.resource.address)
            if one.resource.type not in _OF_ROLES and _runs_with(one, ending.before)
        ]
        if ending.after is not None:
            if users and not transition.makes_first(ending.after):
                yield Violation(
                    ending.after,
                    f"the role goes before the new one is there: {', '.join(users)} is refused meanwhile",
                    hint="set create_before_destroy in its lifecycle, and change its name",
                    address=ending.change.address,
                )
            continue
        name = ending.before["name"].value
        for one in _naming(transition, name) if isinstance(name, str) and name else ():
            yield Violation(
                one,
                f'the role "{name}" is destroyed, and is still named here',
                hint="keep the role, or name another one",
                address=one.address,
            )


def _runs_with(user: Instance, role: Instance) -> bool:
    return any(
        reference.address == role.resource.address for name in _ARGUMENTS for reference in user[name].references
    )


def _naming(transition: Transition, name: str) -> Iterator[Instance]:
    """Yield what has a role by its name, and not by a reference."""
    for resource in transition.after.resources():
        if resource.type in _OF_ROLES:
            continue
        for one in resource.instances:
            values = [one[argument].value for argument in _ARGUMENTS]
            told = (value.split("/")[-1] for value in values if isinstance(value, str) and ":role/" in value)
            if name in told or (resource.type == "aws_lambda_function" and _tail(values[0]) == name):
                yield one


def _tail(value: object) -> str:
    return "" if isinstance(value, Unknown) else str(value).rpartition("/")[2]


_ROLE = """\
resource "aws_iam_role" "run" {
  name               = "run-dev"
  assume_role_policy = "{}"
}
"""
_FUNCTION = """\
resource "aws_lambda_function" "main" {%s
  function_name = "main-dev"
  role          = %s
}
"""
_BY_NAME = '"arn:aws:iam::${var.account}:role/run-dev"'
_VARIABLE = 'variable "account" {\n  type    = string\n  default = "111122223333"\n}\n'

RULE = TransitionRule(
    id="TFG404",
    name="role-destroyed",
    severity=Severity.ERROR,
    summary="A role stays while something runs with it",
    reason="AWS deletes a role that is in use. What runs with it is refused from then on, and policies that name "
    "it keep its internal id, so that one of the same name does not count.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html",
    bad=pair(_ROLE + _FUNCTION % ("", "aws_iam_role.run.arn"), _VARIABLE + _FUNCTION % (" # expect", _BY_NAME)),
    good=pair(_ROLE + _FUNCTION % ("", "aws_iam_role.run.arn"), _ROLE + _FUNCTION % ("", "aws_iam_role.run.arn")),
    check=check,
)
