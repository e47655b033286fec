"""What attributes lead to through local values, and which blocks are tied to each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from generator.check.facts.memo import memoize
from generator.hcl import Module, Resource
from generator.hcl.module.local_references import references_through_locals


@memoize
def addresses(module: Module, resource: Resource, *names: str) -> frozenset[str]:
    """Return the addresses that attributes of a resource lead to, through local values."""
    nodes = [resource.body.attributes[name] for name in names if name in resource.body.attributes]
    return frozenset(reference.address for reference in references_through_locals(module, *nodes))


@memoize
def leads_to(module: Module, resource: Resource) -> frozenset[str]:
    """Return the addresses that all of a resource leads to, through local values."""
    return frozenset(reference.address for reference in references_through_locals(module, resource.block))


def existing(resources: Iterable[Resource]) -> list[Resource]:
    """Return those of which there is an instance, or may be."""
    return [resource for resource in resources if resource.instances]


def is_made_after(module: Module, resource: Resource, others: Collection[str]) -> bool:
    """Whether a resource is made after one of these addresses; a set of many is looked through quickly."""
    return not module.dependencies(resource.address).isdisjoint(others)
