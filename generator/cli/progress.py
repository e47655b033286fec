"""A progress bar for who waits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from generator.cli.command import Run

T = TypeVar("T")

PROGRESS_FROM = 20
"""With fewer environments than this, it is over before a progress bar could be read."""


def with_progress(run: Run, outcomes: Iterable[T], total: int, doing: str) -> Iterator[T]:
    """Yield outcomes, and show how many there were of how many.

    Args:
        run: The command's run.
        outcomes: What comes of environment after environment.
        total: How many there are.
        doing: What is being done: "rendering".
    """
    if run.quiet or total < PROGRESS_FROM or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console  # noqa: PLC0415 (only for a person who waits)
    from rich.progress import track  # noqa: PLC0415

    yield from track(outcomes, doing, total, console=Console(file=sys.__stderr__), transient=True)
