"""Names that mean something in some places alone: `self`, `terraform`, `path`; what a destroy provisioner sees.

Source: https://developer.hashicorp.com/terraform/language/expressions/references
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from generator.check.language.block_structure import word_of
from generator.check.rule import Violation
from generator.check.schema.violation import suggestion
from generator.hcl import Block, Module, Node, Traversal, walk
from generator.hcl.evaluation.references import reference_of

_KNOWN = {"terraform": ("workspace", "applying"), "tofu": ("workspace",), "path": ("module", "root", "cwd")}
_WITH_SELF = frozenset({"provisioner", "connection", "postcondition"})
_AT_DESTROY = {"count": "index", "each": "key"}
_PARTS = {"count": ("index",), "each": ("key", "value")}


def violations(module: Module) -> Iterator[Violation]:
    """Yield the names in a module that mean nothing where they stand."""
    for source in module.sources.values():
        for traversal in source.traversals:
            if traversal.root == "self":
                if not any(block.type in _WITH_SELF for block in _around(module, traversal)):
                    hint = "it is for provisioners, connections and postconditions; elsewhere write the address"
                    yield Violation(traversal, '"self" stands for nothing here', hint)
            elif traversal.root in _KNOWN or traversal.root in _PARTS:
                yield from _part(traversal)
    for resource in module.resources():
        for provisioner in resource.body.of_type("provisioner"):
            when = provisioner.body.attributes.get("when")
            if when and word_of(when) == "destroy":
                yield from _at_destroy(provisioner)


def _part(traversal: Traversal) -> Iterator[Violation]:
    root = traversal.root
    known = _KNOWN.get(root) or _PARTS[root]
    name = traversal.steps[0] if traversal.steps else None
    if isinstance(name, str) and name not in known:
        hint = "write terraform.workspace" if (root, name) == ("terraform", "env") else suggestion(name, known)
        yield Violation(traversal, f'"{root}" has no attribute "{name}"', hint or f"{root}.{known[0]}, for one")


def _around(module: Module, node: Node) -> Iterator[Block]:
    """Yield the blocks that a node stands in, the outermost first."""
    blocks = module.blocks
    while True:
        inner = next(
            (one for one in blocks if one.source is node.source and one.start <= node.start < one.stop), None
        )
        if inner is None:
            return
        yield inner
        blocks = inner.body.blocks


def _at_destroy(provisioner: Block) -> Iterator[Violation]:
    bodies = [provisioner.body, *(block.body for block in provisioner.body.of_type("connection"))]
    for attribute in chain.from_iterable(body.attributes.values() for body in bodies):
        if attribute.name in ("when", "on_failure"):
            continue
        for node in walk(attribute.expression):
            if not isinstance(node, Traversal) or node.root in ("self", "path", "terraform"):
                continue
            wanted = _AT_DESTROY.get(node.root)
            if reference_of(node) is not None and (wanted is None or node.steps != [wanted]):
                message = f"a provisioner at destroy can't refer to {node.text}: what else there was may be gone"
                yield Violation(node, message, "it sees self, count.index and each.key")
