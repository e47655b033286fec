"""How long names may be, and of what characters, by the resource types that have them.

A name's bounds are those of the API's reference at the address that the table gives (`_API` and what follows),
which Terraform's provider checks for some types only, and only for names that are known when it plans.
"""

from __future__ import annotations

from typing import NamedTuple

_WORD = "A-Za-z0-9_-"
_DOTTED = "A-Za-z0-9_.-"
_IAM = r"A-Za-z0-9_+=,.@-"
_API = "https://docs.aws.amazon.com/"


class NameBounds(NamedTuple):
    """What a name has to be like.

    Attributes:
        attribute: The argument that is the name.
        minimum: The fewest characters.
        maximum: The most.
        characters: What may be in it, as the inside of a regular expression's brackets; empty for anything.
        unique: Whether two of them, in one account and region, can't have the same name.
        parent: The argument that names what it is unique within; empty for the account and region.
        source: The documentation.
    """

    attribute: str
    minimum: int
    maximum: int
    characters: str
    unique: bool
    parent: str
    source: str


def _bounds(
    maximum: int,
    characters: str,
    source: str,
    *,
    attribute: str = "name",
    minimum: int = 1,
    unique: bool = True,
    parent: str = "",
) -> NameBounds:
    return NameBounds(attribute, minimum, maximum, characters, unique, parent, _API + source)


_EVENTS = "eventbridge/latest/APIReference/API_"
_IAM_API = "IAM/latest/APIReference/API_"

NAMES: dict[str, NameBounds] = {
    "aws_alb": _bounds(32, "A-Za-z0-9-", "elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html"),
    "aws_api_gateway_model": _bounds(
        255, "A-Za-z0-9", "apigateway/latest/developerguide/models-mappings-models.html", parent="rest_api_id"
    ),
    "aws_api_gateway_stage": _bounds(
        128,
        _WORD,
        "apigateway/latest/api/API_CreateStage.html",
        attribute="stage_name",
        parent="rest_api_id",
    ),
    "aws_apigatewayv2_stage": _bounds(
        128, "$" + _WORD, "apigatewayv2/latest/api-reference/apis-apiid-stages.html", parent="api_id"
    ),
    "aws_cloudwatch_composite_alarm": _bounds(
        255, "", "AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html", attribute="alarm_name"
    ),
    "aws_cloudwatch_dashboard": _bounds(
        255, _WORD, "AmazonCloudWatch/latest/APIReference/API_PutDashboard.html", attribute="dashboard_name"
    ),
    "aws_cloudwatch_event_api_destination": _bounds(64, _DOTTED, _EVENTS + "CreateApiDestination.html"),
    "aws_cloudwatch_event_archive": _bounds(48, _DOTTED, _EVENTS + "CreateArchive.html"),
    "aws_cloudwatch_event_bus": _bounds(256, "/" + _DOTTED, _EVENTS + "CreateEventBus.html"),
    "aws_cloudwatch_event_connection": _bounds(64, _DOTTED, _EVENTS + "CreateConnection.html"),
    "aws_cloudwatch_event_permission": _bounds(
        64, _WORD, _EVENTS + "PutPermission.html", attribute="statement_id", parent="event_bus_name"
    ),
    "aws_cloudwatch_event_rule": _bounds(64, _DOTTED, _EVENTS + "PutRule.html", parent="event_bus_name"),
    "aws_cloudwatch_event_target": _bounds(
        64, _DOTTED, _EVENTS + "Target.html", attribute="target_id", unique=False
    ),
    "aws_cloudwatch_log_group": _bounds(
        512, "/#" + _DOTTED, "AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"
    ),
    "aws_cloudwatch_metric_alarm": _bounds(
        255, "", "AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html", attribute="alarm_name"
    ),
    "aws_codepipeline": _bounds(
        100, "@" + _DOTTED, "codepipeline/latest/APIReference/API_PipelineDeclaration.html"
    ),
    "aws_cognito_user_pool": _bounds(
        128,
        r"\w\s+=,.@-",
        "cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html",
        unique=False,
    ),
    "aws_db_instance": _bounds(
        63, "a-z0-9-", "AmazonRDS/latest/APIReference/API_CreateDBInstance.html", attribute="identifier"
    ),
    "aws_dynamodb_table": _bounds(
        255, _DOTTED, "amazondynamodb/latest/APIReference/API_CreateTable.html", minimum=3
    ),
    "aws_ecr_repository": _bounds(
        256, "a-z0-9._/-", "AmazonECR/latest/APIReference/API_CreateRepository.html", minimum=2
    ),
    "aws_ecs_cluster": _bounds(255, _WORD, "AmazonECS/latest/APIReference/API_CreateCluster.html"),
    "aws_ecs_service": _bounds(
        255, _WORD, "AmazonECS/latest/APIReference/API_CreateService.html", parent="cluster"
    ),
    "aws_eks_cluster": _bounds(100, _WORD, "eks/latest/APIReference/API_CreateCluster.html"),
    "aws_elasticache_replication_group": _bounds(
        40,
        "A-Za-z0-9-",
        "AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
        attribute="replication_group_id",
    ),
    "aws_iam_group": _bounds(128, _IAM, _IAM_API + "CreateGroup.html"),
    "aws_iam_instance_profile": _bounds(128, _IAM, _IAM_API + "CreateInstanceProfile.html"),
    "aws_iam_policy": _bounds(128, _IAM, _IAM_API + "CreatePolicy.html"),
    "aws_iam_role": _bounds(64, _IAM, _IAM_API + "CreateRole.html"),
    "aws_iam_role_policy": _bounds(128, _IAM, _IAM_API + "PutRolePolicy.html", parent="role"),
    "aws_iam_user": _bounds(64, _IAM, _IAM_API + "CreateUser.html"),
    "aws_kinesis_firehose_delivery_stream": _bounds(
        64, _DOTTED, "firehose/latest/APIReference/API_CreateDeliveryStream.html"
    ),
    "aws_kinesis_stream": _bounds(128, _DOTTED, "kinesis/latest/APIReference/API_CreateStream.html"),
    "aws_kms_alias": _bounds(256, "A-Za-z0-9:/_-", "kms/latest/APIReference/API_CreateAlias.html"),
    "aws_lambda_alias": _bounds(128, _WORD, "lambda/latest/api/API_CreateAlias.html", parent="function_name"),
    "aws_lambda_function": _bounds(
        64, _WORD, "lambda/latest/api/API_CreateFunction.html", attribute="function_name"
    ),
    "aws_lambda_layer_version": _bounds(
        140, _WORD, "lambda/latest/api/API_PublishLayerVersion.html", attribute="layer_name", unique=False
    ),
    "aws_lb": _bounds(32, "A-Za-z0-9-", "elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html"),
    "aws_lb_target_group": _bounds(
        32, "A-Za-z0-9-", "elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html"
    ),
    "aws_opensearch_domain": _bounds(
        28,
        "a-z0-9-",
        "opensearch-service/latest/APIReference/API_CreateDomain.html",
        attribute="domain_name",
        minimum=3,
    ),
    "aws_pipes_pipe": _bounds(64, _DOTTED, "eventbridge/latest/pipes-reference/API_CreatePipe.html"),
    "aws_rds_cluster": _bounds(
        63, "a-z0-9-", "AmazonRDS/latest/APIReference/API_CreateDBCluster.html", attribute="cluster_identifier"
    ),
    "aws_s3_bucket": _bounds(
        63,
        "a-z0-9.-",
        "AmazonS3/latest/userguide/bucketnamingrules.html",
        attribute="bucket",
        minimum=3,
    ),
    "aws_scheduler_schedule": _bounds(
        64, _DOTTED, "scheduler/latest/APIReference/API_CreateSchedule.html", parent="group_name"
    ),
    "aws_secretsmanager_secret": _bounds(
        512, "A-Za-z0-9/_+=.@-", "secretsmanager/latest/apireference/API_CreateSecret.html"
    ),
    "aws_sfn_state_machine": _bounds(80, _WORD, "step-functions/latest/apireference/API_CreateStateMachine.html"),
    "aws_sns_topic": _bounds(256, _DOTTED, "sns/latest/api/API_CreateTopic.html"),
    "aws_sqs_queue": _bounds(80, _DOTTED, "AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html"),
    "aws_ssm_parameter": _bounds(1011, "/" + _DOTTED, "systems-manager/latest/APIReference/API_PutParameter.html"),
    "aws_xray_group": _bounds(32, "", "xray/latest/api/API_CreateGroup.html", attribute="group_name"),
    "aws_xray_sampling_rule": _bounds(32, "", "xray/latest/api/API_SamplingRule.html", attribute="rule_name"),
}
"""The bounds of the names of these resource types."""

FIFO_TYPES = frozenset({"aws_sns_topic", "aws_sqs_queue"})
"""Types whose names may have a dot in the ending ".fifo" only."""

GENERATED_SUFFIX = 26
"""So many characters Terraform puts after a `name_prefix`.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role (38 of a role's 64)
"""
