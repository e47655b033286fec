"""TFG311 terraform-settings: versions, required providers and backends are such as Terraform can read."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.language.dialect import ANY, Dialect
from generator.check.language.terraform_blocks import violations
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module, dialect: Dialect = ANY) -> Iterator[Violation]:
    """Yield what is wrong with what the terraform blocks say."""
    yield from violations(module, dialect)


RULE = Rule(
    id="TFG311",
    name="terraform-settings",
    severity=Severity.ERROR,
    summary="Version constraints, required providers and the backend are such as Terraform can read",
    reason="terraform init refuses the configuration: nothing is downloaded, nothing can be planned.",
    source="https://developer.hashicorp.com/terraform/language/terraform",
    bad="""
variable "bucket" {
  type = string
}

terraform {
  required_version = "=> 1.11" # expect

  backend "s3" {
    bucket = var.bucket # expect
    key    = "state"
  }
}
""",
    good="""
terraform {
  required_version = ">= 1.11"

  backend "s3" {
    bucket = "state"
    key    = "state"
  }
}
""",
    check=check,
)
