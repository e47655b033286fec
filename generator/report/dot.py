"""A drawing in Graphviz's language.

Source: https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagram import Diagram, Node
from generator.report.visible import visible

_SHAPES = {
    "API": "house",
    "function": "box",
    "state machine": "component",
    "bus": "hexagon",
    "rule": "cds",
    "queue": "parallelogram",
    "dead-letter queue": "parallelogram",
    "topic": "hexagon",
    "stream": "parallelogram",
    "table": "cylinder",
    "bucket": "cylinder",
}
"""Graphviz's shapes, by role."""


def report(diagram: Diagram) -> str:
    """Return a directed graph."""
    return "\n".join(["digraph {", *(f"  {line}" for line in _lines(diagram)), "}"])


def _lines(diagram: Diagram) -> Iterator[str]:
    yield 'graph [rankdir="TB", ranksep="0.6"]'
    yield 'node [fontname="Helvetica", fontsize="11", shape="box"]'
    yield 'edge [fontname="Helvetica", fontsize="10"]'
    numbers = {node.address: f"n{number}" for number, node in enumerate(diagram.nodes)}
    for node in diagram.nodes:
        yield f"{numbers[node.address]} [{_attributes(node)}]"
    for edge in diagram.edges:
        label = f" [label={text(edge.label)}]" if edge.label else ""
        yield f"{numbers[edge.source]} -> {numbers[edge.target]}{label}"


def _attributes(node: Node) -> str:
    label = node.label if node.label == node.address else f"{node.label}\n{node.address}"
    style = ', style="dashed"' if node.role == "dead-letter queue" else ""
    return f'label={text(label)}, shape="{_SHAPES.get(node.role, "box")}"{style}'


def text(raw: str) -> str:
    """Return a text as a quoted string that is shown as it is; what can't be seen is written out."""
    shown = visible(raw, kept="\n")
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;").replace("\n", "\\n")
    return f'"{escaped}"'
