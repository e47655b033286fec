"""TFG315 impossible-declaration: variables, outputs and conditions say nothing that can not be."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.language.impossible_declarations import violations
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield what variables, outputs and conditions say that can not be."""
    yield from violations(module)


RULE = Rule(
    id="TFG315",
    name="impossible-declaration",
    severity=Severity.ERROR,
    summary="Defaults, validations, ephemeral outputs and preconditions are such as can be met",
    reason="Terraform refuses the configuration, or every plan of it.",
    source="https://developer.hashicorp.com/terraform/language/values/variables",
    bad="""
variable "name" {
  type     = string
  nullable = false
  default  = null # expect
}

variable "token" {
  type      = string
  ephemeral = true
}

output "token" {
  value = var.token # expect
}
""",
    good="""
variable "name" {
  type     = string
  nullable = false
  default  = "orders"
}

variable "token" {
  type      = string
  ephemeral = true
}

output "has_token" {
  value = ephemeralasnull(var.token)
}
""",
    check=check,
)
