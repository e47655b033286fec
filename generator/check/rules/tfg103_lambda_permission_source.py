"""TFG103 lambda-permission-source: a service may call a function for one source only."""

from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_WITHOUT_SOURCE = frozenset({"edgelambda.amazonaws.com", "replicator.lambda.amazonaws.com"})
"""Services that copy a function to CloudFront's locations, for which nothing narrower can be said."""
_NARROWING = ("source_arn", "source_account", "principal_org_id", "event_source_token")


def check(module: Module) -> Iterator[Violation]:
    """Yield the permissions of services, and of everybody, without a source."""
    for permission in instances(module, "aws_lambda_permission"):
        principal = permission["principal"].value
        if not isinstance(principal, str) or any(permission[name].value is not None for name in _NARROWING):
            continue
        if principal == "*" and permission["function_url_auth_type"].value is None:
            message = "anybody in any account may call this function"
        elif principal in _WITHOUT_SOURCE:
            continue
        elif principal.endswith((".amazonaws.com", ".amazonaws.com.cn")):
            message = f"{principal} may call this function on behalf of anybody, in any account"
        else:
            continue
        yield Violation(permission, message, "set source_arn", permission.address)


RULE = Rule(
    id="TFG103",
    name="lambda-permission-source",
    severity=Severity.ERROR,
    category=Category.SECURITY,
    summary="A permission for a service to call a function says for which source",
    reason="Without source_arn the service may be made to call the function from somebody else's account: the "
    "confused deputy problem.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    bad="""resource "aws_lambda_permission" "api" { # expect
  action        = "lambda:InvokeFunction"
  function_name = "ingest"
  principal     = "apigateway.amazonaws.com"
}
""",
    good="""resource "aws_lambda_permission" "api" {
  action        = "lambda:InvokeFunction"
  function_name = "ingest"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.main.execution_arn}/*/POST/events"
}
""",
    check=check,
)
