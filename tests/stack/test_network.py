"""The network: functions in a VPC, where requests may come from, and the firewall before the API."""

from __future__ import annotations

from functools import partial

import pytest
import rendering
from generated_specs import ANOTHER_CONSUMER, shared

from generator.aws import deployment
from generator.environments import pipeline
from generator.hcl import Module

module = partial(rendering.module, "prod")
said = partial(rendering.refusals, "prod")

VPC = ("network.subnet_ids=[subnet-0123456789abcdef0]", "network.security_group_ids=[sg-0123456789abcdef0]")
PRIVATE = ("api.access.vpc_endpoint_ids=[vpce-0123456789abcdef0]",)
ACL = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/all/01234567-89ab-cdef-0123-456789abcdef"
INTERFACES = {
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
}
"""https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html"""


def policy(found: Module) -> list[dict[str, object]]:
    """Return the statements of the API's resource policy."""
    resource = found.resource("aws_api_gateway_rest_api_policy.main")
    assert resource
    statements: list[dict[str, object]] = resource.instances[0]["policy"].json()["Statement"]  # type: ignore[index]
    return statements


def test_every_function_is_in_the_vpc_and_its_role_may_join_it() -> None:
    found = module(*VPC, *ANOTHER_CONSUMER)
    joined = found.resource("aws_iam_role_policy.function_network")

    assert joined
    functions = found.resources("aws_lambda_function")
    assert len(joined.instances) == len(functions)
    assert all(each.instances[0].blocks("vpc_config") for each in functions)
    allowed, denied = joined.instances[0]["policy"].json()["Statement"]  # type: ignore[index]
    assert set(allowed["Action"]) == set(denied["Action"]) == INTERFACES
    assert denied["Effect"] == "Deny"
    assert "lambda:SourceFunctionArn" in denied["Condition"]["ArnLike"]


def test_a_boundary_and_a_deployer_know_of_the_vpc() -> None:
    granted = {action for each in deployment.boundary(module(*VPC))["Statement"] for action in each["Action"]}
    deployer = {
        action for each in deployment.deployer(module(*VPC)).policy["Statement"] for action in each["Action"]
    }

    assert granted >= INTERFACES
    assert deployer >= {"ec2:DescribeVpcs", "ec2:GetSecurityGroupsForVpc"}
    assert not any(
        action.startswith("ec2:")
        for each in deployment.deployer(module()).policy["Statement"]
        for action in each["Action"]
    )


def test_a_private_api_is_called_through_its_endpoints_alone() -> None:
    call, through = policy(module(*PRIVATE))

    assert call["Effect"] == "Allow"
    assert through["Effect"] == "Deny"
    assert through["Condition"] == {"StringNotEquals": {"aws:SourceVpce": ["vpce-0123456789abcdef0"]}}


@pytest.mark.parametrize(
    ("settings", "key"), [((), "aws:SourceIp"), (PRIVATE, "aws:VpcSourceIp")], ids=["public", "private"]
)
def test_addresses_are_those_that_such_an_api_sees(settings: tuple[str, ...], key: str) -> None:
    statements = policy(module(*settings, "api.access.source_cidrs=[203.0.113.0/24]"))

    assert statements[-1]["Condition"] == {"NotIpAddress": {key: ["203.0.113.0/24"]}}


def test_a_policy_that_changes_deploys_the_api() -> None:
    contents = pipeline.render(shared(), "prod", ("api.access.source_cidrs=[203.0.113.0/24]",)).contents

    assert b"      local.api_policy," in contents["api.tf"]
    assert b"local.api_policy" not in pipeline.render(shared(), "prod").contents["api.tf"]


def test_the_firewall_is_the_environments_own_or_one_that_is_there() -> None:
    own, given = (
        module("waf.enabled=true", "waf.requests_per_address=2000"),
        module("waf.enabled=true", f"waf.acl_arn={ACL}"),
    )
    acl = own.resource("aws_wafv2_web_acl.main")

    assert acl
    rules = acl.instances[0].blocks("rule")
    assert len({each["priority"].value for each in rules}) == len(rules) == 3 + 1
    assert given.resource("aws_wafv2_web_acl.main") is None
    for found in (own, given):
        assert found.resource("aws_wafv2_web_acl_association.main")
    assert module().resource("aws_wafv2_web_acl_association.main") is None


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ([VPC[0]], "network.security_group_ids: has 0 items; at least 1"),
        ([VPC[1]], "network.security_group_ids: has 1 item; at most 0"),
        (["network.subnet_ids=[subnet-1]"], "does not match the pattern"),
        ([*PRIVATE, "api.endpoint_type=EDGE"], 'api.endpoint_type: must be "REGIONAL"'),
        (
            [*PRIVATE, "domain={enabled: true, name: a.example.com, zone_name: example.com}"],
            "domain.enabled: must be false",
        ),
        (["api.access.source_cidrs=[203.0.113.0/33]"], "does not match the pattern"),
        (["waf.managed_rules=[Everything]"], "is not one of"),
        ([f"waf.acl_arn={ACL.replace('regional', 'global')}"], "does not match the pattern"),
    ],
)
def test_what_can_not_be_is_said(settings: list[str], expected: str) -> None:
    assert [each for each in said(*settings) if expected in each], said(*settings)
