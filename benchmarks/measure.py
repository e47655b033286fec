"""Whole processes, timed from outside: processor time, wall time and the memory of the largest process.

Memory is what the kernel says of the command's own processes (`VmHWM` in /proc/PID/status, looked at every 10 ms):
what `wait4` says has the size of the process that started them as its floor.
"""

from __future__ import annotations

import os
import shlex
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One run of a command.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of processor time, with that of its children.
        memory: The peak of its largest process, in MiB.
    """

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Command:
    """A command to measure.

    Attributes:
        name: How the table calls it.
        arguments: What is run.
        prepare: What is done before each run, untimed.
    """

    name: str
    arguments: Sequence[str]
    prepare: Callable[[], object] = lambda: None
    folder: Path | None = None


def finding(*arguments: str) -> list[str]:
    """Return a call that may find something: an exit code of 1 is no failure of it."""
    return ["sh", "-c", f"{shlex.join(arguments)}; test $? -le 1"]


def run(command: Command) -> Figure:
    """Run a command once.

    Raises:
        RuntimeError: It failed; what it wrote is in the message.
    """
    command.prepare()
    started = time.perf_counter()
    process = subprocess.Popen(
        command.arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=command.folder,
    )
    assert process.stdout is not None
    peaks: list[int] = []
    looking = threading.Thread(target=_look, args=(process.pid, peaks), daemon=True)
    looking.start()
    written = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    looking.join()
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command.name}: exit {process.returncode}\n{written.decode(errors='replace')}")
    return Figure(wall, usage.ru_utime + usage.ru_stime, max(peaks, default=0) / 1024)


def in_memory() -> str | None:
    """Return a folder of a file system that is in memory; None, the usual place, where there is none."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder of our own in memory, so that what is measured is not the disk."""
    return tempfile.TemporaryDirectory(dir=in_memory())


def _look(process: int, peaks: list[int]) -> None:
    """Note what a process and those below it held at most, in KiB, until it is over."""
    while True:
        found = [_field(each, "status", "VmHWM:") for each in _family(process)]
        if not any(found):
            return
        peaks.append(max(found))
        time.sleep(0.01)


def _field(process: int, file: str, name: str) -> int:
    """Return a number of a file of /proc about a process, 0 where it is over."""
    try:
        lines = Path(f"/proc/{process}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


def held_together(command: Command) -> float | None:
    """Run a command once and return the peak of what its processes hold together, in MiB.

    A page that several of them share counts once (the kernel's proportional set size, looked at every 50 ms, which
    slows the command: this is no run to time). None where the kernel does not tell.
    """
    command.prepare()
    peak = 0
    with subprocess.Popen(
        command.arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            peak = max(peak, sum(_field(each, "smaps_rollup", "Pss:") for each in _family(process.pid)))
            time.sleep(0.05)
    return peak / 1024 or None


def _family(process: int) -> list[int]:
    """Return a process and all below it."""
    try:
        below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        below = []
    return [process, *(each for child in below for each in _family(int(child)))]


def compare(commands: Sequence[Command], runs: int) -> list[list[Figure]]:
    """Return the figures of each command, run in turn so that a slow moment of the machine meets all alike."""
    for command in commands:
        run(command)  # what is cached is cached for all
    rounds = [[run(command) for command in commands] for _ in range(runs)]
    return [list(column) for column in zip(*rounds, strict=True)]


def table(commands: Sequence[Command], figures: Sequence[Sequence[Figure]]) -> list[str]:
    """Return a line for each command: medians, and the median of the ratios to the first one, round by round."""
    lines = [f"{'':34} {'wall':>9} {'cpu':>9} {'memory':>9} {'wall x':>7} {'cpu x':>7}"]
    for command, column in zip(commands, figures, strict=True):
        wall, cpu, memory = (
            statistics.median(getattr(f, name) for f in column) for name in ("wall", "cpu", "memory")
        )
        ratios = [
            statistics.median(
                getattr(f, name) / getattr(base, name) for f, base in zip(column, figures[0], strict=True)
            )
            for name in ("wall", "cpu")
        ]
        lines.append(
            f"{command.name:34} {wall * 1000:6.0f} ms {cpu * 1000:6.0f} ms {memory:5.0f} MiB"
            f" {ratios[0]:7.2f} {ratios[1]:7.2f}"
        )
    return lines
