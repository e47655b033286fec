"""What changes though it is written as before, since what it refers to does."""

from __future__ import annotations

from sides import changes, queue

from generator.diff import consequences
from generator.model.change import Action, Effect

PACKAGE = """
data "archive_file" "fn" {
  type        = "zip"
  source_dir  = "${path.module}/src/fn"
  output_path = "fn.zip"
}
resource "aws_lambda_function" "fn" {
  function_name    = "fn"
  role             = "arn"
  filename         = data.archive_file.fn.output_path
  source_code_hash = data.archive_file.fn.output_base64sha256
}
resource "aws_lambda_function" "other" {
  function_name = "other"
  role          = "arn"
  filename      = data.archive_file.fn.output_path
}
"""


def test_a_package_with_other_files_changes_the_function_that_is_made_of_it() -> None:
    files = {"main.tf": PACKAGE, "src/fn/index.mjs": "1", "src/other/index.mjs": "1"}

    found = changes(files, {**files, "src/fn/index.mjs": "2", "src/fn/new.mjs": "1"})

    assert {address: change.effect for address, change in found.items()} == {
        "data.archive_file.fn": Effect.READ,
        "aws_lambda_function.fn": Effect.UPDATE,
    }
    (source,) = found["data.archive_file.fn"].attributes
    assert (source.path, source.because) == (
        "source_dir",
        "src/fn/index.mjs is changed, src/fn/new.mjs is added",
    )
    (code,) = found["aws_lambda_function.fn"].attributes
    assert (code.path, code.because) == ("source_code_hash", "data.archive_file.fn reads something else")
    assert changes(files, {**files, "src/other/index.mjs": "2"}) == {}


TAGGED = """
provider "aws" {
  default_tags {
    tags = { team = "a" }
  }
}
provider "aws" {
  alias  = "use1"
  region = "us-east-1"
}
resource "aws_sqs_queue" "q" {}
resource "aws_sqs_queue" "own" {
  tags = { team = "mine" }
}
resource "aws_sqs_queue" "elsewhere" {
  provider = aws.use1
}
resource "aws_sqs_queue_policy" "untagged" {
  queue_url = aws_sqs_queue.q.id
  policy    = "{}"
}
"""


def test_default_tags_reach_what_takes_tags() -> None:
    found = changes(TAGGED, TAGGED.replace('"a" }', '"b" }'))

    assert sorted(found) == ["aws_sqs_queue.q", "provider.aws"]
    (tag,) = found["aws_sqs_queue.q"].attributes
    assert (tag.path, tag.old, tag.new) == ("tags_all.team", '"a"', '"b"')
    assert tag.because == "provider.aws gives it other tags"


REPLACED = (
    queue('  name = "a"')
    + """
locals {
  arn = aws_sqs_queue.q.arn
}
resource "aws_sns_topic_subscription" "s" {
  topic_arn = "t"
  protocol  = "sqs"
  endpoint  = local.arn
}
resource "aws_lambda_event_source_mapping" "m" {
  function_name    = "f"
  event_source_arn = aws_sqs_queue.q.arn
  depends_on       = [aws_sqs_queue.q]
}
resource "aws_cloudwatch_metric_alarm" "known" {
  alarm_name = aws_sqs_queue.q.name
}
resource "thing" "triggered" {
  lifecycle {
    replace_triggered_by = [aws_sqs_queue.q]
  }
}
resource "thing" "after" {
  depends_on = [aws_sqs_queue.q]
}
output "q" {
  value = aws_sqs_queue.q.url
}
"""
)


def test_what_refers_to_what_is_replaced_changes_with_it() -> None:
    after = REPLACED.replace('"aws_sqs_queue" "q"', '"aws_sqs_queue" "r"').replace(
        "aws_sqs_queue.q", "aws_sqs_queue.r"
    )

    found = changes(REPLACED, after)

    assert {address: [each.path for each in change.attributes] for address, change in found.items()} == {
        "aws_sqs_queue.r": [],
        "aws_sns_topic_subscription.s": ["endpoint"],
        "aws_lambda_event_source_mapping.m": ["event_source_arn"],
        "thing.triggered": ["lifecycle.replace_triggered_by"],
        "output.q": ["value"],
    }
    assert found["aws_sns_topic_subscription.s"].attributes[0].because == "aws_sqs_queue.r is replaced"
    assert found["thing.triggered"].effect is Effect.REPLACE


def test_it_goes_on_from_what_is_replaced_for_it() -> None:
    chain = (
        queue('  name = "a"')
        + 'resource "thing" "first" {\n  lifecycle {\n    replace_triggered_by = [aws_sqs_queue.%s]\n  }\n}\n'
        + 'resource "thing" "second" {\n  of = thing.first.id\n}\n'
    )

    found = changes(chain % "q", (chain % "r").replace('"q"', '"r"'))

    assert found["thing.second"].attributes[0].because == "thing.first is replaced"
    assert found["thing.second"].action is Action.CHANGED


def test_the_effect_is_what_the_consequences_say() -> None:
    change = changes(queue('  name = "a"'), queue('  name = "b"'))["aws_sqs_queue.q"]

    assert consequences.assess(change) == change


TRIGGERED = """
resource "aws_sqs_queue" "q" {
  delay_seconds    = 1
  max_message_size = 2048
}
resource "thing" "of_all" {
  lifecycle {
    replace_triggered_by = [aws_sqs_queue.q]
  }
}
resource "thing" "of_one" {
  lifecycle {
    replace_triggered_by = [aws_sqs_queue.q.delay_seconds]
  }
}
resource "thing" "refers" {
  of = aws_sqs_queue.q.id
}
"""


def test_an_update_triggers_a_replacement_where_it_is_asked_for() -> None:
    one = changes(TRIGGERED, TRIGGERED.replace("delay_seconds    = 1", "delay_seconds    = 2"))
    other = changes(TRIGGERED, TRIGGERED.replace("= 2048", "= 4096"))

    assert {address: change.effect for address, change in one.items()} == {
        "aws_sqs_queue.q": Effect.UPDATE,
        "thing.of_all": Effect.REPLACE,
        "thing.of_one": Effect.REPLACE,
    }
    assert one["thing.of_one"].attributes[0].because == "aws_sqs_queue.q is updated"
    assert sorted(other) == ["aws_sqs_queue.q", "thing.of_all"]


def test_what_follows_is_shown_where_it_stands_on_both_sides() -> None:
    before = "\n\n" + REPLACED

    found = changes(
        before, REPLACED.replace('"aws_sqs_queue" "q"', '"aws_sqs_queue" "r"').replace("queue.q", "queue.r")
    )

    (endpoint,) = found["aws_sns_topic_subscription.s"].attributes
    assert endpoint.before is not None
    assert endpoint.after is not None
    assert endpoint.before.location.line == endpoint.after.location.line + 2
    assert found["aws_sns_topic_subscription.s"].before != found["aws_sns_topic_subscription.s"].after
