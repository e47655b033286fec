"""The stacks of a project in the order of their needs: one whose outputs another reads comes before it."""

from __future__ import annotations

from collections.abc import Mapping

from generator.errors import TfgenError, raise_all
from generator.location import Location
from generator.naming import did_you_mean, quote


def levels(needs: Mapping[str, Mapping[str, Location]]) -> dict[str, int]:
    """Return each stack's level: 0 for one that needs none, else one more than the highest that it needs.

    Args:
        needs: For each stack, those that it needs, each with a place where its specs say so.

    Raises:
        TfgenError: One needs a stack that there is not, or they need each other in a circle.
    """
    raise_all(
        TfgenError(f"there is no stack {quote(name)}", place, did_you_mean(name, needs))
        for others in needs.values()
        for name, place in others.items()
        if name not in needs
    )
    found: dict[str, int] = {}
    for stack in needs:
        _level(stack, needs, found, ())
    return found


def _level(
    stack: str, needs: Mapping[str, Mapping[str, Location]], found: dict[str, int], way: tuple[str, ...]
) -> int:
    if stack in way:
        circle = (*way[way.index(stack) :], stack)
        raise TfgenError(f"stacks need each other in a circle: {' → '.join(circle)}", needs[way[-1]][stack])
    if stack not in found:
        below = (_level(other, needs, found, (*way, stack)) for other in needs[stack])
        found[stack] = max((level + 1 for level in below), default=0)
    return found[stack]
