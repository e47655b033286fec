"""What templates can reach, told by reading them: nothing is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jinja2
from jinja2 import nodes

from generator.render.instrument import WHITESPACE

ASKING = ("folder", "package")
"""The functions of a template that ask for a folder."""


def folders(sources: Iterable[str]) -> frozenset[str] | None:
    """Return the folders at a project's root that hold all that templates can ask for: {"lambda-src"}.

    Args:
        sources: The templates' texts.

    Returns:
        None if that can't be told: a folder's name up to its first slash is no constant, or a function that asks
        is passed on.
    """
    found: set[str] = set()
    for source in sources:
        tree = _parse(source)
        if tree is None:
            return None
        calls = [call for call in tree.find_all(nodes.Call) if _asks(call.node)]
        if len(calls) != sum(1 for name in tree.find_all(nodes.Name) if _asks(name)):
            return None
        tops = {_top(call) for call in calls}
        if "" in tops:
            return None
        found |= tops
    return frozenset(found)


def differing(old: Mapping[str, str], new: Mapping[str, str]) -> frozenset[str]:
    """Return the templates, by name, that differ between two sides, be it by what they import.

    Comments, and where a line stands, make no difference: they are not in what a template writes.

    Args:
        old: The texts of one side's templates, by name.
        new: Those of the other.
    """
    found = {name for name in {*old, *new} if not _is_same(old.get(name), new.get(name))}
    reaching = {name: _imports(source, {*old, *new}) for name, source in new.items()}
    while more := {
        name for name, reached in reaching.items() if name not in found and not found.isdisjoint(reached)
    }:
        found |= more
    return frozenset(found)


def _parse(source: str) -> nodes.Template | None:
    try:
        return jinja2.Environment(**WHITESPACE).parse(source)
    except jinja2.TemplateSyntaxError:
        return None


def _is_same(old: str | None, new: str | None) -> bool:
    """Tell whether two texts are one template: to the letter, or but for comments."""
    if old == new or old is None or new is None:
        return old == new
    trees = _parse(old), _parse(new)
    return None not in trees and _shape(trees[0]) == _shape(trees[1])


def _shape(value: Any) -> Any:
    """Return what a template does, as a value to compare: no lines, and texts side by side are one."""
    if isinstance(value, nodes.Output):
        return nodes.Output, tuple(_joined(value.nodes))
    if isinstance(value, list | tuple):
        return tuple(map(_shape, value))
    # 1 and True are equal; the rest of what has no fields is names, texts, numbers and nothing.
    inner = [each for _, each in value.iter_fields()] if isinstance(value, nodes.Node) else value
    return type(value), _shape(inner) if isinstance(inner, list) else inner


def _joined(children: Iterable[nodes.Expr]) -> Iterator[Any]:
    text = ""
    for child in children:
        if isinstance(child, nodes.TemplateData):
            text += child.data
        else:
            yield from (text, _shape(child))
            text = ""
    yield text


def _imports(source: str, known: set[str]) -> set[str]:
    """Return the templates that one imports; all, where it can't be told."""
    tree = _parse(source)
    if tree is None:
        return known
    found: set[str] = set()
    for importing in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
        named = getattr(importing, "template", None)
        if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
            return known
        found.add(named.value)
    return found


def _asks(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name in ASKING


def _top(call: nodes.Call) -> str:
    """Return the first step of the folder that a call asks for, "" if it can't be told."""
    wanted: nodes.Node | None = call.args[0] if call.args else None
    whole = True
    while isinstance(wanted, nodes.Concat | nodes.Add):
        wanted = wanted.nodes[0] if isinstance(wanted, nodes.Concat) else wanted.left
        whole = False
    if not isinstance(wanted, nodes.Const) or not isinstance(wanted.value, str):
        return ""
    top, slash, _ = wanted.value.partition("/")
    return top if (whole or slash) and top not in (".", "..") else ""
