"""The schemas of the providers that tfgen knows, as data in the package, one type read at a time.

They are those of hashicorp/aws, random and archive, and of what is built into Terraform.
"""

from __future__ import annotations

from functools import cache

from generator.providers.conversion import mismatch, type_mismatch
from generator.providers.schema import AttributeSchema, BlockSchema, NestedBlock
from generator.providers.store import the_store
from generator.providers.types import Type

__all__ = [
    "BUILT_IN",
    "KINDS",
    "AttributeSchema",
    "BlockSchema",
    "NestedBlock",
    "Type",
    "data_source",
    "ephemeral",
    "known_providers",
    "lookup",
    "mismatch",
    "normal_source",
    "provider_block",
    "resource",
    "source_of",
    "takes_id",
    "type_mismatch",
    "type_names",
]

KINDS = {"resource": "r", "data": "d", "ephemeral": "e"}
"""The kinds of blocks whose type a provider brings, by the word that opens them."""

BUILT_IN = "terraform.io/builtin/terraform"
"""The source of the provider that is part of Terraform, and needs no entry in `required_providers`."""


def resource(name: str) -> BlockSchema | None:
    """Return what a `resource` block of a type may hold, None where no provider that we know has the type."""
    return the_store().block("r", name)


def data_source(name: str) -> BlockSchema | None:
    """Return what a `data` block of a type may hold, None where no provider that we know has the type."""
    return the_store().block("d", name)


def ephemeral(name: str) -> BlockSchema | None:
    """Return what an `ephemeral` block of a type may hold, None where no provider that we know has the type."""
    return the_store().block("e", name)


def lookup(kind: str, name: str) -> BlockSchema | None:
    """Return what a block of a type may hold.

    Args:
        kind: "resource", "data" or "ephemeral".
        name: The type, such as "aws_sqs_queue".

    Returns:
        The schema, without the arguments that Terraform itself takes in each such block; None where no
        provider that we know has the type.
    """
    return the_store().block(KINDS[kind], name)


def provider_block(source: str) -> BlockSchema | None:
    """Return what the `provider` block of a provider may hold, by its source; None where we do not know it."""
    return the_store().block("p", normal_source(source))


@cache
def known_providers() -> dict[str, str]:
    """Return the version of each provider whose schemas there are, by its source ("hashicorp/aws")."""
    return {name: version for name, _, _, _, version in the_store().lines("p")}


@cache
def source_of(kind: str, name: str) -> str | None:
    """Return the source of the provider that has a type, None where none that we know has it."""
    line = the_store().line(KINDS[kind], name)
    return list(known_providers())[int(line[0])] if line else None


def takes_id(kind: str, name: str) -> bool:
    """Return whether the `id` of a type, of which its schema says that it is optional and computed, may be set.

    The SDK adds one to all types that have none of their own, and refuses it where it is set.
    """
    return bool(the_store().line("i", f"{kind}.{name}"))


@cache
def type_names(kind: str, source: str = "") -> tuple[str, ...]:
    """Return the names of all types of a kind ("resource", "data", "ephemeral"), or of those of one provider."""
    lines = the_store().lines(KINDS[kind])
    if not source:
        return tuple(name for name, *_ in lines)
    sources = list(known_providers())
    number = str(sources.index(normal_source(source))) if normal_source(source) in sources else ""
    return tuple(name for name, provider, *_ in lines if provider == number)


def normal_source(source: str) -> str:
    """Return a provider's source in the form that `known_providers` has.

    "aws" is "hashicorp/aws", and so is "registry.terraform.io/hashicorp/aws"; capitals do not matter.

    Source: https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses
    """
    plain = source.lower().removeprefix("registry.terraform.io/")
    if plain == "terraform":
        return BUILT_IN
    return plain if "/" in plain else f"hashicorp/{plain}"
