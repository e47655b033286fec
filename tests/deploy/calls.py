"""What terraform asked of the emulator, as IAM sees it: which action, on which resource."""

from __future__ import annotations

import functools
import json
import re
import urllib.parse
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import botocore.session

from deploy.emulator import ACCOUNT_ID

Parameters = Mapping[str, Any]


ANYTHING = "anything"
"""What a call to a service is about whose parameters nothing here reads: of those the action is looked at alone."""


class Call(NamedTuple):
    """An action and what it is about, `*` where it is about no resource in particular."""

    action: str
    resource: str


PREFIXES = {"monitoring": "cloudwatch"}
"""How IAM calls services that are signed for by another name."""
ON_OBJECTS = {"DELETE": "DeleteObject", "GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject"}
"""What calls about an object in a bucket take; those about the bucket list it.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""
NEEDS_NOTHING = frozenset({"sts:GetCallerIdentity"})
"""https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"""
TAGGING = {
    "acm": "acm:AddTagsToCertificate",
    "cloudwatch": "cloudwatch:TagResource",
    "dynamodb": "dynamodb:TagResource",
    "events": "events:TagResource",
    "iam": "iam:TagRole",
    "kms": "kms:TagResource",
    "lambda": "lambda:TagResource",
    "logs": "logs:TagResource",
    "sns": "sns:TagResource",
    "sqs": "sqs:TagQueue",
    "ssm": "ssm:AddTagsToResource",
}
"""What a call that gives tags to what it makes takes as well."""
CREATED = {
    "acm": "arn:aws:acm:us-east-1:123456789012:certificate/new",
    "kms": "arn:aws:kms:us-east-1:123456789012:key/new",
    "lambda": "arn:aws:lambda:us-east-1:123456789012:event-source-mapping:new",
}
"""What tags are given to where a call makes something without a name."""
ARNS = {
    "acm": ("CertificateArn",),
    "cloudwatch": (
        "ResourceARN",
        "dashboard/DashboardName",
        "dashboard/DashboardNames",
        "alarm:AlarmName",
        "alarm:AlarmNames",
    ),
    "dynamodb": ("ResourceArn", "table/TableName"),
    "events": (
        "ResourceARN",
        "archive/ArchiveName",
        "rule/EventBusName/Rule",
        "rule/EventBusName/Name",
        "event-bus/EventBusName",
        "event-bus/Name",
    ),
    "iam": ("role/RoleName", "policy/PolicyName"),
    "kms": ("alias:AliasName", "key/KeyId"),
    "logs": ("resourceArn", "log-group:logGroupName"),
    "sns": ("TopicArn", "ResourceArn", ":Name"),
    "sqs": (":QueueName", ":QueueUrl"),
    "ssm": ("parameter/Name", "parameter/ResourceId"),
}
"""The parameters that name what a call is about, the first that is there; alone they are ARNs, or their last part."""
_ROLE = re.compile(r"arn:aws:iam::\d{12}:role/.+")


def read(calls: Path, user: str) -> set[Call]:
    """Return what a user asked for."""
    found: set[Call] = set()
    for line in calls.read_text().splitlines():
        request = json.loads(line)
        if request["user"] == user:
            found.update(_calls(request))
    return {call for call in found if call.action not in NEEDS_NOTHING}


def denied(calls: set[Call], *policies: Mapping[str, Any]) -> list[str]:
    """Return the calls that no policy allows, as a person reads them."""
    allowed = [
        (action, pattern)
        for policy in policies
        for statement in policy["Statement"]
        for action in statement["Action"]
        for pattern in statement["Resource"]
    ]
    return sorted(
        f"{call.action} on {call.resource}"
        for call in calls
        if not any(
            call.action == action and (call.resource == ANYTHING or fnmatchcase(call.resource, pattern))
            for action, pattern in allowed
        )
    )


def _calls(request: Mapping[str, Any]) -> Iterator[Call]:
    service = PREFIXES.get(request["service"], request["service"])
    parameters: dict[str, Any] = request["parameters"]
    path = urllib.parse.unquote(request["path"])
    region, operation = request["region"], request["operation"]
    if service == "apigateway":
        yield Call(f"apigateway:{request['method']}", f"arn:aws:apigateway:{region}::{path}")
    elif service == "s3":
        action = ON_OBJECTS[request["method"]] if "/" in path.strip("/") else "ListBucket"
        yield Call(f"s3:{action}", f"arn:aws:s3:::{path.strip('/')}")
    else:
        if not operation:
            operation, named = _by_path(service, request["method"], request["path"])
            parameters = {**parameters, **named}
        resource = _resource(service, operation, parameters, region)
        yield Call(f"{service}:{operation}", resource)
        gives_tags = parameters.get("Tags") or parameters.get("tags")
        if gives_tags and operation.startswith(("Create", "Put", "Request")) and service in TAGGING:
            yield Call(TAGGING[service], CREATED[service] if resource == "*" else resource)
    if service != "iam":
        for role in _texts(parameters):
            if _ROLE.fullmatch(role):
                yield Call("iam:PassRole", role)


def _resource(service: str, operation: str, parameters: Parameters, region: str) -> str:
    """Return the ARN of what a call is about."""
    if service == "lambda":
        return _of_lambda(operation, parameters, region)
    if service == "route53" and "Id" in parameters:
        kind = "change" if operation == "GetChange" else "hostedzone"
        return f"arn:aws:route53:::{kind}/{parameters['Id']}"
    if service not in ARNS and service not in ("route53", "sts"):
        return ANYTHING
    for pattern in ARNS.get(service, ()):
        kind, names = re.fullmatch(r"([a-z-]*[:/])?(.*)", pattern).groups()  # type: ignore[union-attr]
        values = [_last(parameters[name]) for name in names.split("/") if parameters.get(name)]
        if len(values) == names.count("/") + 1:
            if kind is None or values[-1].startswith("arn:"):
                return values[-1]
            place = "" if service == "iam" or kind == "dashboard/" else region
            lead = "" if kind in (":", "alias:") else kind
            return f"arn:aws:{service}:{place}:{ACCOUNT_ID}:{lead}{'/'.join(values)}".replace(
                "parameter//", "parameter/"
            )
    return "*"


def _of_lambda(operation: str, parameters: Parameters, region: str) -> str:
    start = f"arn:aws:lambda:{region}:{ACCOUNT_ID}"
    if "Resource" in parameters:
        return str(parameters["Resource"])
    if "LayerName" in parameters:
        version = f":{parameters['VersionNumber']}" if "VersionNumber" in parameters else ""
        return f"{start}:layer:{parameters['LayerName'].rpartition(':')[2]}{version}"
    if "UUID" in parameters:
        return f"{start}:event-source-mapping:{parameters['UUID']}"
    if "FunctionName" in parameters and operation != "CreateEventSourceMapping":
        return f"{start}:function:{parameters['FunctionName'].rpartition(':function:')[2]}"
    return "*"


def _last(value: Any) -> str:
    """Return what names a resource in a parameter: of a list the first, of a queue's URL the end."""
    text = str(value[0] if isinstance(value, list) else value)
    return text.rpartition("/")[2] if text.startswith("http") else text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _by_path(service: str, method: str, path: str) -> tuple[str, dict[str, str]]:
    """Return the operation of a service whose calls are told apart by their paths, and what the path names."""
    for name, verb, pattern in _operations(service):
        match = pattern.fullmatch(path.rstrip("/") or "/")
        if match and verb == method:
            return name, {key: urllib.parse.unquote(value) for key, value in match.groupdict().items()}
    raise AssertionError(f"{service} has no {method} {path}")


@functools.cache
def _operations(service: str) -> list[tuple[str, str, re.Pattern[str]]]:
    """Return the operations of a service, the most particular paths first."""
    model = botocore.session.get_session().get_service_model(service)
    found = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        uri, _, query = http["requestUri"].partition("?")
        pattern = re.escape(uri.rstrip("/") or "/").replace(r"\{", "{").replace(r"\}", "}").replace(r"\+", "+")
        pattern = re.sub(r"\{(\w+)\+\}", r"(?P<\1>.+)", pattern)
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)
        found.append((bool(query), uri.count("{"), -len(uri), name, http["method"], pattern))
    return [(name, verb, re.compile(pattern)) for _, _, _, name, verb, pattern in sorted(found)]
