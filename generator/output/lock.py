"""One writer at a time: an advisory lock on `.tfgen/lock`, dropped by the system if its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import OutputError
from generator.output.paths import STATE
from generator.output.tree import Tree, open_tree

if sys.platform != "win32":
    import fcntl

LOCK = f"{STATE}/lock"
WAIT_SECONDS = 30.0
"""A render takes milliseconds: whoever holds the lock for longer hangs, or sits on a very slow disk."""

_POLL_SECONDS = 0.02
_VANISHED_SECONDS = 1.0


@contextmanager
def locked(boundary: Path, parts: Sequence[str], name: str) -> Iterator[Tree]:
    """Hold the lock of a rendered folder, made if it is absent, and yield the tree below it.

    Afterwards the lock file is gone, and so is the folder if nothing came into it.

    Raises:
        OutputError: Another writer held the lock for `WAIT_SECONDS`, or a link is in the way.
        OSError: The folder or the lock can't be made.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        with _open(boundary, parts, deadline) as tree:
            try:
                descriptor = _acquire(tree, name, deadline)
            except BaseException:
                _sweep(tree, boundary, parts)
                raise
            if descriptor is None:
                continue
            try:
                yield tree
            finally:
                _release(tree, descriptor)
                _sweep(tree, boundary, parts)
            return


def _open(boundary: Path, parts: Sequence[str], deadline: float) -> Tree:
    while True:
        try:
            return open_tree(boundary, parts, make=True)
        except FileNotFoundError:
            # A writer that came to nothing removed the folder that we just made; anything else lasts.
            if time.monotonic() > deadline - WAIT_SECONDS + _VANISHED_SECONDS:
                raise
            time.sleep(_POLL_SECONDS)


def _acquire(tree: Tree, name: str, deadline: float) -> int | None:
    """Return the held lock's descriptor; None if the writer before us removed the file, or its folder."""
    try:
        tree.make_folder(STATE)
        descriptor = tree.open_lock(LOCK)
    except FileNotFoundError:
        _wait(name, deadline)
        return None
    try:
        while not _try_lock(descriptor):
            _wait(name, deadline)
        if tree.is_same(LOCK, descriptor):
            return descriptor
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _wait(name: str, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise OutputError(f"{name}: another render is writing here", hint="try again when it is done")
    time.sleep(_POLL_SECONDS)


def _try_lock(descriptor: int) -> bool:
    if sys.platform != "win32":  # elsewhere open_tree has refused by now
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _release(tree: Tree, descriptor: int) -> None:
    # Removed while it is held: whoever waits for this file finds that it isn't the one at the path any more.
    try:
        with suppress(OSError, OutputError):
            tree.unlink(LOCK)
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _sweep(tree: Tree, boundary: Path, parts: Sequence[str]) -> None:
    """Remove the folder if nothing came into it."""
    tree.remove_empty(STATE)
    with suppress(OSError, OutputError):
        if not tree.is_folder(STATE):
            with open_tree(boundary, parts[:-1]) as above:
                above.remove_empty(parts[-1])
