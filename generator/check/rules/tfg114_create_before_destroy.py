"""TFG114 create-before-destroy: what something else stands on goes only when its successor is there."""

from collections.abc import Iterator

from generator.check.facts.texts import truth
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_WHY = {
    "aws_api_gateway_deployment": "API Gateway does not delete a deployment that a stage points to",
    "aws_apigatewayv2_deployment": "API Gateway does not delete a deployment that a stage points to",
    "aws_acm_certificate": "ACM does not delete a certificate that a domain or load balancer uses",
    "aws_launch_configuration": "a launch configuration that a group uses can't be deleted",
}


def check(module: Module) -> Iterator[Violation]:
    """Yield the resources that can't be replaced in Terraform's usual order, destroy before create."""
    for resource in module.resources(*_WHY):
        if not resource.instances:
            continue
        lifecycle = resource.lifecycle
        if lifecycle is None:
            yield Violation(resource, f"{_WHY[resource.type]}, as replacing it would", _HINT, resource.address)
            continue
        first = lifecycle["create_before_destroy"]
        if first.absent or truth(first.value) is False:
            yield Violation(first, f"{_WHY[resource.type]}, as replacing it would", _HINT, resource.address)


_HINT = "set create_before_destroy = true in its lifecycle block"

RULE = Rule(
    id="TFG114",
    name="create-before-destroy",
    severity=Severity.ERROR,
    category=Category.OPERATIONS,
    summary="Deployments and certificates are replaced by creating the new one first",
    reason='Terraform destroys before it creates. AWS refuses that for what is in use ("Active stages pointing '
    'to this deployment must be moved or deleted"), and the apply stops half way.',
    source="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment",
    bad="""resource "aws_api_gateway_deployment" "main" { # expect
  rest_api_id = "a1"
  triggers    = { redeployment = sha1(jsonencode([aws_api_gateway_integration.post.uri])) }
}
""",
    good="""resource "aws_api_gateway_deployment" "main" {
  rest_api_id = "a1"
  triggers    = { redeployment = sha1(jsonencode([aws_api_gateway_integration.post.uri])) }

  lifecycle {
    create_before_destroy = true
  }
}
""",
    check=check,
)
