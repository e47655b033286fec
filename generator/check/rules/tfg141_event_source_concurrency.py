"""TFG141 event-source-concurrency: a queue starts no more executions than its function may have."""

from collections.abc import Iterator

from generator.check.facts.links import function_of, instances
from generator.check.facts.texts import number
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the maximum concurrencies of mappings above what is reserved for their function."""
    for mapping in instances(module, "aws_lambda_event_source_mapping"):
        maximum = mapping.path("scaling_config", "maximum_concurrency")
        wanted = number(maximum.value)
        function = function_of(module, mapping["function_name"]) if wanted is not None else None
        reserved = number(function["reserved_concurrent_executions"].value) if function is not None else None
        if function is None or wanted is None or reserved is None or not 0 <= reserved < wanted:
            continue
        message = f"{wanted:g} executions at once are more than the {reserved:g} reserved for {function.address}"
        yield Violation(maximum, message, "lower one or raise the other", mapping.address)


RULE = Rule(
    id="TFG141",
    name="event-source-concurrency",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="A mapping's maximum concurrency is at most what is reserved for its function",
    reason="Lambda takes messages from the queue that it then can't work on: they are throttled, come back, and "
    "after some rounds are given up as dead letters.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
    bad="""resource "aws_lambda_function" "process" {
  function_name                  = "process"
  role                           = "arn:aws:iam::111122223333:role/process"
  reserved_concurrent_executions = 5
}

resource "aws_lambda_event_source_mapping" "process" {
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = aws_lambda_function.process.arn

  scaling_config {
    maximum_concurrency = 10 # expect
  }
}
""",
    good="""resource "aws_lambda_function" "process" {
  function_name                  = "process"
  role                           = "arn:aws:iam::111122223333:role/process"
  reserved_concurrent_executions = 10
}

resource "aws_lambda_event_source_mapping" "process" {
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = aws_lambda_function.process.arn

  scaling_config {
    maximum_concurrency = 10
  }
}
""",
    check=check,
)
