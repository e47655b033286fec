"""Which attributes of AWS resources are names that stand for themselves in an account and region."""

from __future__ import annotations

_NAMED = (
    "aws_api_gateway_api_key", "aws_api_gateway_rest_api", "aws_api_gateway_usage_plan",
    "aws_api_gateway_vpc_link", "aws_apigatewayv2_api", "aws_apigatewayv2_vpc_link",
    "aws_appconfig_application", "aws_appsync_graphql_api", "aws_autoscaling_group", "aws_cloudtrail",
    "aws_cloudwatch_event_archive", "aws_cloudwatch_event_bus", "aws_cloudwatch_event_connection",
    "aws_cloudwatch_event_rule", "aws_cloudwatch_log_group", "aws_codebuild_project", "aws_codepipeline",
    "aws_cognito_user_pool", "aws_db_parameter_group", "aws_db_subnet_group", "aws_dynamodb_table",
    "aws_ecr_repository", "aws_ecs_cluster", "aws_eks_cluster", "aws_iam_group",
    "aws_iam_instance_profile", "aws_iam_policy", "aws_iam_role", "aws_iam_user",
    "aws_kinesis_firehose_delivery_stream", "aws_kinesis_stream", "aws_kms_alias", "aws_launch_template",
    "aws_lb", "aws_lb_target_group", "aws_pipes_pipe", "aws_scheduler_schedule_group",
    "aws_secretsmanager_secret", "aws_sfn_state_machine", "aws_sns_topic", "aws_sqs_queue",
    "aws_ssm_document", "aws_ssm_parameter", "aws_wafv2_web_acl",
)  # fmt: skip
_OTHERWISE = {
    "aws_cloudwatch_composite_alarm": ("alarm_name",),
    "aws_cloudwatch_dashboard": ("dashboard_name",),
    "aws_cloudwatch_metric_alarm": ("alarm_name",),
    "aws_db_instance": ("identifier", "identifier_prefix"),
    "aws_elasticache_cluster": ("cluster_id",),
    "aws_elasticache_replication_group": ("replication_group_id",),
    "aws_lambda_function": ("function_name",),
    "aws_lambda_layer_version": ("layer_name",),
    "aws_rds_cluster": ("cluster_identifier", "cluster_identifier_prefix"),
    "aws_s3_bucket": ("bucket", "bucket_prefix"),
    "aws_xray_group": ("group_name",),
    "aws_xray_sampling_rule": ("rule_name",),
    "aws_key_pair": ("key_name", "key_name_prefix"),
}

PHYSICAL_NAMES = dict.fromkeys(_NAMED, ("name", "name_prefix")) | _OTHERWISE
"""By resource type, the attributes that name it. Not here are names within something that has a name itself:
inline policies, authorizers, models, stages, aliases, targets, statements, rules of security groups."""
