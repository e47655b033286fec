"""TFG140 api-data-trace: what callers send is not written to the log."""

from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.facts.texts import truth
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_BLOCKS = {
    "aws_api_gateway_method_settings": "settings",
    "aws_apigatewayv2_stage": "default_route_settings",
}


def check(module: Module) -> Iterator[Violation]:
    """Yield the settings of methods and stages that log whole requests and responses."""
    for settings in instances(module, *_BLOCKS):
        for block in settings.blocks(_BLOCKS[settings.resource.type]):
            trace = block["data_trace_enabled"]
            if truth(trace.value):
                message = "whole requests and responses are logged, with the tokens and the data in them"
                yield Violation(trace, message, "set data_trace_enabled = false", settings.address)


RULE = Rule(
    id="TFG140",
    name="api-data-trace",
    severity=Severity.WARNING,
    category=Category.SECURITY,
    summary="API Gateway does not log whole requests",
    reason="Data tracing writes bodies and headers, Authorization among them, into a log that many can read; AWS "
    "advises against it for APIs in production.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
    bad="""resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = "a1"
  stage_name  = "v1"
  method_path = "*/*"

  settings {
    logging_level      = "INFO"
    data_trace_enabled = true # expect
  }
}
""",
    good="""resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = "a1"
  stage_name  = "v1"
  method_path = "*/*"

  settings {
    logging_level      = "INFO"
    data_trace_enabled = false
  }
}
""",
    check=check,
)
