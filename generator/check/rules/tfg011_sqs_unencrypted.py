"""TFG011 sqs-unencrypted: every queue keeps its messages encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.texts import said_by, truth
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield every queue that is known to have neither SQS's own encryption nor a key."""
    for resource in module.resources("aws_sqs_queue"):
        for queue in resource.instances:
            managed, key = queue["sqs_managed_sse_enabled"], queue["kms_master_key_id"]
            if managed.unknown or truth(managed.value) or not (key.absent or key.value == ""):
                continue
            if key.value == "":
                place, said = key, f"kms_master_key_id is empty{said_by(key)}"
            elif managed.absent:
                place, said = managed, "the queue has neither sqs_managed_sse_enabled nor kms_master_key_id"
            else:
                place, said = managed, f"sqs_managed_sse_enabled is false{said_by(managed)}, and there is no key"
            yield Violation(place, said, "set sqs_managed_sse_enabled = true", queue.address)


RULE = Rule(
    id="TFG011",
    name="sqs-unencrypted",
    severity=Severity.ERROR,
    category=Category.SECURITY,
    summary="SQS queues are encrypted, with SQS's own keys or one of KMS",
    reason="What stands in a queue, dead letters included, is customers' data.",
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    bad="""
resource "aws_sqs_queue" "events" { # expect
  name = "events"
}
""",
    good="""
resource "aws_sqs_queue" "events" {
  name                    = "events"
  sqs_managed_sse_enabled = true
}
""",
    check=check,
)
