"""TFG313 misplaced-name: self, each, count, path and terraform stand where they mean something."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.language.name_places import violations
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the names that mean nothing where they stand."""
    yield from violations(module)


RULE = Rule(
    id="TFG313",
    name="misplaced-name",
    severity=Severity.ERROR,
    summary="Names such as self and terraform.workspace stand where they mean something",
    reason="Terraform refuses the whole configuration: nothing of it is planned.",
    source="https://developer.hashicorp.com/terraform/language/expressions/references",
    bad="""
resource "terraform_data" "orders" {
  input = self.id # expect

  provisioner "local-exec" {
    when    = destroy
    command = "echo ${var.name}" # expect
  }
}

variable "name" {
  type = string
}
""",
    good="""
resource "terraform_data" "orders" {
  input = var.name

  provisioner "local-exec" {
    when    = destroy
    command = "echo ${self.input}"
  }
}

variable "name" {
  type = string
}
""",
    check=check,
)
