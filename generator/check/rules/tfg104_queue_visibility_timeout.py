"""TFG104 queue-visibility-timeout: a queue hides a message six times as long as a function may work on it."""

from collections.abc import Iterator

from generator.check.facts.consumers import consumers
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the visibility timeouts that AWS takes but that are below what it asks for."""
    for consumer in consumers(module):
        wanted = consumer.wanted_visibility_seconds
        if consumer.timeout_seconds <= consumer.visibility_seconds < wanted:
            window = (
                f" and the batching window of {consumer.window_seconds:g} s" if consumer.window_seconds else ""
            )
            message = (
                f"{consumer.visibility_seconds:g} s is below {wanted:g} s: six times the timeout of "
                f"{consumer.function.address} ({consumer.timeout_seconds:g} s){window}"
            )
            hint = f"set visibility_timeout_seconds to at least {wanted:g}"
            yield Violation(consumer.queue["visibility_timeout_seconds"], message, hint, consumer.queue.address)


RULE = Rule(
    id="TFG104",
    name="queue-visibility-timeout",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="A queue that a function reads hides messages for six times the function's timeout",
    reason="A message that becomes visible while Lambda still works on it, or waits to try again, is handled "
    "twice, and gets to the dead-letter queue too early.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    bad="""resource "aws_sqs_queue" "events" {
  visibility_timeout_seconds = 60 # expect
}

resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"
  timeout       = 30
}

resource "aws_lambda_event_source_mapping" "process" {
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = aws_lambda_function.process.arn
}
""",
    good="""resource "aws_sqs_queue" "events" {
  visibility_timeout_seconds = 180
}

resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"
  timeout       = 30
}

resource "aws_lambda_event_source_mapping" "process" {
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = aws_lambda_function.process.arn
}
""",
    check=check,
)
