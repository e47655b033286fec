"""TFG110 api-method-authorization: nobody calls an API without being asked who they are."""

from collections.abc import Iterator

from generator.check.facts.links import instances, linked_instance
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Instance, Module

_BY_AUTHORIZER = frozenset({"CUSTOM", "COGNITO_USER_POOLS", "JWT"})
_REST_API = "aws_api_gateway_rest_api"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "ANY")


def check(module: Module) -> Iterator[Violation]:
    """Yield the methods and routes that are open to all, or that name no authorizer where they need one."""
    policies = instances(module, "aws_api_gateway_rest_api_policy")
    apis = [linked_instance(module, policy["rest_api_id"], _REST_API) for policy in policies]
    with_policy = {api.address for api in apis if api is not None}
    for method in instances(module, "aws_api_gateway_method"):
        verb = method["http_method"].value
        if verb != "OPTIONS" and not _has_policy(module, method, with_policy):
            yield from _of(method, "authorization", method["api_key_required"].value)
    for route in instances(module, "aws_apigatewayv2_route"):
        key = route["route_key"].value
        if isinstance(key, str) and (key.partition(" ")[0] in _METHODS or key == "$connect"):
            yield from _of(route, "authorization_type", route["api_key_required"].value)


def _of(view: Instance, name: str, key_required: object) -> Iterator[Violation]:
    kind = view[name]
    if (kind.absent or kind.value == "NONE") and key_required in (None, False):
        message = "anybody may call this: no authorization is asked for"
        yield Violation(kind, message, f'set {name}, to "AWS_IAM" or an authorizer\'s kind', view.address)
    elif isinstance(kind.value, str) and kind.value in _BY_AUTHORIZER and view["authorizer_id"].absent:
        yield Violation(kind, f"{kind.value} needs an authorizer_id", "name the authorizer", view.address)


def _has_policy(module: Module, method: Instance, with_policy: set[str]) -> bool:
    """Whether the API may decide by a resource policy who gets in."""
    api = linked_instance(module, method["rest_api_id"], _REST_API)
    return api is not None and (not api["policy"].absent or api.address in with_policy)


RULE = Rule(
    id="TFG110",
    name="api-method-authorization",
    severity=Severity.ERROR,
    category=Category.SECURITY,
    summary="API methods and routes ask for authorization",
    reason="An open method lets the whole internet in, at your cost. Methods that are meant to be open, such as "
    "a health check, say so with a suppression.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
    bad="""resource "aws_api_gateway_method" "post_events" {
  rest_api_id   = "a1"
  resource_id   = "b2"
  http_method   = "POST"
  authorization = "NONE" # expect
}
""",
    good="""resource "aws_api_gateway_method" "post_events" {
  rest_api_id   = "a1"
  resource_id   = "b2"
  http_method   = "POST"
  authorization = "CUSTOM"
  authorizer_id = aws_api_gateway_authorizer.main.id
}
""",
    check=check,
)
