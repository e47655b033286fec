"""Many environments: the pipeline mapped over processes."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from generator.environments.pipeline import Inputs
from generator.errors import TfgenError
from generator.memory import let_go

Result_co = TypeVar("Result_co", covariant=True)
Result = TypeVar("Result")


class Task(Protocol[Result_co]):
    """What to do with each environment; it can be pickled, and so can what comes of it."""

    def run(self, inputs: Inputs, environment: str) -> Result_co:
        """Do it with one environment. A failure that concerns this one alone is a value here."""
        ...


PARALLEL_FROM = 8
"""With fewer environments than this, starting processes costs more than they save."""
LARGEST_CHUNK = 32
"""How many environments a process takes at once, at most: progress is shown by the chunk."""

_worker: Callable[[str], Any] | None = None


def each(inputs: Inputs, environments: Sequence[str], task: Task[Result], jobs: int) -> Iterator[Result]:
    """Do `task` with each environment and yield what came of it, in the order of `environments`.

    Args:
        inputs: What they share; other processes inherit it, or read their own where they are not forked.
        environments: Their names.
        task: What to do.
        jobs: How many processes; 0 for one for each processor, if there are environments enough.

    Raises:
        TfgenError: A process was killed.
    """
    wanted = jobs or (os.cpu_count() or 1 if len(environments) >= PARALLEL_FROM else 1)
    if min(wanted, len(environments)) <= 1:
        for environment in environments:
            yield task.run(inputs, environment)
            if len(environments) > 1:
                let_go()
        return
    # A process that is forked begins with what is here: what all environments share is made once, by the first.
    yield task.run(inputs, environments[0])
    rest = environments[1:]
    workers = min(wanted, len(rest))
    chunk = max(1, min(LARGEST_CHUNK, len(rest) // (workers * 4)))
    let_go()
    gc.freeze()  # a collection would write to all that the processes share, and make it each one's own
    # Most runs need no processes, and should not wait for what starts them.
    processes: Any = importlib.import_module("concurrent.futures.process")
    try:
        with processes.ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(inputs, task)) as pool:
            yield from pool.map(_run_worker, rest, chunksize=chunk)
    except processes.BrokenProcessPool:
        raise TfgenError(
            "a process that worked on environments was killed",
            hint="try fewer at once with --jobs; what was written is whole",
        ) from None
    finally:
        gc.unfreeze()


def _start_worker(inputs: Inputs, task: Task[Any]) -> None:
    global _worker  # noqa: PLW0603 (a worker process has one task, and this is where it keeps it)
    _worker = lambda environment: task.run(inputs, environment)  # noqa: E731


def _run_worker(environment: str) -> Any:
    assert _worker is not None, "a worker process starts with _start_worker"
    done = _worker(environment)
    let_go()
    return done
