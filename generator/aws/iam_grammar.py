"""The grammar of IAM policies, as data: operators, the kinds of policies and where each stands.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from collections.abc import Mapping

GRAMMAR = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"

VERSIONS = frozenset({"2012-10-17", "2008-10-17"})

OPERATORS = frozenset(
    {
        *(f"{kind}{test}" for kind in ("Numeric", "Date") for test in ("Equals", "NotEquals", "LessThan",
          "LessThanEquals", "GreaterThan", "GreaterThanEquals")),
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
        "StringNotLike", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike",
        "ArnNotEquals", "ArnNotLike", "Null",
    }
)  # fmt: skip
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"""

SETS = ("ForAllValues:", "ForAnyValue:")
IF_EXISTS = "IfExists"

PRINCIPALS = frozenset({"aws", "service", "federated", "canonicaluser"})

IDENTITY, TRUST, RESOURCE = "identity", "trust", "resource"

POLICIES: Mapping[str, Mapping[str, str]] = {
    "aws_iam_policy": {"policy": IDENTITY},
    "aws_iam_role_policy": {"policy": IDENTITY},
    "aws_iam_user_policy": {"policy": IDENTITY},
    "aws_iam_group_policy": {"policy": IDENTITY},
    "aws_iam_role": {"assume_role_policy": TRUST, "inline_policy.policy": IDENTITY},
    "aws_ssoadmin_permission_set_inline_policy": {"inline_policy": IDENTITY},
    "aws_sqs_queue": {"policy": RESOURCE},
    "aws_sqs_queue_policy": {"policy": RESOURCE},
    "aws_sns_topic": {"policy": RESOURCE},
    "aws_sns_topic_policy": {"policy": RESOURCE},
    "aws_s3_bucket": {"policy": RESOURCE},
    "aws_s3_bucket_policy": {"policy": RESOURCE},
    "aws_kms_key": {"policy": RESOURCE},
    "aws_kms_key_policy": {"policy": RESOURCE},
    "aws_kms_external_key": {"policy": RESOURCE},
    "aws_secretsmanager_secret": {"policy": RESOURCE},
    "aws_secretsmanager_secret_policy": {"policy": RESOURCE},
    "aws_cloudwatch_event_bus_policy": {"policy": RESOURCE},
    "aws_cloudwatch_log_resource_policy": {"policy_document": RESOURCE},
    "aws_cloudwatch_log_destination_policy": {"access_policy": RESOURCE},
    "aws_api_gateway_rest_api": {"policy": RESOURCE},
    "aws_api_gateway_rest_api_policy": {"policy": RESOURCE},
    "aws_dynamodb_resource_policy": {"policy": RESOURCE},
    "aws_kinesis_resource_policy": {"policy": RESOURCE},
    "aws_ecr_repository_policy": {"policy": RESOURCE},
    "aws_efs_file_system_policy": {"policy": RESOURCE},
    "aws_opensearch_domain_policy": {"access_policies": RESOURCE},
    "aws_glacier_vault_lock": {"policy": RESOURCE},
    "aws_vpc_endpoint": {"policy": RESOURCE},
    "aws_vpc_endpoint_policy": {"policy": RESOURCE},
}
"""By type, the paths of the arguments that hold policies, and of which kind."""
