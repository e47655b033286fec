"""TFG351 iam-action: policies name actions and condition keys that there are."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from generator.aws import iam_actions
from generator.aws.policies import PolicyStatement
from generator.check.facts.documents import documents
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module
from generator.naming import did_you_mean

_ACCEPTED = frozenset({"sns:receive"})
"""What the reference does not have, and AWS's own default policies name.

https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
"""


def check(module: Module) -> Iterator[Violation]:
    """Yield the actions and condition keys that AWS does not know."""
    for document in documents(module):
        for statement in document.statements:
            for part, message, hint in (*_of_actions(statement), *_of_keys(statement)):
                yield Violation(statement.place(part), message, hint, document.owner.address)


def _of_actions(statement: PolicyStatement) -> Iterator[tuple[str, str, str]]:
    for part in ("Action", "NotAction"):
        for action in statement.texts(part.lower()):
            prefix, colon, name = action.partition(":")
            if action.lower() in _ACCEPTED or not colon or "*" in prefix or "?" in prefix or not name.strip("*"):
                continue
            service = iam_actions.service(prefix.lower())
            if service is None:
                hint = did_you_mean(prefix.lower(), iam_actions.prefixes())
                yield part, f"there is no service {prefix}, of the action {action}", hint
            elif not _is_known(name.lower(), service.actions):
                hint = did_you_mean(name.lower(), list(service.actions))
                for lower, written in service.actions.items():
                    hint = hint.replace(f'"{lower}"', f'"{written}"')
                yield part, f"there is no action {action}", hint


def _is_known(name: str, actions: dict[str, str]) -> bool:
    if "*" not in name and "?" not in name:
        return name in actions
    pattern = name.replace("[", "[[]")
    return any(fnmatchcase(action, pattern) for action in actions)


def _of_keys(statement: PolicyStatement) -> Iterator[tuple[str, str, str]]:
    condition = statement.parts.get("condition")
    for tests in condition.values() if isinstance(condition, dict) else ():
        for key in tests if isinstance(tests, dict) else ():
            prefix, colon, _ = str(key).lower().partition(":")
            service = iam_actions.service(prefix) if colon and prefix != "aws" else None
            if service is None or not (service.keys or service.open_keys):
                continue
            lower = str(key).lower()
            if lower not in service.keys and not lower.startswith(service.open_keys):
                yield "Condition", f"there is no condition key {key}", did_you_mean(lower, sorted(service.keys))


RULE = Rule(
    id="TFG351",
    name="iam-action",
    severity=Severity.WARNING,
    summary="Policies name actions and condition keys that AWS knows",
    reason="IAM takes any name. One that does not exist allows nothing, and the call that was meant is denied.",
    source=iam_actions.SOURCE,
    bad="""resource "aws_iam_role_policy" "worker" {
  role = "worker"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessages"] # expect
      Resource = "arn:aws:sqs:eu-west-1:111122223333:orders"
    }]
  })
}
""",
    good="""resource "aws_iam_role_policy" "worker" {
  role = "worker"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
      Resource = "arn:aws:sqs:eu-west-1:111122223333:orders"
    }]
  })
}
""",
    check=check,
)
