"""What an expression refers to, outside of itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator

from generator.hcl.evaluation.values import UNKNOWN, Raw
from generator.hcl.syntax.structure import Attribute, Block, Body
from generator.hcl.syntax.tree import (
    SPLAT,
    Call,
    Expression,
    Index,
    Key,
    Node,
    Parentheses,
    Reference,
    Relative,
    Splat,
    Step,
    Template,
    Traversal,
)

_NAMED = frozenset({"var", "local", "module"})
_PLAIN = frozenset({"each", "count", "path", "terraform", "self"})
_PREFIXED = {"data": "data.", "ephemeral": "ephemeral.", "action": "action.", "resource": ""}
RESOURCE_KINDS = frozenset({"data", "ephemeral", "resource"})
"""Kinds of references to what providers manage or read."""


def spell_reference(reference: Reference, key: Callable[[Raw], str]) -> str:
    """Return a reference in the form that is used for all that mean the same.

    Args:
        reference: The reference.
        key: Writes what an index holds.
    """
    text = reference.address
    for step in reference.rest:
        if isinstance(step, str):
            text += f".{step}"
        elif step is SPLAT:
            text += "[*]"
        else:
            text += f"[{key(step.value)}]"
    return text


def head(traversal: Traversal) -> tuple[str, str, int]:
    """Return the kind and address that a traversal leads to, and how many steps that takes; "" if to nothing."""
    found = traversal.headed
    if found is None:
        found = traversal.headed = _head(traversal)
    return found


def _head(traversal: Traversal) -> tuple[str, str, int]:
    root, steps = traversal.root, traversal.steps
    if root in _PLAIN:
        return root, root, 0
    if root in _PREFIXED:
        return _prefix(root, steps)
    if not steps or not isinstance(steps[0], str):
        return "", "", 0
    return (root if root in _NAMED else "resource"), f"{root}.{steps[0]}", 1


def _prefix(root: str, steps: list[Step]) -> tuple[str, str, int]:
    if len(steps) < 2 or not isinstance(steps[0], str) or not isinstance(steps[1], str):  # noqa: PLR2004
        return "", "", 0
    return root, f"{_PREFIXED[root]}{steps[0]}.{steps[1]}", 2


def reference_of(traversal: Traversal) -> Reference | None:
    """Return what a traversal refers to, None where it is no reference, such as a lone name."""
    found = traversal.referred
    if found is False or found is True:  # not asked for before
        found = traversal.referred = _reference_of(traversal)
    return found


def _reference_of(traversal: Traversal) -> Reference | None:
    kind, address, taken = head(traversal)
    if not kind:
        return None
    outer = traversal.outer
    steps = traversal.steps if outer is traversal else _steps(outer)
    return Reference(kind, address, tuple(steps[taken:]), outer)


def _steps(node: Expression) -> list[Step]:
    """Return all steps from the traversal at the head of a node."""
    if isinstance(node, Traversal):
        return node.steps
    if isinstance(node, Relative):
        return [*_steps(node.base), *node.steps]
    if isinstance(node, Index):
        return [*_steps(node.base), Key(UNKNOWN)]
    if isinstance(node, Splat):
        return [*_steps(node.base), SPLAT, *_steps(node.each)]
    return []


def bare_reference(node: Expression | None) -> Reference | None:
    """Return the reference that an expression is, if it is nothing but one."""
    while True:
        if isinstance(node, Parentheses):
            node = node.inner
        elif isinstance(node, Template) and node.wraps:
            node = node.parts[0]
        else:
            break
    while isinstance(node, (Relative, Index, Splat)):
        inner = node.base
        if isinstance(inner, Traversal):
            return reference_of(inner) if inner.outer is not inner else None
        node = inner
    return reference_of(node) if isinstance(node, Traversal) else None


def expressions_below(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the expressions of the attributes of blocks and bodies; each is in one file."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Attribute):
            yield node.expression
        elif isinstance(node, (Block, Body)):
            body = node.body if isinstance(node, Block) else node
            waiting += body.blocks
            waiting += body.attributes.values()
        else:
            yield node


def references_below(nodes: Iterable[Node]) -> list[Reference]:
    """Return the references in blocks, bodies, attributes or expressions, in the order of the text."""
    found = []
    expressions = list(expressions_below(nodes))
    for expression in expressions:
        source = expression.source
        starts = source.traversal_starts()
        first = bisect_left(starts, expression.start)
        if first < len(starts) and starts[first] < expression.stop:
            for traversal in source.traversals[first : bisect_left(starts, expression.stop, first)]:
                reference = reference_of(traversal)
                if reference:
                    found.append(reference)
    if len(expressions) > 1:
        found.sort(key=_place)
    return found


def calls_below(node: Node) -> list[Call]:
    """Return the function calls in an expression, in the order of their ends."""
    calls = node.source.calls
    first, last = (bisect_right(calls, offset, key=_stop) for offset in (node.start, node.stop))
    return [call for call in calls[first:last] if call.start >= node.start]


def _stop(node: Node) -> int:
    return node.stop


def _place(reference: Reference) -> tuple[str, int]:
    return reference.node.source.path, reference.node.start
