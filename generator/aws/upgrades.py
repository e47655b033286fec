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


DEPRECATIONS = {
    "data.aws_region.name": Deprecation("6.0.0", "a variable of the region's name works with 5.x and 6.x"),
    "data.aws_region.id": Deprecation("6.47.0", "a variable of the region's name works with 5.x and 6.x"),
    "aws_dynamodb_table.global_secondary_index.hash_key": Deprecation(
        "6.29.0", "write blocks key_schema", "6.29.0"
    ),
    "aws_dynamodb_table.global_secondary_index.range_key": Deprecation(
        "6.29.0", "write blocks key_schema", "6.29.0"
    ),
}
"""Attributes that 6.x deprecated and 5.100.0 did not, by "type.block.attribute"."""

SUCCESSORS = {
    "aws_api_gateway_account.reset_on_delete": "leave it out: 6.x always does so",
    "aws_batch_compute_environment.compute_environment_name": "write name",
    "aws_batch_compute_environment.compute_environment_name_prefix": "write name_prefix",
    "aws_eip.vpc": 'write domain = "vpc"',
    "aws_flow_log.log_group_name": "write log_destination, with the ARN of the log group",
    "aws_redshift_cluster.logging": "write a resource aws_redshift_logging",
    "aws_redshift_cluster.snapshot_copy": "write a resource aws_redshift_snapshot_copy",
    "aws_ssm_association.instance_id": "write a block targets",
    "data.aws_batch_compute_environment.compute_environment_name": "write name",
    "data.aws_redshift_service_account": "name the service's principal in the policy",
}
"""What takes the place of what 6.x no longer has, where its schema has nothing of a similar name."""


class Behaviour(NamedTuple):
    """That something is the same to write, and does something else.

    Attributes:
        since: The version of the provider.
        type: The type of resource, empty for all of them.
        text: What differs.
    """

    since: str
    type: str
    text: str


BEHAVIOURS = (
    Behaviour("6.0.0", "", 'every resource has "region", by default the provider\'s: run "terraform plan '
              '-refresh-only" and apply it before the first plan, so that it is in the state'),
    Behaviour("6.0.0", "aws_api_gateway_account", "destroying it takes the CloudWatch role out of the account's "
              "settings, which all APIs of the region share"),
    Behaviour("6.0.0", "aws_instance", "user_data is stored in clear text, not as a hash"),
    Behaviour("6.0.0", "aws_redshift_cluster", "publicly_accessible is false by default"),
)  # fmt: skip
"""What a move to a version changes though nothing of it is written otherwise."""
