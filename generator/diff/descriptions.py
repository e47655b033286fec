"""Differences as they are told: with the values as text, and the places in both files."""

from __future__ import annotations

from collections.abc import Iterable

from generator import bounds
from generator.diff.differences import Comparer, ValueDifference
from generator.diff.sides import Side
from generator.diff.subjects import Subject, hides
from generator.diff.trees import BlockTree, Leaf
from generator.diff.value_text import ABSENT
from generator.hcl import Expression, Literal, Node, Reference, Traversal, Unknown
from generator.hcl.evaluation.symbols import Piece, SecretValue, Symbol, pieces_within, write_value
from generator.hcl.evaluation.values import Raw
from generator.hcl.module.secrecy import CONCEALED
from generator.hcl.syntax.structure import Attribute
from generator.hcl.syntax.tree import Call, ObjectExpression, Parentheses, Tuple
from generator.model.change import AttributeChange, Extent
from generator.naming import ValuePath, format_path

_RESOURCES = ("resource", "data", "ephemeral", "module")
_ORDER_ONLY = ("depends_on", "lifecycle")
_KEPT = "what is not set stays as it is"
IGNORED = "lifecycle.ignore_changes"
"""Why nothing is done about an attribute that a lifecycle block leaves alone."""


class Describer:
    """Describes differences.

    Attributes:
        before: The old side.
        after: The new one.
    """

    def __init__(self, before: Side, after: Side, compares: Comparer) -> None:
        self.before, self.after, self._compares = before, after, compares

    def attributes(self, differences: Iterable[ValueDifference], subject: Subject) -> tuple[AttributeChange, ...]:
        """Return what differs about something, as it is told.

        Args:
            differences: What differs.
            subject: What it is about, as it is now.
        """
        ignored = _ignored_paths(subject.tree)
        return tuple(self._description(each, subject, ignored) for each in differences)

    def _description(self, one: ValueDifference, subject: Subject, ignored: list[str]) -> AttributeChange:
        path = format_path(one.path)
        secret = _is_secret(one, subject, self.before, self.after)
        old, new = (self._text(value, secret) for value in (one.old, one.new))
        because, applies = one.because, True
        if not because and old == new:
            because = "a sensitive value differs"
        if subject.kind in _RESOURCES:
            if one.path[0] in _ORDER_ONLY:
                applies = False
            elif _covers(ignored, path):
                because, applies = IGNORED, False
            elif new is None and isinstance(one.before, Leaf) and one.before.computed and not one.inner:
                because, applies = _KEPT, False
        before = self._place(self.before, one.before, one.inner)
        after = self._place(self.after, one.after, one.inner)
        return AttributeChange(path, old, new, before, after, because=because, applies=applies)

    def _text(self, value: Raw, secret: bool) -> str | None:
        if value is ABSENT:
            return None
        return CONCEALED if secret else write_value(value)

    def _place(self, side: Side, holder: Leaf | BlockTree | None, inner: ValuePath) -> Extent | None:
        if holder is None:
            return None
        if isinstance(holder, BlockTree):
            return side.header(holder.node)
        return side.extent(narrow(side, holder.node, inner))


def narrow(side: Side, node: Node, steps: ValuePath) -> Node:
    """Return the smallest part of an attribute that steps into its value lead to, as far as that can be told."""
    expression: Node = node.expression if isinstance(node, Attribute) else node
    for step in steps:
        found = _step(side, expression, step, 0)
        if found is None:
            break
        node, expression = found
    return node


def _step(side: Side, node: Node, step: str | int, depth: int) -> tuple[Node, Expression] | None:
    """Return the member of an object or list: what to point at, and its value."""
    if depth > bounds.DIFFERENCE_DEPTH.limit:
        return None
    if isinstance(node, ObjectExpression):
        for key, value in node.items:
            if isinstance(key, Literal) and key.value == step:
                return _Member(key, value), value
    if isinstance(node, Tuple) and isinstance(step, int) and step < len(node.items):
        return node.items[step], node.items[step]
    for inner in reversed(list(_through(side, node))):
        found = _step(side, inner, step, depth + 1)
        if found:
            return found
    return None


def _through(side: Side, node: Node) -> Iterable[Node]:
    """Return the expressions that have the members of this one; of several the last that has one wins."""
    if isinstance(node, Parentheses):
        return [node.inner]
    if isinstance(node, Call) and node.name in ("jsonencode", "merge", "tomap", "tolist", "concat"):
        return node.arguments
    if isinstance(node, Traversal) and node.root == "local" and len(node.steps) == 1:
        declared = side.module.locals.get(str(node.steps[0]))
        return [declared.attribute.expression] if declared else []
    return []


class _Member(Node):
    """A member of an object: its key and its value."""

    __slots__ = ()

    def __init__(self, key: Node, value: Node) -> None:
        self.source, self.start, self.stop = key.source, key.start, value.stop


def _ignored_paths(tree: BlockTree) -> list[str]:
    return [
        write_value(name)
        for block in tree.blocks.get("lifecycle", ())
        for name in (block.attributes["ignore_changes"].value if "ignore_changes" in block.attributes else ())
    ]


def _covers(ignored: Iterable[str], path: str) -> bool:
    return any(name in ("all", path) or path.startswith((f"{name}.", f"{name}[")) for name in ignored)


def _is_secret(one: ValueDifference, subject: Subject, before: Side, after: Side) -> bool:
    """Return whether the values may not be told: by the schema, or by where they go."""
    if any(isinstance(holder, Leaf) and holder.sensitive for holder in (one.before, one.after)):
        return True
    if subject.kind == "variable" and one.path[0] in ("default", "value"):
        return any(subject.address in side.secrets.names for side in (before, after))
    return any(_holds_secret(value, side) for value, side in ((one.old, before), (one.new, after)))


def _holds_secret(value: Raw, side: Side) -> bool:
    """Return whether a value is made of something sensitive: but for one that is only named."""
    if value is ABSENT:
        return False
    if isinstance(value, Symbol) and len(value.pieces) == 1:
        (piece,) = value.pieces
        return isinstance(piece, SecretValue) and not isinstance(piece.value, Unknown)
    if isinstance(value, Unknown) and value.reference and not value.parts:
        return False
    return any(_is_sensitive(piece, side) for piece in pieces_within(value))


def _is_sensitive(piece: Piece, side: Side) -> bool:
    if not isinstance(piece, Reference):
        return isinstance(piece, SecretValue)
    resource = side.module.resource(piece.address)
    return bool(resource and piece.attributes and hides(resource.kind, resource.type, piece.attributes[0]))
