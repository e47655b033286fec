"""Which arguments force a new resource, as the provider plans it: see scripts/replacement.py.

Known of every resource type of the bundled stack, at the provider's version whose schemas we carry.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator import providers

_FILE = Path(__file__).with_name("replacement.json")
_INDEX = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_SAME = {"tags_all": "tags"}
"""Of two arguments that come to the same, the one that is known."""


class Replacement(NamedTuple):
    """What Terraform does about the arguments of a resource type; those that are named nowhere change in place.

    Attributes:
        source: Where the type is documented.
        replaces: The arguments and blocks that force a new resource when they change, come or go.
        sometimes: Those that do so in some cases, and in which.
        kept: Those that stay as they are when they are no longer set.
        unnoticed: Those of which a change is not noticed.
    """

    source: str
    replaces: frozenset[str] = frozenset()
    sometimes: Mapping[str, str] = {}
    kept: frozenset[str] = frozenset()
    unnoticed: frozenset[str] = frozenset()


@cache
def replacement_of(type_: str) -> Replacement | None:
    """Return what is known of a resource type, None where nothing is."""
    found = _all().get(type_)
    if found is None:
        return None
    lists = {key: frozenset(found.get(key, ())) for key in ("replaces", "kept", "unnoticed")}
    return Replacement(found["source"], sometimes=found.get("sometimes", {}), **lists)


@cache
def known_types() -> tuple[str, ...]:
    """Return the resource types of which something is known."""
    return tuple(_all())


@cache
def _all() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def argument(path: str) -> str:
    """Return the way to an argument without indexes and keys: `settings.log` of `settings[0].log`."""
    plain = _INDEX.sub("", path)
    first, dot, rest = plain.partition(".")
    return f"{_SAME.get(first, first)}{dot}{rest}"


def holders(path: str) -> Iterator[str]:
    """Yield the way to an argument, and the ways to what it is in, the nearest first."""
    while path:
        yield path
        path = path.rpartition(".")[0]


@cache
def is_block(type_: str, path: str) -> bool:
    """Return whether a way in a resource type leads to blocks, rather than to an argument."""
    block = providers.resource(type_)
    for name in path.split("."):
        nested = block.blocks.get(name) if block else None
        if nested is None:
            return False
        block = nested.block
    return True
