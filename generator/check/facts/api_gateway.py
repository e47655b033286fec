"""What API Gateway logs, and which resources of a module belong to one stage, method or API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.check.facts.texts import text_of
from generator.check.facts.ties import addresses
from generator.hcl import BlockView, Instance, Module, Resource, Value

STAGE = "aws_api_gateway_stage"
SETTINGS = "aws_api_gateway_method_settings"
ACCOUNT = "aws_api_gateway_account"

_LEVELS = frozenset({"ERROR", "INFO"})


class Logging(NamedTuple):
    """Something that logs by the role of the API Gateway account.

    Attributes:
        resource: What it is set by: a stage, or method settings.
        place: The block or the value that asks for it.
    """

    resource: Resource
    place: BlockView | Value


def logging(module: Module) -> Iterator[Logging]:
    """Yield what is known to log: access logs, and execution logs of a level other than OFF."""
    for stage in module.resources(STAGE):
        block = _first(stage, "access_log_settings")
        if block:
            yield Logging(stage, block)
    for settings in module.resources(SETTINGS):
        levels = (instance.path("settings", "logging_level") for instance in settings.instances)
        level = next(filter(_is_level, levels), None)
        if level is not None:
            yield Logging(settings, level)
    for stage in module.resources("aws_apigatewayv2_stage"):
        if stage.instances and _is_websocket(module, stage):
            levels = (one.path("default_route_settings", "logging_level") for one in stage.instances)
            place = _first(stage, "access_log_settings") or next(filter(_is_level, levels), None)
            if place is not None:
                yield Logging(stage, place)


def _is_level(level: Value) -> bool:
    return isinstance(level.value, str) and level.value in _LEVELS


def _first(stage: Resource, block_type: str) -> BlockView | None:
    blocks = (block for instance in stage.instances for block in instance.blocks(block_type))
    return next((block for block in blocks if block.certain), None)


def _is_websocket(module: Module, stage: Resource) -> bool:
    """Whether a stage is of a WebSocket API, which logs as REST APIs do; HTTP APIs need no role for it."""
    apis = [module.resource(address) for address in addresses(module, stage, "api_id")]
    return any(
        api.view["protocol_type"].value == "WEBSOCKET"
        for api in apis
        if api and api.type == "aws_apigatewayv2_api"
    )


def method_key(instance: Instance) -> tuple[str, str] | None:
    """Return which resource's which method something is of; None where that can't be told."""
    resource, method = text_of(instance["resource_id"].value), text_of(instance["http_method"].value)
    return (resource, method) if resource and method else None
