"""TFG111 stage-access-logs: every stage of an API writes down who called it."""

from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the stages without access logs."""
    for stage in instances(module, "aws_api_gateway_stage", "aws_apigatewayv2_stage"):
        if not stage.blocks("access_log_settings"):
            message = "nothing is written down of who calls this stage, and what they get"
            yield Violation(stage, message, "add access_log_settings", stage.address)


RULE = Rule(
    id="TFG111",
    name="stage-access-logs",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="API stages write access logs",
    reason="Without access logs nobody can tell afterwards who called, how often, and what went wrong before a "
    "function was reached.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
    bad="""resource "aws_api_gateway_stage" "main" { # expect
  rest_api_id   = "a1"
  deployment_id = "b2"
  stage_name    = "v1"
}
""",
    good="""resource "aws_api_gateway_stage" "main" {
  rest_api_id   = "a1"
  deployment_id = "b2"
  stage_name    = "v1"

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = "$context.requestId $context.status"
  }
}
""",
    check=check,
)
