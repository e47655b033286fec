"""TFG344 permission-source: the source of a permission is what the service calls on behalf of."""

from collections.abc import Iterator

from generator.aws.reference_kinds import CALLERS, KINDS, kind_of
from generator.check.facts.links import instances, reference_in
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Key, Module, Reference, Unknown, Value

_EXECUTION = "execution"
_SEGMENTS = {"aws_api_gateway_rest_api": 3, "aws_api_gateway_stage": 2, "aws_apigatewayv2_stage": 1}
"""How many parts follow an execution ARN at least: stage, method and path, of which a * stands for any number."""


def check(module: Module) -> Iterator[Violation]:
    """Yield the source ARNs that no request of the service has."""
    for permission in instances(module, "aws_lambda_permission"):
        principal, source = permission["principal"].value, permission["source_arn"]
        if not isinstance(principal, str) or principal not in CALLERS:
            continue
        reference, rest = _split(source)
        if reference is None or module.resource(reference.address) is None:
            continue
        found = _wrong(principal, reference, rest)
        if found:
            yield Violation(source, *found, permission.address)


def _split(value: Value) -> tuple[Reference | None, str | None]:
    """Return what a text begins with, and what follows: None where not all of that is known."""
    raw = value.value
    if isinstance(raw, Unknown) and raw.parts:
        first, *rest = raw.parts
        texts = [part for part in rest if isinstance(part, str)]
        return getattr(first, "reference", None), "".join(texts) if len(texts) == len(rest) else None
    return reference_in(value), ""


def _wrong(principal: str, reference: Reference, rest: str | None) -> tuple[str, str] | None:
    type_ = reference.address.partition(".")[0]
    kinds = dict(word.split(":") for word in CALLERS[principal].split())
    if type_ not in KINDS:
        return None
    steps = [step for step in reference.rest if not isinstance(step, Key)]
    kind = kind_of(type_, str(steps[0])) if len(steps) == 1 else ""
    if type_ not in kinds:
        types = " or ".join(kinds)
        return f"{principal} calls on behalf of no {type_}", f"take {types}"
    if kind and kind != kinds[type_]:
        name = KINDS[type_][kinds[type_]]
        return f"no request has this source: it is that of {reference.address}.{name}", f"take {name}"
    if kind == _EXECUTION and rest is not None and "*" not in rest and rest.count("/") < _SEGMENTS.get(type_, 1):
        message = "a request's source is the API's execution_arn with stage, method and path behind it"
        return message, f'write "${{{reference.address}.execution_arn}}/*"'
    return None


RULE = Rule(
    id="TFG344",
    name="permission-source",
    severity=Severity.ERROR,
    summary="The source_arn of a permission is an ARN that requests of the service have",
    reason="AWS takes any ARN. Requests whose source is another are refused: the API answers 500, and events are "
    "lost with no trace.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html",
    bad="""resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

resource "aws_lambda_permission" "api" {
  action        = "lambda:InvokeFunction"
  function_name = "ingest"
  principal     = "apigateway.amazonaws.com"
  source_arn    = aws_api_gateway_rest_api.shop.execution_arn # expect
}
""",
    good="""resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

resource "aws_lambda_permission" "api" {
  action        = "lambda:InvokeFunction"
  function_name = "ingest"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}/*/POST/orders"
}
""",
    check=check,
)
