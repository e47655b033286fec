"""TFG131 environment-variables-size: a function's environment variables have 4 KB in all."""

import json
from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.facts.partial_texts import known_pieces
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module
from generator.hcl.evaluation.values import Raw

_MAXIMUM_BYTES = 4096


def check(module: Module) -> Iterator[Violation]:
    """Yield the environment variables that are too large by what is known of them alone."""
    for function in instances(module, "aws_lambda_function"):
        variables = function.path("environment", "variables")
        size = _least_bytes(variables.value) if isinstance(variables.value, dict) else 0
        if size > _MAXIMUM_BYTES:
            message = f"these take at least {size:,} bytes, and Lambda takes {_MAXIMUM_BYTES:,}"
            hint = "keep the large ones in a parameter or a file of the package"
            yield Violation(variables, message, hint, function.address)


def _least_bytes(variables: dict[str, Raw]) -> int:
    """Return the length of the variables as JSON, which is what Lambda measures, without what is unknown."""
    known = {str(name): "".join(known_pieces(value)) for name, value in variables.items() if value is not None}
    return len(json.dumps(known, separators=(",", ":"), ensure_ascii=False).encode(errors="replace"))


RULE = Rule(
    id="TFG131",
    name="environment-variables-size",
    severity=Severity.ERROR,
    summary="The environment variables of a function take at most 4 KB",
    reason="Lambda refuses more: all names and values together, written as JSON. The apply fails.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    bad="""resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"

  environment {
    variables = { # expect
      RULES = join(",", [for number in range(1000) : "rule-${number}"])
    }
  }
}
""",
    good="""resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"

  environment {
    variables = {
      RULES_PARAMETER = "/events/dev/rules"
    }
  }
}
""",
    check=check,
)
