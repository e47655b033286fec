"""What an entry may say besides: a schedule, further statements, thresholds, an ordered queue, another language."""

from __future__ import annotations

from functools import partial

import pytest
import rendering
from generated_specs import EVERYTHING, shared
from rendering import block, contents, findings, module

from generator.environments import pipeline

said = partial(rendering.said, "dev")


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "pr-123"])
def test_all_that_an_entry_may_say_brings_no_finding(environment: str) -> None:
    assert findings(environment, *EVERYTHING) - findings(environment) == set()


def test_a_schedule_wakes_its_function_and_no_other() -> None:
    files = contents("dev", *EVERYTHING)
    permission = block(files["lambda.tf"], '"aws_lambda_permission" "report_schedule"')

    assert 'principal = "events.amazonaws.com"' in permission
    assert "source_arn = aws_cloudwatch_event_rule.report_schedule.arn" in permission
    assert "arn = aws_lambda_function.report.arn" in block(
        files["events.tf"], '"aws_cloudwatch_event_target" "report_schedule"'
    )
    assert "event_bus_name" not in block(files["events.tf"], '"aws_cloudwatch_event_rule" "report_schedule"')
    assert "aws_cloudwatch_event_rule.report_schedule.arn" in block(
        files["sqs.tf"], '"aws_sqs_queue_policy" "undelivered"'
    )
    assert "report-schedule" in block(files["monitoring.tf"], '"aws_cloudwatch_metric_alarm" "failed_deliveries"')


def test_a_schedule_is_turned_off_where_it_stands() -> None:
    variables = contents("dev", *EVERYTHING)["variables.tf"]

    assert "default = false" in block(variables, 'variable "idle_schedule_enabled"')
    assert "default = true" in block(variables, 'variable "report_schedule_enabled"')


@pytest.mark.parametrize("role", ["report", "ordered"])
def test_a_role_has_the_statements_of_its_entry(role: str) -> None:
    policy = block(contents("dev", *EVERYTHING)["iam.tf"], f'"aws_iam_role_policy" "{role}"')
    sid, action = {"report": ("ReadBucket", "s3:GetObject"), "ordered": ("Send", "ses:SendEmail")}[role]

    assert f'Sid = "{sid}"' in policy
    assert f'Action = ["{action}"]' in policy
    assert ":PARTITION:" in policy and "data.aws_partition.current.partition" in policy


@pytest.mark.parametrize(
    ("alarm", "role", "threshold"),
    [
        ("function_errors", "report", 3),
        ("function_throttles", "report", 4),
        ("function_errors", "store", 0),
        ("function_duration", "ordered", 10 * 30 * 50),
        ("dead_letters", "ordered", 4),
        ("dead_letters", "process", 0),
        ("oldest_message", "ordered", 100),
        ("oldest_message", "store", 900),
    ],
)
def test_an_entrys_thresholds_go_before_those_of_all(alarm: str, role: str, threshold: int) -> None:
    found = module("dev", *EVERYTHING).resource(f"aws_cloudwatch_metric_alarm.{alarm}")

    assert found is not None
    thresholds = {str(each["alarm_name"].value): each["threshold"].value for each in found.instances}
    [name] = [each for each in thresholds if f"-{role}-" in each]
    assert thresholds[name] == threshold


@pytest.mark.parametrize(("of", "own"), [("function_errors", "errors"), ("oldest_message_seconds",) * 2])
def test_a_threshold_that_every_entry_has_of_its_own_is_no_variable(of: str, own: str) -> None:
    entries = ["consumers.event_processing", "consumers.event_storage"]
    entries += [] if own == of else ["functions.authorizer", "functions.event_ingestion"]
    settings = [f"{entry}.thresholds.{own}=70" for entry in entries]

    assert f'variable "alarms_threshold_{of}"' not in contents("prod", *settings)["variables.tf"]
    assert f'variable "alarms_threshold_{of}"' in contents("prod", *settings[1:])["variables.tf"]


def test_an_ordered_queue_has_one_batch_at_a_time() -> None:
    files = contents("dev", *EVERYTHING)
    queue = block(files["sqs.tf"], '"aws_sqs_queue" "ordered"')

    assert "-ordered-queue.fifo" in queue
    assert "content_based_deduplication = true" in queue
    assert "kms_master_key_id = aws_kms_key.queues.key_id" in queue
    assert "delay_seconds = var.ordered_queue_delay_seconds" in queue
    assert "fifo_queue = true" in block(files["sqs.tf"], '"aws_sqs_queue" "ordered_dead_letter"')
    assert 'message_group_id = "ordered"' in block(files["events.tf"], '"aws_cloudwatch_event_target" "ordered"')
    assert "maximum_batching_window" not in block(
        files["lambda.tf"], '"aws_lambda_event_source_mapping" "ordered"'
    )
    assert "UseQueueKey" in block(files["iam.tf"], '"aws_iam_role_policy" "ordered"')
    assert "UseQueueKey" not in block(files["iam.tf"], '"aws_iam_role_policy" "event_storage"')


def test_another_language_goes_without_the_layer() -> None:
    files = contents("dev", *EVERYTHING)

    assert "layers =" not in block(files["lambda.tf"], '"aws_lambda_function" "ordered"')
    assert "layers =" in block(files["lambda.tf"], '"aws_lambda_function" "report"')
    assert "var.ordered_runtime" not in files["layers.tf"]


IMAGE = f"123456789012.dkr.ecr.us-east-1.amazonaws.com/report@sha256:{'a' * 64}"


def test_code_may_be_an_image_by_its_digest() -> None:
    settings = (f"functions.report={{package: image, image: '{IMAGE}'}}",)
    files = contents("dev", *settings)
    function = block(files["lambda.tf"], '"aws_lambda_function" "report"')

    assert 'package_type = "Image"' in function and f'image_uri = "{IMAGE}"' in function
    assert not [word for word in ("handler =", "runtime =", "layers =", "filename =") if word in function]
    assert "report_runtime" not in files["variables.tf"] + files["layers.tf"]


def test_code_may_be_an_object_by_its_version() -> None:
    settings = ("functions.report={package: object, object: {bucket: code, key: report.zip, version: v1}}",)
    function = block(contents("dev", *settings)["lambda.tf"], '"aws_lambda_function" "report"')

    assert 's3_object_version = "v1"' in function and 'handler = "index.handler"' in function
    assert (
        "archive_file" not in function
        and 'data "archive_file" "report"' not in contents("dev", *settings)["lambda.tf"]
    )


def test_code_that_is_built_is_asked_for_before_the_plan_and_by_no_destroy() -> None:
    settings = ("functions.authorizer.package=built",)
    rendered = shared().templates.render(
        "dev", "dev.yaml", dict(pipeline.resolve(shared(), "dev", settings).values), shared().schema.knob
    )
    function = block(rendered.files["lambda.tf"].text, '"aws_lambda_function" "authorizer"')

    assert 'condition = fileexists("${path.module}/packages/authorizer-built.zip")' in function
    assert "fileexists" in function.partition("source_code_hash =")[2].partition("\n")[0]


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_code_of_another_form_brings_no_finding(environment: str) -> None:
    settings = (
        f"functions.report={{package: image, image: '{IMAGE}'}}",
        "functions.other={package: object, object: {bucket: code, key: report.zip, version: v1}}",
    )

    assert {rule for rule, _ in findings(environment, *settings) - findings(environment)} <= {
        "TFG003",
        "TFG123",
    }  # said in the file to be meant


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (["functions.report.package=image"], "functions.report.image"),
        (["functions.report={package: image, image: 'x:latest'}"], "does not match the pattern"),
        (["functions.report.package=object"], "functions.report.object.bucket"),
        (["functions.report.schedule.expression=rate(1 minutes)"], "does not match the pattern"),
        (["functions.report.schedule.expression=cron(0 6 * * *)"], "does not match the pattern"),
        (["functions.report.statements.PutEvents={}"], '"PutEvents" is a statement of the stack\'s own'),
        (["functions.report.statements.Any={actions: ['s3:*'], resources: ['arn:aws:s3:::a']}"], "does not match"),
        (["functions.report.statements.Any={actions: ['s3:Get'], resources: ['*']}"], "does not match"),
        (["functions.report.statements.Any={actions: ['s3:Get']}"], "resources is missing"),
        (
            ["consumers.mail.queue={fifo: true, batch_size: 11, batching_window_seconds: 1}"],
            "above the maximum of 10",
        ),
        (["functions.report.runtime=python2.7"], 'is not one of "nodejs18.x"'),
        (["functions.report.runtime=python3.14"], "6.20.0"),
        (["functions.report.publish=true"], "functions.report.publish_type"),
        (["functions.report.memroy_mb=128"], 'did you mean "functions.report.memory_mb"?'),
    ],
)
def test_what_is_wrong_is_said_with_the_way_out(settings: list[str], expected: str) -> None:
    assert [each for each in said(*settings) if expected in each], said(*settings)
