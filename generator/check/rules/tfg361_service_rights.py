"""TFG361 service-rights: a service may call what it is to call, and use the key of what it writes."""

from collections.abc import Iterator

from generator.aws.needs import CALLERS
from generator.check.facts.links import certain, instances
from generator.check.facts.rights import has_no_policy, key_of, service_may, targets_at
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Instance, Module

_KEY_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")


def check(module: Module) -> Iterator[Violation]:
    """Yield what makes a service call something whose policy is known not to let it."""
    for caller in CALLERS:
        for instance in instances(module, caller.type):
            if not certain(instance) or (caller.unless and instance[caller.unless].value is not None):
                continue
            for value, target in targets_at(module, instance, caller.target):
                actions = caller.actions.get(target.resource.type, ())
                for action in () if caller.by_default and has_no_policy(module, target) else actions:
                    if service_may(module, caller.service, action, target) is False:
                        message = f"{caller.service} may not do {action} on {target.address}"
                        yield Violation(value, message, f"allow it by {_hint(target)}", instance.address)
                        break
                else:
                    key = _key_without(module, caller.service, target)
                    if key:
                        message = f"{caller.service} may not use {key.address}, the key of {target.address}"
                        yield Violation(value, message, "allow it in the key's policy", instance.address)


def _hint(target: Instance) -> str:
    return {
        "aws_lambda_function": "an aws_lambda_permission",
        "aws_sqs_queue": "an aws_sqs_queue_policy",
        "aws_sns_topic": "an aws_sns_topic_policy",
    }.get(target.resource.type, "the key's policy")


def _key_without(module: Module, service: str, target: Instance) -> Instance | None:
    """Return the key of a queue or topic, if its policy is known not to let a service use it."""
    key = key_of(module, target)
    if key is None:
        return None
    return key if any(service_may(module, service, one, key) is False for one in _KEY_ACTIONS) else None


RULE = Rule(
    id="TFG361",
    name="service-rights",
    severity=Severity.ERROR,
    summary="The policy of a queue, topic, function or key lets the services in that are to use it",
    reason="S3 and CloudWatch Logs are refused when the link is made. Events of EventBridge and SNS are lost, and "
    "an API answers 500, with nothing in a log.",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
    bad="""resource "aws_sqs_queue" "orders" {
  name = "orders"
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
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.orders.arn
    }]
  })
}

resource "aws_cloudwatch_event_target" "orders" {
  rule = "placed"
  arn  = aws_sqs_queue.orders.arn
}
""",
    check=check,
)
