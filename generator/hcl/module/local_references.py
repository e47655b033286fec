"""What expressions lead to through local values."""

from __future__ import annotations

from generator.hcl.module.module import Module
from generator.hcl.syntax.tree import Node, Reference


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
            local = module.locals.get(reference.address[6:]) if reference.kind == "local" else None
            if local and reference.address not in followed:
                followed.add(reference.address)
                waiting.append(local.attribute)
    return found
