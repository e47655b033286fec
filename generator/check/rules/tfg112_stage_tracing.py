"""TFG112 stage-tracing: the stage of a REST API begins the traces of requests."""

from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.facts.texts import truth
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the stages of REST APIs without X-Ray tracing; those of HTTP APIs can't have it."""
    for stage in instances(module, "aws_api_gateway_stage"):
        tracing = stage["xray_tracing_enabled"]
        if tracing.absent or truth(tracing.value) is False:
            message = "requests are not traced from this stage on"
            yield Violation(tracing, message, "set xray_tracing_enabled = true", stage.address)


RULE = Rule(
    id="TFG112",
    name="stage-tracing",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="Stages of REST APIs are traced with X-Ray",
    reason="A trace that begins at the API shows where a request lost its time, over all functions and queues "
    "after it.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html",
    bad="""resource "aws_api_gateway_stage" "main" {
  rest_api_id          = "a1"
  deployment_id        = "b2"
  stage_name           = "v1"
  xray_tracing_enabled = false # expect
}
""",
    good="""resource "aws_api_gateway_stage" "main" {
  rest_api_id          = "a1"
  deployment_id        = "b2"
  stage_name           = "v1"
  xray_tracing_enabled = true
}
""",
    check=check,
)
