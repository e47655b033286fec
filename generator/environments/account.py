"""What an account has and lacks for an environment: asked with the user's credentials, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.aws.provider_place import place_of
from generator.hcl import Module

Client = Callable[[str], Any]
"""Returns boto3's client of a service, by its name."""
_KEPT_UNRESERVED = 100
"""Executions that Lambda keeps of an account's limit.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
"""
_QUOTAS = {
    "apigateway": ("Throttle rate", "Throttle burst rate"),
    "events": ("PutEvents throttle limit in transactions per second", "Invocations throttle limit"),
}
"""The quotas that bound an environment's load, by the service's code and the beginnings of their names.

https://docs.aws.amazon.com/general/latest/gr/eventbridge.html, …/apigateway.html
"""


class AccountNeeds(NamedTuple):
    """What an environment needs of an account.

    Attributes:
        account: The account that it may be applied to; empty for any.
        region: Its region; empty where it is not known.
        log_role: Whether it writes logs of API Gateway with the account's role, which others have to have set.
        reserved: The concurrent executions that it reserves, by the function's name.
        bucket: The bucket of its state; empty where that is elsewhere.
    """

    account: str = ""
    region: str = ""
    log_role: bool = False
    reserved: Mapping[str, int] = MappingProxyType({})
    bucket: str = ""


class Answer(NamedTuple):
    """What the account says of one thing.

    Attributes:
        what: The thing.
        found: What there is.
        way_out: What to do about it; empty where nothing is missing.
    """

    what: str
    found: str
    way_out: str = ""


def needs(module: Module) -> AccountNeeds:
    """Return what a rendered environment needs."""
    provider = next((one for one in module.providers if one.address == "aws"), None)
    region, account = place_of(provider.view) if provider else ("", "")
    backend = module.settings.backend
    bucket = backend["bucket"].value if backend and backend.labels == ["s3"] else ""
    reserved = {
        str(instance["function_name"].value): instance["reserved_concurrent_executions"].value
        for function in module.resources("aws_lambda_function")
        for instance in function.instances
    }
    return AccountNeeds(
        account,
        region,
        _logs(module) and not any(one.instances for one in module.resources("aws_api_gateway_account")),
        {name: each for name, each in reserved.items() if isinstance(each, int) and each > 0},
        bucket if isinstance(bucket, str) else "",
    )


def _logs(module: Module) -> bool:
    """Return whether stages of REST APIs write access logs or execution logs."""
    for resource in module.resources("aws_api_gateway_stage", "aws_api_gateway_method_settings"):
        for instance in resource.instances:
            level = instance.path("settings", "logging_level").value
            if instance.blocks("access_log_settings") or level in ("ERROR", "INFO"):
                return True
    return False


def ask(client: Client, wanted: AccountNeeds, refused: tuple[type[Exception], ...]) -> Iterator[Answer]:
    """Yield what an account has, and lacks for an environment; each question by itself, for it may be refused.

    Args:
        client: Makes clients of AWS.
        wanted: What the environment needs.
        refused: The failures of a call, by which a question stays without an answer.
    """
    questions = (_identity, _log_role, _concurrency, _quotas, _identity_providers, _bucket)
    for question in questions:
        try:
            yield from question(client, wanted)
        except refused as failure:
            lines = str(failure).splitlines() or [type(failure).__name__]
            yield Answer(question.__name__.strip("_").replace("_", " "), f"not answered: {lines[0]}")


def _identity(client: Client, wanted: AccountNeeds) -> Iterator[Answer]:
    told = client("sts").get_caller_identity()
    other = wanted.account and told["Account"] != wanted.account
    way_out = f"the environment is of account {wanted.account}: use other credentials" if other else ""
    yield Answer("account", f"{told['Account']} as {told['Arn'].rpartition(':')[2]}", way_out)


def _log_role(client: Client, wanted: AccountNeeds) -> Iterator[Answer]:
    role = client("apigateway").get_account().get("cloudwatchRoleArn", "")
    way_out = (
        "stages can't log: apply the account's own stack (tfgen init --bootstrap DIR), or let one own it"
        if wanted.log_role and not role
        else ""
    )
    yield Answer("log role of API Gateway", role or "none", way_out)


def _concurrency(client: Client, wanted: AccountNeeds) -> Iterator[Answer]:
    functions = client("lambda")
    limit = functions.get_account_settings()["AccountLimit"]
    left = limit["UnreservedConcurrentExecutions"]
    total = sum(wanted.reserved.values())
    # What the environment has already is not taken a second time.
    has = sum(_reserved(functions, name) for name in wanted.reserved)
    short = total - has + _KEPT_UNRESERVED - left
    way_out = (
        f"the environment reserves {total:,}, {total - has:,} more than it has, and {_KEPT_UNRESERVED} stay "
        f"unreserved: ask for {short:,} more, or reserve none (reserved_concurrency: null)"
        if total > has and short > 0
        else ""
    )
    yield Answer(
        "concurrent executions of Lambda",
        f"{limit['ConcurrentExecutions']:,}, of which {left:,} are not reserved",
        way_out,
    )


def _reserved(functions: Any, name: str) -> int:
    """Return the executions that a function has reserved, 0 where it is not there."""
    try:
        found: int = functions.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions", 0)
    except functions.exceptions.ResourceNotFoundException:
        return 0
    return found


def _quotas(client: Client, wanted: AccountNeeds) -> Iterator[Answer]:
    del wanted
    for service, names in _QUOTAS.items():
        for page in client("service-quotas").get_paginator("list_service_quotas").paginate(ServiceCode=service):
            for quota in page["Quotas"]:
                if quota["QuotaName"].startswith(names):
                    yield Answer(f"quota of {service}: {quota['QuotaName']}", f"{quota['Value']:,.0f}")


def _identity_providers(client: Client, wanted: AccountNeeds) -> Iterator[Answer]:
    del wanted
    told = client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]
    names = sorted(each["Arn"].partition("oidc-provider/")[2] for each in told)
    yield Answer("OIDC providers, for pipelines", ", ".join(names) or "none")


def _bucket(client: Client, wanted: AccountNeeds) -> Iterator[Answer]:
    if not wanted.bucket:
        return
    what, buckets = f"bucket of the state, {wanted.bucket}", client("s3")
    if wanted.bucket not in {each["Name"] for each in buckets.list_buckets()["Buckets"]}:
        yield Answer(what, "not in this account", "make it, versioned: tfgen init --bootstrap DIR")
        return
    versioning = buckets.get_bucket_versioning(Bucket=wanted.bucket).get("Status", "Off")
    way_out = "" if versioning == "Enabled" else "turn its versioning on: a state that is lost can't be had again"
    yield Answer(what, f"there, versioning {versioning.lower()}", way_out)
