"""TFG344 permission-source: the source of a permission is what the service calls on behalf of."""

from collections.abc import Iterator

from generator.aws.reference_kinds import CALLERS, KINDS, kind_of
from generator.check.facts.api_routes import can_meet, requests_of, spell_request
from generator.check.facts.links import instances, linked_instance, reference_in
from generator.check.facts.texts import with_gaps
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Key, Module, Reference, Unknown, Value
from generator.hcl.evaluation.values import Raw

_EXECUTION = "execution"
_APIS = ("aws_api_gateway_rest_api", "aws_apigatewayv2_api")
_SEGMENTS = {"aws_api_gateway_rest_api": 3, "aws_api_gateway_stage": 2, "aws_apigatewayv2_stage": 1}
"""How many parts follow an execution ARN at least: stage, method and path, of which a * stands for any number."""
_LONGEST = 512
"""Characters of a source that is held against the API's methods; they are some ten times as many as one has."""
_NAMED = 3
_AUTHORIZERS = "authorizers/"
"""How the sources of an API's authorizers begin."""


def check(module: Module) -> Iterator[Violation]:
    """Yield the source ARNs that no request of the service has."""
    for permission in instances(module, "aws_lambda_permission"):
        principal, source = permission["principal"].value, permission["source_arn"]
        if not isinstance(principal, str) or principal not in CALLERS:
            continue
        first, rest = _split(source)
        reference = reference_in(source if first is None else first)
        if reference is None or module.resource(reference.address) is None:
            continue
        known = "".join(rest) if all(isinstance(each, str) for each in rest) else None
        found = _wrong(principal, reference, known) or _unmatched(module, first, rest)
        if found:
            yield Violation(source, *found, permission.address)


def _split(value: Value) -> tuple[Raw, list[Raw]]:
    """Return what a text begins with, None where it is all there is, and what follows."""
    raw = value.value
    if isinstance(raw, Unknown) and raw.parts:
        return raw.parts[0], list(raw.parts[1:])
    return None, []


def _unmatched(module: Module, first: Raw, rest: list[Raw]) -> tuple[str, str] | None:
    """Return that an API has no request of a source."""
    reference = reference_in(first)
    if reference is None or reference.rest[-1:] != ("execution_arn",):
        return None
    api = next((found for type_ in _APIS if (found := linked_instance(module, first, type_))), None)
    pattern = "".join(with_gaps(each, "*") or "*" for each in rest).removeprefix("/")
    requests = requests_of(module, api) if api else ()
    if not api or not requests or pattern.startswith(_AUTHORIZERS) or len(pattern) > _LONGEST:
        return None
    if any(can_meet(pattern, each) for each in requests):
        return None
    named = ", ".join(spell_request(each) for each in requests[:_NAMED])
    return f"no request of {api.address} has this source: its methods and paths are {named}", "name one of them"


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
