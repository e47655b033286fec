"""TFG102 iam-wildcard-resource: a policy names the resources that its actions may touch."""

from collections.abc import Iterator

from generator.aws.actions import takes_resource
from generator.check.facts.statements import Statement, statements
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_NOT_NARROWING = frozenset(
    {
        "aws:currenttime",
        "aws:epochtime",
        "aws:multifactorauthage",
        "aws:multifactorauthpresent",
        "aws:requestedregion",
        "aws:securetransport",
        "aws:sourceip",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:useragent",
        "aws:viaawsservice",
    }
)
"""Condition keys that say who or when, and not what."""

_SHOWN_ACTIONS = 3


def check(module: Module) -> Iterator[Violation]:
    """Yield the statements that allow on everything what could be allowed on named resources."""
    for statement in statements(module):
        if statement.effect != "Allow" or statement.principal or _is_narrowed(statement):
            continue
        if statement.other_resources.given and statement.other_resources.texts:
            message = "NotResource allows this on everything but what it names"
            yield Violation(statement.other_resources.place, message, _HINT, statement.address)
            continue
        wildcards = [text for text in statement.resources.texts if _is_everything(text)]
        actions = [action for action in statement.actions.texts if takes_resource(action)]
        if wildcards and actions:
            more = len(actions) - _SHOWN_ACTIONS
            named = ", ".join(actions[:_SHOWN_ACTIONS]) + (f" and {more} more" if more > 0 else "")
            message = f'"{wildcards[0]}" allows {named} on everything'
            yield Violation(statement.resources.place, message, _HINT, statement.address)


_HINT = "name the resources' ARNs, or put the actions that take none in a statement of their own"


def _is_narrowed(statement: Statement) -> bool:
    return statement.conditions is None or not statement.conditions <= _NOT_NARROWING


def _is_everything(resource: str) -> bool:
    fields = resource.split(":", 3)
    return resource == "*" or (fields[0] == "arn" and len(fields) > 3 and not fields[3].strip("*:"))  # noqa: PLR2004


RULE = Rule(
    id="TFG102",
    name="iam-wildcard-resource",
    severity=Severity.WARNING,
    category=Category.SECURITY,
    summary="IAM policies name the resources that their actions may touch",
    reason='With `Resource = "*"` an action reaches every table, queue or secret of the account, also those of '
    "other environments. Actions for which IAM knows no resources are left alone.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    bad="""data "aws_iam_policy_document" "store" {
  statement {
    actions   = ["dynamodb:PutItem"]
    resources = ["*"] # expect
  }
}
""",
    good="""data "aws_iam_policy_document" "store" {
  statement {
    actions   = ["dynamodb:PutItem"]
    resources = [aws_dynamodb_table.events.arn]
  }

  statement {
    actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    resources = ["*"]
  }
}
""",
    check=check,
)
