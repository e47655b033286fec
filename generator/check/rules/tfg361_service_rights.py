"""TFG361 service-rights: a service may call what it is to call, and use the key of what it writes."""

from collections.abc import Iterator

from generator.aws.needs import CALLERS, ENCRYPTED_BY, KEY_ACTIONS, ServiceRight
from generator.check.facts.links import certain, instances
from generator.check.facts.other_accounts import foreign_principals, key_alias_of_aws, principal_may
from generator.check.facts.rights import (
    has_action,
    has_no_policy,
    key_of,
    origin_of,
    service_may,
    targets_at,
)
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
                found = _refused(module, caller, instance, target)
                if found:
                    yield Violation(value, *found, instance.address)
    yield from _of_other_accounts(module)


def _refused(module: Module, caller: ServiceRight, instance: Instance, target: Instance) -> tuple[str, str] | None:
    actions = caller.actions.get(target.resource.type, ())
    origin = origin_of(module, instance, caller)
    for action in () if caller.by_default and has_no_policy(module, target) else actions:
        if service_may(module, caller.service, action, target) is False:
            return f"{caller.service} may not do {action} on {target.address}", f"allow it by {_hint(target)}"
        if origin and service_may(module, caller.service, action, target, origin) is False:
            message = f"{caller.service} may do {action} on {target.address} for others, not for {origin.address}"
            return message, f"name {origin.address} in {_hint(target)}, too"
    key = _key_without(module, caller.service, target)
    message = f"{caller.service} may not use {key.address}, the key of {target.address}" if key else ""
    return (message, "allow it in the key's policy") if key else None


def _of_other_accounts(module: Module) -> Iterator[Violation]:
    """Yield principals of other accounts that a queue or topic lets in, and its key does not.

    In an account of one's own a role's policies may allow a key; to another account the key's policy has to.
    """
    for target in instances(module, *ENCRYPTED_BY):
        key, keys_policy = key_of(module, target), key_alias_of_aws(target)
        for statement, principal in foreign_principals(module, target) if key or keys_policy else ():
            wanted = [
                one for action, several in KEY_ACTIONS.items() if has_action(statement, action) for one in several
            ]
            lacking = [one for one in wanted if not key or principal_may(module, principal, one, key) is False]
            if lacking:
                about = key.address if key else keys_policy
                message = (
                    f"{principal} is of another account, and may not do {lacking[0]} on {about}, the key of this"
                )
                hint = "allow it in the key's policy" if key else "take a key of your own, whose policy allows it"
                yield Violation(statement.place("Principal"), message, hint, target.address)


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
