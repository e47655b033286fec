"""The colours of drawings, by what a resource is to events: read on white and on black."""

from __future__ import annotations

from typing import NamedTuple


class Colours(NamedTuple):
    """How a box looks.

    Attributes:
        fill: Its inside, as HTML has it.
        border: Its border and its text.
    """

    fill: str
    border: str


PROGRAM, WAY, WAITING, FAILED, DATA, OTHER = (
    Colours("#e8f0fb", "#1d4f91"),
    Colours("#f5ebfc", "#6a1f9e"),
    Colours("#fdf0e3", "#8f3a06"),
    Colours("#fdecec", "#a3151c"),
    Colours("#e6f5ea", "#14602f"),
    Colours("#eef1f5", "#3c4756"),
)
BY_ROLE = {
    "API": PROGRAM,
    "function": PROGRAM,
    "state machine": PROGRAM,
    "bus": WAY,
    "rule": WAY,
    "topic": WAY,
    "stream": WAY,
    "queue": WAITING,
    "dead-letter queue": FAILED,
    "table": DATA,
    "bucket": DATA,
}


def colours(role: str) -> Colours:
    """Return how a resource looks, by its role."""
    return BY_ROLE.get(role, OTHER)
