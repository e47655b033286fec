"""Resources and how they are connected: the values that every drawing is made from."""

from __future__ import annotations

from typing import NamedTuple


class DiagramNode(NamedTuple):
    """A resource in a drawing.

    Attributes:
        address: `aws_sqs_queue.main["processing"]`; what keeps nodes apart.
        type: `aws_sqs_queue`.
        label: What a person calls it: its evaluated name, or its address where that is not known.
        role: What it is to events: "API", "function", "state machine", "bus", "rule", "queue",
            "dead-letter queue", "topic", "stream", "table", "bucket" or "resource".
        group: What it belongs together with, such as a file; empty where nothing is grouped.
    """

    address: str
    type: str
    label: str
    role: str = "resource"
    group: str = ""


class Edge(NamedTuple):
    """A connection of two resources.

    Attributes:
        source: The address that it leads from.
        target: The address that it leads to.
        label: What goes along it, such as "invokes" or "dead letters"; empty for a plain reference.
    """

    source: str
    target: str
    label: str = ""


class Diagram(NamedTuple):
    """Resources and their connections.

    Attributes:
        nodes: By address.
        edges: By their ends.
        title: What it is a drawing of; empty without one.
    """

    nodes: tuple[DiagramNode, ...]
    edges: tuple[Edge, ...]
    title: str = ""

    def groups(self) -> dict[str, list[DiagramNode]]:
        """Return the nodes by their groups, in order."""
        found: dict[str, list[DiagramNode]] = {}
        for node in sorted(self.nodes, key=lambda node: node.group):
            found.setdefault(node.group, []).append(node)
        return found
