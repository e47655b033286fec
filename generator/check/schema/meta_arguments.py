"""What Terraform itself takes in the blocks whose type a provider brings, which providers' schemas do not have.

What is in it, `generator.check.language` checks.

Source: https://developer.hashicorp.com/terraform/language/meta-arguments/count and the pages beside it
"""

from __future__ import annotations

ARGUMENTS = frozenset({"count", "for_each", "provider", "depends_on"})
PROVIDER_ARGUMENTS = frozenset({"alias", "version", "for_each", "count", "depends_on", "source"})
_ESCAPE = "_"

BLOCKS = {
    "resource": frozenset({"lifecycle", "connection", "provisioner", "locals", _ESCAPE}),
    "data": frozenset({"lifecycle", "locals", _ESCAPE}),
    "ephemeral": frozenset({"lifecycle", "connection", "provisioner", "locals", _ESCAPE}),
}
"""The blocks that Terraform takes in each kind, and those whose names it keeps for itself."""

LATER_BLOCKS = {"terraform_data": frozenset({"store"})}
"""Blocks of types that are Terraform's own, which it has from a later version on: 1.16."""
