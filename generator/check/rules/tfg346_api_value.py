"""TFG346 api-value: AWS's APIs take what the provider hands on to them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.aws.api_values import api_values
from generator.aws.name_bounds import NAMES
from generator.check.language.impossible_declarations import is_for_caller
from generator.check.rule import Rule, Severity, Violation
from generator.check.schema.argument_values import value_violations
from generator.check.schema.provider_versions import ProviderChoice
from generator.check.schema.violation import suggestion
from generator.hcl import Module


def check(module: Module, provider_choice: ProviderChoice) -> Iterator[Violation]:
    """Yield the values that an API refuses, of those that the provider itself does not."""
    found = list(_refused(module))
    if found:
        by_provider = {each.location for each in value_violations(module, provider_choice)}
        yield from (each for each in found if each.place.location not in by_provider)


def _refused(module: Module) -> Iterator[Violation]:
    table = api_values()
    for resource in module.resources(*table):
        about, named = table[resource.type], NAMES.get(resource.type)
        others = about.keys() - {named.attribute if named else ""}  # the name is TFG120's
        for name in sorted(others & resource.body.attributes.keys()):
            for instance in resource.instances:
                value = instance[name]
                refusal = about[name].refusal(value.value) if value.known and value.value not in (None, "") else ""
                if refusal and not is_for_caller(module, value):
                    words = about[name].words
                    hint = suggestion(str(value.value), words) or ", ".join(words)
                    yield Violation(value, f'"{name}": {refusal}', hint, resource.address)
                    break


RULE = Rule(
    id="TFG346",
    name="api-value",
    severity=Severity.ERROR,
    summary="Names, descriptions and other texts are as long, and of such characters, as AWS's APIs take",
    reason="The provider hands them on as they are: terraform plans, and AWS refuses in the middle of the apply.",
    source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    bad="""
resource "aws_iam_role" "orders" {
  name               = "orders"
  path               = "orders" # expect
  assume_role_policy = "{}"
}
""",
    good="""
resource "aws_iam_role" "orders" {
  name               = "orders"
  path               = "/orders/"
  assume_role_policy = "{}"
}
""",
    check=check,
)
