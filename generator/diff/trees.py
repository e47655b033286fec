"""Blocks as trees of values, each with its place and what the provider's schema says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from generator.diff.value_text import Words, comparable, is_unset, settle
from generator.hcl import BlockView, Node
from generator.hcl.evaluation.normal_form import spell
from generator.hcl.evaluation.symbols import Symbol
from generator.hcl.evaluation.values import Raw
from generator.providers import BlockSchema, Type

Schema = BlockSchema | Type | None
"""What a block may hold; a type where an argument may be written as blocks."""

_TEXTS = frozenset(
    {"condition", "ignore_changes", "replace_triggered_by", "provider", "providers", "type", "when"}
)
"""Arguments of the language itself that are names or conditions, and not evaluated."""


class Leaf(NamedTuple):
    """An attribute.

    Attributes:
        value: Its value, None where it is null.
        node: Its syntax.
        sensitive: Whether its schema says so.
        computed: Whether the provider says what it is where it is not set.
        evaluated: Whether it is a value at all, and not a name or condition of the language.
    """

    value: Raw
    node: Node
    sensitive: bool = False
    computed: bool = False
    evaluated: bool = True


@dataclass(slots=True)
class BlockTree:
    """A block.

    Attributes:
        node: Its syntax.
        labels: Its labels.
        attributes: By name.
        blocks: The blocks in it, by their type.
        nestings: Of these: "set" where their order does not matter, "single" or "group" where there is one.
    """

    node: Node
    labels: tuple[str, ...] = ()
    attributes: dict[str, Leaf] = field(default_factory=dict)
    blocks: dict[str, list[BlockTree]] = field(default_factory=dict)
    nestings: dict[str, str] = field(default_factory=dict)
    _keys: dict[Words, str] = field(default_factory=dict)

    def key(self, words: Words) -> str:
        """Return what is the same for blocks that mean the same."""
        found = self._keys.get(words)
        if found is None:
            found = self._keys[words] = self._key(words)
        return found

    def _key(self, words: Words) -> str:
        parts = [*self.labels]
        for name in sorted(self.attributes):
            value = self.attributes[name].value
            if not is_unset(value):
                parts.append(f"{name}={words.key(comparable(name, value))}")
        for name in sorted(self.blocks):
            keys = [block.key(words) for block in self.blocks[name]]
            parts += [f"{name}{{{key}}}" for key in (sorted(keys) if self.nestings[name] == "set" else keys)]
        return "\n".join(parts)


def tree_of(view: BlockView, schema: Schema = None, without: frozenset[str] = frozenset()) -> BlockTree:
    """Return a block as a tree.

    Args:
        view: The block.
        schema: What it may hold, if that is known.
        without: The attributes and blocks that are left out.
    """
    tree = BlockTree(view.node, tuple(view.labels))
    block_names = [name for name in view.block_types if name not in without]
    for name in view.attributes:
        if view.body.json and _nesting(schema, name) is not None and view.blocks(name):
            block_names.append(name)
        elif name not in without:
            tree.attributes[name] = _leaf(view, name, schema)
    if not view.certain:  # how many there are depends on what is not known
        for_each = getattr(view.node, "body").attributes.get("for_each")  # noqa: B009
        if for_each:
            value = view.module.evaluate(for_each.expression).value
            tree.attributes["for_each"] = Leaf(value, for_each)
    for name in dict.fromkeys(block_names):
        nesting, inner = _nesting(schema, name) or ("list", None)
        tree.blocks[name] = [tree_of(block, inner) for block in view.blocks(name)]
        tree.nestings[name] = nesting
    return tree


def _leaf(view: BlockView, name: str, schema: Schema) -> Leaf:
    attribute = view.body.attributes[name]
    type_, sensitive, computed = _attribute(schema, name)
    if type_ is None and name in _TEXTS:
        return Leaf(Symbol([spell(attribute.expression)]), attribute, evaluated=False)
    return Leaf(settle(view[name].value, type_), attribute, sensitive, computed)


def _attribute(schema: Schema, name: str) -> tuple[Type | None, bool, bool]:
    if isinstance(schema, BlockSchema):
        known = schema.attributes.get(name)
        return (known.type, known.sensitive, known.computed) if known else (None, False, False)
    return (schema.attributes.get(name) if schema else None), False, False


def _nesting(schema: Schema, name: str) -> tuple[str, Schema] | None:
    """Return how blocks of a type are nested and what they may hold, None where that is not known."""
    if isinstance(schema, BlockSchema) and name in schema.blocks:
        nested = schema.blocks[name]
        return nested.nesting, nested.block
    type_, _, _ = _attribute(schema, name)
    return (type_.kind, type_.element) if type_ and type_.of_blocks else None
