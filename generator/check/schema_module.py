"""A whole module held against the schemas of the providers that it uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from generator import providers
from generator.check.schema_body import BodyChecker, Occurrence
from generator.check.schema_meta import ARGUMENTS, BLOCKS, PROVIDER_ARGUMENTS, check_meta
from generator.check.schema_references import check_reference, follow
from generator.check.schema_versions import allows
from generator.check.schema_violation import SchemaViolation, at, suggestion
from generator.hcl import Module, Reference, Resource, Unknown
from generator.providers import BlockSchema, Type

_STRING = Type("string")


@lru_cache(maxsize=1)
def schema_violations(module: Module) -> tuple[SchemaViolation, ...]:
    """Return all that is wrong with a module by its providers' schemas, in the order of the places.

    Several rules share them; what was found last is kept.
    """
    found = ModuleChecker(module).check()
    return tuple(sorted(found, key=lambda each: (each.location, each.kind, each.message)))
