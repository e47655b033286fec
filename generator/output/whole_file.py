"""One file, written whole or not at all: what is there is the old content or the new one, never half of either.

The new content is written under another name in the same folder, and takes the file's name in one step. The other
name is the same each time, and locked while it is in use: what a killed process left there, the next write of the
file takes over, and nothing stays behind.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import OutputError
from generator.files.project import place

if sys.platform != "win32":
    import fcntl

PART = ".tfgen-part"
"""What the name of a file ends with while it is not whole."""

_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
_PART_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | _CLOSE_ON_EXEC
_FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _CLOSE_ON_EXEC
_ALL_PERMISSIONS = 0o777
_LONGEST_STEM_BYTES = 200
"""So much of a file's name goes into the other one: together at most 255 bytes, a file system's own bound."""


def write_whole_file(path: Path, content: bytes) -> None:
    """Have the file at `path` hold `content`; it holds what it held if that can't be done.

    A link is followed, and a file that is there keeps its permissions. What is no file (`/dev/stdout`, a pipe) is
    written to as it is.

    Raises:
        OutputError: It can't be written.
    """
    with _plain_errors(path):
        target = Path(os.path.realpath(path))
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            _write_through(target, content)
            return
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with _open(target.parent) as folder, _part_file(folder, target.name) as part:
            if mode is not None:
                os.fchmod(part, mode & _ALL_PERMISSIONS)
            fill(part, content)
            os.fsync(part)
            os.replace(part_name(target.name), target.name, src_dir_fd=folder, dst_dir_fd=folder)
            flush_folder(folder)


def create_whole_file(path: Path, content: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        FileExistsError: Something is at `path`; it is left alone.
        OutputError: It can't be written.
    """
    with _plain_errors(path), _open(path.parent) as folder:
        create_in(folder, path.name, content)


def create_in(folder: int, name: str, content: bytes) -> None:
    """Write a file that is not there yet into an open folder.

    Raises:
        FileExistsError: Something of that name is there; it is left alone.
        OSError: It can't be written.
    """
    with _part_file(folder, name) as part:
        try:
            fill(part, content)
            os.fsync(part)
            _take_name(folder, name)
            flush_folder(folder)
        except BaseException:
            if _is_at(folder, name, part):
                os.unlink(name, dir_fd=folder)
            raise


def remove_part(folder: int, name: str) -> None:
    """Remove what a killed process left of the writing of a file; nothing of a write that is under way."""
    with suppress(FileNotFoundError):
        os.lstat(part_name(name), dir_fd=folder)
        with _part_file(folder, name):
            pass


def part_name(name: str) -> str:
    """Return the name of a file while it is not whole."""
    stem = os.fsencode(name)[:_LONGEST_STEM_BYTES].decode(errors="ignore")
    return f".{stem}{PART}"


def fill(descriptor: int, content: bytes) -> None:
    """Write all of `content`: the system may take less than it is given at once."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def flush_folder(descriptor: int, shown_as: str = "") -> None:
    """Wait until the disk holds which names are in a folder; not every disk can say when.

    Raises:
        OSError: The disk did not take it; its `filename` is `shown_as`.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            error.filename = shown_as or None
            raise


@contextmanager
def _part_file(folder: int, name: str) -> Iterator[int]:
    """Yield the descriptor of an empty file under the other name; it is gone afterwards, unless it was moved."""
    part = part_name(name)
    while True:
        descriptor = os.open(part, _PART_FLAGS, 0o666, dir_fd=folder)
        try:
            _lock(descriptor)
            if not _is_at(folder, part, descriptor):
                continue  # whoever wrote the file before us has moved it away by now
            try:
                if os.fstat(descriptor).st_nlink > 1:
                    continue  # a killed process had made it the file already: to truncate it would empty that
                os.ftruncate(descriptor, 0)
                yield descriptor
                return
            finally:
                if _is_at(folder, part, descriptor):
                    os.unlink(part, dir_fd=folder)
        finally:
            os.close(descriptor)


def _take_name(folder: int, name: str) -> None:
    part = part_name(name)
    try:
        os.link(part, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # not every file system has links, and none has a move that Python knows to replace nothing
        with suppress(FileNotFoundError):
            os.lstat(name, dir_fd=folder)
            raise FileExistsError(name) from None
        os.rename(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    else:
        os.unlink(part, dir_fd=folder)


def _lock(descriptor: int) -> None:
    if sys.platform != "win32":
        with suppress(OSError):  # some network disks have no locks; two writers of one file are rarer still
            fcntl.flock(descriptor, fcntl.LOCK_EX)


def _is_at(folder: int, name: str, descriptor: int) -> bool:
    try:
        there = os.lstat(name, dir_fd=folder)
    except FileNotFoundError:
        return False
    return os.path.samestat(there, os.fstat(descriptor))


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _write_through(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | _CLOSE_ON_EXEC)
    try:
        fill(descriptor, content)
    finally:
        os.close(descriptor)


@contextmanager
def _open(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, _FOLDER_FLAGS)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (FileExistsError, BrokenPipeError):
        raise
    except OSError as error:
        raise OutputError(f"{place(path)}: can't be written: {error.strerror or error}") from error
