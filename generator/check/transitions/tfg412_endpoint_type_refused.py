"""TFG412 endpoint-type-refused: an API goes to no endpoint type that AWS does not take it to."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Severity, Violation
from generator.check.transition import Transition, TransitionRule, instance, pair
from generator.hcl import Instance
from generator.model.change import Effect

_PRIVATE, _EDGE = "PRIVATE", "EDGE"


def check(transition: Transition) -> Iterator[Violation]:
    """Yield the private APIs that AWS does not make public in one step."""
    for change in transition.changes:
        if change.type != "aws_api_gateway_rest_api" or change.effect is not Effect.UPDATE:
            continue
        before = instance(transition.before, change.previous or change.address)
        after = instance(transition.after, change.address)
        if before is None or after is None:
            continue
        old, new = (_endpoint_type(each) for each in (before, after))
        if old != _PRIVATE or new in ("", _PRIVATE):
            continue
        place = after.path("endpoint_configuration", "types")
        endpoints = before.path("endpoint_configuration", "vpc_endpoint_ids")
        if new == _EDGE:
            message = "a private API can't become one at the edge: AWS refuses it"
            hint = "make it regional first, and apply that"
        elif endpoints.value and not after.path("endpoint_configuration", "vpc_endpoint_ids").value:
            message = (
                "the provider leaves an API the VPC endpoints that are not named any more, and AWS takes them "
                "with a private one alone: the apply fails"
            )
            hint = (
                "take each away before: aws apigateway update-rest-api --rest-api-id ID --patch-operations "
                "op=remove,path=/endpointConfiguration/vpcEndpointIds,value=vpce-…"
            )
        else:
            continue
        yield Violation(place, message, hint=hint, address=change.address)


def _endpoint_type(api: Instance) -> str:
    types = api.path("endpoint_configuration", "types").value
    return types[0] if isinstance(types, list | tuple) and types and isinstance(types[0], str) else ""


_EXAMPLE = """\
resource "aws_api_gateway_rest_api" "main" {
  name = "events-dev"

  endpoint_configuration {
    types = ["%s"]%s
  }
}
"""
_ENDPOINTS = '\n    vpc_endpoint_ids = ["vpce-0123456789abcdef0"]'

RULE = TransitionRule(
    id="TFG412",
    name="endpoint-type-refused",
    severity=Severity.ERROR,
    summary="A private API that becomes public has let go of its VPC endpoints before",
    reason="The provider takes VPC endpoints that are not named any more for those that AWS chose, and leaves "
    "them: AWS answers `VPCEndpoints can only be specified with PRIVATE apis`, and the apply stops there.",
    source="https://github.com/hashicorp/terraform-provider-aws/issues/14269",
    bad=pair(_EXAMPLE % ("PRIVATE", _ENDPOINTS), _EXAMPLE % ("REGIONAL", " # expect")),
    good=pair(_EXAMPLE % ("PRIVATE", ""), _EXAMPLE % ("REGIONAL", "")),
    check=check,
)
