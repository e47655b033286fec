"""A platform of entries: seven consumers, a schedule and routes that read go up, an event goes through each, and down.

It takes more than five minutes, so that it runs where TFGEN_TEST_PLATFORM says so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import npm_packages
import pytest
from terraform_bench import Terraform

from deploy import handlers, inventory
from deploy.emulator import Emulator
from deploy.environments import Case, Deployment
from deploy.handlers import EventSourceMapping, Gateway

pytestmark = [
    pytest.mark.slow,
    pytest.mark.deploy,
    pytest.mark.xdist_group("deploy"),
    pytest.mark.skipif(
        not os.environ.get("TFGEN_TEST_PLATFORM"), reason="five minutes: TFGEN_TEST_PLATFORM=1 runs it"
    ),
]

STORING = ("audit", "billing", "late")
"""Consumers of processed events that store them as the first one does."""

CASE = Case(
    "platform",
    "pr-777",
    (
        *(f"consumers.{name}={{table: write, function: {{source: event_storage}}}}" for name in STORING),
        "consumers.enrich={listens: {detail_types: [EventReceived]}, publish: true, publish_type: OrderEnriched,"
        " function: {source: event_processing}}",
        "consumers.shipping={listens: {detail_types: [OrderEnriched]}, table: write,"
        " queue: {delay_seconds: 1, encryption: customer_key}, thresholds: {dead_letters: 3},"
        " function: {source: event_storage}}",
        'functions.report={source: event_reading, table: read, schedule: {expression: "cron(0 6 * * ? *)"},'
        " statements: {ReadBucket: {actions: ['s3:GetObject'], resources: ['arn:PARTITION:s3:::reports/*']}}}",
        "functions.event_reading.table=read",
        'api.routes.get_event={path: "/events/{id}", target: function event_reading}',
        # Of this one alone: moto does not read a path of several parts in the settings of a method.
        "api.routes.list_events={path: /events, target: function event_reading, required_parameters: [type],"
        " throttle: {rate_limit_rps: 5}}",
        "table.indexes.by_type.projection=all",
        "alarms.enabled=true",
        "dashboard.enabled=true",
    ),
)
CONSUMERS = ("event_processing", "enrich", "event_storage", *STORING, "shipping")
"""In the order in which an event comes to them."""


@pytest.fixture(scope="module")
def deployment(
    terraform: Terraform, emulator: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    """The platform, standing."""
    standing = Deployment(CASE, terraform, emulator, tmp_path_factory.mktemp("platform"))
    standing.bring_up()
    yield standing


def test_an_event_goes_through_each_and_is_read_again(deployment: Deployment, tmp_path: Path) -> None:
    try:
        sdk = npm_packages.install(handlers.HERE)
    except npm_packages.ToolMissing as missing:
        pytest.skip(str(missing))
    roles = (*CONSUMERS, "authorizer", "event_ingestion", "event_reading", "report")
    with ExitStack() as stack:
        functions = {
            role: stack.enter_context(handlers.running(deployment, role, sdk, tmp_path / role)) for role in roles
        }
        mappings = {role: EventSourceMapping(deployment, role, functions[role]) for role in CONSUMERS}
        for mapping in mappings.values():
            stack.enter_context(mapping.in_our_hands())
        parameter = deployment.outputs()["auth_token_parameter_name"]
        token = deployment.client("ssm").get_parameter(Name=parameter, WithDecryption=True)["Parameter"]["Value"]
        gateway = Gateway(deployment, functions["authorizer"], functions["event_ingestion"])
        accepted = gateway.post(
            '{"type": "order.created", "data": {"n": 7}}', {"Authorization": f"Bearer {token}"}
        )
        taken = {role: _wait(mappings[role]) for role in CONSUMERS}
        identity = accepted.body["event_id"]
        one = functions["event_reading"].invoke({"pathParameters": {"id": identity}, "headers": {}})
        many = functions["event_reading"].invoke(
            {"queryStringParameters": {"type": "order.created"}, "headers": {}}
        )
        woken = functions["report"].invoke({"source": "aws.events", "time": "2026-03-04T06:00:00Z"})

    assert accepted.status == 202
    assert taken == dict.fromkeys(CONSUMERS, (1, []))
    assert (one["statusCode"], json.loads(one["body"])["data"]) == (200, {"n": 7})
    assert [each["event_id"] for each in json.loads(many["body"])["events"]] == [identity]
    assert woken["statusCode"] == 400  # it is a reader of requests, and was called


def _wait(mapping: EventSourceMapping) -> tuple[int, list[str]]:
    """Poll until there is something: a queue may hold a message back for a second."""
    for _ in range(100):
        found = mapping.poll()
        if found[0]:
            return found
    return 0, []


def test_the_schedule_calls_its_function(deployment: Deployment) -> None:
    rule = deployment.values()["aws_cloudwatch_event_rule.report_schedule"]
    events = deployment.client("events")
    (target,) = events.list_targets_by_rule(Rule=rule["name"])["Targets"]

    assert events.describe_rule(Name=rule["name"])["ScheduleExpression"] == "cron(0 6 * * ? *)"
    assert target["Arn"] == deployment.values()["aws_lambda_function.report"]["arn"]


def test_it_goes_down_without_a_trace(deployment: Deployment, emulator: Emulator) -> None:
    deployment.destroy()

    assert inventory.standing(emulator, f"{CASE.prefix}-") == set()
