"""Who needs which rights for what: tables of what roles, and services, have to be allowed.

A path is as in `generator.check.facts.clauses`. Actions are by the type of what the path leads to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Actions = Mapping[str, tuple[str, ...]]


class Need(NamedTuple):
    """A right that the role of a resource has to have.

    Attributes:
        type: The resource's type.
        role: The path of the role, or of the function whose role it is.
        target: The path of what it acts on; a block where it acts on nothing in particular.
        actions: What it does there, by the target's type; by "" where it acts on nothing in particular.
        source: Where that is documented.
    """

    type: str
    role: str
    target: str
    actions: Actions
    source: str


class ServiceRight(NamedTuple):
    """A right that a service has to have by the policy of what it calls.

    Attributes:
        type: The type of the resource that makes the service call.
        target: The path of what it calls.
        service: The service's principal.
        actions: What it does there, by the target's type.
        unless: An argument with which the service takes a role instead; empty where there is none.
        source: Where that is documented.
        origin: The argument that names what it calls on behalf of, which a policy's aws:SourceArn may ask for.
        by_default: Whether the target lets it in where it has no policy at all.
    """

    type: str
    target: str
    service: str
    actions: Actions
    unless: str
    source: str
    origin: str = ""
    by_default: bool = False


_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg"
_EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/userguide"

_RECEIVE: Actions = {
    "aws_sqs_queue": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    "aws_kinesis_stream": ("kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream"),
    "aws_dynamodb_table": ("dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"),
}
_SEND: Actions = {
    "aws_sqs_queue": ("sqs:SendMessage",),
    "aws_sns_topic": ("sns:Publish",),
    "aws_lambda_function": ("lambda:InvokeFunction",),
    "aws_cloudwatch_event_bus": ("events:PutEvents",),
    "aws_kinesis_stream": ("kinesis:PutRecord",),
    "aws_sfn_state_machine": ("states:StartExecution",),
}
_FAILURES: Actions = {name: _SEND[name] for name in ("aws_sqs_queue", "aws_sns_topic")}
_BY_ROLE: Actions = {name: _SEND[name] for name in ("aws_kinesis_stream", "aws_sfn_state_machine")}
_INTERFACES = ("ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface")

NEEDS = (
    Need("aws_lambda_event_source_mapping", "function_name", "event_source_arn", _RECEIVE,
         f"{_LAMBDA}/services-sqs-configure.html"),
    Need("aws_lambda_event_source_mapping", "function_name", "destination_config.on_failure.destination_arn",
         _FAILURES, f"{_LAMBDA}/kinesis-on-failure-destination.html"),
    Need("aws_lambda_function", "role", "vpc_config", {"": _INTERFACES}, f"{_LAMBDA}/configuration-vpc.html"),
    Need("aws_lambda_function", "role", "dead_letter_config.target_arn", _FAILURES,
         f"{_LAMBDA}/invocation-async-retain-records.html"),
    Need("aws_lambda_function_event_invoke_config", "function_name", "destination_config.on_failure.destination",
         _SEND, f"{_LAMBDA}/invocation-async-retain-records.html"),
    Need("aws_lambda_function_event_invoke_config", "function_name", "destination_config.on_success.destination",
         _SEND, f"{_LAMBDA}/invocation-async-retain-records.html"),
    Need("aws_pipes_pipe", "role_arn", "source", _RECEIVE, f"{_EVENTS}/eb-pipes-permissions.html"),
    Need("aws_pipes_pipe", "role_arn", "target", _SEND, f"{_EVENTS}/eb-pipes-permissions.html"),
    Need("aws_scheduler_schedule", "target.role_arn", "target.arn", _SEND,
         "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html"),
    Need("aws_cloudwatch_event_target", "role_arn", "arn", _BY_ROLE, f"{_EVENTS}/eb-use-identity-based.html"),
)  # fmt: skip
"""What roles have to be allowed."""

_CALL: Actions = {name: _SEND[name] for name in ("aws_sqs_queue", "aws_sns_topic", "aws_lambda_function")}
_QUEUE: Actions = {"aws_sqs_queue": _SEND["aws_sqs_queue"]}
_FUNCTION: Actions = {"aws_lambda_function": _SEND["aws_lambda_function"]}
_KEY: Actions = {"aws_kms_key": ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey")}
_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html"

CALLERS = (
    ServiceRight("aws_cloudwatch_event_target", "arn", "events.amazonaws.com", _CALL, "role_arn",
                 f"{_EVENTS}/eb-use-resource-based.html", "rule"),
    ServiceRight("aws_cloudwatch_event_target", "dead_letter_config.arn", "events.amazonaws.com", _QUEUE, "",
                 f"{_EVENTS}/eb-rule-dlq.html", "rule"),
    ServiceRight("aws_sns_topic_subscription", "endpoint", "sns.amazonaws.com", {**_QUEUE, **_FUNCTION}, "",
                 "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html", "topic_arn"),
    ServiceRight("aws_s3_bucket_notification", "queue.queue_arn", "s3.amazonaws.com", _CALL, "", _S3, "bucket"),
    ServiceRight("aws_s3_bucket_notification", "topic.topic_arn", "s3.amazonaws.com", _CALL, "", _S3, "bucket"),
    ServiceRight("aws_s3_bucket_notification", "lambda_function.lambda_function_arn", "s3.amazonaws.com", _CALL,
                 "", _S3, "bucket"),
    ServiceRight("aws_api_gateway_integration", "uri", "apigateway.amazonaws.com", _FUNCTION, "credentials",
                 "https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-lambda-non-proxy-integration.html",
                 "rest_api_id"),
    ServiceRight("aws_apigatewayv2_integration", "integration_uri", "apigateway.amazonaws.com", _FUNCTION,
                 "credentials_arn", f"{_LAMBDA}/services-apigateway.html", "api_id"),
    ServiceRight("aws_cloudwatch_log_subscription_filter", "destination_arn", "logs.amazonaws.com", _FUNCTION,
                 "role_arn",
                 "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html",
                 "log_group_name"),
    ServiceRight("aws_cloudwatch_metric_alarm", "alarm_actions", "cloudwatch.amazonaws.com",
                 {"aws_sns_topic": _SEND["aws_sns_topic"]}, "",
                 "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
                 by_default=True),
    ServiceRight("aws_cloudwatch_log_group", "kms_key_id", "logs.amazonaws.com", _KEY, "",
                 "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"),
)  # fmt: skip
"""What services have to be allowed by the policies of what they call."""

TYPES_BY_SERVICE: Mapping[str, str] = {
    "sqs": "aws_sqs_queue", "sns": "aws_sns_topic", "lambda": "aws_lambda_function",
    "kinesis": "aws_kinesis_stream", "dynamodb": "aws_dynamodb_table", "events": "aws_cloudwatch_event_bus",
    "states": "aws_sfn_state_machine",
}  # fmt: skip
"""The type of what an ARN names that is written out, by the ARN's service."""

ENCRYPTED_BY: Mapping[str, str] = {"aws_sqs_queue": "kms_master_key_id", "aws_sns_topic": "kms_master_key_id"}
"""Where a queue or topic names its key."""

KEY_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "sqs:ReceiveMessage": ("kms:Decrypt",),
    "sqs:SendMessage": ("kms:GenerateDataKey", "kms:Decrypt"),
    "sns:Publish": ("kms:GenerateDataKey", "kms:Decrypt"),
}
"""What an action needs of the key with which its target is encrypted.

Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
"""

TRIED = frozenset({"aws_s3_bucket_notification", "aws_cloudwatch_log_subscription_filter"})
"""The callers for which AWS tries the destination when they are made."""

ROLE_TRIED = frozenset(
    {"aws_lambda_event_source_mapping", "aws_lambda_function_event_invoke_config", "aws_pipes_pipe"}
)
"""What AWS tries the role of when it is made: it needs the right by then, not only at the first event.

Source: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
"""

GRANTS: Mapping[str, tuple[str, str, str]] = {
    "aws_sqs_queue_policy": ("queue_url", "policy", "aws_sqs_queue"),
    "aws_sns_topic_policy": ("arn", "policy", "aws_sns_topic"),
    "aws_kms_key_policy": ("key_id", "policy", "aws_kms_key"),
}
"""Resources that are the policy of another: the path of that, of the policy, and the other's type."""

_LOGS = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
MANAGED: Mapping[str, tuple[str, ...]] = {
    "AWSLambdaBasicExecutionRole": _LOGS,
    "AWSLambdaSQSQueueExecutionRole": (*_LOGS, *_RECEIVE["aws_sqs_queue"]),
    "AWSLambdaKinesisExecutionRole": (*_LOGS, *_RECEIVE["aws_kinesis_stream"], "kinesis:DescribeStreamSummary",
                                      "kinesis:ListShards", "kinesis:ListStreams"),
    "AWSLambdaDynamoDBExecutionRole": (*_LOGS, "dynamodb:DescribeStream", "dynamodb:GetRecords",
                                       "dynamodb:GetShardIterator", "dynamodb:ListStreams"),
    "AWSLambdaVPCAccessExecutionRole": (*_LOGS, *_INTERFACES, "ec2:DescribeSubnets",
                                        "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"),
    "AWSXRayDaemonWriteAccess": ("xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSampling*"),
    "CloudWatchLambdaInsightsExecutionRolePolicy": _LOGS,
    "AdministratorAccess": ("*",),
    "AmazonSQSFullAccess": ("sqs:*",),
    "AmazonSNSFullAccess": ("sns:*",),
    "AmazonDynamoDBFullAccess": ("dynamodb:*",),
    "AmazonKinesisFullAccess": ("kinesis:*",),
}  # fmt: skip
"""The policies of AWS's own that functions often have, and what they allow on all resources.

Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""
