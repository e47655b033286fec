"""What a version of hashicorp/aws changed and its schema does not tell: since when, and what to write instead.

Sources: the notes of the versions, https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md, and
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade
"""

from __future__ import annotations

from typing import NamedTuple


class Deprecation(NamedTuple):
    """That something should no longer be set or read.

    Attributes:
        since: The version of the provider that deprecated it.
        instead: What to write instead.
        needs: The version that has what to write instead; empty where 5.100.0 has it as well.
    """

    since: str
    instead: str
    needs: str = ""


_DEPRECATIONS = """
6.0.0  -      aws_elastictranscoder_pipeline  AWS ended the service on 2025-11-13; MediaConvert takes its place
6.0.0  -      aws_elastictranscoder_preset  AWS ended the service on 2025-11-13; MediaConvert takes its place
6.0.0  -      aws_evidently_feature  AWS ended the service on 2025-10-17; AppConfig has feature flags
6.0.0  -      aws_evidently_launch  AWS ended the service on 2025-10-17; AppConfig has feature flags
6.0.0  -      aws_evidently_project  AWS ended the service on 2025-10-17; AppConfig has feature flags
6.0.0  -      aws_evidently_segment  AWS ended the service on 2025-10-17; AppConfig has feature flags
6.0.0  -      aws_kinesis_analytics_application  write aws_kinesisanalyticsv2_application
6.0.0  -      aws_media_store_container  AWS ended the service on 2025-11-13; S3 takes its place
6.0.0  -      aws_media_store_container_policy  AWS ended the service on 2025-11-13; S3 takes its place
6.0.0  -      data.aws_region.name  a variable of the region's name works with 5.x and 6.x
6.0.0  6.0.0  aws_cloudformation_stack_set_instance.region  write stack_set_instance_region
6.0.0  6.0.0  aws_config_aggregate_authorization.region  write authorized_aws_region
6.0.0  6.0.0  aws_dx_hosted_connection.region  read connection_region
6.0.0  -      aws_guardduty_detector.datasources  write resources aws_guardduty_detector_feature
6.0.0  -      aws_guardduty_organization_configuration.datasources  write a resource for each feature
6.0.0  6.0.0  aws_servicequotas_template.region  write aws_region
6.0.0  6.0.0  aws_ssmincidents_replication_set.region  write blocks regions
6.0.0  6.0.0  data.aws_servicequotas_templates.region  write aws_region
6.0.0  6.0.0  data.aws_ssmincidents_replication_set.region  read regions
6.0.0  6.0.0  data.aws_vpc_endpoint_service.region  read service_region
6.0.0  6.0.0  data.aws_vpc_peering_connection.region  read requester_region
6.3.0  -      aws_service_discovery_service.health_check_custom_config.failure_threshold  AWS always takes 1
6.3.0  6.3.0  aws_ssoadmin_application.application_arn  read arn
6.10.0 6.10.0 aws_instance.network_interface  write primary_network_interface, and aws_network_interface_attachment
6.10.0 6.10.0 aws_spot_instance_request.network_interface  write primary_network_interface
6.12.0 -      aws_s3_bucket_acl.access_control_policy.grant.grantee.display_name  AWS no longer returns it
6.12.0 -      aws_s3_bucket_acl.access_control_policy.owner.display_name  AWS no longer returns it
6.12.0 -      aws_s3_bucket_logging.target_grant.grantee.display_name  AWS no longer returns it
6.18.0 6.18.0 aws_organizations_account.status  read state
6.29.0 6.29.0 aws_dynamodb_table.global_secondary_index.hash_key  write blocks key_schema
6.29.0 6.29.0 aws_dynamodb_table.global_secondary_index.range_key  write blocks key_schema
6.29.0 -      aws_invoicing_invoice_unit.region  leave it out: the service is global
6.31.0 -      aws_s3_bucket_abac.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_accelerate_configuration.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_acl.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_cors_configuration.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_lifecycle_configuration.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_logging.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_metadata_configuration.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_object_lock_configuration.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_request_payment_configuration.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_server_side_encryption_configuration.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_versioning.expected_bucket_owner  leave it out
6.31.0 -      aws_s3_bucket_website_configuration.expected_bucket_owner  leave it out
6.31.0 -      aws_arcregionswitch_plan.region  leave it out: the service is global
6.31.0 -      data.aws_arcregionswitch_plan.region  leave it out: the service is global
6.31.0 -      data.aws_arcregionswitch_route53_health_checks.region  leave it out: the service is global
6.38.0 6.38.0 aws_savingsplans_savings_plan.offering_id  read savings_plan_offering_id
6.38.0 6.38.0 data.aws_savingsplans_savings_plan.offering_id  read savings_plan_offering_id
6.43.0 -      aws_ecs_express_gateway_service.current_deployment  do not read it
6.46.0 -      aws_pinpoint_app.campaign_hook  AWS ends this part of the service on 2026-10-30
6.46.0 -      aws_pinpoint_app.limits  AWS ends this part of the service on 2026-10-30
6.46.0 -      aws_pinpoint_app.quiet_time  AWS ends this part of the service on 2026-10-30
6.46.0 -      aws_pinpoint_email_channel  AWS ends this part of the service on 2026-10-30; SES takes its place
6.46.0 -      aws_pinpoint_email_template  AWS ends this part of the service on 2026-10-30; SES takes its place
6.46.0 -      aws_pinpoint_event_stream  AWS ends this part of the service on 2026-10-30
6.47.0 -      data.aws_arn.id  read arn
6.47.0 -      data.aws_default_tags.id  do not read it
6.47.0 -      data.aws_ip_ranges.id  do not read it
6.47.0 -      data.aws_partition.id  read partition
6.47.0 -      data.aws_region.id  a variable of the region's name works with 5.x and 6.x
6.47.0 -      data.aws_regions.id  do not read it
6.47.0 -      data.aws_service.id  read reverse_dns_name
6.47.0 6.47.0 aws_secretsmanager_secret_version.arn  read secret_arn
6.47.0 6.47.0 data.aws_secretsmanager_secret_version.arn  read secret_arn
6.47.0 6.47.0 data.aws_secretsmanager_secret_versions.arn  read secret_arn
6.47.0 6.47.0 data.aws_secretsmanager_secret_versions.name  read secret_name
6.52.0 -      aws_dms_s3_endpoint.kms_key_arn  write server_side_encryption_kms_key_id
6.57.0 6.57.0 aws_bedrockagentcore_memory_strategy.memory_execution_role_arn  write it in the memory
6.57.0 6.57.0 aws_bedrockagentcore_memory_strategy.namespaces  write namespace_templates
6.57.0 6.57.0 data.aws_vpc.ipv6_association_id  read ipv6_cidr_block_associations
6.57.0 6.57.0 data.aws_vpc.ipv6_cidr_block  read ipv6_cidr_block_associations
"""
"""A row each: since when, which version has what to write instead (`-` where 5.100.0 has it, or nothing takes its
place), what, and the way out.

Those of 6.0.0 are in the guide to it, those of 6.10, 6.12, 6.29 and 6.31 in the notes of the versions. Of the
others the version is inferred: the first of which an SDK of pulumi-aws (7.0.0 to 7.51.1) carries the message, by
the upstream version that it names or, where it names none, by the day of its release.
"""

DEPRECATIONS = {
    path: Deprecation(since, instead, needs.strip("-"))
    for since, needs, path, instead in (row.split(None, 3) for row in _DEPRECATIONS.strip().splitlines())
}
"""What 6.x deprecated and 5.100.0 did not, by "type", "type.attribute" or "type.block.attribute"."""

SUCCESSORS = {
    "aws_api_gateway_account.reset_on_delete": "leave it out: 6.x always does so",
    "aws_api_gateway_deployment.canary_settings": "write it in a resource aws_api_gateway_stage",
    "aws_api_gateway_deployment.stage_description": "write description in a resource aws_api_gateway_stage",
    "aws_api_gateway_deployment.stage_name": "write a resource aws_api_gateway_stage",
    "aws_batch_compute_environment.compute_environment_name": "write name",
    "aws_batch_compute_environment.compute_environment_name_prefix": "write name_prefix",
    "aws_batch_job_queue.compute_environments": "write blocks compute_environment_order",
    "aws_dms_endpoint.s3_settings": "write a resource aws_dms_s3_endpoint",
    "aws_dx_gateway_association.vpn_gateway_id": "write associated_gateway_id",
    "aws_eip.vpc": 'write domain = "vpc"',
    "aws_eks_addon.resolve_conflicts": "write resolve_conflicts_on_create and resolve_conflicts_on_update",
    "aws_flow_log.log_group_name": "write log_destination, with the ARN of the log group",
    "aws_guardduty_organization_configuration.auto_enable": "write auto_enable_organization_members",
    "aws_instance.cpu_core_count": "write core_count in a block cpu_options",
    "aws_instance.cpu_threads_per_core": "write threads_per_core in a block cpu_options",
    "aws_redshift_cluster.logging": "write a resource aws_redshift_logging",
    "aws_redshift_cluster.snapshot_copy": "write a resource aws_redshift_snapshot_copy",
    "aws_ssm_association.instance_id": "write a block targets",
    "data.aws_batch_compute_environment.compute_environment_name": "write name",
    "data.aws_identitystore_group.filter": "write a block alternate_identifier",
    "data.aws_identitystore_user.filter": "write a block alternate_identifier",
    "data.aws_redshift_service_account": "name the service's principal in the policy",
}
"""What takes the place of what 6.x no longer has, where its schema has nothing of a similar name."""


class Behaviour(NamedTuple):
    """That something is the same to write, and does something else.

    Attributes:
        since: The version of the provider.
        type: The type of resource, empty for all of them.
        text: What differs.
        argument: What has to be set for it to differ; empty where it always does.
    """

    since: str
    type: str
    text: str
    argument: str = ""


BEHAVIOURS = (
    Behaviour("6.0.0", "", 'every resource has "region", by default the provider\'s: run "terraform plan '
              '-refresh-only" and apply it before the first plan, so that it is in the state'),
    Behaviour("6.0.0", "aws_api_gateway_account", "destroying it takes the CloudWatch role out of the account's "
              "settings, which all APIs of the region share"),
    Behaviour("6.0.0", "aws_cloudfront_key_value_store", "id is AWS's own, and no longer the name"),
    Behaviour("6.0.0", "aws_cognito_user_in_group", "id has the pool, the group and the user with commas between"),
    Behaviour("6.0.0", "aws_db_instance", "character_set_name is refused beside replicate_source_db, "
              "restore_to_point_in_time, s3_import and snapshot_identifier", "character_set_name"),
    Behaviour("6.0.0", "aws_elasticache_replication_group", "auth_token_update_strategy has no default, and "
              "must be set beside auth_token", "auth_token"),
    Behaviour("6.0.0", "aws_instance", "user_data is stored in clear text, not as a hash"),
    Behaviour("6.0.0", "aws_redshift_cluster", "publicly_accessible is false by default, and encrypted is true"),
    Behaviour("6.0.0", "aws_sagemaker_image_version", "id has the name and the version with a comma between"),
)  # fmt: skip
"""What a move to a version changes though nothing of it is written otherwise: as the guide to 6.0.0 has it."""
