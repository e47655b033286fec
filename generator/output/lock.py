"""One writer at a time: an advisory lock on `.tfgen/lock`, dropped by the system if its holder dies.

The file stays in a rendered folder. It goes with the folder alone, while it is held: whoever waited for it sees
that it is no more the file at its path, and begins anew.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import OutputError
from generator.output.folder_tree import FolderTree, open_tree
from generator.output.paths import STATE

if sys.platform != "win32":
    import fcntl

LOCK = f"{STATE}/lock"
WAIT_SECONDS = 30.0
"""A render takes milliseconds: whoever holds the lock for longer hangs, or sits on a very slow disk."""

_POLL_SECONDS = 0.02
_VANISHED_SECONDS = 1.0
"""For so long a folder may be removed each time that it was made, by others who write nothing."""


@contextmanager
def hold_lock(boundary: Path, parts: Sequence[str], name: str, *, durable: bool = False) -> Iterator[FolderTree]:
    """Hold the lock of a rendered folder, made if it is absent, and yield the tree below it.

    Afterwards the folder is gone if nothing came into it.

    Args:
        boundary: The folder that nothing may lead out of.
        parts: The folders that lead from there to the rendered one.
        name: What errors call it.
        durable: Whether what is written has to outlast a power cut.

    Raises:
        OutputError: Another writer held the lock for `WAIT_SECONDS`, or a link is in the way.
        OSError: The folder or the lock can't be made.
    """
    start = time.monotonic()
    while True:
        try:
            tree = open_tree(boundary, parts, make=True, durable=durable)
        except FileNotFoundError as error:
            _wait_for_folder(start, error)
            continue
        with tree:
            try:
                tree.make_folder(STATE)
                descriptor = tree.open_lock(LOCK)
            except FileNotFoundError as error:
                _wait_for_folder(start, error)
                continue
            except BaseException:
                _remove_empty(tree, boundary, parts)
                raise
            _acquire(descriptor, name, start)
            if not tree.is_same(LOCK, descriptor):
                continue
            try:
                yield tree
            finally:
                _sweep(tree, boundary, parts)
            return


def remove_folder(tree: FolderTree, boundary: Path, parts: Sequence[str]) -> None:
    """Remove a locked folder that holds nothing any more but what tfgen keeps for itself; it stays removed.

    Raises:
        OSError: Something came into it, or the disk did not let us.
    """
    for path in (f"{STATE}/{entry}" for entry in tree.names(STATE)):
        if path != LOCK:
            tree.remove(path)
    tree.unlink(LOCK)
    try:
        tree.remove_folder(STATE)
    except OSError:  # a disk of a network, or in user space, keeps an open file under another name
        tree.close_lock()
        tree.remove_folder(STATE)
    with open_tree(boundary, parts[:-1], durable=True) as above:
        above.remove_folder(parts[-1])
        above.flush([""])


def _wait_for_folder(start: float, error: OSError) -> None:
    """Wait a moment; a folder that vanishes for longer than another writer would need is an error."""
    if time.monotonic() - start > _VANISHED_SECONDS:
        raise error
    time.sleep(_POLL_SECONDS)


def _acquire(descriptor: int, name: str, start: float) -> None:
    while not _try_lock(descriptor):
        if time.monotonic() - start > WAIT_SECONDS:
            raise OutputError(f"{name}: another render is writing here", hint="try again when it is done")
        time.sleep(_POLL_SECONDS)


def _try_lock(descriptor: int) -> bool:
    if sys.platform != "win32":  # elsewhere open_tree has refused by now
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _remove_empty(tree: FolderTree, boundary: Path, parts: Sequence[str]) -> None:
    """Remove the folder, which is not locked, if nothing at all is in it."""
    tree.remove_empty(STATE)
    with suppress(OSError, OutputError), open_tree(boundary, parts[:-1]) as above:
        above.remove_empty(parts[-1])


def _sweep(tree: FolderTree, boundary: Path, parts: Sequence[str]) -> None:
    """Remove the locked folder, as far as it is empty, if nothing was written there."""
    with suppress(OSError, OutputError):
        if set(tree.names(STATE)) <= {LOCK.rpartition("/")[2]}:
            remove_folder(tree, boundary, parts)
