"""TFG134 event-target-retry: how long EventBridge tries to deliver is decided, not left to the default."""

from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the targets without a bound on retries or on the age of events."""
    for target in instances(module, "aws_cloudwatch_event_target"):
        policies = target.blocks("retry_policy")
        bounded = any(
            not policy.certain
            or not policy["maximum_retry_attempts"].absent
            or not policy["maximum_event_age_in_seconds"].absent
            for policy in policies
        )
        if not bounded:
            message = "delivery is tried 185 times over 24 hours, the default"
            hint = "add retry_policy with maximum_retry_attempts and maximum_event_age_in_seconds"
            yield Violation(target, message, hint, target.address)


RULE = Rule(
    id="TFG134",
    name="event-target-retry",
    severity=Severity.INFO,
    category=Category.OPERATIONS,
    summary="EventBridge targets bound their retries",
    reason="By default an event may arrive a day late, when nobody wants it any more, or after newer ones.",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html",
    bad="""resource "aws_cloudwatch_event_target" "received" { # expect
  rule = "received"
  arn  = aws_sqs_queue.events.arn
}
""",
    good="""resource "aws_cloudwatch_event_target" "received" {
  rule = "received"
  arn  = aws_sqs_queue.events.arn

  retry_policy {
    maximum_retry_attempts       = 20
    maximum_event_age_in_seconds = 3600
  }
}
""",
    check=check,
)
