"""Override files: blocks that are laid over those of the other files.

Source:
    https://developer.hashicorp.com/terraform/language/files/override
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from generator.hcl.syntax.structure import Attribute, Block, Body
from generator.hcl.syntax.tree import Literal

_MERGED = frozenset({"lifecycle", "required_providers"})
"""Nested blocks that are laid over each other, argument by argument, rather than replaced."""
_ONE_OF = frozenset({"backend", "cloud", "state_store"})
"""Blocks of which each replaces the other."""


def is_override(name: str) -> bool:
    """Whether a file of that name is laid over the others."""
    stem = name.removesuffix(".json").removesuffix(".tf").removesuffix(".tofu")
    return stem == "override" or stem.endswith("_override")


def apply(blocks: list[Block], overrides: Iterable[Block]) -> list[Block]:
    """Return the top-level blocks with the overrides laid over them, in order."""
    found = list(blocks)
    stores: dict[tuple[str, str], Block] = {}
    for override in overrides:
        for inner in override.body.blocks if override.type == "terraform" else ():
            first = stores.setdefault((override.source.path, inner.type), inner)
            if inner.type in _ONE_OF and inner is not first and first not in override.body.blocks:
                line = first.location.line
                message = f"an override file has one block {inner.type}: the first is in line {line}"
                inner.source.report(message, inner.start, inner.start + len(inner.header), code="override")
        if override.type in ("locals", "terraform"):
            _apply_shared(found, override)
            continue
        identity = _identity(override)
        at = next((at for at, block in enumerate(found) if _identity(block) == identity), None)
        if at is None and identity == ("provider", *override.labels, ""):
            found.append(override)  # a provider that no block configures is there, with no settings
        elif at is None:
            override.source.report(
                f"there is no {override.header} that this could override",
                override.start,
                override.start + len(override.header),
                code="override",
            )
        else:
            found[at] = merge(found[at], override)
    return found


def _identity(block: Block) -> tuple[str, ...]:
    alias = block.body.attributes.get("alias") if block.type == "provider" else None
    name = alias.expression.value if alias and isinstance(alias.expression, Literal) else ""
    return (block.type, *block.labels, str(name))


def merge(block: Block, override: Block) -> Block:
    """Return a block with another laid over it: arguments one by one, nested blocks by their type."""
    body = Body(block.body.source, block.body.start, block.body.stop, block.body.json)
    body.attributes = {**block.body.attributes, **override.body.attributes}
    replaced = {_nested_type(inner) for inner in override.body.blocks} | (
        set(override.body.attributes) if override.body.json else set()
    )
    if replaced & _ONE_OF:
        replaced |= _ONE_OF
    if block.body.json:
        for name in replaced:
            if name not in override.body.attributes:
                body.attributes.pop(name, None)
    merged = []
    for inner in block.body.blocks:
        over = [one for one in override.body.blocks if one.type == inner.type]
        if inner.type in _MERGED and over:
            merged += over
            body.blocks.append(reduce(merge, over, inner))
        elif _nested_type(inner) not in replaced:
            body.blocks.append(inner)
    body.blocks += [inner for inner in override.body.blocks if inner not in merged]
    return Block(block.source, block.start, block.stop, block.type, block.labels, body, block.header_stop)


def _nested_type(block: Block) -> str:
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


def _apply_shared(found: list[Block], override: Block) -> None:
    """Lay `locals` or `terraform` over all blocks of that type, of which there may be several."""
    left: dict[str, Attribute] = dict(override.body.attributes)
    same = [at for at, block in enumerate(found) if block.type == override.type]
    for at in same:
        names = found[at].body.attributes.keys() & left.keys()
        if names:
            part = Body(override.body.source, override.body.start, override.body.stop, override.body.json)
            part.attributes = {name: left.pop(name) for name in names}
            found[at] = merge(
                found[at],
                Block(
                    override.source, override.start, override.stop, override.type, [], part, override.header_stop
                ),
            )
    if override.type == "locals":
        for attribute in left.values():
            override.source.report(
                f'there is no local value "{attribute.name}" that this could override',
                attribute.start,
                attribute.start + len(attribute.name),
                code="override",
            )
        return
    rest = Body(override.body.source, override.body.start, override.body.stop, override.body.json)
    rest.attributes, rest.blocks = left, override.body.blocks
    remaining = Block(
        override.source, override.start, override.stop, override.type, [], rest, override.header_stop
    )
    types = {inner.type for inner in rest.blocks}
    wanted = types | (_ONE_OF if types & _ONE_OF else frozenset())
    holder = next((at for at in same if {inner.type for inner in found[at].body.blocks} & wanted), None)
    if holder is None:
        found.append(remaining)
    else:
        found[holder] = merge(found[holder], remaining)
