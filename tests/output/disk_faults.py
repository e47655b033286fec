"""Makes the calls that tfgen asks of the system fail, or kills the process at one of them."""

from __future__ import annotations

import itertools
import os
import signal
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

CHANGING = ("fsync", "link", "mkdir", "rename", "replace", "rmdir", "unlink", "write")
LOOKING = ("close", "fstat", "listdir", "lstat", "open", "read", "readlink")

MEMORY = Path("/dev/shm")
"""A disk in memory, where there is one: these tests make some ten thousand small folders."""

STRIDES = pytest.mark.parametrize(
    "stride", [pytest.param(1, marks=pytest.mark.slow, id="every-call"), pytest.param(17, id="some-calls")]
)
"""How far a test goes from one system call to the next."""

Call = Callable[..., Any]
Fault = Callable[[int, str, Call, tuple[Any, ...], dict[str, Any]], Any]


@contextmanager
def faults(fault: Fault) -> Iterator[None]:
    """Have `fault(number, name, call, arguments, keywords)` answer each system call, numbered from 0."""
    numbers = iter(range(1_000_000))
    with mock.patch.multiple(os, **{name: _answering(name, fault, numbers) for name in CHANGING + LOOKING}):
        yield


def _answering(name: str, fault: Fault, numbers: Iterator[int]) -> Call:
    call = getattr(os, name)

    def answer(*arguments: Any, **keywords: Any) -> Any:
        return fault(next(numbers), name, call, arguments, keywords)

    return answer


def is_creating(name: str, arguments: tuple[Any, ...]) -> bool:
    """Return whether a call takes space on the disk."""
    return name in ("link", "mkdir", "write") or (name == "open" and bool(arguments[1] & os.O_CREAT))


def is_changing(name: str, arguments: tuple[Any, ...]) -> bool:
    return name in CHANGING or is_creating(name, arguments)


def killed_at(point: int, work: Callable[[], object], names: Collection[str] = CHANGING + LOOKING) -> bool:
    """Do `work` in a process that is killed right before its system call `point`; a write is half done by then.

    Args:
        point: Which of the calls called `names`, counted from 0.
        work: What to do.
        names: The calls that count.

    Returns:
        Whether it was killed; False if it was done before it got that far.
    """

    numbers = itertools.count()

    def fault(_number: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if name in names and next(numbers) == point:
            if name == "write":
                call(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **keywords)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pytest-xdist has threads; the child uses none
        child = os.fork()
    if child == 0:
        code = 1
        try:
            with faults(fault):
                work()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the child failed by itself"
    return False


def contents(folder: Path) -> dict[str, bytes | str]:
    """Return what is in a folder by path, links by what they lead to, without tfgen's own state."""
    found: dict[str, bytes | str] = {}
    for above, folders, files in os.walk(folder):
        if above == str(folder) and ".tfgen" in folders:
            folders.remove(".tfgen")
        for name in files + [name for name in folders if os.path.islink(f"{above}/{name}")]:
            path = Path(above, name)
            relative = path.relative_to(folder).as_posix()
            found[relative] = f"-> {os.readlink(path)}" if path.is_symlink() else path.read_bytes()
    return found


def traces(folder: Path) -> list[str]:
    """Return what tfgen keeps in a rendered folder, without the lock, which stays."""
    return sorted(name for name in os.listdir(folder / ".tfgen") if name != "lock")


def fill(folder: Path, files: dict[str, bytes | str]) -> None:
    """Write files below a folder; `-> x` makes a link to x."""
    for path, content in files.items():
        full = folder / path
        full.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            full.symlink_to(content.removeprefix("-> "))
        else:
            full.write_bytes(content)
