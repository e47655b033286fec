"""TFG350 iam-grammar: IAM policies are what AWS's grammar takes."""

import re
from collections.abc import Iterator

from generator.aws.iam_grammar import (
    GRAMMAR,
    IDENTITY,
    IF_EXISTS,
    OPERATORS,
    PRINCIPALS,
    RESOURCE,
    SETS,
    TRUST,
    VERSIONS,
)
from generator.aws.policies import PolicyStatement
from generator.check.facts.documents import PolicyDocument, documents
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module, Unknown
from generator.hcl.evaluation.values import Raw
from generator.naming import did_you_mean

_SID = re.compile(r"[A-Za-z0-9]*")
_ARN_FIELDS = 5
_PRINCIPAL = re.compile(r"\*|\d{12}|arn:.+|A[A-Z]{2}A[A-Z0-9]{12,}|(?i:origin-access-identity).*|.*\$\{.*")
_OPERATORS = {operator.lower() for operator in OPERATORS}

_Fault = tuple[str, str, str]
"""The part that it is in, what is wrong, and the way out."""


def check(module: Module) -> Iterator[Violation]:
    """Yield what AWS refuses in the policies of a module."""
    for document in documents(module):
        address = document.owner.address
        if isinstance(document.version, str) and document.version not in VERSIONS:
            message = f"{document.version} is no version of the policy language"
            yield Violation(document.place, message, 'write "2012-10-17"', address)
        for statement in document.statements:
            for part, message, hint in _faults(document, statement):
                yield Violation(statement.place(part), message, hint, address)


def _faults(document: PolicyDocument, statement: PolicyStatement) -> Iterator[_Fault]:
    parts = statement.parts
    yield from _of_effect(parts.get("effect"))
    for sid in statement.texts("sid") if document.kind in {IDENTITY, TRUST} else ():
        if not _SID.fullmatch(sid):
            yield "Sid", f"the Sid {sid} has more than letters and digits", "leave the others out"
    yield from _of_pair(parts, "Action", needed=True)
    yield from _of_pair(parts, "Resource", needed=document.kind == IDENTITY)
    yield from _of_actions(document.kind, statement)
    if document.kind == TRUST and ("resource" in parts or "notresource" in parts):
        yield "Resource", "a trust policy takes no Resource: it is the role", "leave it out"
    elif document.kind:  # else what stands there may be put in place by who takes the document
        yield from _of_resources(statement)
    yield from _of_principals(document.kind, parts)
    yield from _of_conditions(parts.get("condition"))


def _of_effect(effect: Raw) -> Iterator[_Fault]:
    if effect is None:
        yield "Effect", "a statement needs an Effect", "set it to Allow or Deny"
    elif isinstance(effect, str) and effect not in {"Allow", "Deny"}:
        yield "Effect", f"the Effect {effect} is neither Allow nor Deny", "write it with a capital"


def _of_pair(parts: dict[str, Raw], name: str, *, needed: bool) -> Iterator[_Fault]:
    given = [one for one in (name, f"Not{name}") if one.lower() in parts]
    if len(given) > 1:
        yield name, f"a statement has {name} or Not{name}, not both", "leave one out"
    elif not given and needed:
        yield name, f"a statement needs {name} or Not{name}", "add it"
    for one in given:
        if parts[one.lower()] in ([], ""):
            yield one, f"the list {one} is empty", "name something, or leave the statement out"


def _of_actions(kind: str, statement: PolicyStatement) -> Iterator[_Fault]:
    for name in ("Action", "NotAction"):
        for action in statement.texts(name.lower()):
            if action and action != "*" and ":" not in action:
                yield name, f"the action {action} names no service", "write it as service:Action"
            elif kind == TRUST and action and not action.lower().startswith("sts:") and action != "*":
                yield name, f"a trust policy allows no {action}", "allow sts:AssumeRole"


def _of_resources(statement: PolicyStatement) -> Iterator[_Fault]:
    for name in ("Resource", "NotResource"):
        for resource in statement.texts(name.lower()):
            known = resource.partition("${")[0]
            if not resource or known in {"", "*"} or "*" in known[:4]:
                continue
            if not known.startswith("arn:"):
                yield name, f"the resource {resource} is neither an ARN nor *", "take the resource's arn"
            elif "*" not in resource and "${" not in resource and resource.count(":") < _ARN_FIELDS:
                yield name, f"{resource} is no whole ARN", "write arn:partition:service:region:account:resource"


def _of_principals(kind: str, parts: dict[str, Raw]) -> Iterator[_Fault]:
    given = [name for name in ("Principal", "NotPrincipal") if name.lower() in parts]
    if kind == IDENTITY and given:
        yield given[0], "the policy of a role or user takes no principal: it is the role or user", "leave it out"
    elif kind in {TRUST, RESOURCE} and not given:
        yield "Principal", "the policy of a resource says whom it is for", "add a Principal"
    for name in given:
        principal = parts[name.lower()]
        if isinstance(principal, str) and principal != "*":
            yield name, f"the principal {principal} has no type", 'write { AWS = "…" } or { Service = "…" }'
        for type_, identifiers in principal.items() if isinstance(principal, dict) else ():
            yield from _of_identifiers(name, str(type_), identifiers)


def _of_identifiers(name: str, type_: str, identifiers: Raw) -> Iterator[_Fault]:
    if type_.lower() not in PRINCIPALS:
        yield name, f"{type_} is no type of principal", "AWS, Service, Federated or CanonicalUser"
    for one in identifiers if isinstance(identifiers, list) else [identifiers]:
        if not isinstance(one, str):
            continue
        if type_ == "Service" and "." not in one and "$" not in one:
            yield name, f"{one} is no service principal", f"write {one}.amazonaws.com"
        elif type_ == "AWS" and not _PRINCIPAL.fullmatch(one):
            yield name, f"the principal {one} is no account, ARN or *", "take the role's arn"


def _of_conditions(condition: Raw) -> Iterator[_Fault]:
    if condition is None or isinstance(condition, Unknown):
        return
    if not isinstance(condition, dict):
        yield "Condition", "a Condition is a map of operators", "write { StringEquals = { … } }"
        return
    for operator, tests in condition.items():
        plain = str(operator)
        for prefix in SETS:
            plain = plain.removeprefix(prefix)
        if plain.removesuffix(IF_EXISTS).lower() not in _OPERATORS:
            hint = did_you_mean(plain.removesuffix(IF_EXISTS), sorted(OPERATORS))
            yield "Condition", f"{operator} is no operator of conditions", hint
        elif not isinstance(tests, (dict, Unknown)):
            yield "Condition", f"{operator} takes keys with their values", 'write { "aws:SourceArn" = … }'


RULE = Rule(
    id="TFG350",
    name="iam-grammar",
    severity=Severity.ERROR,
    summary="IAM policies are written by the grammar of their kind",
    reason="AWS refuses the whole policy with MalformedPolicyDocument, and says no more of what is wrong.",
    source=GRAMMAR,
    bad="""resource "aws_iam_role_policy" "worker" {
  role = "worker"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "read-queue" # expect
      Effect   = "allow"      # expect
      Action   = "sqs:ReceiveMessage"
      Resource = "orders" # expect
    }]
  })
}
""",
    good="""resource "aws_iam_role_policy" "worker" {
  role = "worker"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadQueue"
      Effect   = "Allow"
      Action   = "sqs:ReceiveMessage"
      Resource = "arn:aws:sqs:eu-west-1:111122223333:orders"
    }]
  })
}
""",
    check=check,
)
