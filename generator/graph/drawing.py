"""A module as a drawing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator import bounds
from generator.aws.carriers import ARROWS, CARRIERS, PATHS, VARIABLES, Arrow
from generator.graph.permissions import rights
from generator.graph.targets import Targets, values_at
from generator.hcl import Instance, Module, Resource
from generator.hcl.module.local_references import references_through_locals
from generator.model.diagram import Diagram, DiagramNode, Edge

_ATTRIBUTE = re.compile(r"\{(\w+)\}")
_MAXIMUM_LABELS = 3
"""So many different things are told of what goes from one place to another; a router has hundreds of routes."""


class _Flow(NamedTuple):
    """One thing that goes from one place to another."""

    source: Instance
    target: Instance
    label: str
    failure: bool


def draw(module: Module, everything: bool = False) -> Diagram:
    """Return what is in a module and how it is connected.

    Args:
        module: The module.
        everything: Whether all resources and references are meant; otherwise events' way: the APIs, functions,
            buses, rules, queues, tables and the like, and what leads from one to the next.
    """
    way = _all_of if everything else _way_of_events
    drawn = way(module)
    return _without_texts(drawn, module.concealed(), way(module.concealed())) if module.reads_files else drawn


def _without_texts(drawn: Diagram, concealed: Module, known: Diagram) -> Diagram:
    """Return a drawing without what files hold: it has those names alone that are known without that.

    Args:
        drawn: The drawing.
        concealed: The module with nothing known of what files hold.
        known: What is drawn of that.
    """
    resources = [
        *concealed.resources(),
        *concealed.data(),
        *concealed.ephemerals(),
        *concealed.module_calls.values(),
    ]
    names = {each.address: _node(each).label for resource in resources for each in resource.instances}
    edges = set(known.edges)

    def place(address: str) -> str:
        return address if address in names else address.partition("[")[0]

    nodes = (
        node._replace(
            address=place(node.address),
            label=node.label if names.get(node.address) == node.label else place(node.address),
        )
        for node in drawn.nodes
    )
    return _sort(
        nodes,
        ((place(edge.source), place(edge.target), edge.label if edge in edges else "") for edge in drawn.edges),
    )


def _way_of_events(module: Module) -> Diagram:
    targets = Targets(module)
    led = list(_by_arrows(module, targets))
    direct = {(one.source.address, one.target.address) for one in led}
    led += [
        _Flow(*right, failure=False)
        for right in rights(module, targets)
        if (right.owner.address, right.target.address) not in direct
    ]
    known = {frozenset((one.source.address, one.target.address)) for one in led}
    led += [
        one
        for one in _by_variables(module, targets)
        if frozenset((one.source.address, one.target.address)) not in known
    ]
    ends = {each.address: each for one in led for each in (one.source, one.target)}
    for type_, carrier in CARRIERS.items():
        if carrier.alone:
            ends |= {each.address: each for resource in module.resources(type_) for each in resource.instances}
    unhappy = {one.target.address for one in led} - {one.target.address for one in led if not one.failure}
    nodes = (_node(each, dead_letters=each.address in unhappy) for each in ends.values())
    return _sort(nodes, ((one.source.address, one.target.address, one.label) for one in led))


def _by_arrows(module: Module, targets: Targets) -> Iterator[_Flow]:
    for arrow in ARROWS:
        for resource in module.resources(arrow.type):
            for instance in resource.instances:
                ends = [_ends(instance, way, targets) for way in (arrow.source, arrow.target)]
                label = _label(arrow, instance, targets) if all(ends) else ""
                for source in ends[0]:
                    for target in ends[1]:
                        yield _Flow(source, target, label, arrow.failure)


def _ends(instance: Instance, way: str, targets: Targets) -> list[Instance]:
    if not way:
        return targets.carrier_of(instance)
    return [found for value in values_at(instance, way) for found in targets.carriers(value, instance)]


def _by_variables(module: Module, targets: Targets) -> Iterator[_Flow]:
    """Yield what programs are told of: they do something with it, though nothing says what."""
    for type_, way in VARIABLES.items():
        for resource in module.resources(type_):
            for instance in resource.instances:
                for value in values_at(instance, way):
                    for target in targets.referents(value, instance):
                        yield _Flow(instance, target, "uses", failure=False)


def _label(arrow: Arrow, instance: Instance, targets: Targets) -> str:
    shown = {name: _attribute_label(instance, name, targets) for name in _ATTRIBUTE.findall(arrow.label)}
    return _ATTRIBUTE.sub(lambda found: shown[found[1]], arrow.label) if all(shown.values()) else ""


def _attribute_label(instance: Instance, name: str, targets: Targets) -> str:
    """Return an attribute as a label shows it: a known text, or the path of what it leads to."""
    value = instance[name]
    if isinstance(value.value, str):
        return value.value
    parts: list[str] = []
    found = targets.instances(value, instance)
    while found and found[0].resource.type in PATHS and len(parts) < bounds.PATH_PARTS.limit:
        named = PATHS[found[0].resource.type]
        part = found[0][named.part].value
        parts.insert(0, part if isinstance(part, str) else "…")
        found = targets.instances(found[0][named.parent], found[0])
    return "/" + "/".join(parts) if found or parts else ""


def _all_of(module: Module) -> Diagram:
    targets = Targets(module)
    resources = [*module.resources(), *module.data(), *module.ephemerals(), *module.module_calls.values()]
    several = len({resource.location.path for resource in resources}) > 1
    nodes = [
        _node(instance)._replace(group=resource.location.path if several else _service(resource))
        for resource in resources
        for instance in resource.instances
    ]
    edges = [edge for resource in resources for edge in _references(module, resource, targets)]
    return _sort(nodes, edges)


def _service(resource: Resource) -> str:
    """Return what a type belongs to: "sqs" of `aws_sqs_queue`; a module's kind where there is no type."""
    parts = resource.type.split("_")
    return parts[1] if len(parts) > 1 else resource.type or resource.kind


def _references(module: Module, resource: Resource, targets: Targets) -> Iterator[tuple[str, str, str]]:
    references = references_through_locals(module, resource.block)
    for instance in resource.instances:
        for reference in references:
            for target in targets.of_reference(reference, instance.key):
                if target.address != instance.address:
                    yield instance.address, target.address, ""


def _node(instance: Instance, dead_letters: bool = False) -> DiagramNode:
    resource = instance.resource
    carrier = CARRIERS.get(resource.type)
    name = instance[carrier.name].value if carrier else None
    label = name if isinstance(name, str) and name else instance.address
    role = carrier.role if carrier else "resource"
    if dead_letters and role == "queue":
        role = "dead-letter queue"
    return DiagramNode(instance.address, resource.type or resource.kind, label, role)


def _sort(nodes: Iterable[DiagramNode], led: Iterable[tuple[str, str, str]]) -> Diagram:
    """Return a drawing in which every node is once, and one edge leads from a node to another."""
    labels: dict[tuple[str, str], dict[str, None]] = {}
    for source, target, label in led:
        told = labels.setdefault((source, target), {})
        if label:
            told[label] = None
    edges = (Edge(*ends, _join([*told])) for ends, told in labels.items())
    return Diagram(
        tuple(sorted({node.address: node for node in nodes}.values())),
        tuple(sorted(edges)),
    )


def _join(labels: list[str]) -> str:
    more = len(labels) - _MAXIMUM_LABELS
    return ", ".join(labels[:_MAXIMUM_LABELS]) + (f" and {more} more" if more > 0 else "")
