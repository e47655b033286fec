"""The schemas of the providers that tfgen knows, as data in the package, one type read at a time.

There is a data file for each version of a provider, in `data/` by the provider's source; a project may have more
of them. What a configuration means by "the provider" is for whoever asks: a `Release` is one version. The
functions of this module answer for the newest, which is right where a version makes no difference.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

from generator.naming import version_numbers
from generator.providers.acceptance import mismatch, type_mismatch
from generator.providers.block_schema import AttributeSchema, BlockSchema, NestedBlock
from generator.providers.schema_types import Type
from generator.providers.store import KINDS, Release

__all__ = [
    "BUILT_IN",
    "KINDS",
    "AttributeSchema",
    "BlockSchema",
    "NestedBlock",
    "Release",
    "Type",
    "available_providers",
    "data_source",
    "ephemeral",
    "lookup",
    "mismatch",
    "newest",
    "normal_source",
    "provider_block",
    "release",
    "releases",
    "resource",
    "source_of",
    "type_mismatch",
]

BUILT_IN = "terraform.io/builtin/terraform"
"""The source of the provider that is part of Terraform, and needs no entry in `required_providers`."""

_DATA = os.path.join(os.path.dirname(__file__), "data")
_ENDING = ".bin"


@cache
def releases(source: str, folder: str = "") -> tuple[str, ...]:
    """Return the versions of a provider whose schemas there are, the oldest first.

    Args:
        source: The provider's source, in its normal form.
        folder: Where a project keeps schemas of its own; empty where it has none.
    """
    return tuple(sorted({*_versions(_DATA, source), *_versions(folder, source)}, key=version_numbers))


def release(source: str, version: str, folder: str = "") -> Release:
    """Return one of `releases`; the project's own comes before the package's.

    Raises:
        OSError: There is no such version.
        ValueError: The project's file is none of schemas.
    """
    own = folder if version in _versions(folder, source) else _DATA
    return _open(os.path.join(own, source, version + _ENDING))


def newest(source: str) -> Release | None:
    """Return the newest version of a provider that the package has, None where it has none."""
    versions = releases(source)
    return release(source, versions[-1]) if versions else None


def available_providers(folder: str = "") -> Iterator[Release]:
    """Yield all that there is, by source and version; see `releases` for the folder."""
    found = set()
    for root in (_DATA, folder) if folder else (_DATA,):
        for place, _, names in os.walk(root):
            if any(name.endswith(_ENDING) for name in names):
                found.add(os.path.relpath(place, root).replace(os.sep, "/"))
    for source in sorted(found):
        yield from (release(source, version, folder) for version in releases(source, folder))


def normal_source(source: str) -> str:
    """Return a provider's source in the form that the data files have.

    "aws" is "hashicorp/aws", and so is "registry.terraform.io/hashicorp/aws"; capitals do not matter.

    Source: https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses
    """
    plain = source.lower().removeprefix("registry.terraform.io/")
    if plain == "terraform":
        return BUILT_IN
    return plain if "/" in plain else f"hashicorp/{plain}"


def source_of(kind: str, name: str) -> str | None:
    """Return the source of the provider that has a type, None where none that the package knows has it.

    A type's name begins with the name of its provider; of those that tfgen knows all are HashiCorp's.
    """
    source = normal_source(name.partition("_")[0])
    found = newest(source)
    return source if found and found.has(kind, name) else None


@cache
def lookup(kind: str, name: str) -> BlockSchema | None:
    """Return what a block of a type may hold, by the newest version; see `Release.lookup`."""
    source = source_of(kind, name)
    found = newest(source) if source else None
    return found.lookup(kind, name) if found else None


def resource(name: str) -> BlockSchema | None:
    """Return what a `resource` block of a type may hold, None where no provider that we know has the type."""
    return lookup("resource", name)


def data_source(name: str) -> BlockSchema | None:
    """Return what a `data` block of a type may hold, None where no provider that we know has the type."""
    return lookup("data", name)


def ephemeral(name: str) -> BlockSchema | None:
    """Return what an `ephemeral` block of a type may hold, None where no provider that we know has the type."""
    return lookup("ephemeral", name)


def provider_block(source: str) -> BlockSchema | None:
    """Return what the `provider` block of a provider may hold, by its source; None where we do not know it."""
    found = newest(normal_source(source))
    return found.provider_block() if found else None


@cache
def _versions(root: str, source: str) -> tuple[str, ...]:
    parts = source.split("/")
    if not root or not all(part and part.strip(".") for part in parts):
        return ()
    try:
        names = os.listdir(os.path.join(root, *parts))
    except OSError:
        return ()
    return tuple(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING))


@cache
def _open(path: str) -> Release:
    return Release(path)
