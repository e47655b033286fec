"""TFG139 queue-receive-count: a message that a function reads is tried five times before it is given up."""

from collections.abc import Iterator

from generator.check.facts.consumers import queue_mappings
from generator.check.facts.texts import number
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_ENOUGH = 5


def check(module: Module) -> Iterator[Violation]:
    """Yield the redrive policies of queues that functions read with too small a maxReceiveCount."""
    for _, queue in queue_mappings(module):
        policy = queue["redrive_policy"]
        content = None if policy.absent else policy.json()
        count = number(content.get("maxReceiveCount")) if isinstance(content, dict) else None
        if count is not None and count < _ENOUGH:
            message = f"after {count:g} attempts a message is given up, also where Lambda was only throttled"
            yield Violation(policy, message, f"set maxReceiveCount to at least {_ENOUGH}", queue.address)


RULE = Rule(
    id="TFG139",
    name="queue-receive-count",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="A queue that a function reads gives a message up after at least 5 attempts",
    reason="A message that Lambda takes and, throttled, puts back counts as received. With few attempts good "
    "messages end in the dead-letter queue in every peak.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    bad="""resource "aws_sqs_queue" "events" {
  name           = "events"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.rest.arn, maxReceiveCount = 1 }) # expect
}

resource "aws_lambda_event_source_mapping" "process" {
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = "process"
}
""",
    good="""resource "aws_sqs_queue" "events" {
  name           = "events"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.rest.arn, maxReceiveCount = 5 })
}

resource "aws_lambda_event_source_mapping" "process" {
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = "process"
}
""",
    check=check,
)
