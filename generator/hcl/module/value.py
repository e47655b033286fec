"""What an attribute has, as rules see it."""

from __future__ import annotations

from typing import Protocol

from generator.hcl.evaluation.references import bare_reference
from generator.hcl.evaluation.values import NotEvaluated, Raw, is_unknown
from generator.hcl.syntax.structure import Block
from generator.hcl.syntax.tree import Expression, Node, Reference, Tuple
from generator.location import Location


class ValueContext(Protocol):
    """What a value asks of the module that it is in."""

    def references(self, *nodes: Node) -> list[Reference]:
        """Return the direct references below some nodes."""
        ...

    def sensitive(self, expression: Expression) -> bool:
        """Whether an expression is marked as sensitive."""
        ...

    def ephemeral(self, expression: Expression) -> bool:
        """Whether an expression is marked as ephemeral."""
        ...

    def read_json(self, value: Raw) -> Raw:
        """Return what a text says as JSON."""
        ...


class Value:
    """What an attribute has; see the package's documentation.

    Attributes:
        value: The value as Python has it; `Unknown`s where it is not known, None where it is absent.
        expression: How it is written, None where it is not set.
        node: What to point at: the expression, or the block that does not set it.
    """

    __slots__ = ("_module", "_unknown", "expression", "node", "value")

    def __init__(self, module: ValueContext, value: Raw, expression: Expression | None, node: Node) -> None:
        self._module, self.value, self.expression, self.node = module, value, expression, node
        self._unknown: bool | None = None

    @property
    def absent(self) -> bool:
        """Whether it is not set, or set to null."""
        return self.value is None

    @property
    def unknown(self) -> bool:
        """Whether at least a part of it is not known."""
        if self._unknown is None:
            try:
                self._unknown = is_unknown(self.value)
            except NotEvaluated:
                self._unknown = True
        return self._unknown

    @property
    def known(self) -> bool:
        """Whether it is there and all of it is known."""
        return self.value is not None and not self.unknown

    @property
    def location(self) -> Location:
        """Where it is written, or the block that does not set it."""
        return self.node.location

    @property
    def end(self) -> Location:
        """Where that ends."""
        if isinstance(self.node, Block):
            return self.node.header_end
        return self.node.end

    @property
    def reference(self) -> Reference | None:
        """The reference that it is, if it is nothing but one."""
        return bare_reference(self.expression)

    @property
    def references(self) -> list[Reference]:
        """All references in it."""
        return self._module.references(self.expression) if self.expression else []

    @property
    def sensitive(self) -> bool:
        """Whether variables, locals or functions mark it as sensitive."""
        return self.expression is not None and self._module.sensitive(self.expression)

    @property
    def ephemeral(self) -> bool:
        """Whether variables, locals or ephemeral resources mark it as ephemeral."""
        return self.expression is not None and self._module.ephemeral(self.expression)

    def items(self) -> list[Value]:
        """Return the elements of a list, tuple or set, each with its own place where that is known."""
        if not isinstance(self.value, list):
            return []
        nodes: list[Expression] = []
        if isinstance(self.expression, Tuple) and len(self.expression.items) == len(self.value):
            nodes = self.expression.items
        return [
            Value(self._module, part, nodes[at] if nodes else self.expression, nodes[at] if nodes else self.node)
            for at, part in enumerate(self.value)
        ]

    def with_value(self, raw: Raw) -> Value:
        """Return the same place with another value, such as a part of it."""
        return Value(self._module, raw, self.expression, self.node)

    def json(self) -> Raw:
        """Return what it says as JSON text, Unknowns in place of what is not known; UNKNOWN if it is no JSON."""
        return self._module.read_json(self.value)

    def __repr__(self) -> str:
        return f"Value({self.value!r})"
