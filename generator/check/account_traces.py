"""Literals that hold account IDs: where each stands, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.check.aws_accounts import DIGITS, TOKEN, accounts_in_text, bare_accounts, in_account_context
from generator.check.texts import number, with_gaps
from generator.hcl import Attribute, Block, BlockView, Literal, Module, Node, Resource, Source, Template
from generator.hcl.following import references_through_locals
from generator.hcl.syntax import ObjectExpression
from generator.hcl.values import Raw

_GAP = "\0"
_NOT_CODE = frozenset({"description", "error_message", "comment", "comments"})
_NOT_BLOCKS = frozenset({"moved", "import", "removed", "terraform", "validation", "precondition", "postcondition"})
"""Blocks in which nothing but a literal can stand, or whose literals do nothing."""
_MAXIMUM_INSTANCES = 50


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


def _site(module: Module, source: Source, offset: int) -> Site | None:
    for name, attribute in module.given.items():
        if _holds(attribute, source, offset):
            return _below(attribute, (name,), None, offset)
    for block in module.blocks:
        if block.type not in _NOT_BLOCKS:
            found = _in_block(block, block, (), source, offset)
            if found:
                return found
    return None


def _in_block(top: Block, block: Block, names: tuple[str, ...], source: Source, offset: int) -> Site | None:
    if top.type == "variable" and block is top:
        names = (block.labels[0],) if block.labels else ()
    for attribute in block.body.attributes.values():
        if _holds(attribute, source, offset):
            if attribute.name in _NOT_CODE or (top.type == "variable" and attribute.name != "default"):
                return None
            said = _condition_variable(block) if attribute.name == "values" else ""
            return _below(attribute, (*names, attribute.name, *([said] if said else [])), top, offset)
    for inner in block.body.blocks:
        if _holds(inner, source, offset) and inner.type not in _NOT_BLOCKS:
            return _in_block(top, inner, (*names, inner.type), source, offset)
    return None


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
            key = next((key for key, value in node.items if value.start <= offset < value.stop), None)
            if isinstance(key, Literal):
                if str(key.value) in _NOT_CODE:
                    return None
                names = (*names, str(key.value))
        template = node if isinstance(node, Template) and not node.wraps else None
        inner = next((child for child in node.children() if child.start <= offset < child.stop), None)
        if inner is None:
            return None
        node = inner
    if template:
        parts = [str(part.value) if isinstance(part, Literal) else _GAP for part in template.parts]
        return Site(template, "".join(parts), names, top, attribute)
    return Site(node, str(node.value), names, top, attribute)


def _holds(node: Node, source: Source, offset: int) -> bool:
    return node.source is source and node.start <= offset < node.stop


def said_at(site: Site) -> set[str]:
    """Return the account IDs that can be seen where they stand."""
    found = accounts_in_text(site.text)
    return found | bare_accounts(site.text) if in_account_context(site.names) else found


def used(module: Module, site: Site, accounts: set[str]) -> tuple[set[str], str]:
    """Return those of the account IDs of a literal that get into an account's place, and where that is."""
    if not site.declared:
        found = accounts & _accounts_of(module.evaluate(site.attribute.expression).value, site.names)
        own = [one for one in _resources(module) if one.block is site.top] if not found else []
        for instance in (instance for one in own for instance in one.instances[:_MAXIMUM_INSTANCES]):
            found |= accounts & _accounts_in(instance, ())
        return found, ""
    declared = _declared_with(module, site.declared)
    for name in declared:
        if name.startswith("local."):
            found = accounts & _accounts_of(module.local(name[6:]), (name[6:],))
            if found:
                return found, name
    for resource in _resources(module):
        if declared.isdisjoint(one.address for one in references_through_locals(module, resource.block)):
            continue
        for instance in resource.instances[:_MAXIMUM_INSTANCES]:
            found = accounts & _accounts_in(instance, ())
            if found:
                return found, instance.address
    for provider in module.providers:
        found = accounts & _accounts_in(provider.view, ())
        if found:
            return found, f"provider {provider.address}"
    return set(), ""


def _resources(module: Module) -> list[Resource]:
    return [*module.resources(), *module.data(), *module.ephemerals(), *module.module_calls.values()]


def _declared_with(module: Module, address: str) -> frozenset[str]:
    """Return the address and those of the local values that lead to it."""
    locals_ = (f"local.{name}" for name in module.locals)
    return frozenset([address, *(name for name in locals_ if address in module.dependencies(name))])


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
