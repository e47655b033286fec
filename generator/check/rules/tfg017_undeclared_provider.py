"""TFG017 undeclared-provider: every provider in use is named in required_providers."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.missing_declarations import may_be_lost
from generator.check.rule import Category, Place, Rule, Severity, Violation
from generator.hcl import Module, Resource

_BUILT_IN = "terraform"


def check(module: Module) -> Iterator[Violation]:
    """Yield every provider that resources use and that is not named."""
    required = module.settings.required_providers
    users: dict[str, Resource] = {}
    for resource in (*module.resources(), *module.data(), *module.ephemerals()):
        name = resource.provider.partition(".")[0]
        if name not in required and name != _BUILT_IN and not may_be_lost(module, name):
            users.setdefault(name, resource)
    for name, user in sorted(users.items()):
        place = f"{user.location.path}:{user.location.line}"
        yield Violation(
            _where(module) or user,
            f"{name} is used by {user.address} ({place}) and not named in required_providers",
            f'add {name} = {{ source = "hashicorp/{name}", version = "…" }}, with the source that it has',
        )


def _where(module: Module) -> Place | None:
    """Return what has to change: the first required_providers block, or the first terraform block."""
    blocks = module.settings.blocks
    named = [one for block in blocks for one in block.body.of_type("required_providers")]
    return next(iter([*named, *blocks]), None)


RULE = Rule(
    id="TFG017",
    name="undeclared-provider",
    severity=Severity.ERROR,
    category=Category.OPERATIONS,  # terraform init finds those of HashiCorp by itself, in whatever version
    summary="Providers in use are named in required_providers",
    reason="Terraform guesses hashicorp/<name> in whatever version is the newest, or init fails.",
    source="https://developer.hashicorp.com/terraform/language/providers/requirements",
    bad="""
terraform {
  required_providers { # expect
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

resource "random_password" "token" {
  length = 32
}
""",
    good="""
terraform {
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = ">= 3.0"
    }
  }
}

resource "random_password" "token" {
  length = 32
}
""",
    check=check,
)
