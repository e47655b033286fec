"""TFG138 public-resource-policy: no queue, topic, bus or key is open to everybody."""

import re
from collections.abc import Iterator

from generator.check.facts.statements import statements
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_SERVICES = frozenset(
    {"*", "dynamodb", "ecr", "events", "kinesis", "kms", "lambda", "secretsmanager", "sns", "sqs"}
)
"""Those whose resources are not meant for the public, unlike a bucket with a web site or a private API."""

_WRITES = re.compile(r"s3:(\*|put|delete|create|replicate|restore|bypass)", re.IGNORECASE)
"""What nobody lets the public do with a bucket."""

_NOT_NARROW = frozenset(
    {
        "aws:currenttime",
        "aws:epochtime",
        "aws:referer",
        "aws:requestedregion",
        "aws:securetransport",
        "aws:useragent",
    }
)
"""Keys of conditions that anybody can meet.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""


def check(module: Module) -> Iterator[Violation]:
    """Yield the statements that let everybody in, on no condition or on one that anybody can meet."""
    for statement in statements(module):
        if statement.effect != "Allow" or not statement.public:
            continue
        if statement.conditions is None or statement.conditions - _NOT_NARROW:
            continue
        services = {action.partition(":")[0].lower() for action in statement.actions.texts}
        if services & _SERVICES or any(map(_WRITES.match, statement.actions.texts)):
            message = f"everybody, in any account, may do {', '.join(statement.actions.texts)}"
            hint = "name the principal, or add a condition on aws:SourceArn or aws:PrincipalOrgID"
            yield Violation(statement.actions.place, message, hint, statement.address)


RULE = Rule(
    id="TFG138",
    name="public-resource-policy",
    severity=Severity.ERROR,
    category=Category.SECURITY,
    summary="Policies of queues, topics, buses, keys and secrets do not let everybody in",
    reason='A principal "*" without a condition is the whole world: anybody with an AWS account can send, read or '
    "decrypt, at your cost.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    bad="""resource "aws_sqs_queue_policy" "events" {
  queue_url = "q"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage" # expect
      Resource  = aws_sqs_queue.events.arn
    }]
  })
}
""",
    good="""resource "aws_sqs_queue_policy" "events" {
  queue_url = "q"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.events.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.received.arn } }
    }]
  })
}
""",
    check=check,
)
