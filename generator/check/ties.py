"""What expressions lead to through local values, and which blocks are tied to each other."""

from __future__ import annotations

from collections.abc import Iterable

from generator.hcl import Module, Node, Reference, Resource


def references_through_locals(module: Module, *nodes: Node) -> list[Reference]:
    """Return the references below nodes and those in the local values that they lead to."""
    found: list[Reference] = []
    followed: set[str] = set()
    waiting = list(nodes)
    while waiting:
        references = module.references(*waiting)
        found += references
        waiting = []
        for reference in references:
            if reference.kind == "local" and reference.address not in followed:
                followed.add(reference.address)
                declared = module.locals.get(reference.address.removeprefix("local."))
                if declared:
                    waiting.append(declared.attribute)
    return found


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
