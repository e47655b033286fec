"""TFG129 ephemeral-account-owner: no environment that is soon destroyed owns a setting of the whole account."""

from collections.abc import Iterator

from generator.check.facts.environment_life import is_ephemeral
from generator.check.facts.links import certain, instances
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the account-level API Gateway settings of ephemeral environments."""
    accounts = [account for account in instances(module, "aws_api_gateway_account") if certain(account)]
    if accounts and is_ephemeral(module):
        for account in accounts:
            message = "this ephemeral environment owns the role that all of the account's APIs log with"
            hint = "let a long-lived environment, or a stack of the account's own, have it"
            yield Violation(account, message, hint, account.address)


RULE = Rule(
    id="TFG129",
    name="ephemeral-account-owner",
    severity=Severity.ERROR,
    category=Category.OPERATIONS,
    summary="No ephemeral environment owns the account's API Gateway settings",
    reason="There is one such setting in an account and region: the last to write it wins, and when the "
    "environment is destroyed its role goes, and with it the logs of every other API. What is ephemeral "
    "is as for TFG118.",
    source="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_account",
    bad="""provider "aws" {
  default_tags {
    tags = { Ephemeral = "true" }
  }
}

resource "aws_api_gateway_account" "main" { # expect
  cloudwatch_role_arn = "arn:aws:iam::111122223333:role/api-gateway"
}
""",
    good="""provider "aws" {
  default_tags {
    tags = { Environment = "prod" }
  }
}

resource "aws_api_gateway_account" "main" {
  cloudwatch_role_arn = "arn:aws:iam::111122223333:role/api-gateway"
}
""",
    check=check,
)
