"""TFG301 argument-value: arguments have values that the provider takes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Rule, Severity, Violation
from generator.check.schema.argument_values import value_violations
from generator.check.schema.provider_versions import ProviderChoice
from generator.hcl import Module


def check(module: Module, provider_choice: ProviderChoice) -> Iterator[Violation]:
    """Yield the values that the provider refuses, and the arguments that do not go together."""
    for found in value_violations(module, provider_choice):
        yield Violation(found, found.message, found.hint, found.address)


RULE = Rule(
    id="TFG301",
    name="argument-value",
    severity=Severity.ERROR,
    summary="Arguments have values that the provider takes, and go together",
    reason="The provider refuses the plan: a word that AWS does not know, a number out of its range, no ARN where "
    "one belongs, two arguments that exclude each other.",
    source="https://developer.hashicorp.com/terraform/plugin/framework/validation",
    bad="""
resource "aws_dynamodb_table" "events" {
  name         = "events"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQEST" # expect

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "not an arn" # expect
  handler       = "index.handler"
  runtime       = "nodejs22" # expect
  filename      = "process.zip"
}
""",
    good="""
resource "aws_dynamodb_table" "events" {
  name         = "events"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"
  handler       = "index.handler"
  runtime       = "nodejs22.x"
  filename      = "process.zip"
}
""",
    check=check,
)
