"""TFG114 create-before-destroy: what something else stands on goes only when its successor is there."""

from collections.abc import Iterator

from generator.aws.create_first import IN_USE
from generator.check.facts.texts import truth
from generator.check.facts.ties import existing, leads_to
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module, Resource


def check(module: Module) -> Iterator[Violation]:
    """Yield the resources that can't be replaced in Terraform's usual order, destroy before create."""
    for resource in module.resources(*IN_USE):
        user, reason = IN_USE[resource.type]
        if not resource.instances or (user and not _is_used(module, resource, user)):
            continue
        first = resource.lifecycle["create_before_destroy"] if resource.lifecycle else None
        if first is None or first.absent or truth(first.value) is False:
            yield Violation(first or resource, f"{reason}, as replacing it would", _HINT, resource.address)


def _is_used(module: Module, resource: Resource, user: str) -> bool:
    return any(resource.address in leads_to(module, one) for one in existing(module.resources(user)))


_HINT = "set create_before_destroy = true in its lifecycle block"

RULE = Rule(
    id="TFG114",
    name="create-before-destroy",
    severity=Severity.ERROR,
    category=Category.OPERATIONS,
    summary="Deployments, certificates, and stages of a domain are replaced by creating the new one first",
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
