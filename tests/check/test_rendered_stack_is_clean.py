"""The rules find nothing in the bundled stack but what a comment above says is meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rule_cases import violations

from generator import hcl
from generator.check.catalogue import all_rules
from generator.environments import pipeline
from generator.environments.pipeline import Inputs
from generator.files.project import locate
from generator.hcl import Block, Module, Node

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = ["dev", "staging", "prod", "pr-123"]

OWNED = ("api.cors.enabled=true", "api.account_role=owned", "dashboard.enabled=true", "alarms.enabled=true")
DOMAIN = ("domain.enabled=true", "domain.name=api.example.com", "domain.zone_name=example.com")
GUARDED = ("account.id='012345678901'", "events.publishers.accounts=['111122223333']")
WRITE_ONLY = (
    "secrets.mode=write_only",
    "secrets.encryption=customer_key",
    "queues.encryption=customer_key",
    "table.encryption=customer_key",
    "packaging=tfgen",
    "api.authorizer.kind=REQUEST",
    "tracing.enabled=false",
)
NEWEST = (
    "providers.aws.minimum_version=6.29.0",
    "functions.authorizer.runtime=nodejs24.x",
    "events.encryption=customer_key",
    "events.archive.enabled=true",
    "table.warm_throughput.read_units_per_second=12000",
    "table.warm_throughput.write_units_per_second=5000",
    "logs.deletion_protection=true",
    "logs.encryption=customer_key",
    "function_variables.encryption=customer_key",
    "consumers.event_storage.queue.provisioned_pollers.maximum=10",
    "consumers.event_storage.function.recursive_loop=allow",
    "api.routes.post_events.target=bus",
    "api.cors.enabled=true",
)
"""What hashicorp/aws 5.100 does not have, and what the others here leave out."""
GROWN = (
    "alarms.enabled=true",
    "alarms.https=[https://events.example.com/sns]",
    "alarms.topics=[arn:aws:sns:us-east-1:111122223333:operations]",
    "alarms.critical.emails=[a@example.com]",
    "alarms.slack={workspace_id: T0123456789, channel_id: C0123456789}",
    "budget.monthly_usd=10",
    "logs.subscription.destination=arn:aws:firehose:us-east-1:111122223333:deliverystream/logs",
    "release.mode=alias",
    "functions.event_ingestion.release={version: 3, newest_percent: 10}",
    "network.subnet_ids=[subnet-0123456789abcdef0]",
    "network.security_group_ids=[sg-0123456789abcdef0]",
    "api.access.vpc_endpoint_ids=[vpce-0123456789abcdef0]",
    "api.routes.post_events={authorizer: jwt, client_key: true}",
    "api.routes.signed={path: /signed, target: function event_ingestion, authorizer: iam}",
    "api.routes.known={path: /known, target: function event_ingestion, authorizer: none, client_key: true}",
    "api.jwt.clients=[shop]",
    "api.clients.shop.quota_requests=100",
    "waf.enabled=true",
    "waf.requests_per_address=2000",
    "table.backup.schedule=cron(0 3 * * ? *)",
    "tracing.opentelemetry.layer_arn=arn:aws:lambda:us-east-1:111122223333:layer:AWSOpenTelemetryDistroJs:8",
    "events.logs.level=INFO",
    "providers.aws.minimum_version=6.29.0",
)
"""What a team asks for in its first months."""
QUIET = ("api.logging_level='OFF'", "api.access_logs.enabled=false", "events.archive.enabled=false")


@cache
def inputs() -> Inputs:
    """Return the project's inputs, which all tests here share."""
    return Inputs(locate(ROOT))


def findings(module: Module) -> set[tuple[str, str, int, str]]:
    """Return the rule, file, line and message of every finding."""
    return {
        (rule.id, str(found.place.location.path), found.place.location.line, found.message)
        for rule in all_rules()
        for found in violations(rule, module)
    }


def meant(module: Module) -> Iterator[tuple[str, str, range]]:
    """Yield the rules that comments suppress, with the file and the lines of the block or attribute below."""
    for node in (node for block in module.blocks for node in nodes(block)):
        for comment in node.source.comments_above(node):
            text = re.fullmatch(r"tfgen:ignore ((?:TFG\d{3} )+)because .+", node.source.comment_text(comment))
            lines = range(node.location.line, node.source.location(node.stop).line + 1)
            yield from ((rule, node.source.path, lines) for rule in (text[1].split() if text else ()))


def nodes(block: Block) -> Iterator[Node]:
    yield block
    yield from block.body.attributes.values()
    for inner in block.body.blocks:
        yield from nodes(inner)


def not_meant(module: Module) -> list[tuple[str, str, int, str]]:
    marks = list(meant(module))
    return sorted(
        found
        for found in findings(module)
        if not any(found[0] == rule and found[1] == path and found[2] in lines for rule, path, lines in marks)
    )


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_nothing_is_found_in_what_is_rendered(environment: str) -> None:
    rendered = pipeline.render(inputs(), environment)

    assert not_meant(hcl.load(rendered.contents)) == []


@pytest.mark.parametrize(
    "settings",
    [OWNED, DOMAIN, GUARDED, WRITE_ONLY, QUIET, NEWEST, GROWN],
    ids=["owned", "domain", "guarded", "write-only", "quiet", "newest", "grown"],
)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_knob_brings_a_failure_back(environment: str, settings: tuple[str, ...]) -> None:
    """Rules beyond the first twenty may say that a knob turned off is missed."""
    rendered = pipeline.render(inputs(), environment, settings)

    assert [found for found in not_meant(hcl.load(rendered.contents)) if found[0] <= "TFG020"] == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_what_a_platform_grows_by_brings_no_finding_at_all(environment: str) -> None:
    rendered = pipeline.render(inputs(), environment, GROWN)

    assert not_meant(hcl.load(rendered.contents)) == []


def test_what_is_meant_to_be_is_found() -> None:
    module = hcl.load(pipeline.render(inputs(), "dev", GUARDED).contents)

    assert [(found[0], found[1]) for found in sorted(findings(module))] == [
        ("TFG003", "events.tf"),
        ("TFG003", "provider.tf"),
    ]
