"""TFG003 hardcoded-account-id: no account ID is written down."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.account_traces import account_uses, read_from_files, said_at, sites
from generator.check.facts.accounts import OWNED_BY_AWS, TOKEN
from generator.check.rule import Category, Option, Place, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module, allowed_accounts: tuple[str, ...]) -> Iterator[Violation]:
    """Yield every literal that is an account ID, or has one in an ARN, a host or a policy."""
    allowed = OWNED_BY_AWS.union(allowed_accounts)
    for site in sites(module):
        accounts = set(TOKEN.findall(site.text)) - allowed
        found, where = said_at(site) & accounts, ""
        if not found and accounts:
            found, where = account_uses(module, site, accounts)
        if found:
            yield _violation(site.node, found, f", which ends up in {where}" if where else "")
    for call, accounts in read_from_files(module):
        if accounts - allowed:
            yield _violation(call, accounts - allowed, " in the file")


def _violation(place: Place, accounts: set[str], where: str) -> Violation:
    said = ", ".join(sorted(accounts))
    subject = f"the account ID {said} is" if len(accounts) == 1 else f"the account IDs {said} are"
    return Violation(
        place,
        f"{subject} written down{where}",
        "use data.aws_caller_identity.current.account_id, or a variable without a default for another account",
    )


RULE = Rule(
    id="TFG003",
    name="hardcoded-account-id",
    severity=Severity.ERROR,
    category=Category.SECURITY,
    summary="Account IDs are looked up or given, not written down",
    reason="In any other account the literal grants rights to strangers, or to nobody.",
    source="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/caller_identity",
    bad="""
resource "aws_lambda_layer_version_permission" "common_dependencies" {
  layer_name     = "common-dependencies"
  version_number = 1
  statement_id   = "use"
  action         = "lambda:GetLayerVersion"
  principal      = "123456789012" # expect
}
""",
    good="""
data "aws_caller_identity" "current" {}

resource "aws_lambda_layer_version_permission" "common_dependencies" {
  layer_name     = "common-dependencies"
  version_number = 1
  statement_id   = "use"
  action         = "lambda:GetLayerVersion"
  principal      = data.aws_caller_identity.current.account_id
}
""",
    check=check,
    options=(Option("allowed_accounts", (), "Account IDs that may be written down, such as a partner's"),),
)
