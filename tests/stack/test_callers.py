"""Who may call: by route the token, a pool of Cognito, a signature, or a client's key."""

from __future__ import annotations

import re
from functools import partial

import pytest
import rendering
from generated_specs import shared

from generator import hcl
from generator.environments import pipeline
from generator.hcl import Module

module = partial(rendering.module, "prod")
said = partial(rendering.refusals, "prod")

READING = "functions.event_reading.table=read"
POST = "api.routes.post_events"
POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab12"
CLIENT = "api.clients.shop={rate_limit_rps: 5, quota_requests: 1000}"


def route(name: str, more: str) -> str:
    return f"api.routes.{name}={{path: /{name}, target: function event_reading, {more}}}"


def text(*settings: str) -> str:
    contents = pipeline.render(shared(), "prod", settings).contents
    return "\n".join(contents[path].decode() for path in sorted(contents) if path.endswith(".tf"))


def authorization(found: Module, name: str) -> tuple[object, object]:
    method = found.resource(f"aws_api_gateway_method.{name}")
    assert method
    return method.instances[0]["authorization"].value, method.instances[0]["api_key_required"].value


def test_each_route_has_its_own() -> None:
    found = module(
        READING,
        CLIENT,
        f"{POST}.client_key=true",
        route("signed", "authorizer: iam"),
        route("people", "authorizer: jwt"),
        route("open", "authorizer: none, client_key: true"),
    )

    assert {name: authorization(found, name) for name in ("post_events", "signed", "people", "open")} == {
        "post_events": ("CUSTOM", True),
        "signed": ("AWS_IAM", None),
        "people": ("COGNITO_USER_POOLS", None),
        "open": ("NONE", True),
    }


def test_the_pool_is_made_where_none_is_given() -> None:
    made, given = (
        module(f"{POST}.authorizer=jwt", "api.jwt.clients=[shop, billing]"),
        module(f"{POST}.authorizer=jwt", f"api.jwt.user_pool_arn={POOL}", "api.jwt.scopes=[orders/write]"),
    )
    programs = made.resource("aws_cognito_user_pool_client.program")

    assert programs
    assert {str(each.key) for each in programs.instances} == {"shop", "billing"}
    assert not given.resources("aws_cognito_user_pool")
    authorizer, method = (
        given.resource("aws_api_gateway_authorizer.jwt"),
        given.resource("aws_api_gateway_method.post_events"),
    )
    assert authorizer
    assert method
    assert authorizer.instances[0]["provider_arns"].value == [POOL]
    assert method.instances[0]["authorization_scopes"].value == ["orders/write"]


def test_a_pool_with_users_refuses_to_be_deleted_unless_it_does_not_last() -> None:
    def protection(environment: str) -> object:
        contents = pipeline.render(shared(), environment, (f"{POST}.authorizer=jwt",)).contents
        pool = hcl.load(contents).resource("aws_cognito_user_pool.main")
        assert pool
        return pool.instances[0]["deletion_protection"].value

    assert (protection("prod"), protection("pr-123")) == ("ACTIVE", "INACTIVE")


def test_a_client_has_a_key_and_a_plan() -> None:
    found = module(CLIENT, "api.clients.billing.rate_limit_rps=7", f"{POST}.client_key=true")

    for name in ("api_key", "usage_plan", "usage_plan_key"):
        resource = found.resource(f"aws_api_gateway_{name}.client")
        assert resource
        assert {str(each.key) for each in resource.instances} == {"billing", "shop"}
    plans = found.resource("aws_api_gateway_usage_plan.client")
    assert plans
    quotas = {str(each.key): len(each.blocks("quota_settings")) for each in plans.instances}
    assert quotas == {"billing": 0, "shop": 1}


def test_a_resource_policy_lets_nobody_sign_who_may_not() -> None:
    """Within an account a resource policy that allows is enough: whoever has any credentials would be let in."""
    statements = module(READING, route("signed", "authorizer: iam"), "api.access.source_cidrs=[203.0.113.0/24]")
    policy = statements.resource("aws_api_gateway_rest_api_policy.main")

    assert policy
    allowed = text(READING, route("signed", "authorizer: iam"), "api.access.source_cidrs=[203.0.113.0/24]")
    call = allowed[allowed.index('Sid       = "Call"') : allowed.index('Sid       = "FromAddresses"')]
    assert "aws_api_gateway_method.post_events.http_method" in call
    assert "signed" not in call


def test_browsers_may_send_what_a_route_asks_for() -> None:
    def headers(*settings: str) -> str:
        found = re.search(r'Allow-Headers" = "\'(.*)\'"', text("api.cors.enabled=true", *settings))
        assert found
        return found[1]

    assert "X-Api-Key" not in headers()
    assert "X-Api-Key" in headers(CLIENT, f"{POST}.client_key=true")
    assert "X-Amz-Date" in headers(f"{POST}.authorizer=iam")


def test_a_change_of_who_may_call_deploys_the_api() -> None:
    def triggers(*settings: str) -> str:
        found = re.search(r"redeployment = sha1\(.*?\n    \]\)\)", text(*settings), re.DOTALL)
        assert found
        return found[0]

    assert "authorization_scopes" in triggers(f"{POST}.authorizer=jwt")
    assert "api_key_required" in triggers(CLIENT, f"{POST}.client_key=true")
    assert "api_key_required" not in triggers()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ([f"{POST}.authorizer=none"], "client_key: must be true"),
        ([f"{POST}.client_key=true"], "api.clients: has 0 keys; at least 1"),
        ([f"api.jwt.user_pool_arn={POOL}", "api.jwt.clients=[shop]"], "api.jwt.clients: has 1 item; at most 0"),
        (["api.jwt.scopes=[a/b]"], "api.jwt.scopes: has 1 item; at most 0"),
        (["api.clients.Shop.rate_limit_rps=1"], "does not match the pattern"),
        (["api.clients.shop.rate_limit_rps=10001"], "above the maximum"),
        ([f"{POST}.authorizer=everybody"], "is not one of"),
    ],
)
def test_what_can_not_be_is_said(settings: list[str], expected: str) -> None:
    assert [each for each in said(*settings) if expected in each], said(*settings)
