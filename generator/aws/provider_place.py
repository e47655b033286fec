"""Where a configuration of the provider leads to: which region, which account."""

from __future__ import annotations

import re

from generator.hcl import BlockView

OF_ACCOUNT = ("aws_iam_", "aws_route53_", "aws_cloudfront_", "random_", "archive_", "null_", "terraform_")
"""How types begin that no region has: those of IAM, DNS and the edge, and what is nothing of AWS."""
_ROLE = re.compile(r"arn:[a-z-]+:iam::(\d{12}):role/")


def place_of(provider: BlockView) -> tuple[str, str]:
    """Return the region and the account that a configuration of the provider names, each empty where it does not.

    Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference
    """
    region = provider["region"].value
    allowed = provider["allowed_account_ids"].value
    role = provider.path("assume_role", "role_arn").value
    named = _ROLE.match(role) if isinstance(role, str) else None
    account = named[1] if named else allowed[0] if isinstance(allowed, list) and len(allowed) == 1 else ""
    return (region if isinstance(region, str) else ""), (account if isinstance(account, str) else "")
