"""Schemas as terraform writes them: back from what the package says of them, and made up."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from generator.providers.block_schema import MARKS, BlockSchema
from generator.providers.schema_types import Type

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
TYPES = st.recursive(
    st.sampled_from(["string", "number", "bool", "dynamic"]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["list", "set", "map"]), inner).map(list),
        st.dictionaries(NAMES, inner, max_size=3).map(lambda parts: ["object", parts]),
        st.lists(inner, max_size=3).map(lambda parts: ["tuple", parts]),
    ),
    max_leaves=6,
)
ATTRIBUTES = st.builds(
    lambda type_, marks: {"type": type_, **dict.fromkeys(marks, True)}, TYPES, st.sets(st.sampled_from(MARKS))
)


def _block(attributes: dict[str, Any], blocks: dict[str, Any], deprecated: bool) -> dict[str, Any]:
    kept = {name: block for name, block in blocks.items() if name not in attributes}
    found: dict[str, Any] = {}
    if attributes:
        found["attributes"] = attributes
    if kept:
        found["block_types"] = kept
    return found | ({"deprecated": True} if deprecated else {})


def _nested(mode: str, minimum: int, maximum: int, block: dict[str, Any]) -> dict[str, Any]:
    counts = {"min_items": minimum} if minimum else {}
    return {"nesting_mode": mode, "block": block, **counts, **({"max_items": maximum} if maximum else {})}


_LEAVES = st.builds(_block, st.dictionaries(NAMES, ATTRIBUTES, max_size=4), st.just({}), st.booleans())
BLOCKS = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        _block,
        st.dictionaries(NAMES, ATTRIBUTES, max_size=3),
        st.dictionaries(
            NAMES,
            st.builds(
                _nested,
                st.sampled_from(["single", "group", "list", "set", "map"]),
                st.integers(0, 2),
                st.integers(0, 12),
                inner,
            ),
            max_size=3,
        ),
        st.booleans(),
    ),
    max_leaves=8,
)


def to_document(block: BlockSchema) -> dict[str, Any]:
    """Return a block's schema as terraform writes it, without descriptions."""
    attributes = {
        name: {"type": type_document(each.type), **{mark: True for mark in MARKS if getattr(each, mark)}}
        for name, each in block.attributes.items()
    }
    blocks = {
        name: _nested(each.nesting, each.minimum, each.maximum, to_document(each.block))
        for name, each in block.blocks.items()
    }
    return _block(attributes, blocks, block.deprecated) | ({"open": True} if block.open else {})


def type_document(type_: Type) -> Any:
    """Return a type as terraform writes it."""
    if type_.kind == "object":
        parts = {name: type_document(part) for name, part in type_.attributes.items()}
        return ["object", parts, *([sorted(type_.optional)] if type_.optional else [])]
    if type_.kind == "tuple":
        return ["tuple", [type_document(part) for part in type_.elements]]
    return [type_.kind, type_document(type_.element)] if type_.element else type_.kind


def without_descriptions(block: dict[str, Any]) -> dict[str, Any]:
    """Return what terraform says of a block without its descriptions."""
    attributes = {
        name: {key: value for key, value in each.items() if not key.startswith("description")}
        for name, each in block.get("attributes", {}).items()
    }
    blocks = {
        name: each | {"block": without_descriptions(each["block"])}
        for name, each in block.get("block_types", {}).items()
    }
    return _block(attributes, blocks, bool(block.get("deprecated")))
