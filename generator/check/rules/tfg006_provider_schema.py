"""TFG006 provider-schema: blocks hold what their provider takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from generator.check.rule import Rule, Severity, Violation
from generator.check.schema.module_checker import violations
from generator.check.schema.provider_versions import ProviderChoice
from generator.check.schema.violation import Kind
from generator.hcl import Module

_KINDS = frozenset(get_args(Kind)) - {"block-or-map", "deprecated", "module-call", "unknown-provider", "value"}
"""All kinds but those that have a rule of their own."""


def check(module: Module, provider_choice: ProviderChoice) -> Iterator[Violation]:
    """Yield what breaks a schema in this way."""
    yield from violations(module, _KINDS, provider_choice)


RULE = Rule(
    id="TFG006",
    name="provider-schema",
    severity=Severity.ERROR,
    summary="Blocks hold the arguments and blocks that the provider takes, of the right types",
    reason="Terraform refuses the whole configuration: nothing of it is planned.",
    source="https://developer.hashicorp.com/terraform/plugin/framework/handling-data/schemas",
    bad="""
resource "aws_api_gateway_stage" "main" {
  rest_api_id   = "a1b2c3d4e5"
  deployment_id = "f6g7h8"
  stage_name    = "v1"

  throttle_settings { # expect
    rate_limit = 100
  }
}

resource "aws_sqs_queue" "orders" {
  delay = "soon" # expect
}
""",
    good="""
resource "aws_api_gateway_stage" "main" {
  rest_api_id   = "a1b2c3d4e5"
  deployment_id = "f6g7h8"
  stage_name    = "v1"
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = "a1b2c3d4e5"
  stage_name  = aws_api_gateway_stage.main.stage_name
  method_path = "*/*"

  settings {
    throttling_rate_limit = 100
  }
}

resource "aws_sqs_queue" "orders" {
  delay_seconds = 10
}
""",
    check=check,
)
