"""Many environments: the pipeline mapped over processes.

A worker lives no longer than who started it: it listens to a pipe that nobody writes to, whose other end closes
with the starting process, however that ends, or when the work is given up.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol, TypeVar

from generator.environments.pipeline import Inputs
from generator.errors import TfgenError

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


class _Worker:
    """What a worker process is there for: one task, as long as the process that gave it is there."""

    def __init__(self, inputs: Inputs, task: Task[Any], lifeline: Any) -> None:
        self._inputs, self._task, self._lifeline = inputs, task, lifeline
        self._at_work = threading.Lock()
        self._is_over = False
        threading.Thread(target=self._listen, daemon=True).start()

    def run(self, environment: str) -> Any:
        """Do the task with one environment."""
        with self._at_work:
            result = self._task.run(self._inputs, environment)
        if self._is_over:
            os._exit(1)
        return result

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            self._lifeline.recv_bytes()
        self._is_over = True
        with self._at_work:  # an environment that is being written lands first
            os._exit(1)


_worker: _Worker | None = None


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
        return
    # A process that is forked begins with what is here: what all environments share is made once, by the first.
    yield task.run(inputs, environments[0])
    rest = environments[1:]
    workers = min(wanted, len(rest))
    chunk = max(1, min(LARGEST_CHUNK, len(rest) // (workers * 4)))
    gc.collect()
    gc.freeze()  # a collection would write to all that the processes share, and make it each one's own
    try:
        yield from _in_processes(inputs, rest, task, workers, chunk)
    finally:
        gc.unfreeze()


def _in_processes(
    inputs: Inputs, environments: Sequence[str], task: Task[Result], workers: int, chunk: int
) -> Iterator[Result]:
    # Most runs need no processes, and should not wait for what starts them.
    processes: Any = importlib.import_module("concurrent.futures.process")
    reader, writer = importlib.import_module("multiprocessing").Pipe(duplex=False)
    pool = processes.ProcessPoolExecutor(
        workers, initializer=_start_worker, initargs=(inputs, task, reader, writer)
    )
    try:
        with _no_interruption():
            results = pool.map(_run_worker, environments, chunksize=chunk)
        yield from results
    except processes.BrokenProcessPool:
        raise TfgenError(
            "a process that worked on environments was killed",
            hint="try fewer at once with --jobs; what was written is whole",
        ) from None
    except BaseException:
        writer.close()  # nobody waits for the rest
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        writer.close()
        reader.close()


@contextmanager
def _no_interruption() -> Iterator[None]:
    """Put Ctrl-C off while processes start: none of them is to meet it before it knows to leave it to us."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _start_worker(inputs: Inputs, task: Task[Any], lifeline: Any, other_end: Any) -> None:
    global _worker  # noqa: PLW0603 (a worker process has one task, and this is where it keeps it)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C reaches all; who started us decides
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    other_end.close()
    _worker = _Worker(inputs, task, lifeline)


def _run_worker(environment: str) -> Any:
    assert _worker is not None, "a worker process starts with _start_worker"
    return _worker.run(environment)
