"""TFG004 missing-environment-suffix: physical names differ from environment to environment."""

from __future__ import annotations

from collections.abc import Iterator

from generator.aws.name_attributes import PHYSICAL_NAMES
from generator.check.facts.environment_names import EnvironmentNames, named_by_another
from generator.check.facts.texts import hcl_text
from generator.check.rule import Category, Option, Rule, Severity, Violation
from generator.hcl import Module, Resource
from generator.hcl.module.local_references import references_through_locals


def check(module: Module, suffix_variables: tuple[str, ...]) -> Iterator[Violation]:
    """Yield every physical name that would be the same in all environments."""
    resources = [one for one in module.resources(*PHYSICAL_NAMES) if not _is_on_own_bus(module, one)]
    if not resources:
        return
    names = EnvironmentNames(module, suffix_variables)
    for resource in resources:
        for instance, attribute, text in names.lacking(resource, PHYSICAL_NAMES[resource.type]):
            value = instance[attribute]
            if value.expression is None or named_by_another(module, value.expression, PHYSICAL_NAMES):
                continue
            yield Violation(
                value,
                f"{attribute} is {hcl_text(text)} in every environment",
                f"make it of var.{suffix_variables[0]}, directly or through a local value",
                getattr(instance, "address", resource.address),
            )


def _is_on_own_bus(module: Module, resource: Resource) -> bool:
    """Whether this is a rule on a bus of the folder, within which its name only has to differ."""
    attribute = resource.body.attributes.get("event_bus_name")
    if resource.type != "aws_cloudwatch_event_rule" or attribute is None:
        return False
    return any(
        one.address.startswith("aws_cloudwatch_event_bus.") for one in references_through_locals(module, attribute)
    )


RULE = Rule(
    id="TFG004",
    name="missing-environment-suffix",
    severity=Severity.ERROR,
    category=Category.CONVENTION,
    summary="Physical names carry the environment's suffix, directly or through locals",
    reason="Two environments in one account want the same name, and the second one fails to deploy.",
    source="seed failure 4",
    bad="""
variable "project_name" {
  type = string
}

resource "aws_lambda_function" "event_ingestion" {
  function_name = "${var.project_name}-event-ingestion" # expect
  role          = "arn:aws:iam::aws:role/ingest"
}
""",
    good="""
variable "project_name" {
  type = string
}

variable "environment_suffix" {
  type    = string
  default = "dev"
}

locals {
  name_prefix = "${var.project_name}-${var.environment_suffix}"
}

resource "aws_lambda_function" "event_ingestion" {
  function_name = "${local.name_prefix}-ingest-fn"
  role          = "arn:aws:iam::aws:role/ingest"
}
""",
    check=check,
    options=(Option("suffix_variables", ("environment_suffix",), "The variables that tell environments apart"),),
)
