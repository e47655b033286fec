"""What an expression refers to, outside of itself."""

from __future__ import annotations

from typing import NamedTuple

from generator.hcl.syntax import Node, Step
from generator.location import Location

NAMED_KINDS = frozenset({"var", "local", "module"})
"""Kinds whose second name is part of the address."""

PLAIN_KINDS = frozenset({"each", "count", "path", "terraform", "self"})
"""Kinds that are an address by themselves."""


class Reference(NamedTuple):
    """A reference.

    Attributes:
        kind: "var", "local", "resource", "data", "ephemeral", "module", "each", "count", "path", "terraform"
            or "self".
        address: Such as "var.x", "aws_sqs_queue.q", "data.aws_region.current", "module.m", or "each".
        rest: The steps after the address: attribute names, and a `Key` for each index.
        node: Where it is written.
    """

    kind: str
    address: str
    rest: tuple[Step, ...]
    node: Node

    @property
    def location(self) -> Location:
        """Where it starts."""
        return self.node.location

    @property
    def end(self) -> Location:
        """Where it ends."""
        return self.node.end

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attribute names at the head of `rest`, indexes of the instance left out."""
        return tuple(step for step in self.rest if isinstance(step, str))
