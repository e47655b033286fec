"""TFG008 missing-dependency: what needs something else first is made after it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts import api_gateway as gateway
from generator.check.facts import functions
from generator.check.facts.memo import memoize
from generator.check.facts.ties import addresses, existing, is_made_after
from generator.check.rule import Rule, Severity, Violation
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
        candidates = _of_type(module, resource_type)
        own = _of_its_method(module, resource_type, response)
        if not candidates and any(address.startswith("module.") for address in dependencies):
            continue
        if not is_made_after(module, response, own or candidates):
            named = own[0] if own else f"its {words}"
            yield _violation(response, [named], "the response is refused if it comes first")


@memoize
def _of_type(module: Module, resource_type: str) -> frozenset[str]:
    """Return the addresses of the resources of a type that exist."""
    return frozenset(one.address for one in existing(module.resources(resource_type)))


def _of_its_method(module: Module, resource_type: str, response: Resource) -> list[str]:
    """Return the addresses of what is known to be of a response's method, and its status where both have one."""
    theirs = response.view["status_code"]
    found: dict[int, str] = {}
    for instance in response.instances:
        for at, one in _by_method(module, resource_type).get(gateway.method_key(instance), ()):
            ours = one.view["status_code"]
            if not (ours.known and theirs.known) or str(ours.value) == str(theirs.value):
                found[at] = one.address
    return [address for _, address in sorted(found.items())]


@memoize
def _by_method(module: Module, resource_type: str) -> dict[tuple[str, str] | None, list[tuple[int, Resource]]]:
    """Return the resources of a type by the methods that they are of, with their number in the module."""
    found: dict[tuple[str, str] | None, list[tuple[int, Resource]]] = {}
    for at, one in enumerate(existing(module.resources(resource_type))):
        for key in {gateway.method_key(instance) for instance in one.instances} - {None}:
            found.setdefault(key, []).append((at, one))
    return found


def _function(module: Module, function: Resource) -> Iterator[Violation]:
    missing = []
    for needed in (functions.role_policies(module, function), functions.log_groups(module, function)):
        if not is_made_after(module, function, [one.address for one in needed]):
            missing += [one.address for one in needed if not is_made_after(module, one, [function.address])]
    if missing:
        yield _violation(function, missing, "a first call would find no rights, or make its own log group")


def _deployment(module: Module, deployment: Resource) -> Iterator[Violation]:
    found = [one for api in _apis(module, deployment) for one in _integrations(module).get(api, ())]
    tied_to = module.dependencies(deployment.address)
    missing = [address for _, address in sorted(dict(found).items()) if address not in tied_to]
    if missing:
        yield _violation(deployment, missing, "what comes later is not deployed")


@memoize
def _integrations(module: Module) -> dict[str, list[tuple[int, str]]]:
    """Return the addresses of the integrations of each API, with their number in the module."""
    found: dict[str, list[tuple[int, str]]] = {}
    for at, integration in enumerate(existing(module.resources(_INTEGRATION))):
        for api in _apis(module, integration):
            found.setdefault(api, []).append((at, integration.address))
    return found


def _apis(module: Module, resource: Resource) -> list[str]:
    found = addresses(module, resource, "rest_api_id")
    return [address for address in found if address.startswith("aws_api_gateway_rest_api.")]


def _stages(module: Module) -> Iterator[Violation]:
    accounts = existing(module.resources(gateway.ACCOUNT))
    if not accounts:
        return
    said: set[str] = set()
    owners = frozenset(account.address for account in accounts)
    for one in gateway.logging(module):
        if (
            one.resource.address in said
            or is_made_after(module, one.resource, said)
            or is_made_after(module, one.resource, owners)
        ):
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
