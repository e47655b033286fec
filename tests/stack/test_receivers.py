"""Who is told: of alarms by what they mean, of what is spent, and where log lines go on to."""

from __future__ import annotations

import datetime

import pytest
from generated_specs import shared
from rendering import module

from generator.environments import pipeline
from generator.errors import TfgenError
from generator.hcl import Module
from generator.spec.constraints import constraints

HTTPS = "https://events.example.com/sns"
TOPICS = [f"arn:aws:sns:us-east-1:123456789012:{name}" for name in ("operations", "chat", "pager")]
STREAM = "arn:aws:firehose:us-east-1:123456789012:deliverystream/logs"
MOST_ACTIONS = 5
"""Of an alarm in a state. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"""
TODAY = datetime.date(2026, 1, 1)


def actions(found: Module, name: str) -> int:
    alarm = found.resource(f"aws_cloudwatch_metric_alarm.{name}")
    assert alarm
    told = {len(each[argument].value) for each in alarm.instances for argument in ("alarm_actions", "ok_actions")}
    assert len(told) == 1
    return told.pop()


def said(environment: str, *settings: str) -> list[str]:
    """Return what is wrong with an environment under `settings`."""
    try:
        resolved = pipeline.resolve(shared(), environment, settings)
    except TfgenError as error:
        return [str(each) for each in getattr(error, "problems", (error,))]
    return [f"{found.severity}: {found.error}" for found in constraints([resolved], shared().schema, TODAY)]


def test_an_alarm_tells_by_what_it_means_and_no_more_than_five() -> None:
    settings = (
        f"alarms.topics=[{TOPICS[0]}, {TOPICS[1]}]",
        f"alarms.critical.topics=[{TOPICS[2]}]",
        f"alarms.critical.https=[{HTTPS}]",
    )
    found = module("prod", *settings)

    assert actions(found, "function_throttles") == 1 + 2
    assert actions(found, "dead_letters") == MOST_ACTIONS
    assert (
        actions(module("prod", *settings, "alarms.critical.alarms=[function_throttles]"), "dead_letters") == 1 + 2
    )


def test_without_more_receivers_an_alarm_tells_the_one_topic() -> None:
    assert {actions(module("prod"), name) for name in ("dead_letters", "function_errors")} == {1}


@pytest.mark.parametrize(
    "setting",
    [
        "alarms.emails=[a@example.com]",
        f"alarms.https=[{HTTPS}]",
        f"alarms.topics=[{TOPICS[0]}]",
        f"alarms.critical.topics=[{TOPICS[0]}]",
        "alarms.critical.emails=[a@example.com]",
        "alarms.slack={workspace_id: T0123456789, channel_id: C0123456789}",
    ],
)
def test_a_receiver_of_any_kind_ends_the_warning_that_alarms_reach_nobody(setting: str) -> None:
    assert [each for each in said("prod") if "alarms reach nobody" in each]
    assert said("prod", setting) == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (["alarms.https=[http://example.com/a]"], "does not match the pattern"),
        ([f"alarms.topics=[{', '.join(TOPICS)}]"], "at most 2"),
        (["alarms.topics=[arn:aws:sns:us-east-1:123456789012:a.fifo]"], "does not match the pattern"),
        (["alarms.slack.workspace_id=T0123456789"], "alarms.slack.channel_id: expected a string, found null"),
        (["alarms.slack.channel_id=C0123456789"], "alarms.slack.channel_id: expected null"),
        (["alarms.critical.alarms=[everything]"], "is not one of"),
        (["alarms.enabled=false", "budget.monthly_usd=10"], "budget.emails"),
        (
            ["logs.subscription.kind=stream", f"logs.subscription.destination={STREAM}"],
            "does not match the pattern",
        ),
    ],
)
def test_what_can_not_be_is_said(settings: list[str], expected: str) -> None:
    assert [each for each in said("prod", *settings) if expected in each], said("prod", *settings)


def test_every_log_group_is_subscribed_and_only_there() -> None:
    found = module("prod", f"logs.subscription.destination={STREAM}")
    filters = found.resource("aws_cloudwatch_log_subscription_filter.main")
    groups = [each for group in found.resources("aws_cloudwatch_log_group") for each in group.instances]

    assert filters
    assert len(filters.instances) == len(groups)
    assert module("prod").resource("aws_cloudwatch_log_subscription_filter.main") is None


def test_a_budget_tells_the_topic_where_there_are_alarms() -> None:
    with_alarms, without = (
        module("prod", "budget.monthly_usd=10"),
        module("pr-123", "budget.monthly_usd=10", "budget.emails=[a@example.com]"),
    )
    for found, principals in ((with_alarms, True), (without, False)):
        assert found.resource("aws_budgets_budget.main")
        topic = found.resource("aws_sns_topic_policy.alarms")
        assert bool(topic) == principals
    statements = with_alarms.resource("aws_sns_topic_policy.alarms").instances[0]["policy"].json()["Statement"]  # type: ignore[union-attr,index]
    assert {each["Principal"]["Service"] for each in statements} == {
        "cloudwatch.amazonaws.com",
        "budgets.amazonaws.com",
    }
