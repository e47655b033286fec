"""Blocks `moved`, `import` and `removed`: what they name, and what is still declared of it.

Source: https://developer.hashicorp.com/terraform/language/modules/develop/refactoring
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.check.language.block_structure import header_of
from generator.check.rule import Violation
from generator.hcl import Block, Key, Module, Traversal
from generator.hcl.syntax.tree import Index, ObjectExpression, Step, Tuple

_TYPE_AND_NAME = 2


class Address(NamedTuple):
    """What a block names.

    Attributes:
        modules: The calls of modules on the way, by name.
        type: The resource's type; empty where it is a module.
        name: Its name.
        key: Its index; None where there is none.
        data: Whether it is a data source.
        exact: Whether no index is one that only Terraform knows.
        text: How it is written.
    """

    modules: tuple[str, ...]
    type: str
    name: str
    key: object
    data: bool
    exact: bool
    text: str

    @property
    def whole(self) -> tuple[object, ...]:
        """It without its index."""
        return self.modules, self.type, self.name


def address_of(block: Block, name: str) -> Address | None:
    """Return the address that an argument of a block is; None where it is none."""
    attribute = block.body.attributes.get(name)
    node = attribute.expression if attribute else None
    exact = True
    if isinstance(node, Index) and isinstance(node.base, Traversal):
        node, exact = node.base, False
    if not isinstance(node, Traversal):
        return None
    steps: list[Step] = [node.root, *node.steps]
    modules = []
    key: object = None
    while len(steps) >= _TYPE_AND_NAME and steps[0] == "module" and isinstance(steps[1], str):
        modules.append(steps[1])
        del steps[:2]
        key = None
        if steps and isinstance(steps[0], Key):
            key = steps.pop(0)
    if not steps:
        return Address(tuple(modules[:-1]), "", modules[-1], key, False, exact, node.text) if modules else None
    data = steps[0] == "data"
    if data:
        steps.pop(0)
    words = steps[:_TYPE_AND_NAME]
    if len(words) < _TYPE_AND_NAME or not all(isinstance(word, str) for word in words):
        return None
    rest = steps[_TYPE_AND_NAME:]
    if len(rest) > 1 or (rest and not isinstance(rest[0], Key)):
        return None
    return Address(tuple(modules), str(words[0]), str(words[1]), rest[0] if rest else None, data, exact, node.text)


def violations(module: Module) -> Iterator[Violation]:
    """Yield what is wrong with the blocks of a module that tell of what was, or is elsewhere."""
    for block in module.moved:
        yield from _check_moved(module, block)
    yield from _ambiguous(module.moved)
    for block in module.removed:
        yield from _check_removed(module, block)
    yield from _imports(module)


def _check_moved(module: Module, block: Block) -> Iterator[Violation]:
    source, target = address_of(block, "from"), address_of(block, "to")
    for name, address in (("from", source), ("to", target)):
        attribute = block.body.attributes.get(name)
        if attribute and address is None and not block.body.json:
            yield Violation(attribute.expression, "this is no address of a resource or a module", _SUCH_AS)
    if source is None or target is None:
        return
    if bool(source.type) != bool(target.type):
        yield Violation(header_of(block), "a resource moves to a resource, a module to a module")
    elif source == target._replace(text=source.text):
        yield Violation(header_of(block), f"{source.text} is moved to itself", "remove the block")
    elif _is_declared(module, source, target):
        message = f"{source.text} is moved away, and still declared"
        yield Violation(block.body.attributes["from"].expression, message, "remove it, or the moved block")


def _is_declared(module: Module, source: Address, target: Address) -> bool:
    """Whether what is moved away is still there: the whole of it, or the one instance that is meant."""
    if source.modules or not source.exact or source.key is not None:
        return False
    name = f"{source.type}.{source.name}" if source.type else f"module.{source.name}"
    found = module.resource(name)
    if found is None:
        return False
    repeated = "count" in found.body.attributes or "for_each" in found.body.attributes
    return not (repeated and (target.key is not None or not target.exact or target.whole == source.whole))


def _ambiguous(blocks: list[Block]) -> Iterator[Violation]:
    for name, verb in (("from", "is moved"), ("to", "is what something is moved to")):
        seen: dict[tuple[object, ...], Block] = {}
        for block in blocks:
            address = address_of(block, name)
            if address is None or not address.exact:
                continue
            first = seen.setdefault((*address.whole, address.key, address.data), block)
            if first is not block:
                at = first.location
                message = f"{address.text} {verb} already at {at.path}:{at.line}"
                yield Violation(block.body.attributes[name].expression, message)


def _check_removed(module: Module, block: Block) -> Iterator[Violation]:
    attribute = block.body.attributes.get("from")
    address = address_of(block, "from")
    if attribute is None or block.body.json:
        return
    if address is None:
        yield Violation(attribute.expression, "this is no address of a resource or a module", _SUCH_AS)
    elif address.data:
        yield Violation(attribute.expression, "data sources are not removed: they are in no state for long")
    elif address.key is not None or not address.exact:
        yield Violation(attribute.expression, "all of a resource is removed, so there is no index here")
    elif not address.modules:
        name = f"{address.type}.{address.name}" if address.type else f"module.{address.name}"
        if module.resource(name) is not None:
            message = f"{address.text} is removed, and still declared"
            yield Violation(attribute.expression, message, "remove its block, or this one")


def _imports(module: Module) -> Iterator[Violation]:
    seen: dict[tuple[object, ...], Block] = {}
    for block in module.imports:
        names = block.body.attributes
        if "id" not in names and "identity" not in names:
            yield Violation(
                header_of(block), 'an import needs an "id"', "say what the thing is called where it is"
            )
        elif "id" in names and "identity" in names:
            yield Violation(header_of(block), 'an import has an "id" or an "identity", not both')
        address = address_of(block, "to")
        if "to" not in names:
            continue
        node = names["to"].expression
        if block.body.json:
            if isinstance(node, (ObjectExpression, Tuple)):
                yield Violation(node, "this is no address of a resource", 'such as "aws_sqs_queue.orders"')
            continue
        if address is None or not address.type:
            if isinstance(node, (Traversal, Index)):
                yield Violation(node, "this is no address of a resource", "such as aws_sqs_queue.orders")
            continue
        if address.data:
            yield Violation(node, "only resources are imported, and this is a data source")
        if "for_each" in names or not address.exact:
            continue
        first = seen.setdefault((*address.whole, address.key), block)
        if first is not block:
            at = first.location
            yield Violation(node, f"{address.text} is imported already at {at.path}:{at.line}")


_SUCH_AS = "such as aws_sqs_queue.orders or module.orders"
