"""Where things are: the project's root and the folders and files below it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generator import bounds
from generator.errors import TfgenError
from generator.location import Location

MAXIMUM_FILE_BYTES = bounds.FILE_BYTES.limit


class Files(Protocol):
    """A tree of the user's files, read by path: a folder today, a git revision just as well."""

    def read(self, path: str, maximum_bytes: int = MAXIMUM_FILE_BYTES) -> bytes:
        """Return what the file at `path` holds.

        Args:
            path: Relative to the root, with forward slashes.
            maximum_bytes: A larger file is refused.

        Raises:
            TfgenError: There is no such file, or it can't be read; the error's location is `path`.
        """
        ...

    def names(self, folder: str) -> list[str]:
        """Return the names of the files directly in `folder`, sorted; none where there is no folder."""
        ...

    def walk(self, folder: str) -> list[str]:
        """Return the paths of all files below `folder`, relative to it, sorted.

        Raises:
            TfgenError: There is no such folder, or a link in it leads out of it.
        """
        ...


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files below a folder on disk. What a link leads to out of it is not read, nor what is in `.git`."""

    root: Path
    _inside: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def read(self, path: str, maximum_bytes: int = MAXIMUM_FILE_BYTES) -> bytes:
        """See `Files.read`."""
        self._refuse_outside(path.rpartition("/")[0], path)
        if os.path.islink(self.root / path):
            self._refuse_outside(path, path)
        return read_file(self.root / path, path, maximum_bytes)

    def names(self, folder: str) -> list[str]:
        """See `Files.names`."""
        self._refuse_outside(folder, folder)
        try:
            return sorted(entry.name for entry in (self.root / folder).iterdir() if not entry.is_dir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise TfgenError(f"can't be listed: {error.strerror}", Location(folder)) from None

    def walk(self, folder: str) -> list[str]:
        """See `Files.walk`."""
        self._refuse_outside(folder, folder)
        top = self.root / folder
        if not top.is_dir():
            raise TfgenError("there is no such folder", Location(folder))
        inside = top.resolve()
        found = []
        for path in sorted(top.rglob("*")):
            relative = path.relative_to(top)
            if any(map(is_git, relative.parts)):
                continue
            if not path.resolve().is_relative_to(inside):
                raise TfgenError(f"the link leads out of {folder}", Location(f"{folder}/{relative.as_posix()}"))
            if path.is_file():
                found.append(relative.as_posix())
        return found

    def _refuse_outside(self, path: str, shown: str) -> None:
        """Refuse a path that leads out of the root, or below `.git`; a folder is looked at once."""
        if path not in self._inside:
            self._inside[path] = leads_inside(self.root / path, self.root)
        if not self._inside[path]:
            raise TfgenError("the link leads out of the project", Location(shown))


@dataclass(frozen=True, slots=True)
class EditedFiles:
    """A tree as it would be with some files changed; see `Files`.

    Attributes:
        files: The tree as it is.
        edits: What files hold then, by path; None for those that are gone.
    """

    files: Files
    edits: Mapping[str, bytes | None]

    def read(self, path: str, maximum_bytes: int = MAXIMUM_FILE_BYTES) -> bytes:
        """See `Files.read`."""
        if path not in self.edits:
            return self.files.read(path, maximum_bytes)
        content = self.edits[path]
        if content is None:
            raise TfgenError("there is no such file", Location(path))
        return content

    def names(self, folder: str) -> list[str]:
        """See `Files.names`."""
        inside = [path for path in self.edits if path.rpartition("/")[0] == folder]
        kept = (name for name in self.files.names(folder) if f"{folder}/{name}" not in self.edits)
        return sorted([*kept, *(path.rpartition("/")[2] for path in inside if self.edits[path] is not None)])

    def walk(self, folder: str) -> list[str]:
        """See `Files.walk`."""
        inside = {
            path.removeprefix(f"{folder}/"): content
            for path, content in self.edits.items()
            if path.startswith(f"{folder}/")
        }
        there = {path for path, content in inside.items() if content is not None}
        try:
            kept = {path for path in self.files.walk(folder) if path not in inside}
        except TfgenError:
            if not there:
                raise
            kept = set()
        return sorted(kept | there, key=lambda path: path.split("/"))  # as folders on disk are sorted


def read_file(path: Path, shown: str, maximum_bytes: int) -> bytes:
    """Return what a file holds, links followed.

    Args:
        path: The file.
        shown: The file as the user would name it, for errors.
        maximum_bytes: A larger file is refused.

    Raises:
        TfgenError: There is no such file, or it can't be read.
    """
    try:
        with open(path, "rb", opener=_open_regular) as stream:
            content = stream.read(maximum_bytes + 1)
    except FileNotFoundError:
        raise TfgenError("there is no such file", Location(shown)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TfgenError(f"can't be read: {reason}", Location(shown)) from None
    if len(content) > maximum_bytes:
        raise TfgenError(f"is larger than {maximum_bytes:,} bytes", Location(shown))
    return content


def leads_inside(path: Path, folder: Path) -> bool:
    """Return whether a path, links followed, stays in a folder and out of a `.git` in it."""
    try:
        inside, end = os.path.realpath(folder), os.path.realpath(path)
    except ValueError:  # a NUL character
        return False
    if end != inside and not end.startswith(inside.rstrip(os.sep) + os.sep):
        return False
    return not any(map(is_git, end[len(inside) :].split(os.sep)))


def is_git(name: str) -> bool:
    """Return whether git keeps what is its own under this name: credentials may be there, and it is never read."""
    return name.casefold() == ".git"


def _open_regular(path: str, flags: int) -> int:
    """Open a file that holds something: not a named pipe, whose writer we would wait for, nor a device."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "it is no regular file", path)


class Project:
    """A project: its root and where its rendered environments go.

    Attributes:
        root: The folder that holds `environments/` and `templates/`.
        out: The folder of rendered environments; `out / "pr-123"` is one.
        files: What is read of the user's tree, by paths relative to the root.
    """

    __slots__ = ("files", "out", "root")

    def __init__(self, root: Path, out: Path, files: Files) -> None:
        self.root, self.out = root, out
        self.files: Files = files

    @property
    def revision(self) -> str:
        """The commit that the files are of, in hexadecimal; empty for those on disk."""
        return ""


def place(path: Path) -> str:
    """Return `path` as a person in the working directory would write it."""
    with suppress(ValueError, OSError):  # it is elsewhere, or there is no working directory any more
        return path.relative_to(Path.cwd()).as_posix()
    return path.as_posix()


def is_root(folder: Path) -> bool:
    """Tell whether a folder is the root of a project."""
    return (folder / "environments").is_dir() and (folder / "templates").is_dir()


def locate(start: Path, named: Path | None = None, out: Path | None = None) -> Project:
    """Return the project that `start` is in.

    Args:
        start: The folder to search from, upward: the working directory.
        named: The root itself, if the user named it; nothing is searched then.
        out: Where rendered environments go; `out/` below the root by default.

    Raises:
        TfgenError: There is no project there, or its `out` is a link that leads out of it.
    """
    candidates = [named] if named else [start, *start.parents]
    for folder in candidates:
        if is_root(folder):
            return Project(folder, out or _own_out(folder), FolderFiles(folder))
    place = named or start
    raise TfgenError(
        f"{place}: no project here{'' if named else ', nor in a folder above'}",
        hint="a project is a folder with environments/ and templates/; name one with --project",
    )


def _own_out(root: Path) -> Path:
    out = root / "out"
    if not leads_inside(out, root):
        raise TfgenError(f"{place(out)}: the link leads out of the project", hint="name the folder with --out DIR")
    return out
