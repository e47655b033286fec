"""TFG108 async-dead-letter: a function that is called asynchronously keeps the calls that fail."""

from collections.abc import Iterator

from generator.check.facts.links import function_of, instances
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Instance, Module, Unknown

_ASYNCHRONOUS = ("events", "s3", "sns", "ses", "scheduler", "iot", "config", "cloudformation", "codecommit")
"""Services that call functions asynchronously.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
"""


def check(module: Module) -> Iterator[Violation]:
    """Yield the functions that are called asynchronously and have no target for failed calls."""
    if not module.resources("aws_lambda_function"):
        return
    callers = _callers(module)
    keeping = _with_target(module)
    for function in instances(module, "aws_lambda_function"):
        caller = callers.get(function.address)
        if caller and not function.blocks("dead_letter_config") and function.address not in keeping:
            message = f"{caller} calls this function asynchronously, and calls that fail are lost"
            hint = "add a dead_letter_config, or an event invoke config with an on_failure destination"
            yield Violation(function, message, hint, function.address)


def _callers(module: Module) -> dict[str, str]:
    """Return what calls functions asynchronously, by their addresses."""
    found: dict[str, str] = {}

    def add(function: Instance | None, caller: str) -> None:
        if function is not None:
            found.setdefault(function.address, caller)

    for permission in instances(module, "aws_lambda_permission"):
        principal = permission["principal"].value
        if isinstance(principal, str) and principal.partition(".")[0] in _ASYNCHRONOUS:
            add(function_of(module, permission["function_name"]), principal)
    for target in instances(module, "aws_cloudwatch_event_target"):
        add(function_of(module, target["arn"]), target.address)
    for subscription in instances(module, "aws_sns_topic_subscription"):
        if subscription["protocol"].value == "lambda":
            add(function_of(module, subscription["endpoint"]), subscription.address)
    return found


def _with_target(module: Module) -> set[str]:
    found: set[str] = set()
    for config in instances(module, "aws_lambda_function_event_invoke_config"):
        failures = [block for outer in config.blocks("destination_config") for block in outer.blocks("on_failure")]
        function = function_of(module, config["function_name"])
        if function is not None and failures:
            found.add(function.address)
        elif function is None and isinstance(config["function_name"].value, Unknown) and failures:
            return {one.address for one in instances(module, "aws_lambda_function")}  # may be any of them
    return found


RULE = Rule(
    id="TFG108",
    name="async-dead-letter",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="A function that is called asynchronously has a target for failed calls",
    reason="After two retries Lambda drops an asynchronous call: the event is gone, and only a metric tells.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    bad="""resource "aws_lambda_function" "report" { # expect
  function_name = "report"
  role          = "arn:aws:iam::111122223333:role/report"
}

resource "aws_cloudwatch_event_target" "report" {
  rule = "nightly"
  arn  = aws_lambda_function.report.arn
}
""",
    good="""resource "aws_lambda_function" "report" {
  function_name = "report"
  role          = "arn:aws:iam::111122223333:role/report"

  dead_letter_config {
    target_arn = aws_sqs_queue.reports_dead_letter.arn
  }
}

resource "aws_cloudwatch_event_target" "report" {
  rule = "nightly"
  arn  = aws_lambda_function.report.arn
}
""",
    check=check,
)
