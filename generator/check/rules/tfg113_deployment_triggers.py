"""TFG113 deployment-triggers: a change of the API reaches its stage."""

from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Instance, Literal, Module, Reference, walk
from generator.hcl.syntax.tree import Call

_FORCING = ("variables", "stage_description")
"""Arguments that make a new deployment when they change, which people used before there were triggers."""


def check(module: Module) -> Iterator[Violation]:
    """Yield the deployments that are never made again, always are, or once too often."""
    for deployment in instances(module, "aws_api_gateway_deployment", "aws_apigatewayv2_deployment"):
        triggers = deployment["triggers"]
        if triggers.absent or triggers.value == {}:
            if not _is_replaced_otherwise(deployment):
                message = "later changes of the API's methods and integrations are never deployed"
                yield Violation(triggers, message, _HINT, deployment.address)
        elif triggers.expression is not None:
            if any(isinstance(node, Call) and node.name == "timestamp" for node in walk(triggers.expression)):
                message = "timestamp() makes a new deployment with every apply"
                yield Violation(triggers, message, _HINT, deployment.address)
            for reference in triggers.references:
                if _is_whole_resource(module, reference):
                    message = (
                        f"this hashes the whole of {reference.address}, of which AWS fills in more after the "
                        "first apply: the next one makes a deployment for nothing"
                    )
                    yield Violation(reference, message, "hash the attributes that matter", deployment.address)


_HINT = "hash what the deployment freezes: triggers = { redeployment = sha1(jsonencode([…])) }"


def _is_replaced_otherwise(deployment: Instance) -> bool:
    lifecycle = deployment.resource.lifecycle
    if lifecycle is not None and "replace_triggered_by" in lifecycle.attributes:
        return True
    values = (deployment[name] for name in _FORCING)
    return any(value.expression is not None and not isinstance(value.expression, Literal) for value in values)


def _is_whole_resource(module: Module, reference: Reference) -> bool:
    if reference.kind != "resource" or reference.attributes or "aws_api_gateway" not in reference.address:
        return False
    resource = module.resource(reference.address)
    text = reference.node.source.text[reference.node.stop : reference.node.stop + 1]
    # One that has several is gone through, as a rule, to get at attributes of each.
    return resource is not None and text != "[" and not {"count", "for_each"} & resource.body.attributes.keys()


RULE = Rule(
    id="TFG113",
    name="deployment-triggers",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="An API deployment is made again when what it freezes changes",
    reason="A deployment is a snapshot: without triggers that hash the methods and integrations, Terraform "
    "changes the API and callers go on seeing the old one.",
    source="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment",
    bad="""resource "aws_api_gateway_deployment" "main" { # expect
  rest_api_id = "a1"

  lifecycle {
    create_before_destroy = true
  }
}
""",
    good="""resource "aws_api_gateway_deployment" "main" {
  rest_api_id = "a1"

  triggers = {
    redeployment = sha1(jsonencode([aws_api_gateway_integration.post.uri]))
  }

  lifecycle {
    create_before_destroy = true
  }
}
""",
    check=check,
)
