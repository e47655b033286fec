"""Edits of one resource, with what is to be said of each: a new case is a new line.

A body is HCL on one line, its parts separated by `;`. Blocks stand in braces as in HCL.
"""

from __future__ import annotations

from typing import NamedTuple

from generator.model.change import Effect

POLICY = 'policy = jsonencode({{ Statement = [{{ Effect = "Allow", {} }}] }})'
SEND = 'Action = "sqs:SendMessage", Resource = aws_sqs_queue.q.arn'


class Case(NamedTuple):
    """One edit.

    Attributes:
        type: The resource type.
        before: The body before; None where the resource is new.
        after: The body after; None where it is gone.
        effect: What Terraform does.
        meaning: What is said of it.
        security: What is said of security.
    """

    type: str
    before: str | None
    after: str | None
    effect: Effect
    meaning: str
    security: tuple[str, ...] = ()


def _policy(inside: str) -> str:
    return f'role = "r"; {POLICY.format(inside)}'


CREATE, DESTROY, NONE, REPLACE, UNKNOWN, UPDATE = (
    Effect.CREATE, Effect.DESTROY, Effect.NONE, Effect.REPLACE, Effect.UNKNOWN, Effect.UPDATE,
)  # fmt: skip
TABLE = 'hash_key = "a"; attribute { name = "a"; type = "S" }'
CASES = [
    # What goes, and what goes with it.
    Case("aws_dynamodb_table", f'name = "a"; {TABLE}', f'name = "b"; {TABLE}', REPLACE,
         "renames the table: its data is lost"),
    Case("aws_dynamodb_table", 'name = "a"; hash_key = "a"', 'name = "a"; hash_key = "b"', REPLACE,
         "replaces the table: its data is lost"),
    Case("aws_dynamodb_table", f'name = "a"; {TABLE}', None, DESTROY, "destroys the table: its data is lost"),
    Case("aws_dynamodb_table", f'name = "a"; deletion_protection_enabled = true; {TABLE}', None, DESTROY,
         "destroys the table: its data is lost; AWS refuses it until an apply before has turned "
         "deletion_protection_enabled off"),
    Case("aws_sqs_queue", 'name = "a"', 'name = "b"', REPLACE,
         "renames the queue: the messages in it are lost"),
    Case("aws_sqs_queue", 'name_prefix = "a"; fifo_queue = false', 'name_prefix = "a"; fifo_queue = true', REPLACE,
         "replaces the queue: the messages in it are lost"),
    Case("aws_lambda_function", 'function_name = "a"; role = "r"', 'function_name = "b"; role = "r"', REPLACE,
         "renames the function: its event sources and permissions are recreated, and calls fail meanwhile"),
    Case("aws_api_gateway_rest_api", 'name = "a"', None, DESTROY, "destroys the REST API: its URL is gone"),
    Case("aws_cloudwatch_log_group", 'name = "a"', 'name = "b"', REPLACE, "renames the log group: its logs are lost"),
    Case("aws_cloudwatch_log_group", 'name = "a"; skip_destroy = true', None, DESTROY,
         "destroys the log group: its logs are lost; the old one stays in AWS, for skip_destroy is set"),
    Case("aws_kms_key", "deletion_window_in_days = 7", None, DESTROY,
         "destroys the key: what it encrypted can't be read from then on, in 7 days never again"),
    Case("aws_kms_key", "", None, DESTROY,
         "destroys the key: what it encrypted can't be read from then on, in 30 days never again"),
    Case("aws_kms_key", "deletion_window_in_days = aws_x.y.days", None, DESTROY,
         "destroys the key: what it encrypted can't be read from then on, in some days never again"),
    Case("random_password", "length = 32", "length = 40", REPLACE,
         "replaces the password: another one is made, and what holds it changes with it",
         ("how hard the password is to guess is raised",)),
    Case("aws_api_gateway_stage", 'stage_name = "a"', 'stage_name = "b"', REPLACE,
         "renames the stage: its URL answers nothing meanwhile, and follows its name"),
    Case("aws_api_gateway_deployment", 'triggers = { a = "1" }', 'triggers = { a = "2" }', REPLACE,
         "replaces the deployment: what changed of the API takes effect"),
    Case("aws_vpc", 'cidr_block = "10.0.0.0/16"', None, DESTROY, "destroys it"),
    # What Terraform is told of a resource's life.
    Case("aws_sqs_queue", 'name = "a"; lifecycle { prevent_destroy = true }',
         'name = "b"; lifecycle { prevent_destroy = true }', REPLACE,
         "renames the queue: the messages in it are lost; the plan fails, for prevent_destroy is set"),
    Case("aws_sqs_queue", 'name = "a"; lifecycle { prevent_destroy = true }', None, DESTROY,
         "destroys the queue: the messages in it are lost"),
    Case("aws_acm_certificate", 'domain_name = "a.b"; lifecycle { create_before_destroy = true }',
         'domain_name = "c.b"; lifecycle { create_before_destroy = true }', REPLACE,
         "renames the certificate: a new one is issued once its domains are validated; the new one is there before "
         "the old one goes"),
    Case("aws_sqs_queue", 'name = "a"; lifecycle { ignore_changes = [name] }',
         'name = "b"; lifecycle { ignore_changes = [name] }', NONE, "Terraform does nothing about it: ignore_changes names it"),
    # In place, and more than that.
    Case("aws_sqs_queue", "delay_seconds = 5", "delay_seconds = 7", UPDATE, ""),
    Case("aws_sqs_queue", "message_retention_seconds = 600", "message_retention_seconds = 60", UPDATE,
         "older messages are deleted"),
    Case("aws_sqs_queue", "message_retention_seconds = 60", "message_retention_seconds = 600", UPDATE, ""),
    Case("aws_cloudwatch_log_group", "retention_in_days = 30", "retention_in_days = 7", UPDATE,
         "older logs are deleted", ("how long logs are kept is lowered",)),
    Case("aws_dynamodb_table", "point_in_time_recovery { enabled = true }", "point_in_time_recovery { enabled = false }",
         UPDATE, "what was before can't be restored any more"),
    Case("aws_cloudwatch_event_rule", 'state = "ENABLED"', 'state = "DISABLED"', UPDATE,
         "its events are not delivered any more"),
    Case("aws_api_gateway_integration", "timeout_milliseconds = 1000", "timeout_milliseconds = 2000", UPDATE,
         "takes effect when the API is deployed again"),
    Case("aws_ssm_parameter", "value_wo_version = 1", "value_wo_version = 2", UPDATE,
         "readers get another value when they read again", ("the secret is changed",)),
    # What does is_unset, or can't be told.
    Case("aws_dynamodb_table", "ttl { enabled = true }", "", NONE, ""),
    Case("aws_sqs_queue", 'policy = "{}"', "", NONE, ""),
    Case("aws_ssm_parameter", 'tier = "Advanced"', 'tier = "Standard"', UNKNOWN,
         "tier replaces from Advanced to Standard, and changes in place otherwise"),
    Case("aws_vpc", 'cidr_block = "10.0.0.0/16"', 'cidr_block = "10.1.0.0/16"', UNKNOWN,
         "in place, or a replacement: tfgen does not know the type's arguments"),
    # Who may do what.
    Case("aws_iam_role_policy", _policy(SEND), _policy(SEND.replace('"sqs:SendMessage"', '["sqs:SendMessage", "sqs:Purge*"]')),
         UPDATE, "", ("what the role may do, more: sqs:Purge* on aws_sqs_queue.q.arn",)),
    Case("aws_iam_role_policy", _policy('Action = "sqs:*", Resource = "*"'), _policy(SEND), UPDATE, "",
         ("what the role may do, less: sqs:* on everything",)),
    Case("aws_iam_role_policy", _policy(SEND), _policy('Action = "sqs:SendMessage", Resource = "*"'), UPDATE, "",
         ("what the role may do, more: sqs:SendMessage on everything",)),
    Case("aws_iam_role_policy", None, _policy(SEND), CREATE, "",
         ("what the role may do, more: sqs:SendMessage on aws_sqs_queue.q.arn",)),
    Case("aws_iam_role_policy", _policy(SEND), None, DESTROY,
         "destroys the role's policy: the role may not do what it allows any more",
         ("what the role may do, less: sqs:SendMessage on aws_sqs_queue.q.arn",)),
    Case("aws_sqs_queue_policy", POLICY.format(f'Principal = {{ Service = "events.amazonaws.com" }}, {SEND}'),
         POLICY.format(f'Principal = "*", {SEND}'), UPDATE, "",
         ("who may use the queue, more: sqs:SendMessage on aws_sqs_queue.q.arn for everybody without a condition",)),
    Case("aws_sqs_queue_policy", 'queue_url = "q"; policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", '
         'Action = "sqs:*", Resource = "*" }] })', None, DESTROY, "destroys the queue's policy: nobody but its owner may use the queue",
         ("who may use the queue, lifts a denial: sqs:* on everything for everybody without a condition",)),
    Case("aws_iam_role", 'assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", '
         'Principal = { Service = "lambda.amazonaws.com" } }] })',
         'assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", '
         'Principal = { AWS = "111122223333" } }] })', UPDATE, "",
         ("who may assume the role, more: sts:AssumeRole for 111122223333; less: sts:AssumeRole for "
          "lambda.amazonaws.com",)),
    Case("aws_iam_role_policy", _policy(SEND), 'role = "r"; policy = data.aws_iam_policy_document.d.json', UPDATE,
         "", ("what the role may do is changed",)),
    Case("aws_iam_role_policy_attachment", None, 'role = aws_iam_role.a.name; policy_arn = "arn:aws:iam::aws:policy/A"',
         CREATE, "", ("aws_iam_role.a.name may do what arn:aws:iam::aws:policy/A allows",)),
    Case("aws_lambda_permission", None, 'principal = "events.amazonaws.com"', CREATE, "",
         ("events.amazonaws.com may call the function, from anywhere",)),
    Case("aws_lambda_permission", 'principal = "events.amazonaws.com"; source_arn = "arn:a"',
         'principal = "events.amazonaws.com"', REPLACE,
         "replaces the permission to call the function: calls are refused meanwhile",
         ("from where the function may be called is removed",)),
    Case("aws_cloudwatch_event_permission", 'principal = "111122223333"', 'principal = "*"', UPDATE, "",
         ("who may put events on the bus is changed",)),
    # What is public, encrypted, protected, throttled.
    Case("aws_api_gateway_method", 'authorization = "CUSTOM"', 'authorization = "NONE"', UPDATE,
         "takes effect when the API is deployed again", ("authorization of the method is turned off",)),
    Case("aws_api_gateway_method", None, 'http_method = "POST"; authorization = "NONE"', CREATE, "",
         ('anybody may call "POST" without authorization',)),
    Case("aws_api_gateway_method_settings", "settings { throttling_rate_limit = 100 }",
         "settings { throttling_rate_limit = 10000 }", UPDATE, "", ("the API's throttle is raised",)),
    Case("aws_api_gateway_domain_name", 'security_policy = "TLS_1_2"', 'security_policy = "TLS_1_0"', UPDATE, "",
         ("the domain's oldest TLS is changed",)),
    Case("aws_api_gateway_stage", 'access_log_settings { destination_arn = "a"; format = "b" }', "", UPDATE, "",
         ("the API's access log is removed",)),
    Case("aws_api_gateway_integration_response",
         "response_parameters = { \"method.response.header.Access-Control-Allow-Origin\" = \"'https://a'\" }",
         "response_parameters = { \"method.response.header.Access-Control-Allow-Origin\" = \"'*'\" }", UPDATE,
         "takes effect when the API is deployed again",
         ("which web sites may call the API is changed to every one",)),
    Case("aws_sqs_queue", "sqs_managed_sse_enabled = true", "sqs_managed_sse_enabled = false", UPDATE, "",
         ("encryption of the queue is turned off",)),
    Case("aws_sqs_queue", 'kms_master_key_id = "a"', 'kms_master_key_id = "b"', UPDATE, "",
         ("the encryption's key is changed",)),
    Case("aws_dynamodb_table", "deletion_protection_enabled = true", "deletion_protection_enabled = false", UPDATE,
         "", ("deletion protection is turned off",)),
    Case("aws_kms_key", "enable_key_rotation = true", "", UPDATE, "", ("rotation of the key is turned off",)),
    Case("aws_ssm_parameter", 'type = "SecureString"', 'type = "String"', UPDATE, "",
         ("encryption of the parameter is changed",)),
]  # fmt: skip
