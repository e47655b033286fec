"""What comes of arguments that change in place, where it is more than that; as data, each with its source."""

from __future__ import annotations

from typing import NamedTuple

from generator.aws.meanings import AWS, DEPLOYED, DEPLOYING, EVENTS, LAMBDA, PROVIDER


class InPlaceUpdate(NamedTuple):
    """What comes of an argument that changes in place.

    Attributes:
        type: The resource type.
        path: The argument, or the block that it is in.
        when: "changed", or only when it is "lowered", "off" or "on".
        words: What comes of it.
        source: Where that is documented.
        loses: Whether AWS deletes data for it.
    """

    type: str
    path: str
    when: str
    words: str
    source: str
    loses: bool = False


UPDATES = (
    InPlaceUpdate(
        "aws_api_gateway_stage",
        "deployment_id",
        "changed",
        "what changed of the API takes effect",
        DEPLOYING,
    ),
    InPlaceUpdate(
        "aws_cloudwatch_event_archive",
        "retention_days",
        "lowered",
        "older events are deleted",
        f"{EVENTS}/eb-archive-event.html",
        loses=True,
    ),
    InPlaceUpdate(
        "aws_cloudwatch_event_rule",
        "state",
        "off",
        "its events are not delivered any more",
        f"{EVENTS}/eb-delete-rule.html",
    ),
    InPlaceUpdate(
        "aws_cloudwatch_log_group",
        "retention_in_days",
        "lowered",
        "older logs are deleted",
        f"{AWS}/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
        loses=True,
    ),
    *(
        InPlaceUpdate(
            "aws_dynamodb_table",
            f"global_secondary_index.{name}",
            "changed",
            "the index is built anew, and is not there meanwhile",
            f"{PROVIDER}/dynamodb_table",
        )
        for name in ("hash_key", "range_key", "projection_type", "non_key_attributes")
    ),
    InPlaceUpdate(
        "aws_dynamodb_table",
        "point_in_time_recovery.enabled",
        "off",
        "what was before can't be restored any more",
        f"{AWS}/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html",
        loses=True,
    ),
    InPlaceUpdate(
        "aws_dynamodb_table",
        "stream_view_type",
        "changed",
        "its stream is made anew",
        f"{AWS}/amazondynamodb/latest/developerguide/Streams.html",
    ),
    InPlaceUpdate(
        "aws_dynamodb_table",
        "ttl",
        "changed",
        "other items expire, and are deleted",
        f"{AWS}/amazondynamodb/latest/developerguide/TTL.html",
    ),
    InPlaceUpdate(
        "aws_kms_key",
        "is_enabled",
        "off",
        "what it encrypts can't be read until it is enabled again",
        f"{AWS}/kms/latest/developerguide/enabling-keys.html",
    ),
    InPlaceUpdate(
        "aws_lambda_event_source_mapping",
        "enabled",
        "off",
        "messages wait in the source",
        f"{LAMBDA}/invocation-eventsourcemapping.html",
    ),
    InPlaceUpdate(
        "aws_sqs_queue",
        "message_retention_seconds",
        "lowered",
        "older messages are deleted",
        f"{AWS}/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
        loses=True,
    ),
    *(
        InPlaceUpdate(
            "aws_ssm_parameter",
            path,
            "changed",
            "readers get another value when they read again",
            f"{AWS}/systems-manager/latest/userguide/sysman-paramstore-versions.html",
        )
        for path in ("value", "insecure_value", "value_wo_version")
    ),
    *(
        InPlaceUpdate(f"aws_api_gateway_{part}", "", "changed", DEPLOYED, DEPLOYING)
        for part in (
            "authorizer",
            "gateway_response",
            "integration",
            "integration_response",
            "method",
            "method_response",
            "model",
            "request_validator",
            "resource",
        )
    ),
)
"""What changes in place and is more than that; an empty path is any argument."""
