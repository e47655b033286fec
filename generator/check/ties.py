"""What attributes lead to through local values, and which blocks are tied to each other."""

from __future__ import annotations

from collections.abc import Iterable

from generator.hcl import Module, Resource
from generator.hcl.following import references_through_locals


def addresses(module: Module, resource: Resource, *names: str) -> set[str]:
    """Return the addresses that attributes of a resource lead to, through local values."""
    nodes = [resource.body.attributes[name] for name in names if name in resource.body.attributes]
    return {reference.address for reference in references_through_locals(module, *nodes)}


def existing(resources: Iterable[Resource]) -> list[Resource]:
    """Return those of which there is an instance, or may be."""
    return [resource for resource in resources if resource.instances]


def tied(module: Module, resource: Resource, others: Iterable[Resource]) -> bool:
    """Whether a resource is made after one of these."""
    dependencies = module.dependencies(resource.address)
    return any(other.address in dependencies for other in others)
