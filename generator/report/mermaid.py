"""A drawing as Mermaid, which GitHub, GitLab and many editors show.

Source: https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.diagram import Diagram, Node
from generator.report.visible import visible

_SHAPES = {
    "API": ("([", "])"),
    "function": ("[", "]"),
    "state machine": ("[[", "]]"),
    "bus": ("{{", "}}"),
    "rule": (">", "]"),
    "queue": ("[/", "/]"),
    "dead-letter queue": ("[/", "/]"),
    "topic": ("{{", "}}"),
    "stream": ("[/", "/]"),
    "table": ("[(", ")]"),
    "bucket": ("[(", ")]"),
}
"""The brackets that make a node's shape, by role."""

_SPECIAL = re.compile(r"[^\w .,:;/()@=-]|--|^-|(?<=\d)[.)](?= )", re.ASCII)
"""What stands as an entity: all that Mermaid, Markdown or the HTML that it becomes could take as their own."""


def report(diagram: Diagram) -> str:
    """Return a flowchart."""
    return "\n".join(["flowchart TD", *(f"  {line}" for line in _lines(diagram))])


def _lines(diagram: Diagram) -> Iterator[str]:
    numbers = {node.address: f"n{number}" for number, node in enumerate(diagram.nodes)}
    for node in diagram.nodes:
        opening, closing = _SHAPES.get(node.role, ("[", "]"))
        yield f'{numbers[node.address]}{opening}"{_told(node)}"{closing}'
    for edge in diagram.edges:
        label = f'|"{text(edge.label)}"|' if edge.label else ""
        yield f"{numbers[edge.source]} -->{label} {numbers[edge.target]}"
    failed = [numbers[node.address] for node in diagram.nodes if node.role == "dead-letter queue"]
    if failed:
        yield "classDef failed stroke-dasharray: 4 3"
        yield f"class {','.join(failed)} failed"


def _told(node: Node) -> str:
    return text(node.label) if node.label == node.address else f"{text(node.label)}<br/>{text(node.address)}"


def text(raw: str) -> str:
    """Return a text as a quoted label may hold it: on one line, no character means something or hides."""
    shown = visible(raw, kept="")
    return _SPECIAL.sub(lambda found: "".join(f"#{ord(each)};" for each in found[0]), shown)
