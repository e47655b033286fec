"""TFG010 event-permission-principal: a bus is opened to an account ID, or to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.facts.texts import hcl_text, number, text_of, unknowns
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module, Unknown
from generator.hcl.evaluation.values import Raw

_ACCOUNT_DIGITS = 12
_NO_ACCOUNTS = re.compile(r"(data\.)?aws_iam_(role|user|group|policy|instance_profile)\.")
"""Resources of which no attribute is an account ID."""


def check(module: Module) -> Iterator[Violation]:
    """Yield every principal that is known to be neither twelve digits nor `*`."""
    for resource in module.resources("aws_cloudwatch_event_permission"):
        for permission in resource.instances:
            principal = permission["principal"]
            if not principal.absent and _is_no_account(principal.value):
                yield Violation(
                    principal,
                    f"the principal is {_show(principal.value)}, which is neither an account ID nor *",
                    "use data.aws_caller_identity.current.account_id, or the ID of the account that publishes",
                    permission.address,
                )


def _is_no_account(value: Raw) -> bool:
    if isinstance(value, Unknown):
        return _leads_to_no_account(value) if value.reference else any(map(_is_text, value.parts))
    if isinstance(value, str):
        return value != "*" and not (value.isascii() and value.isdigit() and len(value) == _ACCOUNT_DIGITS)
    digits = number(value)
    return digits is None or len(str(digits)) > _ACCOUNT_DIGITS


def _is_text(part: Raw) -> bool:
    """Whether a part of a text has anything but digits."""
    return (isinstance(part, str) and not part.isdigit() and part != "") or any(
        one.reference is not None and _leads_to_no_account(one) for one in unknowns(part)
    )


def _leads_to_no_account(value: Unknown) -> bool:
    reference = value.reference
    if reference is None or reference.kind not in ("resource", "data"):
        return False
    attribute = reference.attributes[-1:]
    return attribute == ("arn",) or bool(attribute and _NO_ACCOUNTS.match(reference.address))


def _show(value: Raw) -> str:
    text = text_of(value)
    return hcl_text(text) if text else "no text"


RULE = Rule(
    id="TFG010",
    name="event-permission-principal",
    severity=Severity.ERROR,
    summary="The principal of an event bus permission is an account ID or *",
    reason="EventBridge takes no ARN there: the apply fails, and neither validate nor plan see it.",
    source="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html",
    bad="""
resource "aws_iam_role" "ingestion" {
  assume_role_policy = "{}"
}

resource "aws_cloudwatch_event_permission" "organization" {
  statement_id = "organization"
  principal    = aws_iam_role.ingestion.arn # expect
}
""",
    good="""
data "aws_caller_identity" "current" {}

resource "aws_cloudwatch_event_permission" "organization" {
  statement_id = "organization"
  principal    = data.aws_caller_identity.current.account_id
}
""",
    check=check,
)
