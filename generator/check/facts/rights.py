"""What roles and services may do, by the policies of a module; None wherever that can't be told."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from generator.aws.needs import ENCRYPTED_BY, GRANTS, MANAGED, Need, ServiceRight
from generator.aws.policies import PolicyStatement
from generator.check.facts.clauses import target_of, type_of_arn, values_of
from generator.check.facts.documents import PolicyDocument, document_of
from generator.check.facts.links import function_of, instance_by_name, instances, linked_instance, reference_in
from generator.check.facts.memo import memoize
from generator.check.facts.texts import text_of
from generator.hcl import Instance, Module, Reference, Unknown, Value
from generator.hcl.evaluation.values import Raw

_ROLE = "aws_iam_role"
_NAMES = {"aws_lambda_function": "function_name"}
"""The attributes that name targets of actions, where that is not `name`."""
_ELSEWHERE = ("aws_iam_policy_attachment", "aws_iam_role_policy_attachments_exclusive")
"""Other ways to give a role rights, which are not followed."""
_SAME_ARN = frozenset({f"{kind}{test}" for kind in ("Arn", "String") for test in ("Equals", "Like")})
"""The operators of conditions by which an ARN has to be one of some."""
_ORIGINS = (
    "aws_cloudwatch_event_rule", "aws_sns_topic", "aws_s3_bucket", "aws_api_gateway_rest_api",
    "aws_apigatewayv2_api", "aws_cloudwatch_log_group",
)  # fmt: skip
_POLICY_OF = {kind: (type_, target, policy) for type_, (target, policy, kind) in GRANTS.items()}


class Rights(NamedTuple):
    """What is allowed.

    Attributes:
        documents: The policies that say so.
        actions: What AWS's own policies allow on all resources.
        complete: Whether all policies are known.
    """

    documents: tuple[PolicyDocument, ...]
    actions: tuple[str, ...]
    complete: bool


@memoize
def of_role(module: Module, role: Instance) -> Rights:
    """Return what a role of the module may do."""
    documents: list[PolicyDocument] = []
    actions: list[str] = []
    complete = not is_given_to_module(module, role)
    policies = [block["policy"] for block in role.blocks("inline_policy")]
    arns = role["managed_policy_arns"].items() if not role["managed_policy_arns"].absent else []
    complete &= role["managed_policy_arns"].absent or isinstance(role["managed_policy_arns"].value, list)
    given = _given_to_roles(module)
    complete &= None not in given
    for one in given.get(role.address, ()):
        if one.resource.type == "aws_iam_role_policy":
            policies.append(one["policy"])
        else:
            arns.append(one["policy_arn"])
    complete &= not module.resources(*_ELSEWHERE)
    for arn in arns:
        own = linked_instance(module, arn, "aws_iam_policy")
        text = _tail(arn.value)
        if own is not None:
            policies.append(own["policy"])
        elif text in MANAGED:
            actions += MANAGED[text]
        else:
            complete = False
    for policy in policies:
        documents += document_of(module, policy, role, "identity")
    complete &= all(document.complete for document in documents)
    return Rights(tuple(documents), tuple(actions), complete)


@memoize
def _given_to_roles(module: Module) -> dict[str | None, list[Instance]]:
    """Return what gives roles their rights, by the roles' addresses; by None where the role can't be told."""
    names = {text_of(role["name"].value) for role in instances(module, _ROLE)}
    found: dict[str | None, list[Instance]] = {}
    for one in instances(module, "aws_iam_role_policy", "aws_iam_role_policy_attachment"):
        value = one["role"]
        role = linked_instance(module, value, _ROLE) or instance_by_name(module, value, _ROLE, "name")
        is_foreign = isinstance(value.value, str) and None not in names
        if role is not None or not is_foreign:
            found.setdefault(role.address if role else None, []).append(one)
    return found


def role_for(module: Module, instance: Instance, need: Need) -> Instance | None:
    """Return the role that has to have the right that something needs."""
    value = instance.path(*need.role.split("."))
    if need.role == "function_name":
        function = function_of(module, value)
        if function is None:
            return None
        value = function["role"]
    return linked_instance(module, value, _ROLE)


def givers_of(module: Module, role: Instance, actions: tuple[str, ...]) -> list[str]:
    """Return the addresses of what is attached to a role and is known to allow one of these actions."""
    found = []
    for one in _given_to_roles(module).get(role.address, ()):
        own = linked_instance(module, one["policy_arn"], "aws_iam_policy")
        policies = document_of(module, own["policy"] if own else one["policy"], one, "identity")
        statements = [statement for policy in policies for statement in policy.statements]
        managed = MANAGED.get(_tail(one["policy_arn"].value), ())
        if any(fnmatchcase(action.lower(), each.lower()) for action in actions for each in managed) or any(
            has_action(each, action) for each in statements for action in actions
        ):
            found.append(one.resource.address)
    return found


def grants_for(module: Module, target: Instance, service: str) -> Iterator[Instance]:
    """Yield what is to let a service use a resource: permissions of a function, policies of anything else."""
    for permission in permissions_by_function(module).get(target.resource.address, ()):
        if permission["principal"].value in (service, "*"):
            yield permission
    for type_, (path, _, kind) in GRANTS.items():
        if kind == target.resource.type:
            yield from grants_by_target(module, type_, path).get(target.address, ())


def _tail(raw: Raw) -> str:
    """Return what an ARN ends with, as far as that is known."""
    if isinstance(raw, Unknown):
        raw = raw.parts[-1] if raw.parts else ""
    return raw.rpartition("/")[2] if isinstance(raw, str) else ""


def is_given_to_module(module: Module, target: Instance) -> bool:
    """Whether a module that is called gets something, and may make a policy for it."""
    address = target.resource.address
    return any(address in module.dependencies(call.address) for call in module.module_calls.values())


def may(rights: Rights, action: str, target: Instance | None) -> bool | None:
    """Whether an action on something, or on anything, is allowed."""
    if any(fnmatchcase(action.lower(), each.lower()) for each in rights.actions):
        return True
    outcomes = [
        _allows(statement, action, target) for document in rights.documents for statement in document.statements
    ]
    if True in outcomes:
        return True
    return None if None in outcomes or not rights.complete else False


def _allows(statement: PolicyStatement, action: str, target: Instance | None) -> bool | None:
    allowed = allows_action(statement, action)
    if not allowed:
        return allowed
    if "notresource" in statement.parts or target is None:
        return True
    resources = statement.parts.get("resource")
    several = resources if isinstance(resources, list) else [resources]
    outcomes = [_is_of(each, target) for each in several]
    return True if True in outcomes else None if None in outcomes else False


def allows_action(statement: PolicyStatement, action: str) -> bool | None:
    """Whether a statement allows an action, on whatever it names; None where not all of its actions are known."""
    if statement.parts.get("effect") == "Deny":
        return False
    if has_action(statement, action):
        return True
    return False if statement.complete("action") and "notaction" not in statement.parts else None


def has_action(statement: PolicyStatement, action: str) -> bool:
    """Whether a statement is known to be about an action."""
    return any(fnmatchcase(action.lower(), each.lower()) for each in statement.texts("action"))


def _is_of(resource: Raw, target: Instance) -> bool | None:
    """Whether a resource of a statement is, or takes in, a resource of the module."""
    if isinstance(resource, str):
        return _takes_in(resource, target)
    reference = _reference_at_start(resource)
    if reference is None or reference.kind != "resource":
        return None
    return reference.address == target.resource.address


def _reference_at_start(raw: Raw) -> Reference | None:
    """Return what a value that is not known is, or begins with, a reference to."""
    first = raw.parts[0] if isinstance(raw, Unknown) and raw.parts else raw
    return first.reference if isinstance(first, Unknown) else None


def _takes_in(pattern: str, target: Instance) -> bool | None:
    """Whether an ARN that is written out takes in a resource; None unless that is sure."""
    if pattern == "*":
        return True
    name = target[_NAMES.get(target.resource.type, "name")].value
    last = pattern.rpartition(":")[2].rpartition("/")[2]
    return (isinstance(name, str) and fnmatchcase(name, last.replace("[", "[[]"))) or None


@memoize
def of_target(module: Module, target: Instance) -> Rights:
    """Return what the policy of a queue, topic or key itself allows; that of a function is its permissions."""
    documents: list[PolicyDocument] = []
    complete = not is_given_to_module(module, target)
    if not target["policy"].absent:
        documents += document_of(module, target["policy"], target, "resource")
    type_, path, policy = _POLICY_OF[target.resource.type]
    grants = grants_by_target(module, type_, path)
    complete &= None not in grants
    for grant in grants.get(target.address, ()):
        documents += document_of(module, grant[policy], grant, "resource")
    complete &= all(document.complete for document in documents)
    return Rights(tuple(documents), (), complete)


@memoize
def grants_by_target(module: Module, type_: str, path: str) -> dict[str | None, list[Instance]]:
    """Return the policies of a type by the addresses of what they are for; by None where that can't be told."""
    found: dict[str | None, list[Instance]] = {}
    for grant in instances(module, type_):
        target = target_of(module, grant[path])
        found.setdefault(target.address if target else None, []).append(grant)
    return found


@memoize
def permissions_by_function(module: Module) -> dict[str | None, list[Instance]]:
    """Return the permissions by the addresses of their functions; by None where that can't be told."""
    found: dict[str | None, list[Instance]] = {}
    for permission in instances(module, "aws_lambda_permission"):
        function = function_of(module, permission["function_name"])
        found.setdefault(function.resource.address if function else None, []).append(permission)
    return found


def service_may(
    module: Module, service: str, action: str, target: Instance, origin: Instance | None = None
) -> bool | None:
    """Whether a service may do something with a resource of the module, by that resource's policy.

    Args:
        module: The module.
        service: Its principal.
        action: What it does.
        target: The resource.
        origin: What it does that on behalf of, where that is a resource of the module.
    """
    if target.resource.type == "aws_lambda_function":
        return _may_invoke(module, service, target, origin)
    rights = of_target(module, target)
    for document in rights.documents:
        for statement in document.statements:
            if allows_action(statement, action) is not False and _is_for(statement, service):
                sources = _sources_asked(statement.parts.get("condition"))
                if sources is None or _may_be_among(origin, sources):
                    return True
    return False if rights.complete else None


def _sources_asked(condition: Raw) -> list[Raw] | None:
    """Return the ARNs of which a condition asks one for aws:SourceArn, None where it asks for none."""
    for operator, tests in condition.items() if isinstance(condition, dict) else ():
        for key, asked in tests.items() if isinstance(tests, dict) and operator in _SAME_ARN else ():
            if str(key).lower() == "aws:sourcearn":
                return asked if isinstance(asked, list) else [asked]
    return None


def _may_be_among(origin: Instance | None, sources: list[Raw]) -> bool:
    """Whether ARNs may be those of a resource: they are not if all are known to be others' of its type."""
    if origin is None:
        return True
    for source in sources:
        reference = _reference_at_start(source)
        if reference is None or not reference.address.startswith(f"{origin.resource.type}."):
            return True
        if reference.address == origin.resource.address:
            return True
    return not sources


def has_no_policy(module: Module, target: Instance) -> bool:
    """Whether a queue, topic or key has no policy of its own that is known of."""
    return not of_target(module, target).documents


def key_of(module: Module, target: Instance) -> Instance | None:
    """Return the key of the module that encrypts a queue or a topic."""
    attribute = ENCRYPTED_BY.get(target.resource.type)
    return linked_instance(module, target[attribute], "aws_kms_key") if attribute else None


def role_may_use(module: Module, role: Instance, action: str, key: Instance) -> bool | None:
    """Whether a role may do something with a key, by its own policies or by the key's."""
    of_key = of_target(module, key)
    statements = [statement for document in of_key.documents for statement in document.statements]
    if not of_key.complete or any(_names_more_than_root(one) for one in statements if has_action(one, action)):
        return None
    return may(of_role(module, role), action, key)


def _names_more_than_root(statement: PolicyStatement) -> bool:
    """Whether a statement of a key may let more in than the account, which leaves it to policies of roles."""
    principal = statement.parts.get("principal")
    if not isinstance(principal, dict):
        return True
    identifiers: Raw = next((each for key, each in principal.items() if str(key).lower() == "aws"), [])
    several = identifiers if isinstance(identifiers, list) else [identifiers]
    return any(_tail(each).rpartition(":")[2] != "root" for each in several)


def _is_for(statement: PolicyStatement, service: str) -> bool:
    """Whether a statement is for a service, or may be."""
    principal = statement.parts.get("principal")
    if not isinstance(principal, dict):
        return principal is not None
    if any(_is_everybody(each) for each in principal.values()):
        return True
    identifiers: Raw = next((each for key, each in principal.items() if str(key).lower() == "service"), [])
    several = identifiers if isinstance(identifiers, list) else [identifiers]
    return any(_is_service(each, service) for each in several)


def _is_everybody(identifiers: Raw) -> bool:
    return "*" in identifiers if isinstance(identifiers, list) else identifiers == "*"


def _is_service(identifier: Raw, service: str) -> bool:
    """Whether a principal is a service, that of one region too; unknown ones may be."""
    return not isinstance(identifier, str) or identifier.partition(".")[0] == service.partition(".")[0]


def _may_invoke(module: Module, service: str, function: Instance, origin: Instance | None) -> bool | None:
    permissions = permissions_by_function(module)
    for permission in permissions.get(function.resource.address, ()):
        principal, source = permission["principal"].value, permission["source_arn"]
        is_for = not isinstance(principal, str) or principal == "*" or _is_service(principal, service)
        if is_for and (source.absent or _may_be_among(origin, [source.value])):
            return True
    return None if None in permissions or is_given_to_module(module, function) else False


def targets_at(module: Module, instance: Instance, path: str) -> Iterator[tuple[Value, Instance]]:
    """Yield the values at a path that lead to resources of the module, and these."""
    found = values_of(instance, path)
    for value in (one for each in found for one in (each.items() if isinstance(each.value, list) else [each])):
        target = target_of(module, value)
        if target is not None and target.resource.type == "aws_lambda_alias":
            target = function_of(module, value)
        if target is not None:
            yield value, target


def origin_of(module: Module, instance: Instance, caller: ServiceRight) -> Instance | None:
    """Return what a service calls on behalf of, where that is a resource of the module."""
    value = instance[caller.origin] if caller.origin else None
    if value is None or value.absent:
        return None
    for type_ in _ORIGINS:
        found = linked_instance(module, value, type_)
        if found is not None:
            return found
    return None


def type_elsewhere(value: Value) -> str:
    """Return the type of what a value names that the module does not make, empty where that can't be told."""
    reference = reference_in(value)
    if reference is not None:
        return reference.address.split(".")[1] if reference.kind == "data" else ""
    return type_of_arn(value.value)
