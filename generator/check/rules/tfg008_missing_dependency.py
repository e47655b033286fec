"""TFG008 missing-dependency: what needs something else first is made after it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check import aws_api_gateway as gateway
from generator.check import aws_functions as functions
from generator.check.rule import Rule, Severity, Violation
from generator.check.ties import addresses, existing, tied
from generator.hcl import Module, Resource

_INTEGRATION = "aws_api_gateway_integration"
_RESPONSES = {_INTEGRATION: "integration", "aws_api_gateway_method_response": "method response"}


def check(module: Module) -> Iterator[Violation]:
    """Yield integration responses, functions, deployments and stages that may be made too early."""
    for response in existing(module.resources("aws_api_gateway_integration_response")):
        yield from _response(module, response)
    for function in existing(module.resources(functions.FUNCTION)):
        yield from _function(module, function)
    for deployment in existing(module.resources("aws_api_gateway_deployment")):
        yield from _deployment(module, deployment)
    yield from _stages(module)


def _response(module: Module, response: Resource) -> Iterator[Violation]:
    dependencies = module.dependencies(response.address)
    for resource_type, words in _RESPONSES.items():
        candidates = existing(module.resources(resource_type))
        own = [one for one in candidates if _of_one_method(one, response)]
        if not candidates and any(address.startswith("module.") for address in dependencies):
            continue
        if not tied(module, response, own or candidates):
            named = own[0].address if own else f"its {words}"
            yield _violation(response, [named], "the response is refused if it comes first")


def _of_one_method(one: Resource, other: Resource) -> bool:
    """Whether two resources are known to be of the same method, and the same status where both have one."""
    keys = {gateway.method_key(instance) for instance in one.instances} - {None}
    if not any(gateway.method_key(instance) in keys for instance in other.instances):
        return False
    ours, theirs = one.view["status_code"], other.view["status_code"]
    return not (ours.known and theirs.known) or str(ours.value) == str(theirs.value)


def _function(module: Module, function: Resource) -> Iterator[Violation]:
    missing = []
    for needed in (functions.role_policies(module, function), functions.log_groups(module, function)):
        if not tied(module, function, needed):
            missing += [one.address for one in needed if not tied(module, one, [function])]
    if missing:
        yield _violation(function, missing, "a first call would find no rights, or make its own log group")


def _deployment(module: Module, deployment: Resource) -> Iterator[Violation]:
    api = addresses(module, deployment, "rest_api_id")
    missing = [
        integration.address
        for integration in existing(module.resources(_INTEGRATION))
        if _apis(api) & _apis(addresses(module, integration, "rest_api_id"))
        and not tied(module, deployment, [integration])
    ]
    if missing:
        yield _violation(deployment, missing, "what comes later is not deployed")


def _apis(found: set[str]) -> set[str]:
    return {address for address in found if address.startswith("aws_api_gateway_rest_api.")}


def _stages(module: Module) -> Iterator[Violation]:
    accounts = existing(module.resources(gateway.ACCOUNT))
    if not accounts:
        return
    said: set[str] = set()
    for one in gateway.logging(module):
        waits_for = module.dependencies(one.resource.address)
        if one.resource.address in said or said & waits_for or tied(module, one.resource, accounts):
            continue
        said.add(one.resource.address)
        yield _violation(
            one.resource, [accounts[0].address], "logging is refused as long as the account has no role"
        )


def _violation(resource: Resource, missing: list[str], reason: str) -> Violation:
    named = ", ".join(missing)
    hint = f"add depends_on = [{named}]" if "its " not in named else "refer to it, or name it in depends_on"
    return Violation(resource, f"nothing ties this to {named}: {reason}", hint, resource.address)


RULE = Rule(
    id="TFG008",
    name="missing-dependency",
    severity=Severity.ERROR,
    summary="Integration responses, functions, deployments and logging stages wait for what they need",
    reason="Terraform makes what is not tied in any order, which fails now and then.",
    source="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment",
    bad="""
resource "aws_cloudwatch_log_group" "ingest" {
  name = "/aws/lambda/events-ingest-fn"
}

resource "aws_lambda_function" "ingest" { # expect
  function_name = "events-ingest-fn"
  role          = "arn:aws:iam::aws:role/ingest"
}
""",
    good="""
resource "aws_cloudwatch_log_group" "ingest" {
  name = "/aws/lambda/events-ingest-fn"
}

resource "aws_lambda_function" "ingest" {
  function_name = "events-ingest-fn"
  role          = "arn:aws:iam::aws:role/ingest"

  depends_on = [aws_cloudwatch_log_group.ingest]
}
""",
    check=check,
)
