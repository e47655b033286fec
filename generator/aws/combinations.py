"""Arguments that AWS, or its provider, refuses together: a row each, read by `generator.check.facts.clauses`.

A row names a resource type (or a block in it, after a slash), a condition, what to say where it holds, and where
that is documented. Pairs of arguments that exclude each other stand in the provider's own tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Combination(NamedTuple):
    """Arguments that can't be so together.

    Attributes:
        about: The resource type, or `type/block`.
        condition: The clauses that must not all hold; the first names what to mend.
        message: What is wrong then.
        hint: The way out.
        source: Where it is documented.
    """

    about: str
    condition: str
    message: str
    hint: str
    source: str


def by_type(rows: Iterable[Combination]) -> dict[str, tuple[Combination, ...]]:
    """Return the rows of each resource type."""
    found: dict[str, list[Combination]] = {}
    for row in rows:
        found.setdefault(row.about.partition("/")[0], []).append(row)
    return {type_: tuple(several) for type_, several in found.items()}


_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/"
_MAPPING = f"{_LAMBDA}api/API_CreateEventSourceMapping.html"
_FUNCTION = f"{_LAMBDA}api/API_CreateFunction.html"
_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/api/"
_METHOD, _INTEGRATION = f"{_GATEWAY}API_PutMethod.html", f"{_GATEWAY}API_PutIntegration.html"
_DOMAIN = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains-prerequisites.html"
_ENDPOINTS = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html"
_GATEWAY_2 = "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/"
_API_2, _ROUTE_2 = f"{_GATEWAY_2}apis.html", f"{_GATEWAY_2}apis-apiid-routes.html"
_INTEGRATION_2, _AUTHORIZER_2 = (
    f"{_GATEWAY_2}apis-apiid-integrations.html",
    f"{_GATEWAY_2}apis-apiid-authorizers.html",
)
_RULE = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html"
_TARGET = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html"
_EVENT_DEAD_LETTER = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"
_SCHEDULE = "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html"
_QUEUE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html"
_TOPIC = "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"
_SUBSCRIPTION = "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"
_TABLE = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html"
_INDEX = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html"
_ALARM = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
_PARAMETER = "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html"
_PARAMETER_NAME = "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html"
_FILTER_PATTERN = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"
_CERTIFICATE = "https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html"
_STREAM = "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html"
_KEY = "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html"
_POOL = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html"
_CLIENT = (
    "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html"
)

_RECORD = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html"
_REDRIVE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"

_STREAMS = "aws_kinesis_stream aws_dynamodb_table aws_kinesis_stream_consumer"
_RESERVED = (
    "_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_FUNCTION_(NAME|MEMORY_SIZE|VERSION)"
    "|"
    "AWS_LAMBDA_INITIALIZATION_TYPE|AWS_LAMBDA_LOG_(GROUP|STREAM)_NAME|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|"
    "AWS_SESSION_TOKEN|AWS_LAMBDA_RUNTIME_API|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR"
)
"""The names that Lambda sets itself; TZ, PATH and the like may be set.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
"""

COMBINATIONS = tuple(
    Combination(*row)
    for row in (
        # Lambda
        ("aws_lambda_function", f"environment.variables key {_RESERVED}",
         "Lambda sets this environment variable itself, and refuses one of its name",
         "read what Lambda sets, or take another name", f"{_LAMBDA}dg/configuration-envvars.html"),
        ("aws_lambda_function", "handler set & package_type = Image",
         "a function of an image takes no handler", "set it in the image, or by image_config", _FUNCTION),
        ("aws_lambda_function", "runtime set & package_type = Image",
         "a function of an image takes no runtime", "leave it out", _FUNCTION),
        ("aws_lambda_function", "layers set & package_type = Image",
         "a function of an image takes no layers", "copy them into the image", _FUNCTION),
        ("aws_lambda_function", "image_uri set & package_type not = Image",
         "image_uri needs package_type = \"Image\"", "set package_type", _FUNCTION),
        ("aws_lambda_function", "dead_letter_config.target_arn->fifo_queue = true",
         "a function's dead-letter queue is a standard queue", "take a standard queue",
         f"{_LAMBDA}dg/invocation-async-retain-records.html"),
        ("aws_lambda_function_event_invoke_config",
         "destination_config.on_failure.destination->fifo_queue = true",
         "a function's destination is a standard queue", "take a standard queue",
         f"{_LAMBDA}dg/invocation-async-retain-records.html"),
        ("aws_lambda_function_event_invoke_config",
         "destination_config.on_success.destination->fifo_queue = true",
         "a function's destination is a standard queue", "take a standard queue",
         f"{_LAMBDA}dg/invocation-async-retain-records.html"),
        ("aws_lambda_alias", "function_version = $LATEST & routing_config present",
         "an alias that shares its traffic stands for two published versions",
         "set publish = true, and take .version",
         f"{_LAMBDA}dg/configuring-alias-routing.html"),
        ("aws_lambda_provisioned_concurrency_config", "qualifier = $LATEST",
         "$LATEST takes no provisioned concurrency", "take a version or an alias",
         f"{_LAMBDA}dg/provisioned-concurrency.html"),
        ("aws_lambda_permission", "function_url_auth_type set & action not in lambda:InvokeFunctionUrl lambda:*",
         "function_url_auth_type goes with the action lambda:InvokeFunctionUrl", "set that action",
         f"{_LAMBDA}api/API_AddPermission.html"),
        ("aws_lambda_function", "logging_config.application_log_level set & logging_config.log_format = Text",
         "levels of logs are for the format JSON", "set log_format = \"JSON\"",
         f"{_LAMBDA}dg/monitoring-cloudwatchlogs-log-level.html"),
        ("aws_lambda_function", "logging_config.system_log_level set & logging_config.log_format = Text",
         "levels of logs are for the format JSON", "set log_format = \"JSON\"",
         f"{_LAMBDA}dg/monitoring-cloudwatchlogs-log-level.html"),
        ("aws_lambda_function",
         "runtime ~ ^(nodejs|ruby|go1|provided|java8|python3\\.(\\d$|1[01]$)|dotnet(core|[567]$))"
         " & snap_start.apply_on = PublishedVersions",
         "SnapStart is for Java from 11, Python from 3.12 and .NET from 8 on", "leave snap_start out",
         f"{_LAMBDA}dg/snapstart.html"),
        ("aws_lambda_function", "package_type = Image & snap_start.apply_on = PublishedVersions",
         "SnapStart is not for images", "leave snap_start out", f"{_LAMBDA}dg/snapstart.html"),
        ("aws_lambda_function", "ephemeral_storage.size > 512 & snap_start.apply_on = PublishedVersions",
         "SnapStart takes no more than 512 MB of ephemeral storage", "leave one of the two out",
         f"{_LAMBDA}dg/snapstart.html"),
        ("aws_lambda_function", "file_system_config present & snap_start.apply_on = PublishedVersions",
         "SnapStart takes no file system", "leave one of the two out", f"{_LAMBDA}dg/snapstart.html"),
        ("aws_lambda_function", "handler unset & filename set & package_type not = Image",
         "a function of a package needs a handler", "set it", _FUNCTION),
        ("aws_lambda_function", "runtime unset & filename set & package_type not = Image",
         "a function of a package needs a runtime", "set it", _FUNCTION),
        ("aws_lambda_function", "layers more 5",
         "a function takes 5 layers", "put some of them together",
         f"{_LAMBDA}dg/gettingstarted-limits.html"),
        ("aws_lambda_alias", "function_version differs function_name",
         "the version is that of another function", "take the same function's",
         f"{_LAMBDA}api/API_CreateAlias.html"),
        ("aws_lambda_permission", "principal ~ ^[A-Za-z-]+$",
         "a principal is an account, a role or a service such as events.amazonaws.com", "write it in full",
         f"{_LAMBDA}api/API_AddPermission.html"),
        ("aws_lambda_event_source_mapping",
         "batch_size > 10 & event_source_arn is aws_sqs_queue & event_source_arn->fifo_queue not = true"
         " & maximum_batching_window_in_seconds not >= 1",
         "a batch of more than 10 messages needs a batching window",
         "set maximum_batching_window_in_seconds to at least 1", _MAPPING),
        ("aws_lambda_event_source_mapping", "batch_size > 10 & event_source_arn->fifo_queue = true",
         "a batch of a FIFO queue has at most 10 messages", "set batch_size to at most 10", _MAPPING),
        ("aws_lambda_event_source_mapping",
         "maximum_batching_window_in_seconds > 0 & event_source_arn->fifo_queue = true",
         "a FIFO queue takes no batching window", "leave it out", _MAPPING),
        ("aws_lambda_event_source_mapping",
         "provisioned_poller_config present & scaling_config.maximum_concurrency set",
         "provisioned pollers take no maximum concurrency", "leave one of the two out", _MAPPING),
        ("aws_lambda_event_source_mapping",
         f"scaling_config.maximum_concurrency set & event_source_arn is {_STREAMS}",
         "maximum_concurrency is for queues", "set parallelization_factor", _MAPPING),
        ("aws_lambda_event_source_mapping", f"starting_position unset & event_source_arn is {_STREAMS}",
         "a stream needs starting_position", "set it to LATEST or TRIM_HORIZON", _MAPPING),
        ("aws_lambda_event_source_mapping",
         "starting_position = AT_TIMESTAMP & event_source_arn is aws_dynamodb_table",
         "a table's stream takes no AT_TIMESTAMP", "set LATEST or TRIM_HORIZON", _MAPPING),
        ("aws_lambda_event_source_mapping", "starting_position = AT_TIMESTAMP & starting_position_timestamp unset",
         "AT_TIMESTAMP needs starting_position_timestamp", "set it", _MAPPING),
        ("aws_lambda_event_source_mapping", "starting_position set & event_source_arn is aws_sqs_queue",
         "a queue has no starting position", "leave it out", _MAPPING),
        ("aws_lambda_event_source_mapping", "parallelization_factor set & event_source_arn is aws_sqs_queue",
         "parallelization_factor is for streams", "set scaling_config", _MAPPING),
        ("aws_lambda_event_source_mapping",
         "bisect_batch_on_function_error = true & event_source_arn is aws_sqs_queue",
         "bisect_batch_on_function_error is for streams", "report single failures by function_response_types",
         _MAPPING),
        ("aws_lambda_event_source_mapping", "maximum_retry_attempts set & event_source_arn is aws_sqs_queue",
         "maximum_retry_attempts is for streams", "set maxReceiveCount in the queue's redrive policy", _MAPPING),
        ("aws_lambda_event_source_mapping", "tumbling_window_in_seconds > 0 & event_source_arn is aws_sqs_queue",
         "a tumbling window is for streams", "leave it out", _MAPPING),
        # API Gateway
        ("aws_api_gateway_method", "authorizer_id unset & authorization in CUSTOM COGNITO_USER_POOLS",
         "this kind of authorization needs authorizer_id", "name the authorizer", _METHOD),
        *(
            (type_, f"{path} set & {path}->{owner} differs {own}", "that belongs to another API",
             "take what is of this API", source)
            for type_, path, owner, own, source in (
                ("aws_api_gateway_resource", "parent_id", "rest_api_id", "rest_api_id", _METHOD),
                ("aws_api_gateway_method", "resource_id", "rest_api_id", "rest_api_id", _METHOD),
                ("aws_api_gateway_method", "authorizer_id", "rest_api_id", "rest_api_id", _METHOD),
                ("aws_api_gateway_integration", "resource_id", "rest_api_id", "rest_api_id", _INTEGRATION),
                ("aws_api_gateway_method_response", "resource_id", "rest_api_id", "rest_api_id", _METHOD),
                ("aws_api_gateway_integration_response", "resource_id", "rest_api_id", "rest_api_id",
                 _INTEGRATION),
                ("aws_api_gateway_stage", "deployment_id", "rest_api_id", "rest_api_id",
                 f"{_GATEWAY}API_CreateStage.html"),
                ("aws_api_gateway_method_settings", "stage_name", "rest_api_id", "rest_api_id",
                 f"{_GATEWAY}API_UpdateStage.html"),
                ("aws_api_gateway_base_path_mapping", "stage_name", "rest_api_id", "api_id",
                 f"{_GATEWAY}API_CreateBasePathMapping.html"),
                ("aws_apigatewayv2_route", "authorizer_id", "api_id", "api_id", _ROUTE_2),
                ("aws_apigatewayv2_api_mapping", "stage", "api_id", "api_id",
                 f"{_GATEWAY_2}domainnames-domainname-apimappings.html"),
            )
        ),
        *(
            (type_, f"{path} differs rest_api_id", "that is the root of another API", "take this API's root",
             _METHOD)
            for type_, path in (
                ("aws_api_gateway_resource", "parent_id"), ("aws_api_gateway_method", "resource_id"),
                ("aws_api_gateway_integration", "resource_id"),
            )
        ),
        ("aws_api_gateway_method", "authorization = CUSTOM & authorizer_id->type = COGNITO_USER_POOLS",
         "an authorizer of user pools goes with COGNITO_USER_POOLS", "set that", _METHOD),
        ("aws_api_gateway_method",
         "authorization = COGNITO_USER_POOLS & authorizer_id->type not = COGNITO_USER_POOLS",
         "a Lambda authorizer goes with CUSTOM", "set that", _METHOD),
        ("aws_api_gateway_method_settings", "method_path ~ ^/.+/",
         "a method's path begins without a slash", "write path/METHOD, or trimprefix(…, \"/\")",
         f"{_GATEWAY}API_UpdateStage.html"),
        ("aws_api_gateway_resource", r"path_part ~ [/\s?#]",
         "a part of a path has no slash, blank, ? or #", "make a resource for each part",
         f"{_GATEWAY}API_CreateResource.html"),
        ("aws_api_gateway_integration", "integration_http_method unset & type in AWS AWS_PROXY HTTP HTTP_PROXY",
         "an integration of this type needs integration_http_method", "set it; Lambda takes POST", _INTEGRATION),
        ("aws_api_gateway_integration", "uri unset & type in AWS AWS_PROXY HTTP HTTP_PROXY",
         "an integration of this type needs a uri", "set it", _INTEGRATION),
        ("aws_api_gateway_integration",
         "integration_http_method set & integration_http_method not = POST & uri is aws_lambda_function",
         "Lambda is called by POST, whatever the method of the API", "set integration_http_method = \"POST\"",
         "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"),
        ("aws_api_gateway_integration", "connection_id unset & connection_type = VPC_LINK",
         "a VPC link needs connection_id", "name the link", _INTEGRATION),
        ("aws_api_gateway_authorizer", "provider_arns unset & type = COGNITO_USER_POOLS",
         "an authorizer of user pools needs provider_arns", "name the pools",
         f"{_GATEWAY}API_CreateAuthorizer.html"),
        ("aws_api_gateway_authorizer", "authorizer_uri unset & type not = COGNITO_USER_POOLS",
         "an authorizer of this type needs authorizer_uri", "take the function's invoke_arn",
         f"{_GATEWAY}API_CreateAuthorizer.html"),
        ("aws_api_gateway_domain_name", "regional_certificate_arn set & endpoint_configuration.types has EDGE",
         "an edge-optimized domain takes no regional certificate", "set certificate_arn, of us-east-1", _DOMAIN),
        ("aws_api_gateway_domain_name", "certificate_arn set & endpoint_configuration.types has REGIONAL",
         "a regional domain takes regional_certificate_arn", "set that", _DOMAIN),
        ("aws_api_gateway_domain_name",
         "certificate_arn set & certificate_arn is aws_acm_certificate aws_acm_certificate_validation"
         " & certificate_arn->@region not = us-east-1 & endpoint_configuration.types not has REGIONAL"
         " & endpoint_configuration.types not has PRIVATE",
         "the certificate of an edge-optimized domain is of us-east-1",
         "make it by a provider of us-east-1, or make the domain regional", _DOMAIN),
        ("aws_api_gateway_rest_api", "endpoint_configuration.types has EDGE & @region ~ ^(cn|us-gov|us-iso)",
         "this partition has no edge-optimized endpoints", "set types = [\"REGIONAL\"]", _ENDPOINTS),
        ("aws_api_gateway_rest_api", "endpoint_configuration.types unset & @region ~ ^(cn|us-gov|us-iso)",
         "an API is edge-optimized if nothing is said, which this partition has not", "set types = [\"REGIONAL\"]",
         _ENDPOINTS),
        ("aws_cloudfront_distribution",
         "viewer_certificate.acm_certificate_arn set"
         " & viewer_certificate.acm_certificate_arn is aws_acm_certificate aws_acm_certificate_validation"
         " & viewer_certificate.acm_certificate_arn->@region not = us-east-1",
         "CloudFront takes certificates of us-east-1", "make it by a provider of us-east-1",
         "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html"),
        ("aws_cognito_user_pool_domain",
         "certificate_arn set & certificate_arn is aws_acm_certificate aws_acm_certificate_validation"
         " & certificate_arn->@region not = us-east-1",
         "a user pool's domain takes a certificate of us-east-1", "make it by a provider of us-east-1",
         "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html"),
        ("aws_apigatewayv2_api", "route_selection_expression unset & protocol_type = WEBSOCKET",
         "a WebSocket API needs route_selection_expression", "set it", _API_2),
        ("aws_apigatewayv2_api", "cors_configuration present & protocol_type = WEBSOCKET",
         "a WebSocket API takes no cors_configuration", "leave it out", _API_2),
        ("aws_apigatewayv2_authorizer", "authorizer_uri unset & authorizer_type = REQUEST",
         "an authorizer of this type needs authorizer_uri", "take the function's invoke_arn", _AUTHORIZER_2),
        ("aws_apigatewayv2_authorizer", "jwt_configuration not present & authorizer_type = JWT",
         "a JWT authorizer needs jwt_configuration", "set issuer and audience", _AUTHORIZER_2),
        ("aws_apigatewayv2_authorizer",
         "authorizer_payload_format_version unset & authorizer_type = REQUEST & api_id->protocol_type = HTTP",
         "an authorizer of an HTTP API needs authorizer_payload_format_version", "set it to 2.0", _AUTHORIZER_2),
        ("aws_apigatewayv2_route", "authorizer_id unset & authorization_type in JWT CUSTOM",
         "this kind of authorization needs authorizer_id", "name the authorizer", _ROUTE_2),
        ("aws_apigatewayv2_integration",
         "integration_uri unset & integration_type = AWS_PROXY & integration_subtype unset",
         "an integration of this type needs integration_uri", "take the function's invoke_arn", _INTEGRATION_2),
        ("aws_apigatewayv2_integration", "integration_method unset & integration_type = HTTP_PROXY",
         "an integration of this type needs integration_method", "set it", _INTEGRATION_2),
        ("aws_apigatewayv2_integration", "connection_id unset & connection_type = VPC_LINK",
         "a VPC link needs connection_id", "name the link", _INTEGRATION_2),
        ("aws_apigatewayv2_integration", "integration_type in AWS HTTP MOCK & api_id->protocol_type = HTTP",
         "integrations of this type are for WebSocket APIs", "take AWS_PROXY or HTTP_PROXY", _INTEGRATION_2),
        # EventBridge
        ("aws_cloudwatch_event_rule",
         "state = ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS & schedule_expression set",
         "this state is for event patterns, a schedule is refused with it", "set ENABLED", _RULE),
        ("aws_cloudwatch_event_rule", "schedule_expression set & event_bus_name is aws_cloudwatch_event_bus",
         "schedules run on the default bus alone", "leave event_bus_name out", _RULE),
        ("aws_cloudwatch_event_rule",
         "schedule_expression set & event_bus_name set & event_bus_name not = default"
         " & event_bus_name not ends /default",
         "schedules run on the default bus alone", "leave event_bus_name out", _RULE),
        ("aws_cloudwatch_event_target",
         "rule set & rule->event_bus_name set & event_bus_name unset & rule->event_bus_name not = default",
         "the rule is on another bus than the default one", "set event_bus_name to the rule's", _TARGET),
        ("aws_cloudwatch_event_target", "event_bus_name differs rule->event_bus_name",
         "the rule is on another bus", "set event_bus_name to the rule's", _TARGET),
        ("aws_cloudwatch_event_target", "arn set & arn->fifo_queue = true & sqs_target.message_group_id unset",
         "a FIFO queue needs a message group", "set sqs_target.message_group_id", _TARGET),
        ("aws_cloudwatch_event_target",
         "arn set & arn->fifo_queue = true & arn->content_based_deduplication not = true",
         "EventBridge sends no deduplication ID, which this FIFO queue asks for",
         "set content_based_deduplication = true in the queue", _TARGET),
        ("aws_cloudwatch_event_target", "dead_letter_config.arn set & dead_letter_config.arn->fifo_queue = true",
         "EventBridge's dead-letter queues are standard queues", "take a standard queue", _EVENT_DEAD_LETTER),
        ("aws_cloudwatch_event_target",
         "role_arn unset & arn is aws_sfn_state_machine aws_kinesis_stream aws_kinesis_firehose_delivery_stream"
         " aws_ecs_cluster aws_batch_job_queue",
         "a target of this kind needs role_arn", "name a role that EventBridge may assume", _TARGET),
        ("aws_cloudwatch_event_target", "ecs_target not present & arn is aws_ecs_cluster",
         "a cluster needs ecs_target", "say which task it runs", _TARGET),
        ("aws_cloudwatch_event_target", "batch_target not present & arn is aws_batch_job_queue",
         "a job queue needs batch_target", "say which job it runs", _TARGET),
        ("aws_scheduler_schedule", "target.arn->fifo_queue = true & target.sqs_parameters.message_group_id unset",
         "a FIFO queue needs a message group", "set sqs_parameters.message_group_id", _SCHEDULE),
        ("aws_scheduler_schedule", "target.dead_letter_config.arn->fifo_queue = true",
         "a schedule's dead-letter queue is a standard queue", "take a standard queue", _SCHEDULE),
        ("aws_scheduler_schedule",
         "flexible_time_window.maximum_window_in_minutes unset & flexible_time_window.mode = FLEXIBLE",
         "a flexible window needs maximum_window_in_minutes", "set it", _SCHEDULE),
        ("aws_scheduler_schedule",
         "flexible_time_window.maximum_window_in_minutes set & flexible_time_window.mode = OFF",
         "a window that is off takes no maximum_window_in_minutes", "leave it out", _SCHEDULE),
        ("aws_pipes_pipe",
         "target->fifo_queue = true & target_parameters.sqs_queue_parameters.message_group_id unset",
         "a FIFO queue needs a message group", "set sqs_queue_parameters.message_group_id",
         "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-target.html"),
        # SQS and SNS
        ("aws_sqs_queue", "name set & name not ends .fifo & fifo_queue = true",
         "the name of a FIFO queue ends in .fifo", "add .fifo to the name", _QUEUE),
        ("aws_sqs_queue", "name ends .fifo & fifo_queue not = true",
         "a name that ends in .fifo is a FIFO queue's", "set fifo_queue = true", _QUEUE),
        ("aws_sqs_queue", "content_based_deduplication = true & fifo_queue not = true",
         "deduplication is for FIFO queues", "set fifo_queue = true", _QUEUE),
        ("aws_sqs_queue", "deduplication_scope set & fifo_queue not = true",
         "deduplication is for FIFO queues", "set fifo_queue = true", _QUEUE),
        ("aws_sqs_queue", "fifo_throughput_limit set & fifo_queue not = true",
         "this limit is for FIFO queues", "set fifo_queue = true", _QUEUE),
        ("aws_sqs_queue", "fifo_throughput_limit = perMessageGroupId & deduplication_scope not = messageGroup",
         "a limit per message group needs deduplication_scope = \"messageGroup\"", "set it", _QUEUE),
        ("aws_sqs_queue",
         "redrive_policy set & fifo_queue = true & redrive_policy:deadLetterTargetArn is aws_sqs_queue"
         " & redrive_policy:deadLetterTargetArn->fifo_queue not = true",
         "the dead-letter queue of a FIFO queue is a FIFO queue", "set its fifo_queue = true", _QUEUE),
        ("aws_sqs_queue",
         "redrive_policy set & fifo_queue not = true & redrive_policy:deadLetterTargetArn->fifo_queue = true",
         "the dead-letter queue of a standard queue is a standard queue", "take a standard queue", _QUEUE),
        ("aws_sqs_queue_redrive_policy",
         "redrive_policy set & queue_url->fifo_queue = true & redrive_policy:deadLetterTargetArn is aws_sqs_queue"
         " & redrive_policy:deadLetterTargetArn->fifo_queue not = true",
         "the dead-letter queue of a FIFO queue is a FIFO queue", "set its fifo_queue = true", _QUEUE),
        ("aws_sqs_queue_redrive_policy",
         "redrive_policy set & queue_url is aws_sqs_queue & queue_url->fifo_queue not = true"
         " & redrive_policy:deadLetterTargetArn->fifo_queue = true",
         "the dead-letter queue of a standard queue is a standard queue", "take a standard queue", _QUEUE),
        *(
            (type_, "redrive_policy:deadLetterTargetArn set & redrive_policy:deadLetterTargetArn not starts arn:",
             "deadLetterTargetArn is the ARN of a queue", "take the queue's arn", _REDRIVE)
            for type_ in ("aws_sqs_queue", "aws_sqs_queue_redrive_policy", "aws_sns_topic_subscription")
        ),
        *(
            (type_,
             "redrive_allow_policy:sourceQueueArns set"
             " & redrive_allow_policy:redrivePermission in allowAll denyAll",
             "sourceQueueArns goes with redrivePermission = \"byQueue\"", "set that, or leave the queues out",
             _QUEUE)
            for type_ in ("aws_sqs_queue", "aws_sqs_queue_redrive_allow_policy")
        ),
        ("aws_sns_topic", "name set & name not ends .fifo & fifo_topic = true",
         "the name of a FIFO topic ends in .fifo", "add .fifo to the name", _TOPIC),
        ("aws_sns_topic", "name ends .fifo & fifo_topic not = true",
         "a name that ends in .fifo is a FIFO topic's", "set fifo_topic = true", _TOPIC),
        ("aws_sns_topic", "content_based_deduplication = true & fifo_topic not = true",
         "deduplication is for FIFO topics", "set fifo_topic = true", _TOPIC),
        ("aws_sns_topic_subscription",
         "endpoint set & endpoint->fifo_queue = true & topic_arn is aws_sns_topic"
         " & topic_arn->fifo_topic not = true",
         "a standard topic delivers to no FIFO queue", "take a standard queue, or a FIFO topic", _SUBSCRIPTION),
        ("aws_sns_topic_subscription", "protocol set & protocol not = sqs & topic_arn->fifo_topic = true",
         "a FIFO topic delivers to queues alone", "subscribe a queue", _SUBSCRIPTION),
        *(
            ("aws_sns_topic_subscription", f"endpoint set & endpoint not starts arn: & protocol = {protocol}",
             "this protocol takes an ARN", "take the arn of what is subscribed", _SUBSCRIPTION)
            for protocol in ("sqs", "lambda", "firehose", "application")
        ),
        *(
            ("aws_sns_topic_subscription", f"endpoint set & endpoint not starts {start} & protocol = {protocol}",
             f"this protocol takes an address that begins with {start}", "write it so", _SUBSCRIPTION)
            for protocol, start in (("http", "http://"), ("https", "https://"))
        ),
        ("aws_sns_topic_subscription", "endpoint ~ ^[^@]*$ & protocol in email email-json",
         "this protocol takes an address of mail", "write name@host", _SUBSCRIPTION),
        ("aws_sns_topic_subscription", "subscription_role_arn unset & protocol = firehose",
         "a delivery stream needs subscription_role_arn", "name a role that SNS may assume", _SUBSCRIPTION),
        ("aws_sns_topic_subscription",
         "raw_message_delivery = true & protocol in email email-json sms lambda application",
         "this protocol takes no raw messages", "leave it out",
         "https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html"),
        ("aws_s3_bucket_notification/queue", "queue_arn set & queue_arn->fifo_queue = true",
         "S3 notifies standard queues alone", "take a standard queue",
         "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html"),
        ("aws_s3_bucket_notification/topic", "topic_arn set & topic_arn->fifo_topic = true",
         "S3 notifies standard topics alone", "take a standard topic",
         "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html"),
        # DynamoDB and Kinesis
        ("aws_dynamodb_table",
         "read_capacity unset & billing_mode in PROVISIONED & restore_source_name unset"
         " & restore_source_table_arn unset",
         "a provisioned table needs read_capacity", "set it, or billing_mode = \"PAY_PER_REQUEST\"", _TABLE),
        ("aws_dynamodb_table",
         "write_capacity unset & billing_mode unset & restore_source_name unset & restore_source_table_arn unset",
         "a table is provisioned if nothing is said, and needs write_capacity",
         "set it, or billing_mode = \"PAY_PER_REQUEST\"", _TABLE),
        ("aws_dynamodb_table", "stream_view_type unset & stream_enabled = true",
         "a stream needs stream_view_type", "set it", _TABLE),
        ("aws_dynamodb_table", "ttl.attribute_name unset & ttl.enabled = true",
         "a time to live needs attribute_name", "name the attribute", _TABLE),
        ("aws_dynamodb_table/global_secondary_index", "non_key_attributes unset & projection_type = INCLUDE",
         "this projection needs non_key_attributes", "name them, or project ALL", _INDEX),
        ("aws_dynamodb_table/global_secondary_index", "non_key_attributes set & projection_type in KEYS_ONLY ALL",
         "only the projection INCLUDE takes non_key_attributes", "set projection_type = \"INCLUDE\"", _INDEX),
        *(
            ("aws_dynamodb_table/global_secondary_index",
             f"{capacity} unset & @owner.billing_mode {billing} & @owner.{capacity} set",
             f"an index of a provisioned table needs {capacity}", "set it", _TABLE)
            for capacity in ("read_capacity", "write_capacity")
            for billing in ("unset", "= PROVISIONED")
        ),
        ("aws_dynamodb_table/local_secondary_index", "non_key_attributes unset & projection_type = INCLUDE",
         "this projection needs non_key_attributes", "name them, or project ALL", _INDEX),
        ("aws_dynamodb_table/local_secondary_index", "non_key_attributes set & projection_type in KEYS_ONLY ALL",
         "only the projection INCLUDE takes non_key_attributes", "set projection_type = \"INCLUDE\"", _INDEX),
        *(
            (f"aws_dynamodb_table/{index}", "non_key_attributes more 20", "an index takes 20 of these attributes",
             "project ALL, or fewer", _INDEX)
            for index in ("global_secondary_index", "local_secondary_index")
        ),
        ("aws_kinesis_stream", "shard_count set & stream_mode_details.stream_mode = ON_DEMAND",
         "a stream on demand takes no shard_count", "leave it out", _STREAM),
        ("aws_kinesis_stream", "shard_count unset & stream_mode_details.stream_mode not = ON_DEMAND",
         "a provisioned stream needs shard_count", "set it, or stream_mode = \"ON_DEMAND\"", _STREAM),
        ("aws_kinesis_stream", "kms_key_id unset & encryption_type = KMS",
         "encryption by KMS needs kms_key_id", "set it; alias/aws/kinesis is AWS's own", _STREAM),
        # SSM, KMS, ACM, Route 53, CloudWatch, Cognito, S3
        ("aws_ssm_parameter", "value longer 4096 & tier = Standard",
         "a parameter of the tier Standard takes 4,096 characters", "set tier = \"Advanced\"", _PARAMETER),
        ("aws_ssm_parameter", "value longer 8192",
         "a parameter takes 8,192 characters", "keep it in S3 or a secret", _PARAMETER),
        ("aws_ssm_parameter", "name ~ ^/?(?i:aws|ssm)",
         "a parameter's name may not begin with aws or ssm", "take another name", _PARAMETER_NAME),
        ("aws_ssm_parameter", "name ~ ^[^/:]+/",
         "a name of several levels begins with a slash", "put / in front", _PARAMETER_NAME),
        ("aws_ssm_parameter", "name ~ ^(/[^/]+){16}",
         "a name has at most 15 levels", "take fewer", _PARAMETER_NAME),
        ("aws_ssm_parameter", "name ~ [^a-zA-Z0-9_./:-]",
         "a name takes letters, digits and _ . - /", "leave the others out", _PARAMETER_NAME),
        ("aws_kms_key",
         "customer_master_key_spec unset & key_usage in SIGN_VERIFY GENERATE_VERIFY_MAC KEY_AGREEMENT"
         " ENCAPSULATE_DECAPSULATE",
         "a symmetric key encrypts alone", "set customer_master_key_spec", _KEY),
        ("aws_kms_key", "enable_key_rotation = true & customer_master_key_spec ~ ^(RSA|ECC|HMAC|SM2)",
         "only symmetric keys for encryption rotate by themselves", "leave it out", _KEY),
        ("aws_kms_alias", "name starts alias/aws/",
         "alias/aws/ is for AWS's own keys", "take another name",
         "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html"),
        ("aws_route53_record", "records more 1 & type = CNAME",
         "a name has one CNAME", "leave one of them", _RECORD),
        ("aws_route53_record", r"records some ^(?!\d+\.\d+\.\d+\.\d+$) & type = A",
         "an A record has IPv4 addresses", "make it a CNAME or an alias", _RECORD),
        ("aws_route53_record", "records some ^[^:]*$ & type = AAAA",
         "an AAAA record has IPv6 addresses", "make it a CNAME or an alias", _RECORD),
        ("aws_route53_record", r"records some ^(?!\d+\s+\S+$) & type = MX",
         "an MX record has a priority and a host", "write \"10 mail.example.com\"", _RECORD),
        ("aws_acm_certificate", "domain_name longer 64 & private_key unset & certificate_authority_arn unset",
         "the first name of a certificate takes 64 characters",
         "make a shorter name the first, and this one of subject_alternative_names", _CERTIFICATE),
        ("aws_cloudwatch_metric_alarm", "datapoints_to_alarm > evaluation_periods",
         "there are no more datapoints than evaluation_periods", "lower it", _ALARM),
        ("aws_cloudwatch_metric_alarm", "statistic unset & extended_statistic unset & metric_name set",
         "a metric needs statistic or extended_statistic", "set one", _ALARM),
        ("aws_cloudwatch_metric_alarm", "namespace unset & metric_name set", "a metric needs its namespace",
         "set it",
         _ALARM),
        ("aws_cloudwatch_metric_alarm",
         "threshold_metric_id unset & comparison_operator in LessThanLowerOrGreaterThanUpperThreshold"
         " LessThanLowerThreshold GreaterThanUpperThreshold",
         "this comparison needs threshold_metric_id", "name the metric_query of the band", _ALARM),
        ("aws_cloudwatch_log_metric_filter",
         "metric_transformation.default_value set & metric_transformation.dimensions set",
         "a metric with dimensions takes no default_value", "leave one of the two out",
         "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html"),
        *(
            (type_, rf"{pattern} ~ ^\s*\{{[\s(]*[^\s($!}}]",
             "a field of a JSON pattern begins with $", "write $.name", _FILTER_PATTERN)
            for type_, pattern in (
                ("aws_cloudwatch_log_metric_filter", "pattern"),
                ("aws_cloudwatch_log_subscription_filter", "filter_pattern"),
            )
        ),
        *(
            ("aws_cloudwatch_log_metric_filter", f"metric_transformation.{name} ~ [:*$]",
             "names of metrics and namespaces have no : * or $", "leave it out",
             "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html")
            for name in ("name", "namespace")
        ),
        ("aws_cloudwatch_log_metric_filter", r"pattern ~ ^\s*\{[^}]*$",
         "a JSON pattern begins with { and ends with }", "close it", _FILTER_PATTERN),
        ("aws_cloudwatch_log_metric_filter", r"pattern ~ ^\s*\[[^\]]*$",
         "a pattern of fields begins with [ and ends with ]", "close it", _FILTER_PATTERN),
        ("aws_cloudwatch_log_subscription_filter", r"filter_pattern ~ ^\s*\{[^}]*$",
         "a JSON pattern begins with { and ends with }", "close it", _FILTER_PATTERN),
        ("aws_cloudwatch_log_subscription_filter", r"filter_pattern ~ ^\s*\[[^\]]*$",
         "a pattern of fields begins with [ and ends with ]", "close it", _FILTER_PATTERN),
        ("aws_cloudwatch_log_subscription_filter",
         "role_arn unset & destination_arn is aws_kinesis_stream aws_kinesis_firehose_delivery_stream",
         "a stream needs role_arn", "name a role that CloudWatch Logs may assume",
         "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html"),
        ("aws_cognito_user_pool",
         "mfa_configuration in ON OPTIONAL & software_token_mfa_configuration not present"
         " & sms_configuration not present & email_mfa_configuration not present"
         " & web_authn_configuration not present",
         "a second factor needs one that is configured", "add software_token_mfa_configuration", _POOL),
        ("aws_cognito_user_pool_client", "allowed_oauth_flows has client_credentials & generate_secret not = true",
         "the flow client_credentials needs a client secret", "set generate_secret = true", _CLIENT),
        ("aws_cognito_user_pool_client", "allowed_oauth_flows has client_credentials & allowed_oauth_flows more 1",
         "the flow client_credentials goes with no other", "make a client of its own for it", _CLIENT),
        ("aws_cognito_user_pool_client",
         "allowed_oauth_flows has code & callback_urls unset & allowed_oauth_flows_user_pool_client = true",
         "this flow needs callback_urls", "name them", _CLIENT),
        ("aws_s3_bucket_server_side_encryption_configuration/rule",
         "apply_server_side_encryption_by_default.kms_master_key_id set"
         " & apply_server_side_encryption_by_default.sse_algorithm = AES256",
         "AES256 takes no key", "set sse_algorithm = \"aws:kms\"",
         "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html"),
        ("aws_sfn_state_machine", "logging_configuration.log_destination is aws_cloudwatch_log_group",
         "a log destination ends in :*", "write \"${aws_cloudwatch_log_group.NAME.arn}:*\"",
         "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CloudWatchLogsLogGroup.html"),
        ("aws_security_group/ingress", "from_port > 0 & protocol in -1 all",
         "protocol -1 is all ports: from_port and to_port are 0", "set both to 0, or the protocol to tcp",
         "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"),
        ("aws_security_group/egress", "from_port > 0 & protocol in -1 all",
         "protocol -1 is all ports: from_port and to_port are 0", "set both to 0, or the protocol to tcp",
         "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"),
        ("aws_security_group/ingress", "from_port > to_port & protocol in tcp udp 6 17",
         "from_port is above to_port", "turn them round",
         "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"),
        ("aws_security_group_rule", "from_port > to_port & protocol in tcp udp 6 17",
         "from_port is above to_port", "turn them round",
         "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"),
    )
)  # fmt: skip
"""What can't be so together."""


COMBINATIONS_BY_TYPE = by_type(COMBINATIONS)
