"""Principals of other accounts in the policies of a module, and what keys let them do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.aws.needs import ENCRYPTED_BY
from generator.aws.policies import PolicyStatement
from generator.check.facts.links import instances
from generator.check.facts.memo import memoize
from generator.check.facts.rights import allows_action, has_action, of_target
from generator.check.facts.texts import with_gaps
from generator.hcl import Instance, Module
from generator.hcl.evaluation.values import Raw

_ACCOUNT = re.compile(r"(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::.*)?")
_OF_AWS = "alias/aws/"


def key_alias_of_aws(target: Instance) -> str:
    """Return the key of AWS's own that encrypts a queue or topic, empty where it is another."""
    value = target[ENCRYPTED_BY[target.resource.type]].value
    return value if isinstance(value, str) and value.startswith(_OF_AWS) else ""


@memoize
def own_accounts(module: Module) -> frozenset[str]:
    """Return the account IDs that a module is known to be deployed to.

    Its providers say so, or its keys: the policy of a key names the root of its account, or nobody can manage it.
    """
    found = set()
    for provider in module.providers:
        allowed = provider.view["allowed_account_ids"].value
        found |= {one for one in allowed if isinstance(one, str)} if isinstance(allowed, list) else set()
        found |= {_account(provider.view.path("assume_role", "role_arn").value)}
    for key in instances(module, "aws_kms_key"):
        for document in of_target(module, key).documents:
            for statement in document.statements:
                if has_action(statement, "kms:PutKeyPolicy"):
                    found |= {_account(each) for each in principals(statement)}
    return frozenset(found - {""})


def principals(statement: PolicyStatement) -> list[Raw]:
    """Return the accounts, roles and users that a statement is for, `*` where it is for everybody."""
    principal = statement.parts.get("principal")
    if not isinstance(principal, dict):
        return [principal]
    found = [each for kind, each in principal.items() if str(kind).lower() == "aws"]
    return [one for each in found for one in (each if isinstance(each, list) else [each])]


def foreign_principals(module: Module, target: Instance) -> Iterator[tuple[PolicyStatement, str]]:
    """Yield the principals that are known to be of other accounts, with the statement that lets them in."""
    own = own_accounts(module)
    for document in of_target(module, target).documents if own else ():
        for statement in document.statements:
            for principal in principals(statement) if statement.parts.get("effect") == "Allow" else ():
                if isinstance(principal, str) and _account(principal) not in {"", *own}:
                    yield statement, principal


def principal_may(module: Module, principal: str, action: str, key: Instance) -> bool | None:
    """Whether the policy of a key lets a principal of another account do something; without one it does not."""
    rights = of_target(module, key)
    for document in rights.documents:
        for statement in document.statements:
            may = allows_action(statement, action) is not False
            if may and any(_takes_in(each, principal) for each in principals(statement)):
                return True
    return False if rights.complete else None


def _takes_in(allowed: Raw, principal: str) -> bool:
    """Whether a principal that is allowed is, or may be, another or its account."""
    if not isinstance(allowed, str) or allowed in {"*", principal}:
        return allowed is not None
    return _account(allowed) == _account(principal) and (allowed.isdecimal() or allowed.endswith(":root"))


def _account(principal: Raw) -> str:
    found = _ACCOUNT.fullmatch(with_gaps(principal, "*") or "")
    return found[1] if found else ""
