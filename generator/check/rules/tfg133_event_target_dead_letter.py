"""TFG133 event-target-dead-letter: EventBridge keeps the events that it can't deliver."""

from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the targets without a dead-letter queue."""
    for target in instances(module, "aws_cloudwatch_event_target"):
        if not target.blocks("dead_letter_config"):
            message = "events that can't be delivered to this target are dropped"
            yield Violation(target, message, "add dead_letter_config with a queue's ARN", target.address)


RULE = Rule(
    id="TFG133",
    name="event-target-dead-letter",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="EventBridge targets have a dead-letter queue",
    reason="When a target is gone, throttled or forbidden for longer than the retries last, EventBridge drops "
    "the event.",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
    bad="""resource "aws_cloudwatch_event_target" "received" { # expect
  rule = "received"
  arn  = aws_sqs_queue.events.arn
}
""",
    good="""resource "aws_cloudwatch_event_target" "received" {
  rule = "received"
  arn  = aws_sqs_queue.events.arn

  dead_letter_config {
    arn = aws_sqs_queue.events_dead_letter.arn
  }
}
""",
    check=check,
)
