"""TFG012 missing-custom-domain: every deployed REST API has a domain of its own."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.ties import addresses
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module, Resource

_REST_API = "aws_api_gateway_rest_api."
_MAPPINGS = {"aws_api_gateway_base_path_mapping": "api_id", "aws_apigatewayv2_api_mapping": "api_id"}


def check(module: Module) -> Iterator[Violation]:
    """Yield the first stage of every REST API that no domain is mapped to, not even on a condition."""
    mapped = [addresses(module, each, _MAPPINGS[each.type]) for each in module.resources(*_MAPPINGS)]
    if any(not _apis(one) and not _is_of_http_api(one) for one in mapped):
        return  # an API that we can't tell apart from the ones here
    seen: set[str] = set().union(*mapped)
    for call in module.module_calls.values():
        seen |= addresses(module, call, *call.body.attributes)
    for stage in _stages(module):
        apis = _apis(addresses(module, stage, "rest_api_id")) or {""}
        if not apis & seen:
            seen |= apis
            yield Violation(
                stage,
                f"no base path mapping leads from a custom domain to {min(apis) or 'the API of this stage'}",
                "add an aws_api_gateway_domain_name and a base path mapping, conditional if need be",
                stage.address,
            )


def _stages(module: Module) -> list[Resource]:
    deployments = [
        each for each in module.resources("aws_api_gateway_deployment") if each.view["stage_name"].value
    ]
    return [*module.resources("aws_api_gateway_stage"), *deployments]


def _is_of_http_api(found: frozenset[str]) -> bool:
    return any(address.startswith("aws_apigatewayv2_api.") for address in found)


def _apis(found: frozenset[str]) -> set[str]:
    return {address for address in found if address.startswith(_REST_API)}


RULE = Rule(
    id="TFG012",
    name="missing-custom-domain",
    severity=Severity.INFO,
    category=Category.CONVENTION,
    summary="REST APIs with a stage have a custom domain and a base path mapping, conditional ones counted",
    reason="Clients bound to the URL that AWS made up have to change whenever the API is made anew.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html",
    bad="""
resource "aws_api_gateway_rest_api" "main" {
  name = "main"
}

resource "aws_api_gateway_stage" "main" { # expect
  rest_api_id   = aws_api_gateway_rest_api.main.id
  deployment_id = "x"
  stage_name    = "v1"
}
""",
    good="""
variable "domain_name" {
  type    = string
  default = null
}

resource "aws_api_gateway_rest_api" "main" {
  name = "main"
}

resource "aws_api_gateway_stage" "main" {
  rest_api_id   = aws_api_gateway_rest_api.main.id
  deployment_id = "x"
  stage_name    = "v1"
}

resource "aws_api_gateway_domain_name" "main" {
  count       = var.domain_name == null ? 0 : 1
  domain_name = var.domain_name
}

resource "aws_api_gateway_base_path_mapping" "main" {
  count       = var.domain_name == null ? 0 : 1
  api_id      = aws_api_gateway_rest_api.main.id
  stage_name  = aws_api_gateway_stage.main.stage_name
  domain_name = aws_api_gateway_domain_name.main[0].domain_name
}
""",
    check=check,
)
