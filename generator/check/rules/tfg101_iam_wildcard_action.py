"""TFG101 iam-wildcard-action: no policy allows every action there is, or every one of a service."""

from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.facts.partial_texts import known_pieces
from generator.check.facts.statements import Statement, statements
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_ATTACHMENTS = (
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
    "aws_iam_policy_attachment",
)
_BROAD_POLICIES = ("AdministratorAccess", "PowerUserAccess", "FullAccess")


def check(module: Module) -> Iterator[Violation]:
    """Yield the statements that allow all actions of a service, and attachments of managed policies that do."""
    for statement in statements(module):
        if statement.effect == "Allow":
            yield from _of_statement(statement)
    for attachment in instances(module, *_ATTACHMENTS):
        arn = attachment["policy_arn"]
        name = "".join(known_pieces(arn.value)[-1:]).rpartition("/")[2]
        if ":aws:policy/" in "".join(known_pieces(arn.value)) and name.endswith(_BROAD_POLICIES):
            message = f"AWS's policy {name} allows every action of a service, on everything"
            yield Violation(arn, message, "attach a policy with the actions that are used", attachment.address)


def _of_statement(statement: Statement) -> Iterator[Violation]:
    broad = [action for action in statement.actions.texts if _is_broad(action, statement.principal)]
    if broad:
        message = f"{', '.join(broad)} allows every action{'' if '*' in broad else ' of the service'}"
        yield Violation(statement.actions.place, message, "name the actions that are used", statement.address)
    elif statement.other_actions.given and statement.other_actions.texts and not statement.principal:
        message = "NotAction allows every action but those it names, also ones that AWS adds later"
        yield Violation(
            statement.other_actions.place, message, "name the actions that are used", statement.address
        )


def _is_broad(action: str, of_resource: bool) -> bool:
    service, _, name = action.partition(":")
    if of_resource and service == "kms":
        return False  # a key's own policy has to leave somebody everything that can be done with the key
    return action == "*" or name == "*"


RULE = Rule(
    id="TFG101",
    name="iam-wildcard-action",
    severity=Severity.ERROR,
    category=Category.SECURITY,
    summary="IAM policies name the actions that they allow",
    reason="With a wildcard whoever gets hold of the role may delete data, read secrets or make new roles with "
    "it.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    bad="""resource "aws_iam_role_policy" "store" {
  role = "store"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "dynamodb:*" # expect
      Resource = "arn:aws:dynamodb:eu-west-1:111122223333:table/events"
    }]
  })
}
""",
    good="""resource "aws_iam_role_policy" "store" {
  role = "store"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:PutItem", "dynamodb:UpdateItem"]
      Resource = "arn:aws:dynamodb:eu-west-1:111122223333:table/events"
    }]
  })
}
""",
    check=check,
)
