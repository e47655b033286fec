"""TFG341 arguments-together: arguments of a block, and of those that it leads to, go together."""

from collections.abc import Iterator

from generator.aws.combinations import by_type
from generator.check.facts.clauses import Subject
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import BlockView, Instance, Module


def check(module: Module) -> Iterator[Violation]:
    """Yield what AWS refuses by the table of combinations."""
    for resource in module.resources(*by_type()):
        rows = by_type()[resource.type]
        for instance in resource.instances:
            for row in rows:
                for view in _views(instance, row.about.partition("/")[2]):
                    subject = Subject(module, instance, view)
                    if subject.holds(row.condition):
                        place = subject.place(row.condition)
                        yield Violation(place, row.message, row.hint, instance.address)


def _views(instance: Instance, block_type: str) -> list[BlockView]:
    return [one for one in instance.blocks(block_type) if one.certain] if block_type else [instance]


RULE = Rule(
    id="TFG341",
    name="arguments-together",
    severity=Severity.ERROR,
    summary="Arguments that depend on each other are set as AWS takes them",
    reason="Terraform's validation passes what it does not know, and AWS refuses it in the middle of an apply.",
    source="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
    bad="""resource "aws_sqs_queue" "orders" {
  name       = "orders.fifo"
  fifo_queue = true
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn                   = aws_sqs_queue.orders.arn
  function_name                      = "orders"
  maximum_batching_window_in_seconds = 20 # expect
}
""",
    good="""resource "aws_sqs_queue" "orders" {
  name       = "orders.fifo"
  fifo_queue = true
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = "orders"
  batch_size       = 10
}
""",
    check=check,
)
