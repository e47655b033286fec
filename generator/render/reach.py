"""Which folders of a project its templates can ask for, by reading them: nothing is rendered."""

from __future__ import annotations

from collections.abc import Iterable

import jinja2
from jinja2 import nodes

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
        try:
            tree = jinja2.Environment().parse(source)
        except jinja2.TemplateSyntaxError:
            return None
        calls = [call for call in tree.find_all(nodes.Call) if _asks(call.node)]
        if len(calls) != sum(1 for name in tree.find_all(nodes.Name) if _asks(name)):
            return None
        tops = {_top(call) for call in calls}
        if "" in tops:
            return None
        found |= tops
    return frozenset(found)


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
