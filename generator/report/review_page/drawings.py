"""The drawings of the page: those of environments that are drawn alike once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from generator import bounds
from generator.model.change import Effect, EnvironmentChanges
from generator.model.diagram import Diagram
from generator.report import diagram_svg
from generator.report.review_page.environment_sets import EnvironmentSet, EnvironmentSets


class Connection(NamedTuple):
    """An arrow in words."""

    source: str
    label: str
    target: str


class Drawing(NamedTuple):
    """A drawing.

    Attributes:
        environments: Which environments are drawn like this, but for the names in it.
        svg: The drawing; None where it would be too large.
        connections: Its arrows in words.
        alone: The names of resources that nothing leads to or from.
    """

    environments: EnvironmentSet
    svg: Markup | None
    connections: tuple[Connection, ...]
    alone: tuple[str, ...]


def drawings(
    diagrams: Mapping[str, Diagram], changed: Sequence[EnvironmentChanges], sets: EnvironmentSets
) -> tuple[list[Drawing], int]:
    """Return the drawings, and how many were left out.

    Args:
        diagrams: The drawing of each environment.
        changed: What differs in environments: the drawings mark it.
        sets: Where the page's sets of environments are kept.
    """
    actions = {each.environment: _actions(each) for each in changed}
    found: dict[object, list[str]] = {}
    for name, diagram in sorted(diagrams.items()):
        marks = actions.get(name, {})
        nodes = tuple((node.address, node.role, marks.get(node.address)) for node in diagram.nodes)
        found.setdefault((nodes, diagram.edges), []).append(name)
    ordered = sorted((names for names in found.values() if diagrams[names[0]].nodes), key=lambda one: -len(one))
    drawn = [
        _drawing(number, names, diagrams[names[0]], actions.get(names[0], {}), sets)
        for number, names in enumerate(ordered[: bounds.PAGE_DRAWINGS.limit], 1)
    ]
    return drawn, len(ordered) - len(drawn)


def _actions(changes: EnvironmentChanges) -> dict[str, str]:
    """Return what becomes of resources, by address: "replaced" before what is only "changed"."""
    return {
        change.address: "replaced" if change.effect is Effect.REPLACE else change.action.value
        for change in changes.changes
        if change.kind == "resource"
    }


def _drawing(
    number: int, names: list[str], diagram: Diagram, actions: Mapping[str, str], sets: EnvironmentSets
) -> Drawing:
    title = f"How events flow through {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
    small = diagram_svg.drawable(diagram)
    labels = {node.address: node.label for node in diagram.nodes}
    ends = {end for edge in diagram.edges for end in (edge.source, edge.target)}
    return Drawing(
        sets.of(names),
        Markup(diagram_svg.report(diagram, f"drawing-{number}", title, actions)) if small else None,
        tuple(Connection(labels[edge.source], edge.label, labels[edge.target]) for edge in diagram.edges),
        tuple(node.label for node in diagram.nodes if node.address not in ends),
    )
