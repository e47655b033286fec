"""TFG015 deprecated-attribute: nothing deprecated is set or read."""

from __future__ import annotations

from collections.abc import Iterator

from generator.aws.upgrades import DEPRECATIONS
from generator.check.rule import Category, Rule, Severity, Violation
from generator.check.schema.module_checker import violations
from generator.check.schema.provider_versions import ProviderChoice
from generator.hcl import Key, Module

_NAME = (("name",), (Key("name"),))
"""The last step of what reads a region's name, which the schema of 5.100.0 does not mark yet."""


def check(module: Module, provider_choice: ProviderChoice) -> Iterator[Violation]:
    """Yield what is set or read that is deprecated, and names of regions."""
    places = set()
    for violation in violations(module, {"deprecated"}, provider_choice):
        places.add(violation.place.location)
        yield violation
    regions, known = _regions(module), DEPRECATIONS["data.aws_region.name"]
    for block in module.blocks if regions else ():
        for reference in module.references(block):
            read = reference.address in regions and reference.rest[-1:] in _NAME
            if read and reference.location not in places:
                message = f'{reference.address}: the attribute "name" is deprecated since {known.since}'
                yield Violation(reference, message, known.instead)


def _regions(module: Module) -> set[str]:
    """Return the addresses of the regions that data sources look up, and of the locals that are one."""
    found = {each.address for each in module.data("aws_region")}
    before = -1
    while found and len(found) != before:
        before = len(found)
        for local in module.locals.values():
            reference = local.value.reference
            if (
                reference
                and reference.address in found
                and not any(isinstance(each, str) for each in reference.rest)
            ):
                found.add(local.address)
    return found


RULE = Rule(
    id="TFG015",
    name="deprecated-attribute",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="Nothing that the provider marks deprecated is set or read",
    reason="The next major version of the provider refuses it, and what it did has to be said otherwise then.",
    source="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade",
    bad="""
resource "aws_cloudwatch_event_rule" "received" {
  event_pattern = jsonencode({ source = ["app"] })
  is_enabled    = true # expect
}
""",
    good="""
resource "aws_cloudwatch_event_rule" "received" {
  event_pattern = jsonencode({ source = ["app"] })
  state         = "ENABLED"
}
""",
    check=check,
)
