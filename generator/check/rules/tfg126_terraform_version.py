"""TFG126 terraform-version: the module says which versions of Terraform can read it."""

from collections.abc import Iterator

from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_WORKING = frozenset({"resource", "data", "ephemeral", "module", "provider"})


def check(module: Module) -> Iterator[Violation]:
    """Yield one violation where no terraform block sets required_version."""
    if module.settings.required_version is not None:
        return
    blocks = module.settings.blocks or [block for block in module.blocks if block.type in _WORKING]
    if blocks:
        message = "no required_version says which versions of Terraform this is for"
        yield Violation(blocks[0], message, 'set required_version = ">= 1.6.0, < 2.0.0" in a terraform block')


RULE = Rule(
    id="TFG126",
    name="terraform-version",
    severity=Severity.WARNING,
    category=Category.CONVENTION,
    summary="The module sets required_version",
    reason="An older Terraform fails with a syntax error that tells nothing, and a newer one may write a state "
    "that the others can't read.",
    source="https://developer.hashicorp.com/terraform/language/terraform#terraform-required_version",
    bad="""terraform { # expect
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0"
    }
  }
}
""",
    good="""terraform {
  required_version = ">= 1.6.0, < 2.0.0"
}
""",
    check=check,
)
