"""The DynamoDB tables whose data is meant to stay."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.environment_life import is_ephemeral
from generator.check.facts.links import instances
from generator.hcl import Instance, Module

_LOCK_KEY = "LockID"
"""The key of the tables in which Terraform's S3 backend keeps its locks, which nobody needs back.

https://developer.hashicorp.com/terraform/language/backend/s3#dynamodb-state-locking
"""


def lasting_tables(module: Module) -> Iterator[Instance]:
    """Yield the tables of a module, but for those of ephemeral environments and of state locks."""
    for table in instances(module, "aws_dynamodb_table"):
        if table["hash_key"].value != _LOCK_KEY and not is_ephemeral(module, table):
            yield table
