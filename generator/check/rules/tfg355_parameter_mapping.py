"""TFG355 parameter-mapping: parameters of a REST API are mapped as API Gateway takes it, and declared."""

import re
from collections.abc import Iterator

from generator.aws.mapping_expressions import METHOD_REQUEST, PARAMETER_MAPS, ParameterMap
from generator.check.facts.api_gateway import method_key
from generator.check.facts.links import instances
from generator.check.facts.memo import memoize
from generator.check.facts.texts import text_of
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Instance, Literal, Module, Node, Value
from generator.hcl.syntax.tree import ObjectExpression

_STATUS = "status_code"


def check(module: Module) -> Iterator[Violation]:
    """Yield what API Gateway refuses to map."""
    for row in PARAMETER_MAPS:
        type_, _, argument = row.argument.partition(".")
        for instance in instances(module, type_):
            value = instance[argument]
            for key, mapped in value.value.items() if isinstance(value.value, dict) else ():
                wrong = _fault(module, row, instance, str(key), mapped)
                if wrong:
                    yield Violation(_place(value, str(key)), *wrong, instance.address)


def _fault(
    module: Module, row: ParameterMap, instance: Instance, key: str, mapped: object
) -> tuple[str, str] | None:
    if not re.fullmatch(row.key, key):
        return f"{key} is no parameter that can be set here", f"write {row.example}"
    if row.value and isinstance(mapped, str) and not re.fullmatch(row.value, mapped):
        return f"{mapped} is nothing that can be mapped to {key}", f"write {row.example}"
    name = mapped if row.by_value else key
    is_request = not row.by_value or re.fullmatch(METHOD_REQUEST, str(name))
    if not (row.declared and isinstance(name, str) and is_request):
        return None
    for owner, names in _declarations(module, row.declared).get(_key(instance, not row.by_value), ()):
        if names is not None and name not in names:
            argument = row.declared.partition(".")[2]
            return f"{owner} does not declare {name}", f"add it to its {argument}, as true or false"
    return None


@memoize
def _declarations(module: Module, declared: str) -> dict[tuple[str, ...], list[tuple[str, frozenset[str] | None]]]:
    """Return what methods, or their responses, declare, with their addresses; None for what is not known."""
    type_, _, argument = declared.partition(".")
    found: dict[tuple[str, ...], list[tuple[str, frozenset[str] | None]]] = {}
    for instance in instances(module, type_):
        value = instance[argument]
        names = frozenset(map(str, value.value)) if isinstance(value.value, dict) else frozenset()
        known = value.absent or isinstance(value.value, dict)
        key = _key(instance, type_ != "aws_api_gateway_method")
        found.setdefault(key, []).append((instance.address, names if known else None))
    return {key: several for key, several in found.items() if key}


def _key(instance: Instance, by_status: bool) -> tuple[str, ...]:
    """Return which method, and which status of it, something is of; nothing where that can't be told."""
    method, status = method_key(instance), text_of(instance[_STATUS].value) if by_status else ""
    return (*method, status) if method and status is not None else ()


def _place(value: Value, key: str) -> Value | Node:
    """Return the key as it is written, or the whole map."""
    for written, _ in value.expression.items if isinstance(value.expression, ObjectExpression) else ():
        if isinstance(written, Literal) and written.value == key:
            return written
    return value


RULE = Rule(
    id="TFG355",
    name="parameter-mapping",
    severity=Severity.ERROR,
    summary="Parameters of a REST API are mapped as API Gateway takes it, and declared by the method",
    reason='API Gateway refuses the rest with "Invalid mapping expression specified", in the middle of the apply.',
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html",
    bad="""resource "aws_api_gateway_method" "order" {
  rest_api_id   = "a"
  resource_id   = "r"
  http_method   = "GET"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_integration" "order" {
  rest_api_id             = "a"
  resource_id             = "r"
  http_method             = "GET"
  type                    = "HTTP"
  integration_http_method = "GET"
  uri                     = "https://orders.example.com/{id}"

  request_parameters = {
    "integration.request.path.id" = "method.request.path.id" # expect
  }
}
""",
    good="""resource "aws_api_gateway_method" "order" {
  rest_api_id        = "a"
  resource_id        = "r"
  http_method        = "GET"
  authorization      = "AWS_IAM"
  request_parameters = { "method.request.path.id" = true }
}

resource "aws_api_gateway_integration" "order" {
  rest_api_id             = "a"
  resource_id             = "r"
  http_method             = "GET"
  type                    = "HTTP"
  integration_http_method = "GET"
  uri                     = "https://orders.example.com/{id}"

  request_parameters = {
    "integration.request.path.id" = "method.request.path.id"
  }
}
""",
    check=check,
)
