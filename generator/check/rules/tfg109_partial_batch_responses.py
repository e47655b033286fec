"""TFG109 partial-batch-responses: of a batch of messages only those come back that failed."""

from collections.abc import Iterator

from generator.check.facts.links import instances, queue_of
from generator.check.facts.partial_texts import known_pieces
from generator.check.facts.texts import number
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Instance, Module

_REPORT = "ReportBatchItemFailures"


def check(module: Module) -> Iterator[Violation]:
    """Yield the event source mappings of queues without partial batch responses."""
    for mapping in instances(module, "aws_lambda_event_source_mapping"):
        types = mapping["function_response_types"]
        size = mapping["batch_size"]
        alone = size.unknown or number(size.value) == 1
        if types.unknown or alone or _REPORT in [item.value for item in types.items()]:
            continue
        if _reads_queue(module, mapping):
            message = "one message that fails brings the whole batch back to the queue"
            hint = f'set function_response_types = ["{_REPORT}"], and return batchItemFailures'
            yield Violation(types, message, hint, mapping.address)


def _reads_queue(module: Module, mapping: Instance) -> bool:
    source = mapping["event_source_arn"]
    if any(piece.startswith("arn:") and ":sqs:" in piece for piece in known_pieces(source.value)):
        return True
    return queue_of(module, source) is not None


RULE = Rule(
    id="TFG109",
    name="partial-batch-responses",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="Event source mappings of queues report which messages of a batch failed",
    reason="Otherwise the messages that were handled come back with the one that was not, are handled again, and "
    "reach the dead-letter queue together with it.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
    bad="""resource "aws_sqs_queue" "events" {
  name = "events"
}

resource "aws_lambda_event_source_mapping" "process" { # expect
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = "process"
}
""",
    good="""resource "aws_sqs_queue" "events" {
  name = "events"
}

resource "aws_lambda_event_source_mapping" "process" {
  event_source_arn        = aws_sqs_queue.events.arn
  function_name           = "process"
  function_response_types = ["ReportBatchItemFailures"]
}
""",
    check=check,
)
