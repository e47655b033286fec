"""What rules see of a module: resources, their instances and nested blocks, and the values in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from generator import bounds
from generator.hcl.evaluation.name_lookup import Scope
from generator.hcl.evaluation.types import ConversionError, number_of
from generator.hcl.evaluation.values import UNKNOWN, NotEvaluated, Raw, SetValue, Unknown
from generator.hcl.module.value import Value, ValueContext
from generator.hcl.syntax.structure import Attribute as AttributeNode
from generator.hcl.syntax.structure import Block, Body
from generator.hcl.syntax.tree import (
    Expression,
    Index,
    Literal,
    Node,
    ObjectExpression,
    Relative,
    Traversal,
    Tuple,
)
from generator.location import Location

_KEYS = (str, int, float)


class ViewContext(ValueContext, Protocol):
    """What views ask of the module that they are of."""

    def compute(self, expression: Expression, scope: Scope) -> Raw:
        """Return what an expression is worth."""
        ...

    def evaluate(self, expression: Expression, scope: Scope | None = None) -> Value:
        """Return the same as a `Value`."""
        ...

    def report(  # noqa: PLR0917
        self, code: str, message: str, node: Node, hint: str = "", severity: str = "error", covered: str = ""
    ) -> None:
        """Add a diagnostic."""
        ...

    def dependencies(self, address: str) -> frozenset[str]:
        """Return the addresses of all that something refers to, directly or through others."""
        ...

    def quote_index(self, text: str) -> str:
        """Return a text as an index of an address has it."""
        ...


class BlockView:
    """A block as it is evaluated, one of those that a dynamic block makes perhaps.

    Attributes:
        module: What it is in.
        type: Its type.
        labels: Its labels.
        body: Its syntax.
        node: What to point at: the block.
        scope: The names that expressions in it see.
        certain: Whether it is there; any number may come of one that a dynamic block of unknown elements makes.
    """

    __slots__ = ("_values", "body", "certain", "labels", "module", "node", "scope", "type")

    def __init__(  # noqa: PLR0917
        self,
        module: ViewContext,
        block_type: str,
        labels: list[str],
        body: Body,
        node: Node,
        scope: Scope,
        certain: bool = True,
    ) -> None:
        self.module, self.type, self.labels, self.body, self.node = module, block_type, labels, body, node
        self.scope, self.certain = scope, certain
        self._values: dict[str, Value] = {}

    @property
    def location(self) -> Location:
        """Where it starts."""
        return self.node.location

    @property
    def end(self) -> Location:
        """Where its header ends."""
        return self.node.header_end if isinstance(self.node, Block) else self.node.end

    @property
    def attributes(self) -> list[str]:
        """The names of the attributes that are set."""
        return list(self.body.attributes)

    @property
    def block_types(self) -> list[str]:
        """The types of the blocks in it, each once; a dynamic block counts as what it makes."""
        types = dict.fromkeys(
            block.labels[0] if block.type == "dynamic" and block.labels else block.type
            for block in self.body.blocks
        )
        return list(types)

    def __getitem__(self, name: str) -> Value:
        value = self._values.get(name)
        if value is None:
            attribute = self.body.attributes.get(name)
            if attribute is None:
                value = Value(self.module, None, None, self.node)
            else:
                raw = self.module.compute(attribute.expression, self.scope)
                value = Value(self.module, raw, attribute.expression, attribute.expression)
            self._values[name] = value
        return value

    def attribute(self, name: str) -> AttributeNode | None:
        """Return the syntax of an attribute, None where it is not set."""
        return self.body.attributes.get(name)

    def blocks(self, block_type: str) -> list[BlockView]:
        """Return the blocks of a type, dynamic ones expanded, in order, or the objects that an argument lists."""
        found: list[BlockView] = []
        for block in self.body.blocks:
            if block.type == block_type:
                found.append(BlockView(self.module, block_type, block.labels, block.body, block, self.scope))
            elif block.type == "dynamic" and block.labels[:1] == [block_type]:
                found += self._expanded(block)
        if block_type in self.body.attributes:
            found += self._objects(block_type, self.body.attributes[block_type].expression)
        return found

    def path(self, *names: str) -> Value:
        """Return an attribute of the first block of the first block and so on; absent where one is not there."""
        *types, name = names
        view = self
        for block_type in types:
            below = view.blocks(block_type)
            if not below:
                return Value(self.module, None, None, view.node)
            view = below[0]
        return view[name]

    def all_blocks(self) -> Iterator[BlockView]:
        """Yield the blocks right below, of any type."""
        for block_type in self.block_types:
            yield from self.blocks(block_type)

    def _expanded(self, block: Block) -> list[BlockView]:
        content = next(iter(block.body.of_type("content")), None)
        if content is None:
            return []
        block_type = block.labels[0]
        named = block.body.attributes.get("iterator")
        name = named.expression.root if named and isinstance(named.expression, Traversal) else block_type
        for_each = block.body.attributes.get("for_each")
        elements = self.module.compute(for_each.expression, self.scope) if for_each else UNKNOWN
        pairs = _pairs(elements)
        if pairs is None:
            scope = {**self.scope, name: UNKNOWN}
            return [BlockView(self.module, block_type, [], content.body, block, scope, certain=False)]
        return [
            BlockView(
                self.module,
                block_type,
                [],
                content.body,
                block,
                {**self.scope, name: {"key": key, "value": value}},
            )
            for key, value in pairs
        ]

    def _objects(self, block_type: str, node: Expression) -> list[BlockView]:
        if isinstance(node, Tuple):
            return [view for item in node.items for view in self._objects(block_type, item)]
        if not isinstance(node, ObjectExpression):
            return self._computed(block_type, node)
        body = Body(node.source, node.start, node.stop, json=self.body.json)
        for key, value in node.items:
            if isinstance(key, Literal) and key.value != "//":
                name = str(key.value)
                body.attributes[name] = AttributeNode(node.source, key.start, value.stop, name, value)
        return [BlockView(self.module, block_type, [], body, node, self.scope)]

    def _computed(self, block_type: str, node: Expression) -> list[BlockView]:
        raw = self.module.compute(node, self.scope)
        body = Body(node.source, node.start, node.stop, json=self.body.json)
        found = []
        for element in raw if isinstance(raw, list) else [raw] if isinstance(raw, dict) else []:
            view = BlockView(self.module, block_type, [], body, node, self.scope, not isinstance(element, Unknown))
            if isinstance(element, dict):
                view._values = {name: Value(self.module, each, node, node) for name, each in element.items()}
            if isinstance(element, (dict, Unknown)):
                found.append(view)
        return found


class Instance(BlockView):
    """A resource, or a call of a module, for one element of its count or for_each.

    Attributes:
        resource: What it is an instance of.
        key: The index or key; None where there is neither count nor for_each, UNKNOWN where it is not known.
    """

    __slots__ = ("_pending", "key", "resource")

    def __init__(self, resource: Resource, key: Raw, scope: Scope) -> None:
        block = resource.block
        super().__init__(resource.module, block.type, block.labels, block.body, block, scope)
        self.resource, self.key = resource, key
        self._pending: set[str] = set()

    @property
    def address(self) -> str:
        """Such as `aws_lambda_function.fn["auth"]`; without a key where it is not known."""
        if self.key is None or isinstance(self.key, Unknown):
            return self.resource.address
        key = self.key if isinstance(self.key, int) else self.module.quote_index(self.key)
        return f"{self.resource.address}[{key}]"

    def configuration(self, name: str) -> Raw:
        """Return an attribute as it is configured, None where it is not; UNKNOWN in a circle of references."""
        if name in self._pending:
            return UNKNOWN
        self._pending.add(name)
        try:
            return self[name].value
        finally:
            self._pending.discard(name)


class Resource:
    """A resource, data source, ephemeral resource or module call: one block.

    Attributes:
        module: What it is in.
        kind: "resource", "data", "ephemeral" or "module".
        type: The resource type; "" for a module call.
        name: Its name.
        address: Such as "aws_sqs_queue.q", "data.aws_region.current" or "module.m".
        block: Its syntax.
    """

    __slots__ = ("_by_key", "_instances", "address", "block", "kind", "module", "name", "type")

    def __init__(self, module: ViewContext, kind: str, block: Block) -> None:
        self.module, self.kind, self.block = module, kind, block
        self.type, self.name = ("", *block.labels)[-2:] if kind == "module" else (block.labels[0], block.labels[1])
        prefix = "" if kind == "resource" else f"{kind}."
        self.address = f"{prefix}{self.type}.{self.name}" if self.type else f"{prefix}{self.name}"
        self._instances: list[Instance] | None = None
        self._by_key: dict[tuple[type, Raw], list[Instance]] = {}

    @property
    def body(self) -> Body:
        """Its syntax between the braces."""
        return self.block.body

    @property
    def location(self) -> Location:
        """Where it starts."""
        return self.block.location

    @property
    def end(self) -> Location:
        """Where its header ends."""
        return self.block.header_end

    @property
    def view(self) -> BlockView:
        """It as a block, with each and count unknown where it has them."""
        return BlockView(self.module, self.block.type, self.block.labels, self.body, self.block, self._scope())

    def _scope(self) -> Scope:
        names = self.body.attributes
        return {"each": UNKNOWN} if "for_each" in names else {"count": UNKNOWN} if "count" in names else {}

    @property
    def count(self) -> Value:
        """Its count."""
        return BlockView(self.module, "", [], self.body, self.block, {})["count"]

    @property
    def for_each(self) -> Value:
        """Its for_each."""
        return BlockView(self.module, "", [], self.body, self.block, {})["for_each"]

    @property
    def instances(self) -> list[Instance]:
        """Its instances; see the package's documentation."""
        if self._instances is None:
            self._instances = [Instance(self, UNKNOWN, self._scope())]  # for what refers to itself
            self._instances = self._expand()
        return self._instances

    def with_key(self, key: Raw) -> list[Instance]:
        """Return the instances with a key, None where there is neither count nor for_each."""
        instances = self.instances
        if len(instances) == 1 or not isinstance(key, _KEYS):
            return [one for one in instances if type(one.key) is type(key) and one.key == key]
        if not self._by_key:
            for one in instances:
                if isinstance(one.key, _KEYS):
                    self._by_key.setdefault((type(one.key), one.key), []).append(one)
        return self._by_key.get((type(key), key), [])

    def _expand(self) -> list[Instance]:
        keys: list[Raw] | None
        if "for_each" in self.body.attributes:
            pairs = _pairs(self.for_each.value, for_each=True)
            if pairs is None:
                return [Instance(self, UNKNOWN, self._scope())]
            return [Instance(self, key, {"each": {"key": key, "value": value}}) for key, value in pairs]
        if "count" in self.body.attributes:
            keys = self._indexes()
            if keys is None:
                return [Instance(self, UNKNOWN, self._scope())]
            return [Instance(self, key, {"count": {"index": key}}) for key in keys]
        return [Instance(self, None, {})]

    def _indexes(self) -> list[Raw] | None:
        value = self.count.value
        if isinstance(value, str):
            try:
                value = number_of(value)
            except (ConversionError, NotEvaluated):
                return None
        if (
            isinstance(value, bool)
            or not isinstance(value, int)
            or not 0 <= value <= bounds.EXPANDED_INSTANCES.limit
        ):
            return None
        return list(range(value))

    @property
    def provider(self) -> str:
        """The provider's local name with its alias, as set or by the type: "aws", "aws.use1"."""
        attribute = self.body.attributes.get("provider")
        if attribute:
            node = attribute.expression
            if isinstance(node, (Traversal, Relative, Index)):
                return node.text
            if isinstance(node, Literal):
                return str(node.value)
        return self.type.partition("_")[0]

    @property
    def depends_on(self) -> list[str]:
        """The addresses that its depends_on names."""
        attribute = self.body.attributes.get("depends_on")
        return [reference.address for reference in self.module.references(attribute)] if attribute else []

    @property
    def lifecycle(self) -> BlockView | None:
        """Its lifecycle block."""
        return next(iter(self.view.blocks("lifecycle")), None)

    def __repr__(self) -> str:
        return f"Resource({self.address})"


def _pairs(value: Raw, for_each: bool = False) -> list[tuple[Raw, Raw]] | None:
    """Return the keys and values to expand by, None where they are not known or not to be had."""
    if isinstance(value, dict) and len(value) <= bounds.EXPANDED_INSTANCES.limit:
        return sorted(value.items())
    if isinstance(value, SetValue) or (isinstance(value, list) and not for_each):
        if len(value) > bounds.EXPANDED_INSTANCES.limit or any(isinstance(part, Unknown) for part in value):
            return (
                None
                if isinstance(value, SetValue) or len(value) > bounds.EXPANDED_INSTANCES.limit
                else list(enumerate(value))
            )
        return [(part, part) for part in value] if isinstance(value, SetValue) else list(enumerate(value))
    return None
