"""A drawing as Mermaid, which GitHub, GitLab and many editors show.

Source: https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator

from generator.model.diagram import Diagram, DiagramNode
from generator.report.colours import BY_ROLE, FAILED, colours
from generator.report.visible import visible

_SHAPES = {
    "API": ("([", "])"),
    "state machine": ("[[", "]]"),
    "bus": ("{{", "}}"),
    "rule": ("(", ")"),
    "queue": ("(", ")"),
    "dead-letter queue": ("(", ")"),
    "topic": ("{{", "}}"),
    "stream": ("(", ")"),
    "table": ("[(", ")]"),
    "bucket": ("[(", ")]"),
}
"""The brackets that make a node's shape, by role: none whose borders slant through a label."""

_SPECIAL = re.compile(r"[^\w .,:;/()@=-]|--|^-|(?<=\d)[.)](?= )", re.ASCII)
"""What stands as an entity: all that Mermaid, Markdown or the HTML that it becomes could take as their own."""


def report(diagram: Diagram) -> str:
    """Return a flowchart."""
    title = ["---", f"title: {json.dumps(text(diagram.title))}", "---"] if diagram.title else []
    return "\n".join([*title, "flowchart LR", *(f"  {line}" for line in _lines(diagram))])


def _lines(diagram: Diagram) -> Iterator[str]:
    numbers = {node.address: f"n{number}" for number, node in enumerate(diagram.nodes)}
    for at, (group, nodes) in enumerate(diagram.groups().items()):
        if group:
            yield f'subgraph g{at}["{text(group)}"]'
        for node in nodes:
            opening, closing = _SHAPES.get(node.role, ("[", "]"))
            yield f'{"  " if group else ""}{numbers[node.address]}{opening}"{_label(node)}"{closing}'
        if group:
            yield "end"
    for edge in diagram.edges:
        label = f'|"{text(edge.label)}"|' if edge.label else ""
        yield f"{numbers[edge.source]} -->{label} {numbers[edge.target]}"
    by_role: dict[str, list[str]] = defaultdict(list)
    for node in diagram.nodes:
        by_role[node.role if node.role in BY_ROLE else "resource"].append(numbers[node.address])
    for role, several in sorted(by_role.items()):
        name, look = role.replace(" ", "-").lower(), colours(role)
        dashes = ",stroke-dasharray:4 3" if look is FAILED else ""
        yield f"classDef {name} fill:{look.fill},stroke:{look.border},color:{look.border}{dashes}"
        yield f"class {','.join(several)} {name}"


def _label(node: DiagramNode) -> str:
    return text(node.label) if node.label == node.address else f"{text(node.label)}<br/>{text(node.address)}"


def text(raw: str) -> str:
    """Return a text as a quoted label may hold it: on one line, no character means something or hides."""
    shown = visible(raw, kept="")
    return _SPECIAL.sub(lambda found: "".join(f"#{ord(each)};" for each in found[0]), shown)
