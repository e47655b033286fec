"""TFG371 delivery-order: what sends events is made after the policy that lets them in."""

from collections.abc import Iterator

from generator.aws.needs import CALLERS, TRIED
from generator.check.facts.links import instances
from generator.check.facts.rights import grants_for, targets_at
from generator.check.facts.ties import is_made_after
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_FUNCTION = "aws_lambda_function"
"""Its permissions are tied by nobody: what calls a function is tried again, or answers who called."""


def check(module: Module) -> Iterator[Violation]:
    """Yield targets and subscriptions that may be made before the policy of the queue or topic."""
    for caller in CALLERS:
        for instance in instances(module, caller.type) if caller.type not in TRIED else ():
            for value, target in targets_at(module, instance, caller.target):
                if caller.by_default or target.resource.type == _FUNCTION:
                    continue
                grants = {grant.resource.address for grant in grants_for(module, target, caller.service)}
                if grants and not is_made_after(module, instance.resource, grants):
                    message = f"nothing makes this wait for {min(grants)}: what is sent before is lost"
                    hint = f"depends_on = [{', '.join(sorted(grants))}]"
                    yield Violation(value, message, hint, instance.address)


RULE = Rule(
    id="TFG371",
    name="delivery-order",
    severity=Severity.INFO,
    category=Category.OPERATIONS,
    summary="Targets and subscriptions are made after the policy that lets their events in",
    reason="EventBridge and SNS try nothing when the link is made. Events that come before the policy is there "
    "are refused by the queue, and EventBridge does not try those again.",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
    bad="""resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.id
  policy    = "{}"
}

resource "aws_cloudwatch_event_target" "orders" {
  rule = "placed"
  arn  = aws_sqs_queue.orders.arn # expect
}
""",
    good="""resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.id
  policy    = "{}"
}

resource "aws_cloudwatch_event_target" "orders" {
  rule = "placed"
  arn  = aws_sqs_queue.orders.arn

  depends_on = [aws_sqs_queue_policy.orders]
}
""",
    check=check,
)
