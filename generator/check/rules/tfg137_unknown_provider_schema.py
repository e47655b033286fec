"""TFG137 unknown-provider-schema: which providers were not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Category, Rule, Severity, Violation
from generator.check.schema.module_checker import violations
from generator.check.schema.provider_versions import ProviderChoice
from generator.hcl import Module


def check(module: Module, provider_choice: ProviderChoice) -> Iterator[Violation]:
    """Yield what breaks a schema in this way."""
    yield from violations(module, {"unknown-provider"}, provider_choice)


RULE = Rule(
    id="TFG137",
    name="unknown-provider-schema",
    severity=Severity.INFO,
    category=Category.OPERATIONS,
    summary="The schemas of the providers in use are known to tfgen, in the version that the module asks for",
    reason="What these providers take is not checked; terraform validate does that, once it has them.",
    source="https://developer.hashicorp.com/terraform/cli/commands/providers/schema",
    bad="""
terraform {
  required_providers {
    google = { # expect
      source  = "hashicorp/google"
      version = "~> 6.0"
    }
  }
}

resource "google_pubsub_topic" "orders" {
  name = "orders"
}
""",
    good="""
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}
""",
    check=check,
)
