"""TFG116 deprecated-runtime: functions run on runtimes that AWS still patches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.aws.runtimes import SOURCE, lifetime, successor
from generator.check.facts.links import instances
from generator.check.rule import Category, Option, Rule, Severity, Violation
from generator.hcl import Module

if TYPE_CHECKING:
    import datetime


def check(module: Module, today: datetime.date, warn_days: int = 0) -> Iterator[Violation]:
    """Yield the runtimes that are deprecated, and on which functions can still be made."""
    day = today.isoformat()
    ahead = today.fromordinal(today.toordinal() + warn_days).isoformat()
    for function in instances(module, "aws_lambda_function"):
        runtime = function["runtime"]
        life = lifetime(runtime.value)
        if life is None or day >= life.no_create or ahead < life.deprecated:
            continue
        when = "is deprecated since" if day >= life.deprecated else "will be deprecated on"
        message = (
            f"{runtime.value} {when} {life.deprecated}; from {life.no_create} no function can be made on it, "
            f"from {life.no_update} none changed"
        )
        yield Violation(runtime, message, f"{successor(runtime.value)} is the newest", function.address)


RULE = Rule(
    id="TFG116",
    name="deprecated-runtime",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="Lambda functions run on runtimes that AWS still patches",
    reason="A deprecated runtime gets no security patches, and some weeks later functions on it can be neither "
    "made nor changed.",
    source=SOURCE,
    bad="""resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"
  runtime       = "python3.9" # expect
}
""",
    good="""resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"
  runtime       = "python3.13"
}
""",
    check=check,
    options=(Option("warn_days", 0, "how many days ahead of the deprecation to say so"),),
)
