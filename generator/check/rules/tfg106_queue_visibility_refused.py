"""TFG106 queue-visibility-refused: a queue hides a message at least as long as a function may work on it."""

from collections.abc import Iterator

from generator.check.facts.consumers import consumers
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the visibility timeouts that are below that of a function that reads the queue."""
    for consumer in consumers(module):
        if consumer.visibility_seconds < consumer.timeout_seconds:
            message = (
                f"{consumer.visibility_seconds:g} s is below the timeout of {consumer.function.address} "
                f"({consumer.timeout_seconds:g} s), so that Lambda refuses {consumer.mapping.address}"
            )
            hint = f"set visibility_timeout_seconds to at least {consumer.wanted_visibility_seconds:g}"
            yield Violation(consumer.queue["visibility_timeout_seconds"], message, hint, consumer.queue.address)


RULE = Rule(
    id="TFG106",
    name="queue-visibility-refused",
    severity=Severity.ERROR,
    summary="A queue that a function reads hides messages at least as long as the function may run",
    reason="Lambda does not make an event source mapping whose queue shows a message again while the function "
    'still works on it: "Queue visibility timeout is less than Function timeout".',
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    bad="""resource "aws_sqs_queue" "events" {
  visibility_timeout_seconds = 20 # expect
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
