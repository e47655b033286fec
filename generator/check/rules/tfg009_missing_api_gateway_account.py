"""TFG009 missing-api-gateway-account: where API Gateway logs, somebody gives it a role for that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.facts.api_gateway import ACCOUNT, logging
from generator.check.facts.texts import words
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module, Resource
from generator.hcl.module.local_references import references_through_locals

_SERVICE = "apigateway.amazonaws.com"
_HINT = "add an aws_api_gateway_account with a cloudwatch_role_arn, conditional if another stack owns it"
_ELSEWHERE = re.compile(r"account|api[-_]?g", re.IGNORECASE)


def check(module: Module) -> Iterator[Violation]:
    """Yield accounts without a role, or else what logs without any account."""
    accounts = module.resources(ACCOUNT)
    if not accounts and _is_owned_elsewhere(module):
        return
    logs = list(logging(module))
    if not logs:
        return
    declined = 0
    for account in accounts:
        declined += not account.instances and _is_choice(module, account)
        for instance in account.instances[:1]:
            role = instance["cloudwatch_role_arn"]
            if role.absent or role.value == "":
                yield Violation(role, "the account has no cloudwatch_role_arn, so API Gateway can't log", _HINT)
            elif _is_foreign(module, account):
                yield Violation(role, f"{_SERVICE} may not assume this role, so API Gateway can't log", _HINT)
    if declined or any(account.instances for account in accounts):
        return
    for one in logs:
        said = "there is none" if not accounts else "the one here is never made"
        message = f"{one.resource.address} logs, which takes an aws_api_gateway_account, and {said}"
        yield Violation(one.place, message, _HINT, one.resource.address)


def _is_choice(module: Module, account: Resource) -> bool:
    """Whether a variable decides that the account is not made here."""
    nodes = [account.body.attributes[name] for name in ("count", "for_each") if name in account.body.attributes]
    return any(reference.kind == "var" for reference in references_through_locals(module, *nodes))


def _is_owned_elsewhere(module: Module) -> bool:
    """Whether a variable says so, or a module is called that may have the account."""
    for variable in module.variables.values():
        said = set(words(variable.name))
        about = "account" in said and said & {"api", "gateway", "apigateway", "apigw"}
        if about and variable.value.value in (False, "false", "external"):
            return True
    return any(
        _ELSEWHERE.search(f"{call.name} {call.view['source'].value}") for call in module.module_calls.values()
    )


def _is_foreign(module: Module, account: Resource) -> bool:
    """Whether the role is one of the folder that is known not to trust API Gateway."""
    references = references_through_locals(module, account.body.attributes["cloudwatch_role_arn"])
    roles = [module.resource(one.address) for one in references if one.address.startswith("aws_iam_role.")]
    policies = [role.view["assume_role_policy"] for role in roles if role]
    return bool(policies) and all(
        policy.known and _SERVICE not in str(policy.value) and "Service" in str(policy.value)
        for policy in policies
    )


RULE = Rule(
    id="TFG009",
    name="missing-api-gateway-account",
    severity=Severity.ERROR,
    summary="API Gateway that logs has an account with a CloudWatch role, here or in another stack",
    reason="Without the role API Gateway refuses the stage, or writes no logs.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
    bad="""
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = "x"
  stage_name  = "v1"
  method_path = "*/*"

  settings {
    logging_level = "INFO" # expect
  }
}
""",
    good="""
resource "aws_iam_role" "api_gateway" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "apigateway.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_api_gateway_account" "main" {
  cloudwatch_role_arn = aws_iam_role.api_gateway.arn
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = "x"
  stage_name  = "v1"
  method_path = "*/*"

  settings {
    logging_level = "INFO"
  }
}
""",
    check=check,
)
