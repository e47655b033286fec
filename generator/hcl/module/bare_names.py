"""Names that stand alone and are none, and `each` and `count` where nothing is repeated."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from generator.hcl.evaluation.functions import CONVERT
from generator.hcl.module.module_protocol import DeclaredModule
from generator.hcl.syntax.parser import is_static
from generator.hcl.syntax.structure import Block, Body
from generator.hcl.syntax.tree import Call, ForExpression, Node, Traversal

_REPEATED = {"each": "for_each", "count": "count"}
_REPEATING = frozenset({"resource", "data", "ephemeral", "module", "provider", "action"})
_WHOLE = frozenset({"each", "count", "path", "terraform", "self"})
_PASSED_OVER = frozenset({"terraform", "check", "moved", "removed", "import", "language"})
"""Blocks with words that are no expressions, or with rules of their own."""
_WORDS = {"provisioner": frozenset({"when", "on_failure"})}

_Suspects = dict[str, list[int]]
"""Where in each file names begin that may lead nowhere, in order."""


def report(module: DeclaredModule) -> None:
    """Report the names in a module that lead nowhere."""
    suspects = {
        name: [one.start for one in source.traversals if one.root in _REPEATED or not one.steps]
        for name, source in module.sources.items()
    }
    for block in module.blocks:
        if block.type not in _PASSED_OVER and not block.body.json:
            missing = _missing(block)
            if _is_within(suspects, block):
                for traversal in _unbound(block.body, block.type, 1, frozenset(), suspects):
                    _report(module, traversal, missing)


def _is_within(suspects: _Suspects, node: Node) -> bool:
    """Whether a name that may lead nowhere stands in a node: most have none, and are passed over."""
    starts = suspects[node.source.path]
    at = bisect_left(starts, node.start)
    return at < len(starts) and starts[at] < node.stop


def _missing(block: Block) -> frozenset[str]:
    """Return which of `each` and `count` mean nothing in a top-level block."""
    names = block.body.attributes if block.type in _REPEATING else ()
    return frozenset(root for root, argument in _REPEATED.items() if argument not in names)


def _report(module: DeclaredModule, traversal: Traversal, missing: frozenset[str]) -> None:
    root = traversal.root
    if root in missing:
        message = f'"{root}" means something only where there is {_REPEATED[root]}'
        module.report("reference", message, traversal)
    elif not traversal.steps and traversal.outer is traversal and root not in _WHOLE:
        hint = f'write "{root}" in quotes, if it is a text'
        module.report("reference", f"{root} is no name of anything here", traversal, hint)


def _unbound(
    body: Body, block_type: str, depth: int, bound: frozenset[str], suspects: _Suspects
) -> Iterator[Traversal]:
    """Yield the traversals whose first name nothing around them binds."""
    for name, attribute in body.attributes.items():
        is_word = is_static(block_type, depth, name) or name in _WORDS.get(block_type, ())
        if not is_word and _is_within(suspects, attribute.expression):
            yield from _in_expression(attribute.expression, bound)
    for block in body.blocks:
        if not _is_within(suspects, block):
            continue
        within = bound
        if block.type == "dynamic" and block.labels:
            named = block.body.attributes.get("iterator")
            expression = named.expression if named else None
            within |= {expression.root if isinstance(expression, Traversal) else block.labels[0]}
        yield from _unbound(block.body, block.type, depth + 1, within, suspects)


def _in_expression(node: Node, bound: frozenset[str]) -> Iterator[Traversal]:
    waiting = [(node, bound)]
    while waiting:
        one, names = waiting.pop()
        if isinstance(one, Traversal) and one.root not in names:
            yield one
        if isinstance(one, Call) and one.name == CONVERT:
            waiting += [(child, names) for child in one.arguments[:1]]
        elif isinstance(one, ForExpression):
            inner = names.union(one.names)
            waiting.append((one.collection, names))
            waiting += [(child, inner) for child in one.children() if child is not one.collection]
        else:
            waiting += [(child, names) for child in one.children()]
