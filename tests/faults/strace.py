"""tfgen under strace: which calls it makes that write, and one of them made to fail, or to end the process."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

STRACE = shutil.which("strace")

LONGEST_SECONDS = 60
"""After so long a call hangs, and is killed."""

_ALWAYS = [
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "fsync",
    "fdatasync",
    "truncate",
    "ftruncate",
    "chmod",
    "fchmod",
    "fchmodat",
    "utimensat",
]
_OPENING = ("open", "openat", "creat")
_WRITING = ("write", "writev", "pwrite64")
_CALL = re.compile(r"^(\d+)\s+(\w+)\((.*)")
_CREATES = re.compile(r"\bO_(?:CREAT|TRUNC|WRONLY|RDWR)\b")


class Point(NamedTuple):
    """One of a process's calls: the `number`th of its name, from 1."""

    name: str
    number: int


class Ended(NamedTuple):
    """How a process ended.

    Attributes:
        status: Its exit code, or the number of the signal that killed it, negative.
        out: What it printed.
        error: What it printed on standard error.
        hit: Whether the fault was met.
    """

    status: int
    out: str
    error: str
    hit: bool


class Server:
    """A process with tfgen loaded, which forks one for each call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("TFGEN", "COV", "PYTEST"))
        }
        environment |= {"PYTHONHASHSEED": "0", "TFGEN_CACHE_DIR": "", "GIT_CONFIG_GLOBAL": os.devnull}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("server.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(self, folder: Path, words: Sequence[str], tracing: Sequence[str] = ()) -> Ended:
        """Run tfgen in a folder, with arguments for strace if it is to be traced."""
        out, error, log = self._folder / "out", self._folder / "error", self._folder / "log"
        for path in (out, error, log):
            path.unlink(missing_ok=True)
        call = {"words": list(words), "folder": str(folder), "out": str(out), "err": str(error)}
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(call) + "\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline())
        with _traced(child, log, tracing) if tracing else _nothing():
            os.kill(child, signal.SIGCONT)
            alarm = threading.Timer(LONGEST_SECONDS, os.killpg, (child, signal.SIGKILL))
            alarm.start()
            status = os.waitstatus_to_exitcode(int(self._process.stdout.readline()))
            alarm.cancel()
        traced = log.read_text(errors="replace") if tracing else ""
        printed = [path.read_text(errors="replace") if path.exists() else "" for path in (out, error)]
        return Ended(status, *printed, hit="(INJECTED)" in traced or bool(_SIGNALLED.search(traced)))

    def points(self, folder: Path, words: Sequence[str]) -> list[Point]:
        """Run tfgen and return its calls that write below the folder or to its standard streams."""
        names = ",".join(f"?{name}" for name in (*_ALWAYS, *_OPENING, *_WRITING))
        self.run(folder, words, ("-y", "-e", f"trace={names}"))
        counts: Counter[tuple[str, str]] = Counter()
        points: dict[Point, bool] = {}
        for match in map(_CALL.match, (self._folder / "log").read_text(errors="replace").splitlines()):
            if match:
                process, name, rest = match.groups()
                counts[process, name] += 1
                point = Point(name, counts[process, name])  # of each process: strace can't choose one
                points[point] = points.get(point, True) and _is_writing(name, rest, str(folder))
        return [point for point, is_writing in points.items() if is_writing]

    def run_with(self, folder: Path, words: Sequence[str], point: Point, fault: str) -> Ended:
        """Run tfgen with one call that fails (`error=ENOSPC`) or at which a signal comes (`signal=SIGKILL`)."""
        injection = f"inject={point.name}:{fault}:when={point.number}"
        return self.run(folder, words, ("-e", f"trace={point.name}", "-e", injection))


_SIGNALLED = re.compile(r"(?:--- SIG(?:INT|TERM) |\+\+\+ killed by SIGKILL)")


def _is_writing(name: str, rest: str, folder: str) -> bool:
    if name in _OPENING:
        return bool(_CREATES.search(rest)) and "/dev/null" not in rest
    if name in _WRITING:  # not what processes tell each other
        return f"<{folder}" in rest.partition(",")[0] or rest.startswith(("1<", "2<"))
    return True


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _traced(child: int, log: Path, arguments: Sequence[str]) -> Iterator[None]:
    assert STRACE
    call = [STRACE, "-f", "-p", str(child), "-o", str(log), *arguments]
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr
        line = tracer.stderr.readline()
        if "attached" not in line:
            os.kill(child, signal.SIGKILL)
            raise RuntimeError(f"strace: {line}{tracer.stderr.read()}")
        yield
        tracer.stderr.read()  # until its last process has ended


def may_trace() -> bool:
    """Return whether strace is here and may look at another process: containers can forbid it."""
    if STRACE is None:
        return False
    with subprocess.Popen(["sleep", "10"]) as sleeper:
        try:
            with _traced(sleeper.pid, Path(os.devnull), ()):
                sleeper.kill()
        except RuntimeError:
            return False
        finally:
            sleeper.kill()
    return True
