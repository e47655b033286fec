"""TFG125 provider-version: every required provider is bound to versions."""

from collections.abc import Iterator

from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_NO_BOUNDS = frozenset({"", ">=0", ">=0.0", ">=0.0.0", ">0", ">0.0.0"})


def check(module: Module) -> Iterator[Violation]:
    """Yield the entries of required_providers that take any version."""
    bound_in_block = {
        provider.name for provider in module.providers if not provider.view["version"].absent
    }  # as it was done before Terraform 0.13
    for required in module.settings.required_providers.values():
        loose = required.version.replace(" ", "") in _NO_BOUNDS
        if (
            loose
            and required.name not in bound_in_block
            and not required.source.startswith("terraform.io/builtin/")
        ):
            message = f"any version of {required.source} will do, also one with breaking changes"
            yield Violation(required, message, 'add a version, such as ">= 5.100.0, < 7.0.0"')


RULE = Rule(
    id="TFG125",
    name="provider-version",
    severity=Severity.WARNING,
    category=Category.CONVENTION,
    summary="Every entry of required_providers has a version constraint",
    reason="Without one, init takes the newest version there is: the same commit plans differently next month, "
    "and fails when a major version drops an argument.",
    source="https://developer.hashicorp.com/terraform/language/providers/requirements#version-constraints",
    bad="""terraform {
  required_version = ">= 1.6.0"

  required_providers {
    aws = { # expect
      source = "hashicorp/aws"
    }
  }
}
""",
    good="""terraform {
  required_version = ">= 1.6.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}
""",
    check=check,
)
