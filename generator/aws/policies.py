"""The statements of IAM policies in one form, however they are written: JSON, or an aws_iam_policy_document.

JSON is `jsonencode`, a heredoc, or a local value that is one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from generator import bounds
from generator.hcl import BlockView, Expression, Module, Traversal, Unknown, Value
from generator.hcl.evaluation.references import reference_of
from generator.hcl.evaluation.values import Raw
from generator.hcl.syntax.tree import Call, Literal, ObjectExpression, Parentheses, Template, Tuple

DOCUMENT = "aws_iam_policy_document"

_BLOCK_PARTS = {
    "sid": "sid", "effect": "effect", "action": "actions", "notaction": "not_actions", "resource": "resources",
    "notresource": "not_resources",
}  # fmt: skip
"""What the parts of a statement are called in a block."""

Part = Value | BlockView | Expression
"""What has the place of a part of a statement."""


class PolicyStatement(NamedTuple):
    """A statement of a policy.

    Attributes:
        parts: By the parts' names in lower case, what JSON would say.
        place: Says where a part of a name stands.
        value: Returns the part of a name as a value, with what it is written in.
    """

    parts: dict[str, Raw]
    place: Callable[[str], Part]
    value: Callable[[str], Value]

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the known texts of a part that is a text or a list of texts."""
        return tuple(each for each in self._items(name) if isinstance(each, str))

    def complete(self, name: str) -> bool:
        """Whether all texts of a part are known."""
        return all(isinstance(each, str) for each in self._items(name))

    def _items(self, name: str) -> list[Raw]:
        raw = self.parts.get(name)
        return raw if isinstance(raw, list) else [] if raw is None else [raw]


class PolicyText(NamedTuple):
    """A policy that is JSON.

    Attributes:
        statements: Those that can be read.
        complete: Whether all of them can be.
        version: Its Version, None where it has none.
    """

    statements: tuple[PolicyStatement, ...]
    complete: bool
    version: Raw


def read_json(module: Module, value: Value) -> PolicyText | None:
    """Return the policy that a value is the JSON of; None where it is no known JSON."""
    raw = value.json() if not value.absent else None
    if not isinstance(raw, dict):
        return None
    parts = _lower(raw)
    found = parts.get("statement")
    several = found if isinstance(found, list) else [found]
    statements = tuple(
        _of_object(
            each, _PolicyPath(module, value, ("Statement", at) if isinstance(found, list) else ("Statement",))
        )
        for at, each in enumerate(several)
        if isinstance(each, dict)
    )
    return PolicyText(statements, len(statements) == len(several), parts.get("version"))


def read_block(block: BlockView) -> PolicyStatement:
    """Return the statement that a block of an aws_iam_policy_document is."""
    parts: dict[str, Raw] = {
        name: block[argument].value for name, argument in _BLOCK_PARTS.items() if not block[argument].absent
    }
    parts.setdefault("effect", "Allow")
    for name, block_type in (("principal", "principals"), ("notprincipal", "not_principals")):
        blocks = block.blocks(block_type)
        if blocks:
            parts[name] = _principals(blocks)
    conditions = block.blocks("condition")
    if conditions:
        parts["condition"] = _conditions(conditions)

    def value(name: str) -> Value:
        return block[_BLOCK_PARTS.get(name.lower(), name)]

    def place(name: str) -> Part:
        argument = value(name)
        return block if argument.expression is None else argument

    return PolicyStatement(parts, place, value)


class _PolicyPath(NamedTuple):
    """How to get from a policy's expression to a part of it."""

    module: Module
    policy: Value
    steps: tuple[str | int, ...]

    def place(self, name: str) -> Part:
        """Return the part's expression, or the nearest around it that is written out."""
        node = self.policy.expression
        if node is None:
            return self.policy
        for step in (*self.steps, name):
            inner = _step(_resolve(self.module, node), step)
            if inner is None:
                break
            node = inner
        return node


def _of_object(raw: dict[str, Raw], path: _PolicyPath) -> PolicyStatement:
    parts = _lower(raw)
    return PolicyStatement(parts, path.place, lambda name: path.policy.with_value(parts.get(name.lower())))


def _resolve(module: Module, node: Expression) -> Expression:
    """Look through jsonencode, parentheses and locals."""
    for _ in range(bounds.STATEMENT_STEPS.limit):
        if isinstance(node, Parentheses):
            node = node.inner
        elif isinstance(node, Template) and node.wraps:
            node = node.parts[0]
        elif isinstance(node, Call) and node.name == "jsonencode" and len(node.arguments) == 1:
            node = node.arguments[0]
        elif isinstance(node, Traversal) and node.root == "local" and len(node.steps) == 1:
            reference = reference_of(node)
            local = module.locals.get(reference.address[6:]) if reference else None
            if local is None:
                return node
            node = local.attribute.expression
        else:
            return node
    return node


def _step(node: Expression, step: str | int) -> Expression | None:
    if isinstance(step, int):
        items = node.items if isinstance(node, Tuple) else []
        return items[step] if step < len(items) else None
    if isinstance(node, ObjectExpression):
        for key, value in node.items:
            if isinstance(key, Literal) and str(key.value).lower() == step.lower():
                return value
    return None


def _principals(blocks: list[BlockView]) -> Raw:
    found: dict[str, list[Raw]] = {}
    for block in blocks:
        type_, identifiers = block["type"].value, block["identifiers"].value
        if not block.certain or not isinstance(type_, str):
            return block["type"].value if isinstance(type_, Unknown) else Unknown()
        if type_ == "*":
            return "*"
        found.setdefault(type_, []).extend(identifiers if isinstance(identifiers, list) else [identifiers])
    return found


def _conditions(blocks: list[BlockView]) -> Raw:
    found: dict[str, dict[str, Raw]] = {}
    for block in blocks:
        test, variable = block["test"].value, block["variable"].value
        if not block.certain or not isinstance(test, str) or not isinstance(variable, str):
            return Unknown()
        found.setdefault(test, {})[variable] = block["values"].value
    return found


def _lower(raw: dict[str, Raw]) -> dict[str, Raw]:
    return {str(key).lower(): part for key, part in raw.items()}
