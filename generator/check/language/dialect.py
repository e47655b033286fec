"""Whose language a module is in: Terraform's or OpenTofu's, and of which version.

A project says so in its settings; without that, what a module uses does, and its `required_version`.

Source: https://opentofu.org/docs/language/ beside https://developer.hashicorp.com/terraform/language
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.check.language.block_shapes import Availability
from generator.check.schema.version_constraints import allows
from generator.hcl import Module

NAMES = {"terraform": "Terraform", "opentofu": "OpenTofu"}
_TEXT = re.compile(r"(terraform|opentofu)(?: (1\.\d+(?:\.\d+)?))?")
_OF_OPENTOFU = {"encryption", "language"}
_MINORS = range(30)
_EARLY_STOP = 12


class Dialect(NamedTuple):
    """What a project says that its language is.

    Attributes:
        name: "terraform" or "opentofu"; empty where nothing says so.
        version: Such as "1.11"; empty for any.
    """

    name: str = ""
    version: str = ""


ANY = Dialect()


def read_dialect(text: object) -> Dialect | None:
    """Return what a setting says: "terraform", "opentofu 1.10"; None where it says nothing that there is."""
    found = _TEXT.fullmatch(text) if isinstance(text, str) else None
    return Dialect(found[1], found[2] or "") if found else None


def dialect_of(module: Module, said: Dialect) -> Dialect:
    """Return whose language a module is in, by what is said or what it uses: Terraform's where that is open."""
    if said.name:
        return said
    inner = {block.type for settings in module.settings.blocks for block in settings.body.blocks}
    repeated = any("for_each" in one.block.body.attributes and one.alias for one in module.providers)
    enabled = any(
        "enabled" in lifecycle.body.attributes
        for one in (*module.resources(), *module.data(), *module.calls)
        for lifecycle in one.body.of_type("lifecycle")
    )
    is_opentofu = (
        any(name.endswith((".tofu", ".tofu.json")) for name in module.sources)
        or repeated
        or enabled
        or _OF_OPENTOFU & (inner | {block.type for block in module.blocks})
    )
    return Dialect("opentofu" if is_opentofu else "terraform")


def lacks(since: Availability, dialect: Dialect, required: str) -> str:
    """Return why a dialect does not have something, empty where it may.

    Args:
        since: Who has it.
        dialect: Whose language is meant.
        required: What the module requires of the version.
    """
    name = NAMES[dialect.name]
    version = since.opentofu if dialect.name == "opentofu" else since.terraform
    if version is None:
        other = "Terraform" if dialect.name == "opentofu" else "OpenTofu"
        return f"only {other} has it"
    if not version:
        return ""
    first = int(version.partition(".")[2])
    if dialect.version and int(dialect.version.split(".")[1]) < first:
        return f"{name} has it from {version} on, and {dialect.version} is meant"
    later = (f"1.{minor}.{patch}" for minor in _MINORS if minor >= first for patch in (0, 99))
    if required and not any(allows(required, each) for each in later):
        return f'{name} has it from {version} on, which "{required}" excludes'
    return ""


def looks_at_both(module: Module, said: Dialect) -> bool:
    """Whether `&&` and `||` may look at both operands though one decides: Terraform did so before 1.12.

    Source: https://github.com/hashicorp/terraform/blob/v1.12/CHANGELOG.md
    """
    version = module.settings.required_version
    if dialect_of(module, said).name != "terraform":
        return False
    if said.version:
        return int(said.version.split(".")[1]) < _EARLY_STOP
    required = version.value if version and isinstance(version.value, str) else ""
    return bool(required) and any(allows(required, f"1.{minor}.99") for minor in range(_EARLY_STOP))
