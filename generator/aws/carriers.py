"""Which resources events pass through, and which of their arguments lead where: data, and no code.

A way is a path of blocks to an attribute, such as `dead_letter_config.arn`; after a colon it goes on in what the
attribute says as JSON: `redrive_policy:deadLetterTargetArn`. The empty way is the resource itself.

Source: the argument references of the AWS provider, https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs
"""

from __future__ import annotations

from typing import NamedTuple


class Carrier(NamedTuple):
    """A type of resource that is drawn.

    Attributes:
        role: What it is to events; see `diagram.Node`.
        name: The attribute that names it.
        alone: Whether it is drawn even if nothing leads to it or from it.
    """

    role: str
    name: str = "name"
    alone: bool = True


class Arrow(NamedTuple):
    """A type of resource that says that events go from one place to another.

    Attributes:
        type: The type.
        source: The way to where they come from.
        target: The way to where they go.
        label: What goes along, with attributes' values in braces; without them where one is not known.
        failure: Whether only what went wrong goes along.
    """

    type: str
    source: str
    target: str
    label: str = ""
    failure: bool = False


class PathPart(NamedTuple):
    """A part of an API whose path is made of its own and its parents'.

    Attributes:
        part: The attribute with its own part.
        parent: The attribute that leads to the parent.
    """

    part: str
    parent: str


CARRIERS = {
    "aws_api_gateway_rest_api": Carrier("API"),
    "aws_apigatewayv2_api": Carrier("API"),
    "aws_appsync_graphql_api": Carrier("API"),
    "aws_lambda_function_url": Carrier("API", "function_name"),
    "aws_lambda_function": Carrier("function", "function_name"),
    "aws_sfn_state_machine": Carrier("state machine"),
    "aws_cloudwatch_event_bus": Carrier("bus"),
    "aws_cloudwatch_event_rule": Carrier("rule"),
    "aws_scheduler_schedule": Carrier("rule"),
    "aws_pipes_pipe": Carrier("rule"),
    "aws_sqs_queue": Carrier("queue"),
    "aws_sns_topic": Carrier("topic", alone=False),  # one alone is for alarms
    "aws_dynamodb_table": Carrier("table"),
    "aws_kinesis_stream": Carrier("stream"),
    "aws_kinesis_firehose_delivery_stream": Carrier("stream"),
    "aws_msk_cluster": Carrier("stream", "cluster_name"),
    "aws_s3_bucket": Carrier("bucket", "bucket", alone=False),
    "aws_cloudwatch_event_api_destination": Carrier("resource", alone=False),
    "aws_ecs_cluster": Carrier("resource", alone=False),
    "aws_ecs_task_definition": Carrier("resource", "family", alone=False),
    "aws_batch_job_queue": Carrier("resource", alone=False),
}
"""What is drawn, by type."""

STANDS_FOR = {
    "aws_lambda_alias": "function_name",
    "aws_apigatewayv2_integration": "integration_uri",
    "aws_api_gateway_stage": "rest_api_id",
    "aws_apigatewayv2_stage": "api_id",
    "aws_kinesis_stream_consumer": "stream_arn",
    "aws_s3_bucket_notification": "bucket",
}
"""What stands for something else, by type, and the way to that."""

ARROWS = (
    Arrow("aws_api_gateway_authorizer", "rest_api_id", "authorizer_uri", "authorizes with"),
    Arrow("aws_api_gateway_integration", "rest_api_id", "uri", "{http_method} {resource_id}"),
    Arrow("aws_api_gateway_rest_api", "", "body"),
    Arrow("aws_apigatewayv2_api", "", "target"),
    Arrow("aws_apigatewayv2_authorizer", "api_id", "authorizer_uri", "authorizes with"),
    Arrow("aws_apigatewayv2_route", "api_id", "target", "{route_key}"),
    Arrow("aws_appsync_datasource", "api_id", "lambda_config.function_arn", "resolves with"),
    Arrow("aws_appsync_datasource", "api_id", "dynamodb_config.table_name", "resolves with"),
    Arrow("aws_cloudwatch_event_rule", "event_bus_name", "", "matches"),
    Arrow("aws_cloudwatch_event_target", "rule", "arn", "delivers"),
    Arrow("aws_cloudwatch_event_target", "rule", "dead_letter_config.arn", "undelivered", failure=True),
    Arrow("aws_kinesis_firehose_delivery_stream", "", "extended_s3_configuration.bucket_arn", "delivers"),
    Arrow("aws_kinesis_firehose_delivery_stream", "kinesis_source_configuration.kinesis_stream_arn", "", "feeds"),
    Arrow("aws_lambda_event_source_mapping", "event_source_arn", "function_name", "invokes"),
    Arrow(
        "aws_lambda_event_source_mapping",
        "function_name",
        "destination_config.on_failure.destination_arn",
        "failed batches",
        failure=True,
    ),
    Arrow("aws_lambda_function", "", "dead_letter_config.target_arn", "failed calls", failure=True),
    Arrow(
        "aws_lambda_function_event_invoke_config",
        "function_name",
        "destination_config.on_failure.destination",
        "failed calls",
        failure=True,
    ),
    Arrow(
        "aws_lambda_function_event_invoke_config",
        "function_name",
        "destination_config.on_success.destination",
        "results",
    ),
    Arrow("aws_lambda_function_url", "", "function_name", "invokes"),
    Arrow("aws_pipes_pipe", "source", "", "feeds"),
    Arrow("aws_pipes_pipe", "", "enrichment", "enriches with"),
    Arrow("aws_pipes_pipe", "", "target", "delivers"),
    Arrow("aws_s3_bucket_notification", "bucket", "lambda_function.lambda_function_arn", "notifies"),
    Arrow("aws_s3_bucket_notification", "bucket", "queue.queue_arn", "notifies"),
    Arrow("aws_s3_bucket_notification", "bucket", "topic.topic_arn", "notifies"),
    Arrow("aws_scheduler_schedule", "", "target.arn", "starts"),
    Arrow("aws_scheduler_schedule", "", "target.dead_letter_config.arn", "undelivered", failure=True),
    Arrow("aws_sfn_state_machine", "", "definition", "runs"),
    Arrow("aws_sns_topic_subscription", "topic_arn", "endpoint", "delivers"),
    Arrow(
        "aws_sns_topic_subscription",
        "topic_arn",
        "redrive_policy:deadLetterTargetArn",
        "undelivered",
        failure=True,
    ),
    Arrow("aws_sqs_queue", "", "redrive_policy:deadLetterTargetArn", "dead letters", failure=True),
    Arrow(
        "aws_sqs_queue_redrive_policy",
        "queue_url",
        "redrive_policy:deadLetterTargetArn",
        "dead letters",
        failure=True,
    ),
)
"""What leads where."""

PATHS = {"aws_api_gateway_resource": PathPart("path_part", "parent_id")}
"""What a label shows the path of, by type."""

ROLES = {"aws_lambda_function": "role", "aws_sfn_state_machine": "role_arn"}
"""What acts with the rights of a role, by type, and the attribute that leads to the role."""

VARIABLES = {"aws_lambda_function": "environment.variables"}
"""The settings that programs find other resources by."""

NAMES = {"aws_iam_role": "name", "aws_iam_policy": "name"}
"""Attributes by which other resources are found that are not drawn, by type."""

ACTIONS = {
    "aws_cloudwatch_event_bus": {"events:PutEvents": "puts events"},
    "aws_sqs_queue": {"sqs:SendMessage": "sends"},
    "aws_sns_topic": {"sns:Publish": "publishes"},
    "aws_dynamodb_table": {
        "dynamodb:PutItem": "writes",
        "dynamodb:UpdateItem": "writes",
        "dynamodb:BatchWriteItem": "writes",
        "dynamodb:DeleteItem": "deletes",
        "dynamodb:GetItem": "reads",
        "dynamodb:BatchGetItem": "reads",
        "dynamodb:Query": "reads",
        "dynamodb:Scan": "reads",
    },
    "aws_s3_bucket": {"s3:PutObject": "writes", "s3:DeleteObject": "deletes", "s3:GetObject": "reads"},
    "aws_kinesis_stream": {"kinesis:PutRecord": "puts records", "kinesis:PutRecords": "puts records"},
    "aws_kinesis_firehose_delivery_stream": {
        "firehose:PutRecord": "puts records",
        "firehose:PutRecordBatch": "puts records",
    },
    "aws_lambda_function": {"lambda:InvokeFunction": "invokes"},
    "aws_sfn_state_machine": {"states:StartExecution": "starts", "states:StartSyncExecution": "starts"},
    "aws_api_gateway_rest_api": {"execute-api:Invoke": "calls"},
    "aws_apigatewayv2_api": {"execute-api:Invoke": "calls"},
}
"""What a right to act on a carrier means to events, by the carrier's type and the action.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""
