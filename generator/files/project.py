"""Where things are: the project's root and the folders and files below it."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generator import bounds
from generator.errors import TfgenError
from generator.location import Location
from generator.naming import did_you_mean, quote

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


STACKS = "stacks"
"""The folder of a project's stacks, each in a folder of its own."""
_STACK_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
ROOT_STACK = "root"
"""What the stack is called that is at the top of a project with several."""


class Project:
    """A project, or one stack of several: its root and where its rendered environments go.

    Attributes:
        root: The folder that holds `environments/` and `templates/`.
        out: The folder of rendered environments, of all stacks; see `folder_of`.
        files: What is read of the user's tree, by paths relative to the root.
        stack: Its name among several; `ROOT_STACK` also where there is no other.
    """

    __slots__ = ("files", "out", "root", "stack")

    def __init__(self, root: Path, out: Path, files: Files, stack: str = ROOT_STACK) -> None:
        self.root, self.out, self.stack = root, out, stack
        self.files: Files = files

    @property
    def revision(self) -> str:
        """The commit that the files are of, in hexadecimal; empty for those on disk."""
        return ""

    @property
    def top(self) -> Path:
        """The folder that holds all stacks."""
        return self.root if self.stack == ROOT_STACK else self.root.parent.parent

    @property
    def folder(self) -> str:
        """The stack's folder, relative to `top`; empty if it is that."""
        return "" if self.stack == ROOT_STACK else f"{STACKS}/{self.stack}"

    def full_name(self, environment: str) -> str:
        """Return what an environment is called among those of all stacks: "pr-123", or "network.pr-123"."""
        return full_name(self.stack, environment)

    def own_name(self, name: str) -> str:
        """Return what an environment is called in its stack; empty for one of another stack."""
        stack, dot, environment = name.rpartition(".")
        return environment if (stack if dot else ROOT_STACK) == self.stack else ""

    def folder_of(self, environment: str) -> Path:
        """Return the folder that an environment is rendered into."""
        return self.out / self.full_name(environment)

    def stacks(self) -> list[str]:
        """Return the names of the project's stacks, sorted."""
        return sorted(stacks(self.top))

    def beside(self, name: str) -> Project:
        """Return another stack of the same project."""
        folder = self.top / STACKS / name if name != ROOT_STACK else self.top
        return Project(folder, self.out, FolderFiles(folder), name)


def full_name(stack: str, environment: str) -> str:
    """Return what an environment is called among those of all stacks.

    No name of an environment has a dot, so that each is told from all others: in a folder, a tag, an artifact.
    """
    return environment if stack == ROOT_STACK else f"{stack}.{environment}"


def place(path: Path) -> str:
    """Return `path` as a person in the working directory would write it: from there, unless that is longer."""
    whole = path.as_posix()
    with suppress(OSError):  # there may be no working directory any more
        if path.is_absolute():
            return min(Path(os.path.relpath(path, Path.cwd())).as_posix(), whole, key=len)
    return whole


def is_root(folder: Path) -> bool:
    """Tell whether a folder is the root of a project."""
    return (folder / "environments").is_dir() and (folder / "templates").is_dir()


def stacks(folder: Path) -> dict[str, Path]:
    """Return the stacks of a project, by name: the one at its top, and those in `stacks/`.

    Raises:
        TfgenError: One is a link that leads out of the project, or has the name of the one at the top.
    """
    found = {ROOT_STACK: folder} if is_root(folder) else {}
    below = folder / STACKS
    for each in sorted(below.iterdir()) if below.is_dir() else ():
        if is_root(each):
            if not leads_inside(each, folder):
                raise TfgenError(f"{place(each)}: the link leads out of the project")
            if each.name == ROOT_STACK:
                raise TfgenError(f"{place(each)}: {ROOT_STACK} is the stack at the top", hint="take another name")
            if not _STACK_NAME.fullmatch(each.name):
                hint = "lower-case letters, digits and inner hyphens"
                raise TfgenError(f"{place(each)}: a stack can't have this name", hint=hint)
            found[each.name] = each
    return found


def locate(start: Path, named: Path | None = None, out: Path | None = None, stack: str = "") -> Project:
    """Return the project that `start` is in, or one stack of it.

    Args:
        start: The folder to search from, upward: the working directory.
        named: The root itself, if the user named it; nothing is searched then.
        out: Where rendered environments go; `out/` below the root by default.
        stack: The stack's name; empty for the one that `start` is in, or the only one.

    Raises:
        TfgenError: There is no project there, it has several stacks and none is named, or its `out` is a link that
            leads out of it.
    """
    folder, found = _stacks_at(start, named)
    if stack and folder.parent.name == STACKS and stacks(folder.parent.parent):
        folder = folder.parent.parent
        found = stacks(folder)
    if stack and stack not in found:
        raise TfgenError(f"there is no stack {quote(stack)}", hint=did_you_mean(stack, found))
    if not stack and len(found) > 1:
        raise TfgenError(
            "this project has several stacks, and this is done with one", hint=f"--stack {' or '.join(found)}"
        )
    root = found[stack] if stack else next(iter(found.values()))
    inside = root.parent.name == STACKS and root.parent.parent != root
    name = root.name if inside else ROOT_STACK
    top = root.parent.parent if inside else root
    return Project(root, out or _own_out(top), FolderFiles(root), name)


def located_stacks(start: Path, named: Path | None = None) -> list[str]:
    """Return the names of the stacks of the project that `start` is in; see `locate`."""
    return list(_stacks_at(start, named)[1])


def _stacks_at(start: Path, named: Path | None) -> tuple[Path, dict[str, Path]]:
    for folder in [named] if named else [start, *start.parents]:
        found = stacks(folder)
        if found:
            return folder, found
    where = named or start
    raise TfgenError(
        f"{where}: no project here{'' if named else ', nor in a folder above'}",
        hint="a project is a folder with environments/ and templates/; name one with --project",
    )


def _own_out(root: Path) -> Path:
    out = root / "out"
    if not leads_inside(out, root):
        raise TfgenError(f"{place(out)}: the link leads out of the project", hint="name the folder with --out DIR")
    return out
