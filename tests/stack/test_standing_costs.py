"""What is billed though nobody uses it: none of it is in an environment that a pull request has."""

from __future__ import annotations

import pytest
from rendering import module

BILLED = {
    "aws_backup_vault",
    "aws_budgets_budget",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_metric_alarm",
    "aws_kms_key",
    "aws_lambda_provisioned_concurrency_config",
    "aws_wafv2_web_acl",
}
"""By the month or the hour. https://aws.amazon.com/kms/pricing/ https://aws.amazon.com/cloudwatch/pricing/
https://aws.amazon.com/waf/pricing/ https://aws.amazon.com/lambda/pricing/ https://aws.amazon.com/backup/pricing/"""
GROWN = ("aws_chatbot", "aws_codedeploy", "aws_cognito", "aws_lambda_alias", "aws_api_gateway_usage_plan")
"""What a platform grows by, off unless a spec says so."""


def types(environment: str) -> set[str]:
    return {each.type for each in module(environment).resources() if each.instances}


def test_a_pull_request_costs_nothing_while_nobody_calls() -> None:
    assert types("pr-123") & BILLED == set()


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "pr-123"])
def test_what_a_platform_grows_by_is_off_as_it_is_shipped(environment: str) -> None:
    assert not [each for each in types(environment) if each.startswith(GROWN)]
