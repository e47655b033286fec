"""TFG002 missing-lambda-package: what a function is made of is there, or is built from what is there."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.package_sources import missing_packages, missing_sources, packages_of
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield functions without their package, and archives without their source, but for those of layers alone."""
    packages = packages_of(module)
    for function in module.resources("aws_lambda_function"):
        yield from missing_packages(packages, function)
    for archive, violation in missing_sources(packages):
        if packages.users(archive) != {"aws_lambda_layer_version"}:
            yield violation


RULE = Rule(
    id="TFG002",
    name="missing-lambda-package",
    severity=Severity.ERROR,
    summary="The packages of Lambda functions exist or are built by an archive_file, whose source exists",
    reason="A package that somebody else has to build first is not there when the pipeline plans.",
    source="https://registry.terraform.io/providers/hashicorp/archive/latest/docs/data-sources/file",
    bad="""
resource "aws_lambda_function" "authorizer" {
  function_name    = "authorizer"
  role             = "arn:aws:iam::aws:role/auth"
  filename         = "authorizer.zip"                   # expect
  source_code_hash = filebase64sha256("authorizer.zip") # expect
}
""",
    good="""
data "archive_file" "authorizer" {
  type                    = "zip"
  source_content          = "export const handler = async () => ({});"
  source_content_filename = "index.mjs"
  output_path             = "${path.module}/packages/authorizer.zip"
}

resource "aws_lambda_function" "authorizer" {
  function_name    = "authorizer"
  role             = "arn:aws:iam::aws:role/auth"
  filename         = data.archive_file.authorizer.output_path
  source_code_hash = data.archive_file.authorizer.output_base64sha256
}
""",
    check=check,
)
