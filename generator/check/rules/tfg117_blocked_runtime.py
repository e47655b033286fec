"""TFG117 blocked-runtime: no function runs on a runtime that AWS refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.aws.runtimes import SOURCE, lifetime, successor
from generator.check.facts.links import instances
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module

if TYPE_CHECKING:
    import datetime


def check(module: Module, today: datetime.date) -> Iterator[Violation]:
    """Yield the runtimes on which functions can't be made any more."""
    day = today.isoformat()
    for function in instances(module, "aws_lambda_function"):
        runtime = function["runtime"]
        life = lifetime(runtime.value)
        if life is None or day < life.no_create:
            continue
        word = "since" if day >= life.no_update else "from"
        message = (
            f"{runtime.value} is deprecated since {life.deprecated}: AWS refuses to make functions on it since "
            f"{life.no_create}, and to change them {word} {life.no_update}"
        )
        yield Violation(runtime, message, f"{successor(runtime.value)} is the newest", function.address)


RULE = Rule(
    id="TFG117",
    name="blocked-runtime",
    severity=Severity.ERROR,
    summary="Lambda functions run on runtimes that AWS makes functions on",
    reason="Some weeks after it deprecates a runtime AWS refuses to make functions on it, and then to change "
    "them: the apply fails.",
    source=SOURCE,
    bad="""resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"
  runtime       = "nodejs14.x" # expect
}
""",
    good="""resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"
  runtime       = "nodejs22.x"
}
""",
    check=check,
)
