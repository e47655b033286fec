"""What is replaced by making the new one first, and what can't be: tables of what AWS refuses on the way.

Source: https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.aws.name_bounds import FIFO_TYPES, NAMES
from generator.aws.replacement import replacement_of

STAGE_MAPPINGS: Mapping[str, str] = {
    "aws_api_gateway_stage": "aws_api_gateway_base_path_mapping",
    "aws_apigatewayv2_stage": "aws_apigatewayv2_api_mapping",
}
"""What leads from a domain to a stage, by the stage's type.

Source: https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteStage.html
"""

IN_USE: Mapping[str, tuple[str, str]] = {
    "aws_api_gateway_deployment": ("", "API Gateway does not delete a deployment that a stage points to"),
    "aws_apigatewayv2_deployment": ("", "API Gateway does not delete a deployment that a stage points to"),
    "aws_acm_certificate": ("", "ACM does not delete a certificate that a domain or load balancer uses"),
    "aws_launch_configuration": ("", "a launch configuration that a group uses can't be deleted"),
    **{
        stage: (mapping, "API Gateway does not delete a stage that a domain leads to")
        for stage, mapping in STAGE_MAPPINGS.items()
    },
    "aws_api_gateway_vpc_link": ("aws_api_gateway_integration",
                                 "API Gateway does not delete a link that an integration uses"),
}  # fmt: skip
"""What AWS does not delete while something uses it: the type of that, empty for what is there to be used; why."""

_REPLACED_BY: Mapping[str, str] = {
    "aws_alb": "internal load_balancer_type",
    "aws_db_instance": "engine username storage_encrypted kms_key_id db_subnet_group_name",
    "aws_ecr_repository": "encryption_configuration",
    "aws_ecs_service": "launch_type scheduling_strategy",
    "aws_eks_cluster": "role_arn",
    "aws_elasticache_replication_group": "at_rest_encryption_enabled subnet_group_name",
    "aws_iam_instance_profile": "path",
    "aws_iam_policy": "description path",
    "aws_kinesis_firehose_delivery_stream": "destination kinesis_source_configuration",
    "aws_lb": "internal load_balancer_type",
    "aws_lb_target_group": "port protocol target_type vpc_id",
    "aws_opensearch_domain": "vpc_options",
    "aws_pipes_pipe": "source",
    "aws_rds_cluster": "engine master_username storage_encrypted kms_key_id db_subnet_group_name",
    "aws_s3_bucket": "object_lock_enabled",
    "aws_security_group": "description vpc_id",
    "aws_sfn_state_machine": "type",
}
"""What forces a new one, of types of which `generator.aws.replacement` knows nothing.

Source: "Forces new resource" in https://registry.terraform.io/providers/hashicorp/aws/latest/docs
"""


UNIQUE_NAMES: Mapping[str, str] = {
    "aws_security_group": "name",  # unique within its VPC
    **{type_: bounds.attribute for type_, bounds in NAMES.items() if bounds.unique},
}
"""By type, the argument that no two of it have the same of."""


def replaced_by(type_: str) -> list[str]:
    """Return what forces a new one under the name that the old one has; empty where nothing is known to.

    A queue or topic that becomes FIFO gets another name with it.
    """
    known, bounds = replacement_of(type_), NAMES.get(type_)
    if type_ in FIFO_TYPES:
        return []
    arguments = known.replaces if known else _REPLACED_BY.get(type_, "").split()
    named = {UNIQUE_NAMES[type_], "name_prefix", bounds.parent if bounds else ""}
    return sorted(one for one in arguments if one not in named and "." not in one)
