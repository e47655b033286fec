"""The syntax tree above expressions: bodies, attributes and blocks."""

from __future__ import annotations

from collections.abc import Iterator

from generator.hcl.syntax.tree import Expression, Node, Source
from generator.location import Location


class Attribute(Node):
    """`name = expression`."""

    __slots__ = ("expression", "name")

    def __init__(self, source: Source, start: int, stop: int, name: str, expression: Expression) -> None:
        self.source, self.start, self.stop, self.name, self.expression = source, start, stop, name, expression

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.expression


class Body(Node):
    """What stands between a block's braces, or in a file.

    Attributes:
        attributes: By name, in order; of a name set twice the first.
        blocks: In order.
        json: Whether it is a JSON object, in which only a schema tells blocks from attributes: all properties
            are `attributes` then, but for what the language itself defines.
    """

    __slots__ = ("attributes", "blocks", "json")

    def __init__(self, source: Source, start: int, stop: int = 0, json: bool = False) -> None:
        self.source, self.start, self.stop, self.json = source, start, stop, json
        self.attributes: dict[str, Attribute] = {}
        self.blocks: list[Block] = []

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield from self.attributes.values()
        yield from self.blocks

    def of_type(self, block_type: str) -> list[Block]:
        """Return the blocks of a type, dynamic ones not among them."""
        return [block for block in self.blocks if block.type == block_type]


class Block(Node):
    """`type "label" { body }`.

    Attributes:
        type: The word that it opens with.
        labels: The labels' texts.
        body: What is in it.
        header_stop: The offset after its opening brace.
    """

    __slots__ = ("body", "header_stop", "labels", "type")

    def __init__(  # noqa: PLR0917
        self, source: Source, start: int, stop: int, type_: str, labels: list[str], body: Body, header_stop: int
    ) -> None:
        self.source, self.start, self.stop = source, start, stop
        self.type, self.labels, self.body, self.header_stop = type_, labels, body, header_stop

    @property
    def header_end(self) -> Location:
        """Where its header ends: the place after the last label, or the type."""
        return self.source.location(self.start + len(self.header))

    @property
    def header(self) -> str:
        """Its type and labels as they are written."""
        return self.source.text[self.start : self.header_stop].rstrip("{ \t\r\n")

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.body
