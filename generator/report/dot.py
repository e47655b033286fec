"""A drawing in Graphviz's language.

Source: https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagram import Diagram, DiagramNode
from generator.report.colours import FAILED, colours
from generator.report.visible import visible

_SHAPES = {"bus": "hexagon", "topic": "hexagon", "table": "cylinder", "bucket": "cylinder"}
"""Graphviz's shapes, by role; others are boxes."""


def report(diagram: Diagram) -> str:
    """Return a directed graph."""
    return "\n".join(["digraph {", *(f"  {line}" for line in _lines(diagram)), "}"])


def _lines(diagram: Diagram) -> Iterator[str]:
    title = f', label={text(diagram.title)}, labelloc="t", fontsize="16"' if diagram.title else ""
    yield f'graph [rankdir="LR", ranksep="0.8", nodesep="0.35", fontname="Helvetica"{title}]'
    yield 'node [fontname="Helvetica", fontsize="11", shape="box", style="filled,rounded", margin="0.2,0.12"]'
    yield 'edge [fontname="Helvetica", fontsize="10", color="#515c6b", fontcolor="#515c6b"]'
    numbers = {node.address: f"n{number}" for number, node in enumerate(diagram.nodes)}
    for at, (group, nodes) in enumerate(diagram.groups().items()):
        if group:
            yield f'subgraph "cluster_{at}" {{'
            yield f'  graph [label={text(group)}, style="rounded", color="#d5dae1", fontsize="12"]'
        for node in nodes:
            yield f"{'  ' if group else ''}{numbers[node.address]} [{_attributes(node)}]"
        if group:
            yield "}"
    for edge in diagram.edges:
        label = f" [label={text(f' {edge.label} ')}]" if edge.label else ""
        yield f"{numbers[edge.source]} -> {numbers[edge.target]}{label}"


def _attributes(node: DiagramNode) -> str:
    label = node.label if node.label == node.address else f"{node.label}\n{node.address}"
    look = colours(node.role)
    style = ', style="filled,rounded,dashed"' if look is FAILED else ""
    shape = f', shape="{_SHAPES[node.role]}", style="filled"' if node.role in _SHAPES else ""
    tones = f'fillcolor="{look.fill}", color="{look.border}", fontcolor="{look.border}"'
    return f"label={text(label)}, {tones}{shape}{style}"


def text(raw: str) -> str:
    """Return a text as a quoted string that is shown as it is; what can't be seen is written out."""
    shown = visible(raw, kept="\n")
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;").replace("\n", "\\n")
    return f'"{escaped}"'
