"""What Terraform itself takes in the blocks whose type a provider brings: count, lifecycle, provisioner and so on.

Source: https://developer.hashicorp.com/terraform/language/meta-arguments/count and the pages beside it
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.schema.violation import SchemaViolation, at, suggestion
from generator.hcl import Attribute, Block, Body, Literal, Node, Traversal

ARGUMENTS = frozenset({"count", "for_each", "provider", "depends_on"})
PROVIDER_ARGUMENTS = frozenset({"alias", "version"})
_ESCAPE = "_"

BLOCKS = {
    "resource": frozenset({"lifecycle", "connection", "provisioner", "locals", _ESCAPE}),
    "data": frozenset({"lifecycle", "locals", _ESCAPE}),
    "ephemeral": frozenset({"lifecycle", "connection", "provisioner", "locals", _ESCAPE}),
}
"""The blocks that Terraform takes in each kind, and those whose names it keeps for itself."""

_LIFECYCLE_ARGUMENTS = frozenset(
    {"create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by"}
)
_CONDITIONS = frozenset({"precondition", "postcondition"})
_CONDITION_ARGUMENTS = frozenset({"condition", "error_message"})

_PROVISIONER_WORDS = {"when": ("create", "destroy"), "on_failure": ("continue", "fail")}


def check_meta(kind: str, block: Block) -> Iterator[SchemaViolation]:
    """Yield what is wrong with Terraform's own arguments and blocks in a block.

    Args:
        kind: "resource", "data" or "ephemeral".
        block: The block.
    """
    body = block.body
    if body.json:
        return
    lifecycles = body.of_type("lifecycle")
    yield from _at_most_one(body, "lifecycle")
    for lifecycle in lifecycles:
        yield from _lifecycle(kind, lifecycle)
    for reserved in body.of_type("locals"):
        yield _wrong('the block name "locals" is reserved by Terraform', reserved)
    if kind == "data":
        return
    yield from _at_most_one(body, "connection")
    for provisioner in body.of_type("provisioner"):
        yield from _provisioner(provisioner)


def _lifecycle(kind: str, block: Block) -> Iterator[SchemaViolation]:
    for name, attribute in block.body.attributes.items():
        if name not in _LIFECYCLE_ARGUMENTS:
            hint = suggestion(name, _LIFECYCLE_ARGUMENTS)
            yield _wrong(f'lifecycle has no argument "{name}"', attribute, hint)
        elif kind != "resource":
            yield _wrong(f'"{name}" is for resources alone, this is a block "{kind}"', attribute)
        elif name in ("create_before_destroy", "prevent_destroy"):
            yield from _constant_bool(attribute)
    for inner in block.body.blocks:
        if inner.type not in _CONDITIONS:
            yield _wrong(f'lifecycle has no block "{inner.type}"', inner, suggestion(inner.type, _CONDITIONS))
        else:
            yield from _arguments(inner, _CONDITION_ARGUMENTS, _CONDITION_ARGUMENTS)


def _constant_bool(attribute: Attribute) -> Iterator[SchemaViolation]:
    """Yield what is wrong with an argument that Terraform reads before it evaluates anything."""
    expression = attribute.expression
    if isinstance(expression, Literal):
        if not isinstance(expression.value, bool) and expression.value not in ("true", "false", None):
            yield _wrong(f'"{attribute.name}" is true or false', expression)
    elif isinstance(expression, Traversal):
        yield _wrong(f'"{attribute.name}" is to be a constant, nothing can be referred to here', expression)


def _provisioner(block: Block) -> Iterator[SchemaViolation]:
    if len(block.labels) != 1:
        yield _wrong("a provisioner has one label, its type", block)
        return
    yield from _at_most_one(block.body, "connection")
    for word, allowed in _PROVISIONER_WORDS.items():
        attribute = block.body.attributes.get(word)
        given = attribute and _word(attribute)
        if attribute and given not in allowed:
            yield _wrong(f'"{word}" is {" or ".join(allowed)}', attribute.expression)


def _arguments(block: Block, needed: frozenset[str], known: frozenset[str]) -> Iterator[SchemaViolation]:
    """Yield what a block that is Terraform's own has too much or lacks."""
    has_escape = bool(block.body.of_type(_ESCAPE))
    for name in sorted(needed - block.body.attributes.keys()):
        if not has_escape:
            yield _wrong(f'the argument "{name}" is missing', block)
    for name, attribute in block.body.attributes.items():
        if name not in known:
            yield _wrong(f'there is no argument "{name}" here', attribute, suggestion(name, known))


def _word(attribute: Attribute) -> str | None:
    """Return the bare or quoted word that an argument is."""
    expression = attribute.expression
    if isinstance(expression, Traversal) and not expression.steps:
        return expression.root
    return expression.value if isinstance(expression, Literal) and isinstance(expression.value, str) else None


def _at_most_one(body: Body, block_type: str) -> Iterator[SchemaViolation]:
    for block in body.of_type(block_type)[1:]:
        yield _wrong(f'there is a block "{block_type}" already', block)


def _wrong(message: str, node: Node, hint: str = "") -> SchemaViolation:
    if isinstance(node, Block):
        return SchemaViolation("meta-argument", message, node.location, node.header_end, hint)
    return at("meta-argument", message, node, hint)
