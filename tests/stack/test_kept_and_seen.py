"""What is kept of an environment, and what is seen of it: backups, the bus's log, OpenTelemetry, tags."""

from __future__ import annotations

import copy
import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import rendering
from generated_specs import ANOTHER_CONSUMER, shared
from rendering import block, contents

from generator.environments import pipeline
from generator.environments.pipeline import Inputs
from generator.errors import TfgenError
from generator.files.project import locate
from generator.spec.constraints import constraints
from generator.spec.schema import Schema

module = partial(rendering.module, "prod")

ROOT = Path(__file__).parents[2]

LOGS = ("events.logs.level=INFO", "providers.aws.minimum_version=6.6.0")
LAYER = "arn:aws:lambda:us-east-1:615299751070:layer:AWSOpenTelemetryDistroJs:8"
TODAY = datetime.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("level", "kinds"), [("ERROR", ["ERROR"]), ("INFO", ["ERROR", "INFO"]), ("TRACE", ["ERROR", "INFO", "TRACE"])]
)
def test_a_bus_logs_all_up_to_its_level(level: str, kinds: list[str]) -> None:
    found = module(f"events.logs.level={level}", LOGS[1])
    sources = found.resource("aws_cloudwatch_log_delivery_source.bus_log")
    assert sources
    assert sorted(str(each.key) for each in sources.instances) == kinds
    deliveries = [each for each in found.resources() if each.type == "aws_cloudwatch_log_delivery"]
    assert [each.name for each in deliveries] == [f"bus_log_{kind.lower()}" for kind in kinds]


def test_deliveries_of_the_bus_are_made_one_after_the_other() -> None:
    text = contents("prod", "events.logs.level=TRACE", LOGS[1])["bus_log.tf"]

    assert "depends_on = [aws_cloudwatch_log_delivery.bus_log_error]" in block(
        text, 'resource "aws_cloudwatch_log_delivery" "bus_log_info"'
    )
    assert "depends_on = [aws_cloudwatch_log_delivery.bus_log_info]" in block(
        text, 'resource "aws_cloudwatch_log_delivery" "bus_log_trace"'
    )


def test_a_vault_goes_with_the_environment_of_a_pull_request_and_else_keeps_its_backups() -> None:
    backup = "table.backup.schedule=cron(0 3 * * ? *)"

    assert "force_destroy = true" in contents("pr-1", backup)["backup.tf"]
    assert "force_destroy" not in contents("prod", backup)["backup.tf"]


def test_no_log_is_there_unless_it_is_asked_for_and_it_needs_a_provider_that_has_it() -> None:
    assert module().resource("aws_cloudwatch_log_group.bus_log") is None
    resolved = pipeline.resolve(shared(), "prod", LOGS[:1])
    told = [str(each.error) for each in constraints([resolved], shared().schema, TODAY)]
    assert [each for each in told if 'events.logs.level "INFO" needs providers.aws.minimum_version 6.6.0' in each]


def test_keys_let_the_delivery_in() -> None:
    contents = pipeline.render(
        shared(), "prod", (*LOGS, "events.encryption=customer_key", "logs.encryption=customer_key")
    ).contents

    assert b"delivery.logs.amazonaws.com" in contents["events.tf"]
    assert b"/aws/vendedlogs/event-bus/" in contents["monitoring.tf"]


def test_a_backup_may_do_what_it_takes_with_this_table() -> None:
    found = module("table.backup.schedule=cron(0 3 * * ? *)", "table.encryption=customer_key")
    policy = found.resource("aws_iam_role_policy.table_backup")

    assert policy
    assert found.resource("aws_backup_selection.table")
    assert module().resource("aws_backup_vault.main") is None
    contents = pipeline.render(shared(), "prod", ("table.backup.schedule=cron(0 3 * * ? *)",)).contents
    assert b"UseTableKey" not in contents["backup.tf"]


def test_opentelemetry_wraps_every_function() -> None:
    found = module(f"tracing.opentelemetry.layer_arn={LAYER}", *ANOTHER_CONSUMER)
    functions = found.resources("aws_lambda_function")

    assert len(functions) > 4
    for each in functions:
        variables = each.instances[0].blocks("environment")[0]["variables"].value
        assert isinstance(variables, dict)
        assert variables["AWS_LAMBDA_EXEC_WRAPPER"] == "/opt/otel-instrument"
        assert len(each.instances[0]["layers"].value) == 2


def test_what_has_no_layers_of_nodejs_is_not_wrapped() -> None:
    found = module(
        f"tracing.opentelemetry.layer_arn={LAYER}", "functions.event_ingestion.runtime=python3.13"
    ).resource("aws_lambda_function.event_ingestion")

    assert found
    variables = found.instances[0].blocks("environment")[0]["variables"].value
    assert isinstance(variables, dict)
    assert "AWS_LAMBDA_EXEC_WRAPPER" not in variables
    assert found.instances[0]["layers"].value is None


def test_tags_may_be_demanded_of_every_spec() -> None:
    inputs = Inputs(locate(ROOT))
    raw: dict[str, Any] = copy.deepcopy(dict(inputs.schema.raw))
    raw["properties"]["tags"]["required"] = ["CostCenter"]
    inputs.schema = Schema(raw)

    with pytest.raises(TfgenError, match=r"tags.CostCenter is missing"):
        pipeline.resolve(inputs, "dev")
    assert pipeline.resolve(inputs, "dev", ["tags.CostCenter=CC42"])
