"""TFG018 lambda-timeout-range: every function may run for 30 to 300 seconds."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.consumers import DEFAULT_FUNCTION_TIMEOUT_SECONDS
from generator.check.facts.texts import number, said_by
from generator.check.rule import Category, Option, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module, minimum_seconds: int, maximum_seconds: int) -> Iterator[Violation]:
    """Yield every function whose timeout is known to be out of range."""
    for resource in module.resources("aws_lambda_function"):
        for function in resource.instances:
            timeout = function["timeout"]
            seconds = DEFAULT_FUNCTION_TIMEOUT_SECONDS if timeout.absent else number(timeout.value)
            if seconds is None or minimum_seconds <= seconds <= maximum_seconds:
                continue
            said = f"{seconds} s{said_by(timeout)}"
            if timeout.absent:
                said = f"timeout is not set, so it is {seconds} s, which"
            bound = f"below {minimum_seconds} s" if seconds < minimum_seconds else f"above {maximum_seconds} s"
            hint = f"set timeout to {minimum_seconds} to {maximum_seconds}"
            yield Violation(timeout, f"{said} is {bound}", hint, function.address)


RULE = Rule(
    id="TFG018",
    name="lambda-timeout-range",
    severity=Severity.ERROR,
    category=Category.CONVENTION,
    summary="Lambda functions have a timeout from 30 to 300 s",
    reason="Below 30 s a cold start with slow neighbours is cut off; above 300 s a stuck call costs and blocks.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
    bad="""
resource "aws_lambda_function" "authorizer" {
  function_name = "authorizer"
  role          = "arn:aws:iam::aws:role/auth"
  timeout       = 5 # expect
}
""",
    good="""
resource "aws_lambda_function" "authorizer" {
  function_name = "authorizer"
  role          = "arn:aws:iam::aws:role/auth"
  timeout       = 30
}
""",
    check=check,
    options=(
        Option("minimum_seconds", 30, "The shortest timeout, in seconds"),
        Option("maximum_seconds", 300, "The longest timeout, in seconds"),
    ),
)
