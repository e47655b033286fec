"""What arguments take of other resources: an attribute of the right kind, such as a name where a name is asked.

A row of `TAKES` reads `argument: type:kind type:kind …`; `*` stands for any type of `KINDS`. A type that has kinds
but is not in the row does not belong there. `KINDS` says which attributes of a type are of which kind.

Source: the argument and attribute references of https://registry.terraform.io/providers/hashicorp/aws/latest/docs
"""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, Mapping[str, str]] = {
    "aws_lambda_function": {
        "arn": "arn qualified_arn",
        "name": "function_name id",
        "invoke": "invoke_arn qualified_invoke_arn response_streaming_invoke_arn",
        "version": "version",
    },
    "aws_lambda_alias": {"arn": "arn id", "name": "name", "invoke": "invoke_arn", "version": "function_version"},
    "aws_lambda_layer_version": {"arn": "arn id", "layer": "layer_arn"},
    "aws_sqs_queue": {"arn": "arn", "url": "url id", "name": "name"},
    "aws_sns_topic": {"arn": "arn id", "name": "name"},
    "aws_dynamodb_table": {"arn": "arn", "name": "name id", "stream": "stream_arn"},
    "aws_kinesis_stream": {"arn": "arn id", "name": "name"},
    "aws_kinesis_stream_consumer": {"arn": "arn id", "name": "name"},
    "aws_kinesis_firehose_delivery_stream": {"arn": "arn id", "name": "name"},
    "aws_cloudwatch_event_rule": {"arn": "arn", "name": "name id"},
    "aws_cloudwatch_event_bus": {"arn": "arn", "name": "name id"},
    "aws_cloudwatch_log_group": {"arn": "arn", "name": "name id"},
    "aws_sfn_state_machine": {"arn": "arn id", "name": "name"},
    "aws_iam_role": {"arn": "arn", "name": "name id", "unique": "unique_id"},
    "aws_iam_policy": {"arn": "arn id", "name": "name"},
    "aws_iam_user": {"arn": "arn", "name": "name id", "unique": "unique_id"},
    "aws_iam_group": {"arn": "arn", "name": "name id", "unique": "unique_id"},
    "aws_iam_instance_profile": {"arn": "arn", "name": "name id"},
    "aws_kms_key": {"arn": "arn", "id": "key_id id"},
    "aws_kms_alias": {"arn": "arn", "name": "name id", "key": "target_key_arn"},
    "aws_acm_certificate": {"arn": "arn id"},
    "aws_acm_certificate_validation": {"arn": "certificate_arn"},
    "aws_api_gateway_rest_api": {
        "id": "id",
        "arn": "arn",
        "root": "root_resource_id",
        "execution": "execution_arn",
    },
    "aws_api_gateway_resource": {"id": "id", "path": "path"},
    "aws_api_gateway_deployment": {"id": "id", "execution": "execution_arn"},
    "aws_api_gateway_stage": {"arn": "arn", "name": "stage_name", "id": "id", "execution": "execution_arn"},
    "aws_api_gateway_authorizer": {"id": "id", "arn": "arn"},
    "aws_apigatewayv2_api": {"id": "id", "arn": "arn", "execution": "execution_arn", "url": "api_endpoint"},
    "aws_apigatewayv2_authorizer": {"id": "id"},
    "aws_apigatewayv2_stage": {"id": "id name", "arn": "arn", "execution": "execution_arn"},
    "aws_cognito_user_pool": {"arn": "arn", "id": "id", "url": "endpoint"},
    "aws_cognito_user_pool_client": {"id": "id"},
    "aws_s3_bucket": {"arn": "arn", "name": "id bucket"},
    "aws_route53_zone": {"id": "zone_id id", "arn": "arn"},
    "aws_ssm_parameter": {"arn": "arn", "name": "name id"},
    "aws_secretsmanager_secret": {"arn": "arn id", "name": "name"},
    "aws_security_group": {"id": "id", "arn": "arn"},
    "aws_subnet": {"id": "id", "arn": "arn"},
    "aws_vpc": {"id": "id", "arn": "arn"},
}
"""The kinds of attributes of a type: those that stand for one another."""

WORDS = {
    "arn": "its ARN",
    "name": "its name",
    "id": "its ID",
    "url": "its URL",
    "invoke": "its invoke_arn",
    "stream": "its stream_arn",
    "key": "its key's ARN",
    "root": "its root_resource_id",
    "execution": "its execution_arn",
    "version": "its version",
}
"""How a message names a kind."""

_KEY_ARN = "aws_kms_key:arn aws_kms_alias:arn aws_kms_alias:key"
_KEY = f"{_KEY_ARN} aws_kms_key:id aws_kms_alias:name"
_FUNCTION = "aws_lambda_function:arn aws_lambda_function:name"
_FUNCTION_OR_ALIAS = f"{_FUNCTION} aws_lambda_alias:arn"
_CALLED = "aws_lambda_function:arn aws_lambda_alias:arn"
_INVOKED = "aws_lambda_function:invoke aws_lambda_alias:invoke"
_CERTIFICATE = "aws_acm_certificate:arn aws_acm_certificate_validation:arn"
_ROLE_ARN, _ROLE_NAME = "aws_iam_role:arn", "aws_iam_role:name"
_REST_API = "aws_api_gateway_rest_api:id"
_RESOURCE = "aws_api_gateway_resource:id aws_api_gateway_rest_api:root"
_HTTP_API = "aws_apigatewayv2_api:id"
_FAILURES = "aws_sqs_queue:arn aws_sns_topic:arn"
_RESULTS = f"{_FAILURES} aws_lambda_function:arn aws_lambda_alias:arn aws_cloudwatch_event_bus:arn"

TAKES: Mapping[str, str] = {
    "aws_lambda_function.role": _ROLE_ARN,
    "aws_lambda_function.kms_key_arn": _KEY_ARN,
    "aws_lambda_function.dead_letter_config.target_arn": _FAILURES,
    "aws_lambda_function.logging_config.log_group": "aws_cloudwatch_log_group:name",
    "aws_lambda_function.vpc_config.subnet_ids": "aws_subnet:id",
    "aws_lambda_function.vpc_config.security_group_ids": "aws_security_group:id",
    "aws_lambda_function.layers": "aws_lambda_layer_version:arn",
    "aws_lambda_function.s3_bucket": "aws_s3_bucket:name",
    "aws_lambda_alias.function_name": _FUNCTION,
    "aws_lambda_alias.function_version": "aws_lambda_function:version",
    "aws_lambda_permission.function_name": _FUNCTION_OR_ALIAS,
    "aws_lambda_function_url.function_name": _FUNCTION,
    "aws_lambda_function_event_invoke_config.function_name": _FUNCTION_OR_ALIAS,
    "aws_lambda_function_event_invoke_config.destination_config.on_failure.destination":
        f"{_RESULTS} aws_s3_bucket:arn",
    "aws_lambda_function_event_invoke_config.destination_config.on_success.destination": _RESULTS,
    "aws_lambda_event_source_mapping.function_name": _FUNCTION_OR_ALIAS,
    "aws_lambda_event_source_mapping.event_source_arn":
        "aws_sqs_queue:arn aws_kinesis_stream:arn aws_kinesis_stream_consumer:arn aws_dynamodb_table:stream",
    "aws_lambda_event_source_mapping.destination_config.on_failure.destination_arn":
        f"{_FAILURES} aws_s3_bucket:arn",
    "aws_api_gateway_account.cloudwatch_role_arn": _ROLE_ARN,
    "aws_api_gateway_resource.rest_api_id": _REST_API,
    "aws_api_gateway_resource.parent_id": _RESOURCE,
    "aws_api_gateway_method.rest_api_id": _REST_API,
    "aws_api_gateway_method.resource_id": _RESOURCE,
    "aws_api_gateway_method.authorizer_id": "aws_api_gateway_authorizer:id",
    "aws_api_gateway_integration.rest_api_id": _REST_API,
    "aws_api_gateway_integration.resource_id": _RESOURCE,
    "aws_api_gateway_integration.uri": _INVOKED,
    "aws_api_gateway_method_response.rest_api_id": _REST_API,
    "aws_api_gateway_method_response.resource_id": _RESOURCE,
    "aws_api_gateway_integration_response.rest_api_id": _REST_API,
    "aws_api_gateway_integration_response.resource_id": _RESOURCE,
    "aws_api_gateway_method_settings.rest_api_id": _REST_API,
    "aws_api_gateway_method_settings.stage_name": "aws_api_gateway_stage:name",
    "aws_api_gateway_gateway_response.rest_api_id": _REST_API,
    "aws_api_gateway_model.rest_api_id": _REST_API,
    "aws_api_gateway_request_validator.rest_api_id": _REST_API,
    "aws_api_gateway_rest_api_policy.rest_api_id": _REST_API,
    "aws_api_gateway_authorizer.rest_api_id": _REST_API,
    "aws_api_gateway_authorizer.authorizer_uri": _INVOKED,
    "aws_api_gateway_authorizer.authorizer_credentials": _ROLE_ARN,
    "aws_api_gateway_authorizer.provider_arns": "aws_cognito_user_pool:arn",
    "aws_api_gateway_deployment.rest_api_id": _REST_API,
    "aws_api_gateway_stage.rest_api_id": _REST_API,
    "aws_api_gateway_stage.deployment_id": "aws_api_gateway_deployment:id",
    "aws_api_gateway_stage.access_log_settings.destination_arn":
        "aws_cloudwatch_log_group:arn aws_kinesis_firehose_delivery_stream:arn",
    "aws_api_gateway_domain_name.certificate_arn": _CERTIFICATE,
    "aws_api_gateway_domain_name.regional_certificate_arn": _CERTIFICATE,
    "aws_api_gateway_base_path_mapping.api_id": _REST_API,
    "aws_api_gateway_base_path_mapping.stage_name": "aws_api_gateway_stage:name",
    "aws_apigatewayv2_route.api_id": _HTTP_API,
    "aws_apigatewayv2_route.authorizer_id": "aws_apigatewayv2_authorizer:id",
    "aws_apigatewayv2_integration.api_id": _HTTP_API,
    "aws_apigatewayv2_integration.credentials_arn": _ROLE_ARN,
    "aws_apigatewayv2_authorizer.api_id": _HTTP_API,
    "aws_apigatewayv2_authorizer.authorizer_uri": _INVOKED,
    "aws_apigatewayv2_stage.api_id": _HTTP_API,
    "aws_apigatewayv2_stage.access_log_settings.destination_arn":
        "aws_cloudwatch_log_group:arn aws_kinesis_firehose_delivery_stream:arn",
    "aws_apigatewayv2_domain_name.domain_name_configuration.certificate_arn": _CERTIFICATE,
    "aws_apigatewayv2_api_mapping.api_id": _HTTP_API,
    "aws_apigatewayv2_api_mapping.stage": "aws_apigatewayv2_stage:id",
    "aws_cloudwatch_event_rule.event_bus_name": "aws_cloudwatch_event_bus:name aws_cloudwatch_event_bus:arn",
    "aws_cloudwatch_event_rule.role_arn": _ROLE_ARN,
    "aws_cloudwatch_event_target.rule": "aws_cloudwatch_event_rule:name",
    "aws_cloudwatch_event_target.event_bus_name": "aws_cloudwatch_event_bus:name aws_cloudwatch_event_bus:arn",
    "aws_cloudwatch_event_target.arn": "*:arn aws_api_gateway_stage:execution",
    "aws_cloudwatch_event_target.role_arn": _ROLE_ARN,
    "aws_cloudwatch_event_target.dead_letter_config.arn": "aws_sqs_queue:arn",
    "aws_scheduler_schedule.kms_key_arn": _KEY_ARN,
    "aws_scheduler_schedule.target.arn": "*:arn",
    "aws_scheduler_schedule.target.role_arn": _ROLE_ARN,
    "aws_scheduler_schedule.target.dead_letter_config.arn": "aws_sqs_queue:arn",
    "aws_pipes_pipe.role_arn": _ROLE_ARN,
    "aws_pipes_pipe.source": "aws_sqs_queue:arn aws_kinesis_stream:arn aws_dynamodb_table:stream",
    "aws_pipes_pipe.target": "*:arn",
    "aws_sqs_queue.kms_master_key_id": _KEY,
    "aws_sqs_queue_policy.queue_url": "aws_sqs_queue:url",
    "aws_sqs_queue_redrive_policy.queue_url": "aws_sqs_queue:url",
    "aws_sqs_queue_redrive_allow_policy.queue_url": "aws_sqs_queue:url",
    "aws_sqs_queue.redrive_policy:deadLetterTargetArn": "aws_sqs_queue:arn",
    "aws_sqs_queue_redrive_policy.redrive_policy:deadLetterTargetArn": "aws_sqs_queue:arn",
    "aws_sns_topic.kms_master_key_id": _KEY,
    "aws_sns_topic_policy.arn": "aws_sns_topic:arn",
    "aws_sns_topic_subscription.topic_arn": "aws_sns_topic:arn",
    "aws_sns_topic_subscription.subscription_role_arn": _ROLE_ARN,
    "aws_sns_topic_subscription.redrive_policy:deadLetterTargetArn": "aws_sqs_queue:arn",
    "aws_dynamodb_table.server_side_encryption.kms_key_arn": _KEY_ARN,
    "aws_dynamodb_table_item.table_name": "aws_dynamodb_table:name",
    "aws_appautoscaling_target.role_arn": _ROLE_ARN,
    "aws_ssm_parameter.key_id": _KEY,
    "aws_secretsmanager_secret.kms_key_id": _KEY,
    "aws_secretsmanager_secret_version.secret_id": "aws_secretsmanager_secret:arn aws_secretsmanager_secret:name",
    "aws_iam_role_policy.role": _ROLE_NAME,
    "aws_iam_role_policy_attachment.role": _ROLE_NAME,
    "aws_iam_role_policy_attachment.policy_arn": "aws_iam_policy:arn",
    "aws_iam_policy_attachment.policy_arn": "aws_iam_policy:arn",
    "aws_iam_policy_attachment.roles": _ROLE_NAME,
    "aws_iam_user_policy_attachment.user": "aws_iam_user:name",
    "aws_iam_user_policy_attachment.policy_arn": "aws_iam_policy:arn",
    "aws_iam_instance_profile.role": _ROLE_NAME,
    "aws_iam_role.permissions_boundary": "aws_iam_policy:arn",
    "aws_kms_alias.target_key_id": "aws_kms_key:arn aws_kms_key:id",
    "aws_cloudwatch_log_group.kms_key_id": _KEY_ARN,
    "aws_cloudwatch_log_metric_filter.log_group_name": "aws_cloudwatch_log_group:name",
    "aws_cloudwatch_log_subscription_filter.log_group_name": "aws_cloudwatch_log_group:name",
    "aws_cloudwatch_log_subscription_filter.destination_arn":
        f"{_CALLED} aws_kinesis_stream:arn aws_kinesis_firehose_delivery_stream:arn",
    "aws_cloudwatch_log_subscription_filter.role_arn": _ROLE_ARN,
    "aws_cloudwatch_metric_alarm.alarm_actions":
        f"aws_sns_topic:arn {_CALLED}",
    "aws_cloudwatch_metric_alarm.ok_actions":
        f"aws_sns_topic:arn {_CALLED}",
    "aws_route53_record.zone_id": "aws_route53_zone:id",
    "aws_acm_certificate_validation.certificate_arn": "aws_acm_certificate:arn",
    "aws_cloudfront_distribution.viewer_certificate.acm_certificate_arn": _CERTIFICATE,
    "aws_cognito_user_pool_client.user_pool_id": "aws_cognito_user_pool:id",
    "aws_cognito_user_pool_domain.user_pool_id": "aws_cognito_user_pool:id",
    "aws_cognito_user_pool_domain.certificate_arn": _CERTIFICATE,
    "aws_s3_bucket_notification.bucket": "aws_s3_bucket:name",
    "aws_s3_bucket_notification.lambda_function.lambda_function_arn": _CALLED,
    "aws_s3_bucket_notification.queue.queue_arn": "aws_sqs_queue:arn",
    "aws_s3_bucket_notification.topic.topic_arn": "aws_sns_topic:arn",
    "aws_s3_bucket_policy.bucket": "aws_s3_bucket:name",
    "aws_s3_bucket_public_access_block.bucket": "aws_s3_bucket:name",
    "aws_s3_bucket_versioning.bucket": "aws_s3_bucket:name",
    "aws_sfn_state_machine.role_arn": _ROLE_ARN,
    "aws_kinesis_stream_consumer.stream_arn": "aws_kinesis_stream:arn",
    "aws_kinesis_stream.kms_key_id": _KEY,
    "aws_kinesis_firehose_delivery_stream.extended_s3_configuration.bucket_arn": "aws_s3_bucket:arn",
    "aws_kinesis_firehose_delivery_stream.extended_s3_configuration.role_arn": _ROLE_ARN,
}  # fmt: skip
"""By `type.path`, what the argument takes, as `type:kind`; a path as in `generator.check.facts.clauses`."""


CALLERS: Mapping[str, str] = {
    "apigateway.amazonaws.com":
        "aws_api_gateway_rest_api:execution aws_apigatewayv2_api:execution aws_api_gateway_stage:execution "
        "aws_api_gateway_deployment:execution "
        "aws_apigatewayv2_stage:execution",
    "events.amazonaws.com": "aws_cloudwatch_event_rule:arn",
    "sns.amazonaws.com": "aws_sns_topic:arn",
    "s3.amazonaws.com": "aws_s3_bucket:arn",
    "cognito-idp.amazonaws.com": "aws_cognito_user_pool:arn",
    "secretsmanager.amazonaws.com": "aws_secretsmanager_secret:arn",
}  # fmt: skip
"""By a service that calls functions, the ARN that it calls them on behalf of.

Source: https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
"""


def kind_of(type_: str, attribute: str) -> str:
    """Return the kind of a type's attribute, empty for one that no argument takes."""
    return next((kind for kind, names in KINDS.get(type_, {}).items() if attribute in names.split()), "")
