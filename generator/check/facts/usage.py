"""Which variables and locals of a module are used anywhere in it."""

from __future__ import annotations

from generator.check.facts.missing_declarations import MISNAMED
from generator.hcl import Module, Node
from generator.hcl.evaluation.references import head


def unused_addresses(module: Module, declared: dict[str, Node]) -> list[str]:
    """Return which of these addresses are referred to nowhere but in what declares them.

    Args:
        module: The module.
        declared: The syntax of what is declared, by address.

    Returns:
        The addresses in the order given; none where a file could not be read in full.
    """
    if not all(source.is_whole for source in module.sources.values()):
        return []
    used: set[str] = set()
    for source in module.sources.values():
        for traversal in source.traversals:
            address = head(traversal)[1]
            if traversal.root in MISNAMED:
                address = f"{MISNAMED[traversal.root]}.{address.partition('.')[2]}"
            node = declared.get(address)
            if node is not None and not (
                node.source is source and node.start <= traversal.start and traversal.stop <= node.stop
            ):
                used.add(address)
    return [address for address in declared if address not in used]
