"""TFG341 arguments-together: arguments of a block, and of those that it leads to, go together."""

from collections.abc import Iterator

from generator.aws.combinations import COMBINATIONS_BY_TYPE
from generator.check.facts.clauses import match_combinations
from generator.check.language.impossible_declarations import is_for_caller
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module, Value


def check(module: Module) -> Iterator[Violation]:
    """Yield what AWS refuses by the table of combinations; nothing about what a caller has yet to give."""
    for found in match_combinations(module, COMBINATIONS_BY_TYPE):
        place = found.place
        if not (isinstance(place, Value) and place.value in _NOTHING and is_for_caller(module, place)):
            yield found


_NOTHING = (None, "")


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
