"""TFG001 undeclared-variable: every variable that is referred to is declared."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.missing_declarations import missing_references
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module
from generator.naming import Spellings


def check(module: Module) -> Iterator[Violation]:
    """Yield every reference to a variable that no block declares."""
    variables = module.variables
    names = Spellings(variables)
    for reference in missing_references(
        module, lambda one: one.root != "var" or not one.steps or one.steps[0] in variables
    ):
        name = reference.address.removeprefix("var.")
        near = names.nearest(name)
        hint = f"did you mean var.{near}?" if near else f'declare variable "{name}"'
        yield Violation(reference, f"{reference.address} is not declared", hint)


RULE = Rule(
    id="TFG001",
    name="undeclared-variable",
    severity=Severity.ERROR,
    summary="Variables that are referred to are declared",
    reason="Terraform refuses the whole folder, at once.",
    source="https://developer.hashicorp.com/terraform/language/block/variable",
    bad="""
provider "aws" {
  region = var.aws_region # expect
}
""",
    good="""
variable "aws_region" {
  type    = string
  default = "us-east-1"
}

provider "aws" {
  region = var.aws_region
}
""",
    check=check,
)
