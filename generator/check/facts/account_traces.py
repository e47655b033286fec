"""Literals that hold account IDs: where each stands, and what becomes of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator import bounds
from generator.check.facts.accounts import DIGITS, TOKEN, accounts_in_text, bare_accounts, in_account_context
from generator.check.facts.memo import memoize, once
from generator.check.facts.texts import number, with_gaps
from generator.check.facts.ties import leads_to
from generator.hcl import Attribute, Block, BlockView, Literal, Module, Node, Resource, Source, Template
from generator.hcl.evaluation.values import Raw
from generator.hcl.syntax.tree import ObjectExpression, Tuple

_GAP = "\0"
_NOT_CODE = frozenset({"description", "error_message", "comment", "comments"})
_NOT_BLOCKS = frozenset({"moved", "import", "removed", "terraform", "validation", "precondition", "postcondition"})
"""Blocks in which nothing but a literal can stand, or whose literals do nothing."""


class Site(NamedTuple):
    """A literal with twelve digits.

    Attributes:
        node: The literal, or the template that it is a part of.
        text: What it says, with a gap for every part that is no literal.
        names: What leads to it, from outside in: blocks' types, attributes, keys, a variable's name.
        top: The block that it is in; None in a file of variable values.
        attribute: The attribute that it is in.
    """

    node: Node
    text: str
    names: tuple[str, ...]
    top: Block | None
    attribute: Attribute

    @property
    def declared(self) -> str:
        """The address of the local value or variable that it is the value of, or nothing."""
        if self.top is None or self.top.type == "variable":
            return f"var.{self.names[0]}"
        return f"local.{self.attribute.name}" if self.top.type == "locals" else ""


def sites(module: Module) -> Iterator[Site]:
    """Yield the literals with twelve digits that are neither comments nor descriptions."""
    for source in module.sources.values():
        offsets = [found.start() for found in TOKEN.finditer(source.text)] if DIGITS.search(source.text) else []
        seen: set[int] = set()
        for offset in offsets:
            site = _site(module, source, offset)
            if site and site.node.start not in seen:
                seen.add(site.node.start)
                yield site


class _ModulePart(NamedTuple):
    """An attribute or block of a top-level block, or a value given to a variable."""

    node: Attribute | Block
    top: Block | None


@memoize
def _parts(module: Module) -> dict[str, list[_ModulePart]]:
    """Return the parts of all top-level blocks by the files that they are in, in the order of the text."""
    found = [_ModulePart(attribute, None) for attribute in module.given.values()]
    for block in module.blocks:
        if block.type not in _NOT_BLOCKS:
            found += [_ModulePart(attribute, block) for attribute in block.body.attributes.values()]
            found += [_ModulePart(inner, block) for inner in block.body.blocks]
    by_file: dict[str, list[_ModulePart]] = {}
    for part in found:
        by_file.setdefault(part.node.source.path, []).append(part)
    for parts in by_file.values():
        parts.sort(key=_start)
    return by_file


def _start(part: _ModulePart) -> int:
    return part.node.start


def _site(module: Module, source: Source, offset: int) -> Site | None:
    parts = _parts(module).get(source.path, [])
    at = bisect_right(parts, offset, key=_start) - 1
    if at < 0 or not _holds(parts[at].node, source, offset):
        return None
    node, top = parts[at]
    if isinstance(node, Block):
        return _in_block(top, node, (node.type,), source, offset) if top and node.type not in _NOT_BLOCKS else None
    if top is None:
        return _below(node, (node.name,), None, offset)
    names = tuple(top.labels[:1]) if top.type == "variable" else ()
    return _in_attribute(top, top, node, names, offset)


def _in_block(top: Block, block: Block, names: tuple[str, ...], source: Source, offset: int) -> Site | None:
    for attribute in block.body.attributes.values():
        if _holds(attribute, source, offset):
            return _in_attribute(top, block, attribute, names, offset)
    for inner in block.body.blocks:
        if _holds(inner, source, offset) and inner.type not in _NOT_BLOCKS:
            return _in_block(top, inner, (*names, inner.type), source, offset)
    return None


def _in_attribute(
    top: Block, block: Block, attribute: Attribute, names: tuple[str, ...], offset: int
) -> Site | None:
    if attribute.name in _NOT_CODE or (top.type == "variable" and attribute.name != "default"):
        return None
    said = _condition_variable(block) if attribute.name == "values" else ""
    return _below(attribute, (*names, attribute.name, *([said] if said else [])), top, offset)


def _condition_variable(block: Block) -> str:
    """Return what a condition of an aws_iam_policy_document is about, such as "aws:SourceAccount"."""
    attribute = block.body.attributes.get("variable")
    node = attribute.expression if attribute else None
    return str(node.value) if isinstance(node, Literal) else ""


def _below(attribute: Attribute, names: tuple[str, ...], top: Block | None, offset: int) -> Site | None:
    node: Node = attribute.expression
    template: Template | None = None
    while not isinstance(node, Literal):
        if isinstance(node, ObjectExpression):
            key, value = _item(node, offset) or (None, node)
            if isinstance(key, Literal) and _holds(value, node.source, offset):
                if str(key.value) in _NOT_CODE:
                    return None
                names = (*names, str(key.value))
        template = node if isinstance(node, Template) and not node.wraps else None
        inner = _child(node, offset)
        if inner is None:
            return None
        node = inner
    if template:
        parts = [str(part.value) if isinstance(part, Literal) else _GAP for part in template.parts]
        return Site(template, "".join(parts), names, top, attribute)
    return Site(node, str(node.value), names, top, attribute)


def _holds(node: Node, source: Source, offset: int) -> bool:
    return node.source is source and node.start <= offset < node.stop


def _child(node: Node, offset: int) -> Node | None:
    """Return the node right below another that an offset is in."""
    children: Iterable[Node] = node.children()
    if isinstance(node, ObjectExpression):
        children = _item(node, offset) or ()
    elif isinstance(node, Tuple):
        at = bisect_right(node.items, offset, key=lambda item: item.start)
        children = node.items[max(at - 1, 0) : at]
    return next((child for child in children if _holds(child, node.source, offset)), None)


def _item(node: ObjectExpression, offset: int) -> tuple[Node, Node] | None:
    """Return the last of an object's items, of which there may be many, that begins at an offset or before."""
    at = bisect_right(node.items, offset, key=lambda item: item[0].start)
    return node.items[at - 1] if at else None


def said_at(site: Site) -> set[str]:
    """Return the account IDs that can be seen where they stand."""
    found = accounts_in_text(site.text)
    return found | bare_accounts(site.text) if in_account_context(site.names) else found


def account_uses(module: Module, site: Site, accounts: set[str]) -> tuple[set[str], str]:
    """Return those of the account IDs of a literal that get into an account's place, and where that is."""
    if not site.declared:
        found = accounts & _accounts_of(module.evaluate(site.attribute.expression).value, site.names)
        own = _by_block(module).get(site.top) if site.top and not found else None
        for _, there in _accounts_in_instances(module, own) if own else ():
            found |= accounts & there
        return found, ""
    leading = _locals_leading_to(module).get(site.declared, [])
    for name in (site.declared, *leading):
        if name.startswith("local."):
            found = accounts & _accounts_of(module.local(name[6:]), (name[6:],))
            if found:
                return found, name
    users = dict(one for name in (site.declared, *leading) for one in _users(module).get(name, ()))
    for _, resource in sorted(users.items()):
        for address, there in _accounts_in_instances(module, resource):
            found = accounts & there
            if found:
                return found, address
    for address, there in _accounts_in_providers(module):
        if accounts & there:
            return accounts & there, address
    return set(), ""


def _resources(module: Module) -> list[Resource]:
    return [*module.resources(), *module.data(), *module.ephemerals(), *module.module_calls.values()]


@memoize
def _by_block(module: Module) -> dict[Block, Resource]:
    return {one.block: one for one in _resources(module)}


@memoize
def _locals_leading_to(module: Module) -> dict[str, list[str]]:
    """Return for each address the local values that lead to it, in the order of the text."""
    found: dict[str, list[str]] = {}
    for name in module.locals:
        for address in module.dependencies(f"local.{name}"):
            if address != f"local.{name}":
                found.setdefault(address, []).append(f"local.{name}")
    return found


@memoize
def _users(module: Module) -> dict[str, list[tuple[int, Resource]]]:
    """Return for each address the resources that refer to it, through local values too, with their number."""
    found: dict[str, list[tuple[int, Resource]]] = {}
    for at, resource in enumerate(_resources(module)):
        for address in leads_to(module, resource):
            found.setdefault(address, []).append((at, resource))
    return found


@memoize
def _accounts_in_instances(module: Module, resource: Resource) -> list[tuple[str, set[str]]]:
    """Return the addresses of a resource's instances, and the account IDs where accounts belong in each."""
    instances = resource.instances[: bounds.ACCOUNT_INSTANCES.limit]
    return [(instance.address, _accounts_in(instance, ())) for instance in instances]


@once
def _accounts_in_providers(module: Module) -> Iterator[tuple[str, set[str]]]:
    for provider in module.providers:
        yield f"provider {provider.address}", _accounts_in(provider.view, ())


def _accounts_in(view: BlockView, names: tuple[str, ...]) -> set[str]:
    """Return the account IDs in the values of a block and those in it, where accounts belong."""
    found: set[str] = set()
    said = view["variable"].value if "values" in view.body.attributes else None
    about = (said,) if isinstance(said, str) else ()
    for name in view.attributes:
        if name not in _NOT_CODE and name != "depends_on":
            found |= _accounts_of(view[name].value, (*names, name, *about))
    for inner in view.all_blocks():
        if inner.type not in _NOT_BLOCKS:
            found |= _accounts_in(inner, (*names, inner.type))
    return found


def _accounts_of(value: Raw, names: tuple[str, ...]) -> set[str]:
    if isinstance(value, dict):
        return {one for key, inner in value.items() for one in _accounts_of(inner, (*names, str(key)))}
    if isinstance(value, list):
        return {one for inner in value for one in _accounts_of(inner, names)}
    text = str(value) if number(value) is not None else with_gaps(value, _GAP)
    if not text:
        return set()
    found = accounts_in_text(text)
    return found | bare_accounts(text) if in_account_context(names) else found


def read_from_files(module: Module) -> Iterator[tuple[Node, set[str]]]:
    """Yield what reads a file of the folder as a text or template, with the account IDs in it."""
    for source in module.sources.values():
        for call in source.calls:
            if call.name in ("file", "templatefile"):
                text = with_gaps(module.evaluate(call).value, _GAP)
                if text:
                    yield call, accounts_in_text(text)
