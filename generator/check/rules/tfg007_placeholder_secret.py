"""TFG007 placeholder-secret: no secret is written down, not even one to be replaced."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.clauses import values_of
from generator.check.facts.secrets import is_secret_name, may_be_secret
from generator.check.facts.texts import said_by
from generator.check.rule import Category, Place, Rule, Severity, Violation
from generator.hcl import Instance, Module, Value, is_unknown
from generator.hcl.evaluation.values import Raw
from generator.hcl.module.declarations import Variable
from generator.hcl.syntax.tree import Expression, Literal, ObjectExpression, walk

_HINT = "let random_password make it, or take an ephemeral one through a write-only argument"
_PASSWORDS = {
    "aws_db_instance": ("password",),
    "aws_rds_cluster": ("master_password",),
    "aws_docdb_cluster": ("master_password",),
    "aws_redshift_cluster": ("master_password",),
    "aws_redshiftserverless_namespace": ("admin_user_password",),
    "aws_elasticache_replication_group": ("auth_token",),
    "aws_elasticache_user": ("passwords",),
    "aws_memorydb_user": ("authentication_mode.passwords",),
    "aws_mq_broker": ("user.password",),
    "aws_directory_service_directory": ("password",),
    "aws_dms_endpoint": ("password",),
    "aws_opensearch_domain": ("advanced_security_options.master_user_options.master_user_password",),
}
"""By type, the arguments that are passwords.

Source: the providers' schemas, which mark them as sensitive.
"""
_SECRET_STRINGS = ("secret_string", "secret_string_wo", "secret_binary")


def check(module: Module) -> Iterator[Violation]:
    """Yield literals where secrets belong."""
    for resource in module.resources("aws_ssm_parameter"):
        for parameter in resource.instances:
            yield from _parameter(parameter)
    for resource in module.resources("aws_secretsmanager_secret_version"):
        for version in resource.instances:
            yield from _secret(version)
    for resource in module.resources("aws_lambda_function"):
        for function in resource.instances:
            yield from _environment(function)
    for resource in module.resources(*_PASSWORDS):
        for instance in resource.instances:
            for path in _PASSWORDS[resource.type]:
                for value in values_of(instance, path):
                    if value.known and value.value not in ("", []):
                        yield _violation(value, f"{path} is a literal{said_by(value)}", instance)
    for variable in module.variables.values():
        yield from _variable(variable)


def _parameter(parameter: Instance) -> Iterator[Violation]:
    kind = parameter["type"]
    secure = kind.absent or kind.value == "SecureString"
    if not secure:
        name = parameter["name"].value
        named = is_secret_name(name.rpartition("/")[2] if isinstance(name, str) else parameter.labels[1])
        if kind.value != "String" or not named:
            return
    for attribute in ("value", "value_wo", "insecure_value"):
        value = parameter[attribute]
        named_by = str(parameter["name"].value)
        if value.known and (value.value != "" if secure else may_be_secret(str(value.value), named_by)):
            yield _violation(value, f"{attribute} of the parameter is a literal{said_by(value)}", parameter)


def _secret(version: Instance) -> Iterator[Violation]:
    for attribute in _SECRET_STRINGS:
        value = version[attribute]
        if value.known:
            if value.value != "":
                yield _violation(value, f"{attribute} is a literal{said_by(value)}", version)
        elif not value.absent:
            for key in _secret_keys(value.json()):
                place = _place(value, key)
                yield _violation(place, f"{key} in {attribute} is a literal", version)


def _environment(function: Instance) -> Iterator[Violation]:
    for block in function.blocks("environment"):
        variables = block["variables"]
        for key in _secret_keys(variables.value):
            place = _place(variables, key)
            yield _violation(place, f"the environment variable {key} is a literal", function)


def _variable(variable: Variable) -> Iterator[Violation]:
    default = variable.default
    if not default.known or default.expression is None:
        return
    if isinstance(default.value, str):
        found = is_secret_name(variable.name) and may_be_secret(default.value, variable.name)
    else:
        found = bool(_secret_keys(default.value))
    if found:
        said = f"the default of {variable.address} is a secret in plain text"
        yield Violation(default, said, "leave out the default, or have the secret made", variable.address)


def _secret_keys(value: Raw) -> list[str]:
    """Return the keys, inner ones too, that name secrets and have a literal."""
    if isinstance(value, list):
        return [key for inner in value for key in _secret_keys(inner)]
    if not isinstance(value, dict):
        return []
    found = []
    for key, inner in value.items():
        if isinstance(inner, (dict, list)):
            found += _secret_keys(inner)
        elif (
            isinstance(inner, str) and not is_unknown(inner) and is_secret_name(key) and may_be_secret(inner, key)
        ):
            found.append(key)
    return found


def _place(value: Value, key: str) -> Place:
    """Return where a key is set, as far as that can be seen from the expression itself."""
    inside: Expression | None = value.expression
    for node in walk(inside) if inside else ():
        if isinstance(node, ObjectExpression):
            for name, _ in node.items:
                if isinstance(name, Literal) and name.value == key:
                    return name
    return value


def _violation(place: Place, message: str, instance: Instance) -> Violation:
    return Violation(place, message, _HINT, instance.address)


RULE = Rule(
    id="TFG007",
    name="placeholder-secret",
    severity=Severity.ERROR,
    category=Category.SECURITY,
    summary="Secrets are made or read, never written down, and have no placeholder",
    reason="A placeholder is what gets deployed, and a real secret is in the history for ever.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
    bad="""
resource "aws_ssm_parameter" "auth_token" {
  name  = "/events/dev/auth-token"
  type  = "SecureString"
  value = "REPLACE_WITH_ACTUAL_TOKEN" # expect
}
""",
    good="""
resource "random_password" "auth_token" {
  length = 32
}

resource "aws_ssm_parameter" "auth_token" {
  name  = "/events/dev/auth-token"
  type  = "SecureString"
  value = random_password.auth_token.result
}
""",
    check=check,
)
