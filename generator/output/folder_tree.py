"""The files below one folder, reached without ever following a link.

Every path is relative to that folder, with forward slashes. Each folder on the way is opened by its name in the
one above and refused if it is a link, so that nobody can lead a write elsewhere, not even by swapping a folder
for a link between a check and a write.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from generator.errors import OutputError
from generator.files.project import place
from generator.output.paths import STATE, show_path, under
from generator.output.whole_file import create_in, fill, flush_folder, remove_part

# Not every platform has these; open_tree refuses to work there, but importing must.
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_IS_SUPPORTED = os.open in os.supports_dir_fd and bool(_NO_FOLLOW)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_READ = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0)  # a named pipe must not make us wait
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW
_MAXIMUM_OPEN = 64
"""Folders kept open at once: above the deepest path (32), far below what a process may open (256 on macOS)."""


class Occupant(NamedTuple):
    """What is at a path.

    Attributes:
        kind: "absent", "file", "link", "folder" or "other" (a pipe, a socket, a device).
        content: What a file holds; where a link leads.
    """

    kind: str
    content: bytes = b""


ABSENT = Occupant("absent")


class FolderTree:
    """The files below one folder. Close it, or use it in a `with`.

    Methods raise OSError, its `filename` being what an error calls the file (`out/pr-123/lambda.tf`), and
    OutputError where a link, or something else that is not a folder, stands where a folder must.

    Attributes:
        name: What errors call the folder: `out/pr-123`.
    """

    def __init__(self, root: int, name: str, *, durable: bool = False) -> None:
        """Take a folder.

        Args:
            root: A descriptor of it, closed with the tree.
            name: What errors call it.
            durable: Whether `write` and `flush` wait until the disk holds what was written.
        """
        self.name = name
        self._root, self._durable = root, durable
        self._lock: int | None = None
        self._folders: dict[str, int] = {}  # in the order of use, the latest last

    def __enter__(self) -> FolderTree:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for descriptor in (*self._folders.values(), self._root):
            with suppress(OSError):
                os.close(descriptor)
        self.close_lock()

    def look(self, path: str) -> Occupant:
        """Return what is at `path`."""
        try:
            return self._look(path)
        except FileNotFoundError:
            return ABSENT
        except OSError as error:
            self._complete(error, path)
            raise

    def names(self, path: str) -> list[str]:
        """Return the names in the folder at `path`, sorted; none if it is absent."""
        try:
            return sorted(os.listdir(self._folder(path)))
        except FileNotFoundError:
            return []
        except OSError as error:
            self._complete(error, path)
            raise

    def is_folder(self, path: str) -> bool:
        """Return whether there is a folder at `path`, and no link on the way to it."""
        try:
            self._folder(path)
        except (FileNotFoundError, OutputError):
            return False
        return True

    def walk(self, path: str, leave: Collection[str] = ()) -> tuple[list[str], list[str]]:
        """Return the paths of all below the folder at `path`: what is no folder, and the folders, outermost first.

        Args:
            path: Where to begin.
            leave: Folders to list with the first, without what is in them.
        """
        others, folders = [], []
        for name in self.names(path):
            below = f"{path}/{name}" if path else name
            if below in leave or not self.is_folder(below):
                others.append(below)
                continue
            inner = self.walk(below, leave)
            others += inner[0]
            folders += [below, *inner[1]]
        return others, folders

    def write(self, path: str, content: bytes) -> None:
        """Write a file that is not there yet. Its mode is what the process's umask makes of 0666."""
        try:
            folder, name = self._place(path)
            descriptor = os.open(name, _WRITE, 0o666, dir_fd=folder)
            try:
                fill(descriptor, content)
                if self._durable:
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            self._complete(error, path)
            raise

    def flush(self, folders: Iterable[str]) -> None:
        """Wait until the disk holds which names are in these folders, as far as they are there."""
        for path in dict.fromkeys(folders) if self._durable else ():
            with suppress(FileNotFoundError, OutputError):
                flush_folder(self._folder(path), self._call(path))

    def create(self, path: str, content: bytes) -> None:
        """Write a whole file at once.

        Raises:
            FileExistsError: Something is at `path`; it is left alone.
        """
        try:
            create_in(*self._place(path), content)
        except OSError as error:
            self._complete(error, path)
            raise

    def remove_part(self, path: str) -> None:
        """Remove what a killed process left of the writing of a file."""
        with suppress(FileNotFoundError):
            remove_part(*self._place(path))

    def make_folder(self, path: str) -> None:
        """Make the folder at `path` and those above it, as far as they are absent."""
        if path in self._folders:
            return
        try:
            with suppress(FileNotFoundError):
                self._folder(path)
                return
            self.make_folder(path.rpartition("/")[0])
            folder, name = self._place(path)
            with suppress(FileExistsError):
                os.mkdir(name, dir_fd=folder)
            self._folder(path)
        except OSError as error:
            self._complete(error, path)
            raise

    def rename(self, source: str, target: str) -> None:
        """Move what is at `source` to `target` in one step, over a file or link that is there."""
        try:
            from_folder, from_name = self._place(source)
            to_folder, to_name = self._place(target)
            os.rename(from_name, to_name, src_dir_fd=from_folder, dst_dir_fd=to_folder)
        except OSError as error:
            self._complete(error, source if target.startswith(f"{STATE}/") else target)
            raise

    def link(self, source: str, target: str) -> None:
        """Give what is at `source`, be it a symbolic link, a second name; not every file system can."""
        try:
            from_folder, from_name = self._place(source)
            to_folder, to_name = self._place(target)
            os.link(from_name, to_name, src_dir_fd=from_folder, dst_dir_fd=to_folder, follow_symlinks=False)
        except OSError as error:
            self._complete(error, source)
            raise

    def unlink(self, path: str) -> None:
        """Remove a file or a link."""
        try:
            folder, name = self._place(path)
            os.unlink(name, dir_fd=folder)
        except OSError as error:
            self._complete(error, path)
            raise

    def remove_empty(self, path: str) -> None:
        """Remove the folder at `path` if it is empty; leave it in silence if it isn't, or can't be removed."""
        with suppress(OSError, OutputError):
            self.remove_folder(path)

    def remove_folder(self, path: str) -> None:
        """Remove the folder at `path`, which must be empty."""
        try:
            folder, name = self._place(path)
            self._forget(path)  # before it is gone, or an interruption in between leaves us with what is no more
            os.rmdir(name, dir_fd=folder)
        except OSError as error:
            self._complete(error, path)
            raise

    def remove(self, path: str) -> None:
        """Remove what is at `path`: a file, a link (not what it leads to), or a folder with all that is in it."""
        try:
            folder, name = self._place(path)
            if not stat.S_ISDIR(os.lstat(name, dir_fd=folder).st_mode):
                os.unlink(name, dir_fd=folder)
                return
            for entry in self.names(path):
                self.remove(f"{path}/{entry}")
            self.remove_folder(path)
        except OSError as error:
            self._complete(error, path)
            raise

    def open_lock(self, path: str) -> int:
        """Return a descriptor of the file at `path`, made if it is absent; it is closed with the tree."""
        folder, name = self._place(path)
        try:
            self._lock = os.open(name, os.O_RDWR | os.O_CREAT | _NO_FOLLOW, 0o666, dir_fd=folder)
        except OSError as error:
            kind = self.look(path).kind
            if kind not in ("absent", "file"):
                there = under(self.name, path)
                raise OutputError(f"{there}: is a {kind}, and has to be a file", hint="remove it") from None
            self._complete(error, path)
            raise
        return self._lock

    def close_lock(self) -> None:
        """Close the file that `open_lock` opened."""
        if self._lock is not None:
            with suppress(OSError):
                os.close(self._lock)
            self._lock = None

    def is_same(self, path: str, descriptor: int) -> bool:
        """Return whether `descriptor` is still the file at `path`."""
        folder, name = self._place(path)
        try:
            there = os.lstat(name, dir_fd=folder)
        except FileNotFoundError:
            return False
        return os.path.samestat(there, os.fstat(descriptor))

    def is_listed(self, path: str) -> bool:
        """Return whether what is at a path, and each folder on the way, is called so, not only found so."""
        above, _, name = path.rpartition("/")
        return name in self.names(above) and (not above or self.is_listed(above))

    def descend(self, path: str) -> FolderTree:
        """Return the tree below the folder at `path`; it outlives this one."""
        try:
            folder, name = self._place(path)
            descriptor = _open_folder(name, folder, self._call(path))
            return FolderTree(descriptor, self._call(path), durable=self._durable)
        except OSError as error:
            self._complete(error, path)
            raise

    def _call(self, path: str) -> str:
        if not path or path.partition("/")[0] == STATE:
            return self.name
        return under(self.name, show_path(path))

    def _complete(self, error: OSError, path: str) -> None:
        """Have `error` name the whole path; by itself it knows the last part only."""
        error.filename, error.filename2 = self._call(path), None

    def _place(self, path: str) -> tuple[int, str]:
        folder, _, name = path.rpartition("/")
        return self._folder(folder), name

    def _folder(self, path: str) -> int:
        if not path:
            return self._root
        descriptor = self._folders.pop(path, None)
        if descriptor is None:
            above, name = self._place(path)
            descriptor = _open_folder(name, above, self._call(path))
        self._folders[path] = descriptor
        if len(self._folders) > _MAXIMUM_OPEN:
            os.close(self._folders.pop(next(iter(self._folders))))
        return descriptor

    def _forget(self, path: str) -> None:
        descriptor = self._folders.pop(path, None)
        if descriptor is not None:
            os.close(descriptor)

    def _look(self, path: str) -> Occupant:
        folder, name = self._place(path)
        try:
            descriptor = os.open(name, _READ, dir_fd=folder)
        except FileNotFoundError:
            raise
        except OSError:
            # A link is refused, and a socket, each system in its own words; the rest is an error.
            mode = os.lstat(name, dir_fd=folder).st_mode
            if stat.S_ISLNK(mode):
                return Occupant("link", os.fsencode(os.readlink(name, dir_fd=folder)))
            if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
                raise
            return Occupant("other")
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return Occupant("folder" if stat.S_ISDIR(status.st_mode) else "other")
            return Occupant("file", _read(descriptor, status.st_size))
        finally:
            os.close(descriptor)


def open_tree(boundary: Path, parts: Sequence[str], *, make: bool = False, durable: bool = False) -> FolderTree:
    """Return the tree below the folder that `parts` lead to from `boundary`.

    Args:
        boundary: May itself be a link: whoever runs tfgen chose it.
        parts: The folders on the way; none of them may be a link.
        make: Make the folders that are absent.
        durable: Whether what is written has to outlast a power cut.

    Raises:
        FileNotFoundError: A folder is absent, and is not to be made.
        OutputError: A folder on the way is a link or something else, or this platform can't do it safely.
        OSError: A folder can't be opened or made.
    """
    if not _IS_SUPPORTED:
        raise OutputError("this platform can't write safely", hint="on Windows, run tfgen inside WSL")
    if make:
        _make_boundary(boundary)
    try:
        descriptor = os.open(boundary, _FOLDER)
    except NotADirectoryError:
        raise OutputError(f"{place(boundary)}: is not a folder") from None
    above = FolderTree(descriptor, place(boundary), durable=durable)
    if not parts:
        return above
    with above:
        path = "/".join(parts)
        if make:
            above.make_folder(path)
        return above.descend(path)


@contextmanager
def plain_errors(name: str, verb: str) -> Iterator[None]:
    """Turn what the disk says into one line: `out/pr-123: can't be written: No space left on device`.

    Args:
        name: The folder worked on.
        verb: What was being done: "written", "read", "removed".
    """
    try:
        yield
    except OSError as error:
        where = error.filename if isinstance(error.filename, str) else name
        raise OutputError(f"{where}: can't be {verb}: {error.strerror or error}") from error


def _make_boundary(boundary: Path) -> None:
    try:
        os.makedirs(boundary, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise OutputError(f"{place(boundary)}: is not a folder") from None
    except OSError as error:
        error.filename = place(boundary)
        raise


def _open_folder(name: str, above: int, shown_as: str) -> int:
    try:
        return os.open(name, _FOLDER | _NO_FOLLOW, dir_fd=above)
    except OSError as error:
        # Systems differ in what they say of a link here; ENOTDIR (Linux), ELOOP (macOS), EMLINK (FreeBSD).
        if error.errno not in (errno.ENOTDIR, errno.ELOOP, errno.EMLINK):
            raise
        if stat.S_ISLNK(os.lstat(name, dir_fd=above).st_mode):
            raise OutputError(
                f"{shown_as}: is a link, and tfgen doesn't write through links", hint="put a folder in its place"
            ) from None
        raise OutputError(f"{shown_as}: is not a folder", hint="move it away") from None


def _read(descriptor: int, size_bytes: int) -> bytes:
    content = os.read(descriptor, size_bytes + 1)
    if len(content) == size_bytes:
        return content
    rest = [content]
    while content := os.read(descriptor, 1 << 20):
        rest.append(content)
    return b"".join(rest)
