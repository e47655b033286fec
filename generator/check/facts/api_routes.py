"""Which requests the APIs of a module have, as what follows an API's execution_arn in the ARN of a request."""

from __future__ import annotations

from generator.check.facts.links import instances, linked_instance
from generator.check.facts.memo import memoize
from generator.check.facts.rights import is_given_to_module
from generator.check.facts.texts import with_gaps
from generator.hcl import Instance, Module, Value

_ANY, _PART = "*", "\0"
"""What stands for any text, and for any without a slash."""
_REST_API, _HTTP_API = "aws_api_gateway_rest_api", "aws_apigatewayv2_api"
_RESOURCE = "aws_api_gateway_resource"
_OTHERWISE = ("body", "route_key", "target")
"""Arguments of an API that give it routes of which there is no resource."""
_DEPTH = 30
"""API Gateway has at most as many levels: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html"""


@memoize
def requests_of(module: Module, api: Instance) -> tuple[str, ...]:
    """Return what follows the execution_arn in the ARNs of an API's requests; nothing where that can't be told.

    They are patterns for `can_meet`. Sources of an API's authorizers are not among them.
    """
    if any(not api[name].absent for name in _OTHERWISE) or is_given_to_module(module, api):
        return ()
    found = _of_rest_api(module, api) if api.resource.type == _REST_API else _of_http_api(module, api)
    return tuple(dict.fromkeys(found))


def spell_request(pattern: str) -> str:
    """Return a request as people write it, without its stage."""
    return pattern.removeprefix(f"{_PART}/").replace(_PART, _ANY)


def _of_rest_api(module: Module, api: Instance) -> list[str]:
    found = []
    for method in instances(module, "aws_api_gateway_method"):
        owner = linked_instance(module, method["rest_api_id"], _REST_API)
        if owner is None:
            return []
        if owner is api:
            path = _path(module, method["resource_id"], _DEPTH) or "/"
            found.append(f"{_PART}/{_verb(with_gaps(method['http_method'].value, _PART))}{path}")
    return found


def _path(module: Module, resource_id: Value, depth: int) -> str:
    """Return the path of a resource of a REST API, empty for the root."""
    if linked_instance(module, resource_id, _REST_API) is not None:
        return ""
    resource = linked_instance(module, resource_id, _RESOURCE)
    if resource is None or not depth:
        return _ANY
    part = with_gaps(resource["path_part"].value, _PART) or _PART
    return f"{_path(module, resource['parent_id'], depth - 1)}/{_part(part)}"


def _of_http_api(module: Module, api: Instance) -> list[str]:
    found = []
    for route in instances(module, "aws_apigatewayv2_route"):
        owner = linked_instance(module, route["api_id"], _HTTP_API)
        if owner is None:
            return []
        if owner is api:
            verb, _, path = (with_gaps(route["route_key"].value, _ANY) or _ANY).partition(" ")
            found.append(f"{_PART}/{_verb(verb) if path else verb}{'/'.join(map(_part, path.split('/')))}")
    return found


def _verb(verb: str | None) -> str:
    return _PART if verb in {None, "ANY"} else str(verb)


def _part(part: str) -> str:
    return part if not part.startswith("{") else _ANY if part.endswith("+}") else _PART


def can_meet(pattern: str, request: str) -> bool:
    """Whether a request may have a source that a pattern allows: * stands for any text there, ? for a character.

    Worked out a character of the pattern at a time: which places of the request can be reached with it.
    """
    reached = _past_empty({0}, request)
    for character in pattern:
        if character == _ANY:
            reached = set(range(min(reached), len(request) + 1))
        else:
            there = {at: request[at] for at in reached if at < len(request)}
            stays = {at for at, one in there.items() if one == _ANY or (one == _PART and character != "/")}
            steps = {at + 1 for at, one in there.items() if character in {one, "?"}}
            reached = _past_empty(stays | steps, request)
        if not reached:
            return False
    return len(request) in reached


def _past_empty(reached: set[int], request: str) -> set[int]:
    """Add the places that are reached where what stands for any text stands for none."""
    found = set(reached)
    for start in reached:
        at = start
        while request[at : at + 1] in {_ANY, _PART}:
            at += 1
            found.add(at)
    return found
