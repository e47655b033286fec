"""TFG016 missing-layer-package: what a layer is made of is there, or is built from what is there."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.package_sources import missing_packages, missing_sources, packages_of
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield layers without their package, and archives of layers alone without their source."""
    packages = packages_of(module)
    for layer in module.resources("aws_lambda_layer_version"):
        yield from missing_packages(packages, layer)
    for archive, violation in missing_sources(packages):
        if packages.users(archive) == {"aws_lambda_layer_version"}:
            yield violation


RULE = Rule(
    id="TFG016",
    name="missing-layer-package",
    severity=Severity.ERROR,
    summary="The packages of Lambda layers exist or are built by an archive_file, whose source exists",
    reason="A package that somebody else has to build first is not there when the pipeline plans.",
    source="https://registry.terraform.io/providers/hashicorp/archive/latest/docs/data-sources/file",
    bad="""
resource "aws_lambda_layer_version" "common_dependencies" {
  layer_name = "common-dependencies"
  filename   = "common-dependencies-layer.zip" # expect
}
""",
    good="""
data "archive_file" "common_dependencies" {
  type                    = "zip"
  source_content          = "export const log = console.log;"
  source_content_filename = "nodejs/node_modules/common/index.mjs"
  output_path             = "${path.module}/packages/common-dependencies.zip"
}

resource "aws_lambda_layer_version" "common_dependencies" {
  layer_name = "common-dependencies"
  filename   = data.archive_file.common_dependencies.output_path
}
""",
    check=check,
)
