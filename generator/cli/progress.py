"""A progress bar for who waits at a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from generator.cli.command import Run
from generator.report.visible import visible

T = TypeVar("T")

_SECONDS = 1.0
"""What takes less is over before a progress bar could be read."""


def with_progress(run: Run, outcomes: Iterable[T], names: Sequence[str], doing: str) -> Iterator[T]:
    """Yield outcomes; from the second second on, show how many there were of how many, and what is next.

    While an outcome is looked at there is no bar: what is printed then stands above it.

    Args:
        run: The command's run.
        outcomes: What comes of one thing after the other.
        names: What these are called, in the same order.
        doing: What is being done: "rendering".
    """
    if run.quiet or not sys.stderr.isatty():
        yield from outcomes
        return
    began, bar = time.monotonic(), None
    try:
        for count, outcome in enumerate(outcomes, start=1):
            if bar:
                bar.stop()
            yield outcome
            if count == len(names):
                return
            if not bar and time.monotonic() - began > _SECONDS:
                bar = _bar(len(names))
            if bar:
                bar.update(bar.task_ids[0], completed=count, description=f"{doing} {visible(names[count], '')}")
                bar.start()
    finally:
        if bar:
            bar.stop()


def _bar(total: int) -> Any:
    from rich.console import Console  # noqa: PLC0415 (only for a person who waits)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(
        *columns,
        console=Console(file=sys.__stderr__),  # sys.stderr would write its control characters out
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("", total=total)
    return bar
