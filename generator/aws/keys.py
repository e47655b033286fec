"""What keeps data under a key of KMS, and the argument that names the key: data, and no code."""

from __future__ import annotations

from typing import NamedTuple

_AWS = "https://docs.aws.amazon.com"


class KeyUse(NamedTuple):
    """How a type of resource uses a key.

    Attributes:
        path: The way to the argument that names the key, by the blocks that it is in.
        held: What stays encrypted with a key after another one, or none, is named: "the messages in it".
        source: Where that is documented.
    """

    path: tuple[str, ...]
    held: str
    source: str


KEY_USES = {
    "aws_cloudwatch_event_archive": KeyUse(
        ("kms_key_identifier",),
        "the events in it",
        f"{_AWS}/eventbridge/latest/userguide/eb-encryption-archives.html",
    ),
    "aws_cloudwatch_event_bus": KeyUse(
        ("kms_key_identifier",),
        "the events that are still to be delivered",
        f"{_AWS}/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html",
    ),
    "aws_cloudwatch_log_group": KeyUse(
        ("kms_key_id",),
        "the logs in it",
        f"{_AWS}/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    ),
    "aws_dynamodb_table": KeyUse(
        ("server_side_encryption", "kms_key_arn"),
        "its data and backups",
        f"{_AWS}/amazondynamodb/latest/developerguide/encryption.howitworks.html",
    ),
    "aws_lambda_function": KeyUse(
        ("kms_key_arn",),
        "the variables of its published versions",
        f"{_AWS}/lambda/latest/dg/configuration-envvars-encryption.html",
    ),
    "aws_secretsmanager_secret": KeyUse(
        ("kms_key_id",),
        "its versions",
        f"{_AWS}/secretsmanager/latest/userguide/security-encryption.html",
    ),
    "aws_sns_topic": KeyUse(
        ("kms_master_key_id",),
        "the messages that are still to be delivered",
        f"{_AWS}/sns/latest/dg/sns-key-management.html",
    ),
    "aws_sqs_queue": KeyUse(
        ("kms_master_key_id",),
        "the messages in it",
        f"{_AWS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
    ),
    "aws_ssm_parameter": KeyUse(
        ("key_id",),
        "its value and history",
        f"{_AWS}/kms/latest/developerguide/services-parameter-store.html",
    ),
}
"""By resource type."""
