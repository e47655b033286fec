"""TFG014 block-or-map: a block is written as a block, and a map as a map."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Rule, Severity, Violation
from generator.check.schema.module_checker import violations
from generator.check.schema.provider_versions import ProviderChoice
from generator.hcl import Module


def check(module: Module, provider_choice: ProviderChoice) -> Iterator[Violation]:
    """Yield what breaks a schema in this way."""
    yield from violations(module, {"block-or-map"}, provider_choice)


RULE = Rule(
    id="TFG014",
    name="block-or-map",
    severity=Severity.ERROR,
    summary="What the provider has as a block is written as one, and a map as a map",
    reason="Terraform refuses the whole configuration: an argument is no block, and a block no argument.",
    source="https://developer.hashicorp.com/terraform/language/attr-as-blocks",
    bad="""
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = "a1b2c3d4e5"
  stage_name  = "v1"
  method_path = "*/*"

  settings = { # expect
    metrics_enabled = true
  }
}
""",
    good="""
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = "a1b2c3d4e5"
  stage_name  = "v1"
  method_path = "*/*"

  settings {
    metrics_enabled = true
  }
}
""",
    check=check,
)
