"""TFG406 stage-in-use: no stage goes that a domain leads to."""

from __future__ import annotations

from collections.abc import Iterator

from generator.aws.create_first import STAGE_MAPPINGS
from generator.check.rule import Severity, Violation
from generator.check.transition import Transition, TransitionRule, pair


def check(transition: Transition) -> Iterator[Violation]:
    """Yield the stages that are destroyed while a domain still leads to them."""
    for ending in transition.endings:
        mapping = STAGE_MAPPINGS.get(ending.change.type)
        if mapping is None or (ending.after and transition.makes_first(ending.after)):
            continue
        users = transition.left_users(ending.before.resource.address, mapping)
        if users:
            yield Violation(
                ending.place,
                f"the stage is {ending.verb} while {users[0].address} leads a domain to it: AWS refuses that",
                hint="set create_before_destroy in the stage's lifecycle, so that the domain leads to the new one "
                "before the old one goes",
                address=ending.change.address,
            )


_EXAMPLE = """\
resource "aws_api_gateway_rest_api" "main" {
  name = "events-dev"
}
resource "aws_api_gateway_stage" "main" {%s
  rest_api_id   = aws_api_gateway_rest_api.main.id
  deployment_id = "d"
  stage_name    = "%s"
%s}
resource "aws_api_gateway_base_path_mapping" "main" {
  api_id      = aws_api_gateway_rest_api.main.id
  domain_name = "api.example.com"
  stage_name  = aws_api_gateway_stage.main.stage_name
}
"""
_FIRST = "\n  lifecycle {\n    create_before_destroy = true\n  }\n"

RULE = TransitionRule(
    id="TFG406",
    name="stage-in-use",
    severity=Severity.ERROR,
    summary="A stage that a custom domain leads to is replaced create-first",
    reason="API Gateway deletes no stage that a base path mapping names: the apply stops there, and the API is "
    "between two deployments.",
    source="https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteStage.html",
    bad=pair(_EXAMPLE % ("", "v1", ""), _EXAMPLE % (" # expect", "v2", "")),
    good=pair(_EXAMPLE % ("", "v1", _FIRST), _EXAMPLE % ("", "v2", _FIRST)),
    check=check,
)
