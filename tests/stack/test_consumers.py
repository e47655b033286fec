"""A consumer is one entry of the spec: all that its function and its queue need follows from it."""

from __future__ import annotations

import re
from functools import partial

import pytest
import rendering
from generated_specs import ANOTHER_CONSUMER, shared
from rendering import block, contents, findings, module

from generator.environments import pipeline
from generator.errors import TfgenError
from generator.graph import draw
from generator.hcl import Block

said = partial(rendering.said, "dev")

NAME = "audit"


def labels(blocks: list[Block], kind: str) -> set[str]:
    return {".".join(each.labels) for each in blocks if each.type == kind}


@pytest.mark.parametrize("kind", ["resource", "variable", "output", "data"])
@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "pr-123"])
def test_a_consumer_more_has_all_that_the_first_ones_have(environment: str, kind: str) -> None:
    before, after = (labels(module(environment, *settings).blocks, kind) for settings in ((), ANOTHER_CONSUMER))
    like = {re.sub("event_storage|processed", NAME, each) for each in before if "event_storage" in each}
    named = {f"aws_cloudwatch_event_{part}.{NAME}" for part in ("rule", "target")}
    conflicts = "aws_cloudwatch_metric_alarm.event_conflicts"
    named |= {each.replace("event_", f"{NAME}_event_", 1) for each in before & {conflicts}}

    assert before <= after
    assert after - before == (like | named if kind == "resource" else like)


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "pr-123"])
def test_a_consumer_more_brings_no_finding(environment: str) -> None:
    assert findings(environment, *ANOTHER_CONSUMER) - findings(environment) == set()


def test_its_role_may_do_what_the_spec_says_and_no_more() -> None:
    def statements(*settings: str) -> list[str]:
        text = contents("dev", *ANOTHER_CONSUMER, *settings)["iam.tf"]
        return re.findall(r'Sid += "(\w+)"', block(text, f'resource "aws_iam_role_policy" "{NAME}"'))

    every = ["WriteLogs", "WriteTraces", "KeepFailedCalls", "TakeMessages"]

    assert statements() == [*every, "PutEvents", "ReadEvents", "StoreEvents"]
    assert statements(f"consumers.{NAME}.publish=false", f"consumers.{NAME}.table=none") == every
    assert statements(f"consumers.{NAME}.table=read") == [*every, "PutEvents", "ReadEvents"]


def test_alarms_dashboard_layer_and_the_queue_of_undelivered_events_know_it() -> None:
    files = contents("prod", *ANOTHER_CONSUMER)
    monitoring = files["monitoring.tf"]

    for table in ("monitored_functions", "monitored_queues", "monitored_dead_letter_queues"):
        assert f"    {NAME} " in monitoring[monitoring.index(f"  {table} = {{") :].partition("\n  }\n")[0]
    assert f"aws_cloudwatch_event_rule.{NAME}.name" in block(
        monitoring, '"aws_cloudwatch_metric_alarm" "failed_deliv'
    )
    assert f"var.{NAME}_runtime," in files["layers.tf"]
    assert f"aws_cloudwatch_event_rule.{NAME}.arn" in block(
        files["sqs.tf"], '"aws_sqs_queue_policy" "undelivered"'
    )


def test_events_that_contradict_each_other_are_counted_for_each_that_stores() -> None:
    def counted(*settings: str) -> dict[str, str]:
        monitoring = contents("prod", *ANOTHER_CONSUMER, *settings)["monitoring.tf"]
        return dict(
            re.findall(r'-([a-z-]*event-conflicts)".*?FunctionRole = "(\w+)"', monitoring, flags=re.DOTALL)
        )

    assert counted() == {"event-conflicts": "event_storage", "audit-event-conflicts": "audit"}
    assert counted("consumers.audit.table=read") == {"event-conflicts": "event_storage"}


def test_where_none_stores_nothing_is_said_of_contradictions() -> None:
    """No alarm, and no variable that nobody reads."""
    files = contents("prod", "consumers.event_storage.table=none")

    assert "event_conflicts" not in files["variables.tf"] + files["monitoring.tf"]
    assert ("TFG127", "nothing uses var.alarms_threshold_event_conflicts") not in findings(
        "prod", "consumers.event_storage.table=none"
    )


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "pr-123"])
def test_its_resources_have_the_tags_that_all_have(environment: str) -> None:
    """By the provider, of which there is one: a resource that named another, or tags of its own, would differ."""
    after = module(environment, *ANOTHER_CONSUMER)
    own = [each for each in after.resources() if NAME in each.name]

    assert len(after.providers) == 1
    assert own
    assert [each.address for each in own if {"provider", "tags"} & {*each.block.body.attributes}] == []


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "pr-123"])
def test_the_diagram_shows_its_way(environment: str) -> None:
    before, after = (draw(module(environment, *settings)) for settings in ((), ANOTHER_CONSUMER))
    way = {(each.source, each.target) for each in after.edges} - {
        (each.source, each.target) for each in before.edges
    }
    rule, queue = f"aws_cloudwatch_event_rule.{NAME}", f"aws_sqs_queue.{NAME}"
    function = f"aws_lambda_function.{NAME}"

    assert way == {
        ("aws_cloudwatch_event_bus.main", rule),
        (rule, queue),
        (rule, "aws_sqs_queue.undelivered"),
        (queue, f"{queue}_dead_letter"),
        (queue, function),
        (function, "aws_sqs_queue.calls_dead_letter"),
        (function, "aws_dynamodb_table.events"),
        (function, "aws_cloudwatch_event_bus.main"),
    }


def test_its_reservation_counts_in_the_accounts_sum() -> None:
    (told,) = said(*ANOTHER_CONSUMER[:-1], f"consumers.{NAME}.function.reserved_concurrency=900")

    assert "add up to 920" in told
    assert "(dev 920)" in told


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (["functions.event_storage.memory_mb=512"], "it is consumers.event_storage.function now"),
        (["queues.event_processing.batch_size=5"], "it is consumers.event_processing.queue now"),
        (["events.received.sources=[a]"], "it is consumers.event_processing.listens, with filters as detail now"),
        (["consumers.Audit.table=read"], '"Audit" does not match the pattern'),
        (["consumers.order_audit.table=read"], '"order_audit" does not match the pattern'),
        (["consumers.calls.table=read"], '"calls" is a name that the stack itself uses'),
        (["consumers.a_dead_letter.table=read"], '"a_dead_letter" is a name that the stack itself uses'),
        ([f"consumers.{'a' * 20}.table=read"], "has 20 characters; at most 19 are allowed"),
        ([f"consumers.c{number}.table=read" for number in range(60)], "consumers: has 62 keys; at most 50"),
        (["consumers.mailer.publish=true"], "consumers.mailer.publish_type: expected a string, found null"),
        (
            [
                "consumers.mailer.publish=true",
                "consumers.mailer.publish_type=EventProcessed",
            ],
            'publish_type "EventProcessed" goes round for ever: mailer to mailer',
        ),
        (
            [
                "consumers.ping.publish=true",
                "consumers.ping.publish_type=Ping",
                "consumers.ping.listens.detail_types=[Pong]",
                "consumers.pong.publish=true",
                "consumers.pong.publish_type=Pong",
                "consumers.pong.listens.detail_types=[Ping]",
            ],
            'publish_type "Ping" goes round for ever: ping to pong to ping',
        ),
        (
            ["consumers.mailer.listens.detail_types=[Nothing]"],
            'detail_types is ["Nothing"], and nobody sends that',
        ),
        (
            ["consumers.mailer.queue.maximum_concurrency=8", "consumers.mailer.function.reserved_concurrency=3"],
            "more than 1 times consumers.mailer.function.reserved_concurrency 3 = 3",
        ),
    ],
)
def test_what_is_wrong_with_a_consumer_is_said_with_the_way_out(settings: list[str], expected: str) -> None:
    assert [each for each in said(*settings) if expected in each]


@pytest.mark.parametrize(
    "settings",
    [
        ["consumers.mailer.listens.detail_types=[OrderPaid]", "consumers.mailer.listens.sources=[shop]"],
        [
            "consumers.mailer.publish=true",
            "consumers.mailer.publish_type=EventProcessed",
            "consumers.mailer.listens.detail={event_type: [a]}",
        ],
    ],
    ids=["from elsewhere", "narrowed"],
)
def test_what_may_come_and_end_is_left_alone(settings: list[str]) -> None:
    assert said(*settings) == []


def test_code_that_is_not_there_is_said() -> None:
    with pytest.raises(TfgenError, match="there is no folder lambda-src/nowhere"):
        pipeline.render(shared(), "dev", ["consumers.nowhere.table=read"])


@pytest.mark.parametrize(
    "setting",
    ["functions.event_ingestion.memory_mb=5", "consumers.event_storage.function.asynchronous.maximum_retries=5"],
)
def test_a_wrong_value_of_a_function_is_all_that_is_said(setting: str) -> None:
    (told,) = said(setting)

    assert told.startswith(f"--set {setting.partition('=')[0]}: 5 is ")
