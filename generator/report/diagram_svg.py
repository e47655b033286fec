"""A drawing as SVG that stands in an HTML page, and takes its colours from the page's style sheet.

Classes: `box`, with the role and, of what a change is about, the action; `way`, with `failed` for what went wrong.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from generator import bounds
from generator.model.diagram import Diagram, DiagramNode, Edge
from generator.report.diagram_layout import Box, DrawingLayout, Size, layout
from generator.report.visible import visible

_CHARACTER_PIXELS = 7.4
_SMALL_CHARACTER_PIXELS = 6.0
"""The mean width of a character at 12 and 10 pixels of a common sans-serif font, rather too wide."""

_PADDING_PIXELS = 26
_HEIGHT_PIXELS = 42
_LONGEST_LABEL = 34
"""Characters of a name that are shown; its middle is left out where it is longer."""

_NO_CLASS = re.compile(r"[^a-z]+")

_LINE_PIXELS = 13
"""The height of a line of a label."""


def report(diagram: Diagram, name: str, title: str, actions: Mapping[str, str] | None = None) -> str:
    """Return a drawing as an `svg` element.

    Args:
        diagram: What to draw.
        name: What the ids in it begin with, for a page with several drawings.
        title: What it is a drawing of.
        actions: What became of resources, by address: "added", "changed", "replaced", "removed" or "renamed".
    """
    actions = actions or {}
    sizes = {node.address: _size(node, actions.get(node.address, "")) for node in diagram.nodes}
    placed = layout(sizes, [(edge.source, edge.target) for edge in diagram.edges])
    return "\n".join(_lines(diagram, placed, name, title, actions))


def drawable(diagram: Diagram) -> bool:
    """Return whether a drawing is small enough to be one."""
    return len(diagram.nodes) <= bounds.DRAWN_BOXES.limit and len(diagram.edges) <= bounds.DRAWN_ARROWS.limit


def describe(diagram: Diagram, actions: Mapping[str, str]) -> str:
    """Return what a drawing shows, for those who do not see it."""
    told = [f"{len(diagram.nodes)} resources and {len(diagram.edges)} connections."]
    marked = [f"{node.label} ({actions[node.address]})" for node in diagram.nodes if node.address in actions]
    if marked:
        told.append(f"Marked: {', '.join(marked)}.")
    told.append("The list below the drawing says the same.")
    return " ".join(told)


def _size(node: DiagramNode, action: str) -> Size:
    label = len(_short(node.label)) * _CHARACTER_PIXELS
    below = len(_below(node, action)) * _SMALL_CHARACTER_PIXELS
    return Size(round(max(label, below, 70) + _PADDING_PIXELS), _HEIGHT_PIXELS)


def _lines(
    diagram: Diagram, placed: DrawingLayout, name: str, title: str, actions: Mapping[str, str]
) -> Iterator[str]:
    width, height = _number(placed.width), _number(placed.height)
    yield (
        f'<svg class="diagram" role="img" aria-labelledby="{name}-title {name}-text" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    )
    yield f'<title id="{name}-title">{_text(title)}</title>'
    yield f'<desc id="{name}-text">{_text(describe(diagram, actions))}</desc>'
    yield (
        f'<defs><marker id="{name}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>'
    )
    failed = {node.address for node in diagram.nodes if node.role == "dead-letter queue"}
    for edge, way in zip(diagram.edges, placed.ways, strict=True):
        if edge.source != edge.target:
            yield _way(way, name, edge.target in failed)
    yield from _labels(diagram.edges, placed.ways)
    for node in diagram.nodes:
        yield from _box(node, placed.boxes[node.address], actions.get(node.address, ""))
    yield "</svg>"


def _way(way: tuple[tuple[float, float], ...], name: str, failed: bool) -> str:
    parts = [f"M{_point(way[0])}"]
    for number, (start, end) in enumerate(itertools.pairwise(way)):
        if number % 2:  # straight through a layer
            parts.append(f"L{_point(end)}")
        else:
            middle = (start[1] + end[1]) / 2
            parts.append(f"C{_point((start[0], middle))} {_point((end[0], middle))} {_point(end)}")
    kind = "way failed" if failed else "way"
    return f'<path class="{kind}" d="{" ".join(parts)}" marker-end="url(#{name}-arrow)"/>'


def _labels(edges: Sequence[Edge], ways: Sequence[tuple[tuple[float, float], ...]]) -> Iterator[str]:
    """Yield what ways are labelled with, near where they begin; one that another is in the way of stands lower."""
    taken: list[tuple[float, float, float]] = []
    for edge, way in zip(edges, ways, strict=True):
        if not edge.label or edge.source == edge.target:
            continue
        label = _short(edge.label)
        (x, y), (to_x, to_y) = way[:2]
        x, y, half = (x + to_x) / 2, (y + to_y) / 2 + 3, len(label) * _SMALL_CHARACTER_PIXELS / 2
        while any(
            abs(y - other_y) < _LINE_PIXELS and abs(x - other_x) < half + other
            for other_x, other_y, other in taken
        ):
            y += _LINE_PIXELS
        taken.append((x, y, half))
        yield f'<text class="label" x="{_number(x)}" y="{_number(y)}">{_text(label)}</text>'


def _box(node: DiagramNode, box: Box, action: str) -> Iterator[str]:
    role = _NO_CLASS.sub("-", node.role.lower())
    classes = f"box {role} is-{action}" if action else f"box {role}"
    yield f'<g class="{classes}"><title>{_text(f"{node.label} ({node.address})")}</title>'
    yield (
        f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" '
        f'height="{_number(box.height)}" rx="5"/>'
    )
    yield (
        f'<rect class="stripe" x="{_number(box.x)}" y="{_number(box.y + 6)}" width="4" '
        f'height="{_number(box.height - 12)}"/>'
    )
    x = _number(box.x + 14)
    yield f'<text class="name" x="{x}" y="{_number(box.y + 18)}">{_text(_short(node.label))}</text>'
    yield f'<text class="role" x="{x}" y="{_number(box.y + 33)}">{_text(_below(node, action))}</text></g>'


def _below(node: DiagramNode, action: str) -> str:
    told = node.role if node.role != "resource" else node.type
    return f"{_short(told)} · {action}" if action else _short(told)


def _short(text: str) -> str:
    text = visible(text)
    if len(text) <= _LONGEST_LABEL:
        return text
    half = (_LONGEST_LABEL - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def _text(text: str) -> str:
    return escape(visible(text))


def _point(point: tuple[float, float]) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
