"""A project as it is in a git revision, read from git's objects: the working tree is not touched."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from generator import bounds
from generator.errors import TfgenError
from generator.files import git
from generator.files.project import MAXIMUM_FILE_BYTES, ROOT_STACK, STACKS, Project
from generator.location import Location
from generator.model.change import Checkout
from generator.naming import nearest, quote

_FILE, _LINK, _FOLDER, _SUBMODULE = "file", "link", "folder", "submodule"
_KINDS = {b"40000": _FOLDER, b"120000": _LINK, b"160000": _SUBMODULE}
_SHA1_CHARACTERS = 40
_OWN_SCOPES = frozenset({"local", "worktree"})
"""Whose settings come with a repository's folder."""
_COMMIT = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class FolderEntry(NamedTuple):
    """What a folder holds under one name.

    Attributes:
        kind: "file", "link", "folder" or "submodule".
        identity: The object's name, in hexadecimal.
    """

    kind: str
    identity: str


class GitFiles:
    """The files of a folder in a revision; implements `project.Files`.

    Files are given as they are stored: no filter runs over them and no line ending is changed. A link leads to
    another file of the project, or is refused.

    Attributes:
        repository: A folder of the repository's working tree.
        revision: The commit's whole name, in hexadecimal.
        prefix: The folder that paths are relative to, in the repository; "" for its root.
        objects: What the repository stores.
    """

    def __init__(self, repository: Path, revision: str, prefix: str, objects: git.Objects | None = None) -> None:
        self.repository, self.revision, self.prefix = repository, revision, prefix
        self.objects = objects or git.Objects(repository)
        self._folders: dict[str, dict[str, FolderEntry]] = {}

    def __reduce__(self) -> tuple[type[GitFiles], tuple[Path, str, str]]:
        return GitFiles, (self.repository, self.revision, self.prefix)

    def read(self, path: str, maximum_bytes: int = MAXIMUM_FILE_BYTES) -> bytes:
        """See `Files.read`."""
        found = self.find(path)
        if found is None:
            raise TfgenError("there is no such file", Location(path))
        if found.kind != _FILE:
            raise TfgenError(f"can't be read: it is a {found.kind}", Location(path))
        stored, content = self._object(found.identity, path, maximum_bytes)
        if stored.size > maximum_bytes:
            raise TfgenError(f"is larger than {maximum_bytes:,} bytes", Location(path))
        return content

    def names(self, folder: str) -> list[str]:
        """See `Files.names`."""
        found = self.find(folder)
        if found is None:
            return []
        if found.kind != _FOLDER:
            raise TfgenError(f"can't be listed: it is a {found.kind}", Location(folder))
        return sorted(
            name
            for name, entry in self._folder(found.identity, folder).items()
            if entry.kind == _FILE or (entry.kind == _LINK and not self._is_folder(f"{folder}/{name}"))
        )

    def walk(self, folder: str) -> list[str]:
        """See `Files.walk`."""
        top = self._route(folder)
        if top is None or top.end.kind != _FOLDER:
            raise TfgenError("there is no such folder", Location(folder))
        found: list[str] = []
        self._walk(folder, "", top.end.identity, top.parts, found)
        return sorted(found, key=lambda path: path.split("/"))  # as folders on disk are sorted

    def folders(self, folder: str) -> list[str]:
        """Return the names of the folders directly in `folder`, sorted; none where there is no folder."""
        found = self.find(folder)
        if found is None or found.kind != _FOLDER:
            return []
        return sorted(
            name for name, entry in self._folder(found.identity, folder).items() if entry.kind == _FOLDER
        )

    def holds(self, path: str, content: bytes) -> bool:
        """Say whether the file at `path` is stored with this content, without reading it.

        Raises:
            TfgenError: As `find`.
        """
        found = self.find(path)
        digest = hashlib.new("sha1" if len(self.revision) == _SHA1_CHARACTERS else "sha256", usedforsecurity=False)
        digest.update(b"blob %d\0" % len(content))
        digest.update(content)
        return found is not None and found.kind == _FILE and found.identity == digest.hexdigest()

    def find(self, path: str) -> FolderEntry | None:
        """Return what is at `path`, links followed; None if there is nothing.

        Raises:
            TfgenError: A link on the way leads out of the project, or in a circle.
        """
        route = self._route(path)
        return route.end if route else None

    def _walk(self, folder: str, below: str, identity: str, inside: tuple[str, ...], found: list[str]) -> None:
        """Add to `found` the paths of the files in the folder at `below`, relative to `folder`."""
        for name, entry in self._folder(identity, f"{folder}/{below}").items():
            path = f"{below}{name}"
            shown = Location(f"{folder}/{path}")
            if entry.kind == _FOLDER:
                self._walk(folder, f"{path}/", entry.identity, inside, found)
            elif entry.kind == _SUBMODULE:
                raise TfgenError("is a submodule, whose files the repository does not hold", shown)
            elif entry.kind == _FILE:
                found.append(path)
            else:
                route = self._route(f"{folder}/{path}")
                if route and route.parts[: len(inside)] != inside:
                    raise TfgenError(f"the link leads out of {folder}", shown)
                if route and route.end.kind == _FILE:
                    found.append(path)

    def _is_folder(self, path: str) -> bool:
        try:
            found = self.find(path)
        except TfgenError:
            return False  # it is an error when it is read
        return found is not None and found.kind in (_FOLDER, _SUBMODULE)

    def _route(self, path: str) -> _Route | None:
        """Follow `path` from the project's folder, through links; None if there is nothing at its end."""
        steps = [*self.prefix.split("/"), *path.split("/")][::-1]
        trail: list[tuple[str, FolderEntry]] = []
        links = 0
        while steps:
            step = steps.pop()
            here = trail[-1][1] if trail else self._top
            if step in ("", "."):
                continue
            if step == "..":
                if not trail:
                    raise _leads_out(path)
                trail.pop()
                continue
            if here.kind == _SUBMODULE:
                raise TfgenError("is in a submodule, whose files the repository does not hold", Location(path))
            found = self._folder(here.identity, path).get(step) if here.kind == _FOLDER else None
            if found is None:
                return None
            if found.kind != _LINK:
                trail.append((step, found))
                continue
            links += 1
            if links > bounds.LINKS.limit:
                raise TfgenError(bounds.LINKS.message, Location(path))
            target = os.fsdecode(self._object(found.identity, path)[1])
            if target.startswith("/"):
                raise _leads_out(path)
            steps += target.split("/")[::-1]
        parts = tuple(name for name, _ in trail)
        own = tuple(filter(None, self.prefix.split("/")))
        if parts[: len(own)] != own:
            raise _leads_out(path)
        return _Route(parts, trail[-1][1] if trail else self._top)

    @cached_property
    def _top(self) -> FolderEntry:
        """The repository's root folder in the revision."""
        stored, content = self._object(self.revision, "")
        if stored.kind != "commit":
            raise TfgenError(f"{self.revision} is a {stored.kind}, not a commit")
        return FolderEntry(_FOLDER, content.partition(b"\n")[0].removeprefix(b"tree ").decode())

    def _folder(self, identity: str, path: str) -> dict[str, FolderEntry]:
        if identity not in self._folders:
            content = self._object(identity, path)[1]
            self._folders[identity] = _entries(content, len(self.revision) // 2)
        return self._folders[identity]

    def _object(self, identity: str, path: str, maximum_bytes: int | None = None) -> tuple[git.GitObject, bytes]:
        found = self.objects.read(identity, maximum_bytes)
        if found is None:
            raise TfgenError(
                f"the clone lacks the object {identity}",
                Location(path) if path else None,
                hint="a partial clone leaves files out: git fetch --refetch --no-filter",
            )
        return found


class _Route(NamedTuple):
    """Where a path leads: the names on the way there without links, and what is at its end."""

    parts: tuple[str, ...]
    end: FolderEntry


class ProjectAt(Project):
    """A project as it is in a revision.

    Attributes:
        files: Its files in the revision.
    """

    files: GitFiles

    @property
    def revision(self) -> str:
        """The commit that the files are of, in hexadecimal."""
        return self.files.revision

    def at(self, revision: str) -> ProjectAt:
        """Return the project as it is in another commit, which is read by the same process of git.

        Args:
            revision: The commit's whole name, in hexadecimal.
        """
        files = self.files
        moved = GitFiles(files.repository, revision, files.prefix, files.objects)
        return ProjectAt(self.root, self.out, moved, self.stack)

    def stacks(self) -> list[str]:
        """See `Project.stacks`."""
        top = self._top
        found = [ROOT_STACK] if _is_root(top, "") else []
        return sorted(found + [name for name in top.folders(STACKS) if _is_root(top, f"{STACKS}/{name}/")])

    def beside(self, name: str) -> ProjectAt:
        """See `Project.beside`."""
        other, top = super().beside(name), self._top
        files = GitFiles(top.repository, top.revision, f"{top.prefix}/{other.folder}".strip("/"), top.objects)
        return ProjectAt(other.root, other.out, files, name)

    @property
    def _top(self) -> GitFiles:
        files = self.files
        prefix = files.prefix.removesuffix(self.folder).rstrip("/")
        return GitFiles(files.repository, files.revision, prefix, files.objects)


def _is_root(top: GitFiles, prefix: str) -> bool:
    found = [top.find(f"{prefix}{name}") for name in ("environments", "templates")]
    return all(entry is not None and entry.kind == _FOLDER for entry in found)


def at(project: Project, reference: str) -> ProjectAt:
    """Return a project as it is in a revision; its rendered environments stay where they are.

    Args:
        project: The project, in a working tree.
        reference: What names a commit to git: a branch, a tag, `HEAD~1`, a commit's name.

    Raises:
        TfgenError: There is no git or no repository, or no such commit in it.
    """
    if not reference or reference.startswith(("-", "^")) or not reference.isprintable():
        raise TfgenError(f"{quote(reference)} can't name a revision")
    answer = git.run(project.root, "rev-parse", "--show-prefix", "--verify", "--quiet", f"{reference}^{{commit}}")
    prefix, _, revision = (answer or b"").rstrip(b"\n").rpartition(b"\n")
    if not _COMMIT.fullmatch(revision):
        raise _unknown(project.root, reference)
    files = GitFiles(project.root, revision.decode(), os.fsdecode(prefix).rstrip("/"))
    return ProjectAt(project.root, project.out, files, project.stack)


class Fork(NamedTuple):
    """Where the history of what is checked out and that of a revision part.

    Attributes:
        project: The project as it is there.
        behind: How many commits the revision has beyond that.
        related: Whether they have any history in common; the project is as in the revision if they have none.
    """

    project: ProjectAt
    behind: int = 0
    related: bool = True


def fork(project: Project, reference: str) -> Fork:
    """Return where the checked out history and that of a revision part: their merge base.

    What the revision has beyond it is no change of what is checked out.

    Args:
        project: The project, in a working tree.
        reference: What names a commit to git.

    Raises:
        TfgenError: As `at`.
    """
    then = at(project, reference)
    head = git.run(project.root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    base = ((head and git.run(project.root, "merge-base", "HEAD", then.revision)) or b"").strip().decode()
    if not base:
        return Fork(then, related=False)
    if base == then.revision:
        return Fork(then)
    beyond = git.run(project.root, "rev-list", "--count", f"{base}..{then.revision}") or b"0"
    return Fork(then.at(base), int(beyond))


def behind(project: ProjectAt, paths: Sequence[str]) -> int:
    """Return how many commits of what is checked out a revision lacks that touch some paths of the project.

    Args:
        project: The project as it is in the revision.
        paths: Relative to its root.
    """
    beyond = git.run(
        project.root,
        "rev-list",
        "--count",
        f"{project.revision}..HEAD",
        "--",
        *(f":(literal){path}" for path in paths),
    )
    return int(beyond or b"0")


def checkout(project: Project) -> Checkout | None:
    """Return what of a repository is checked out; None without git, a repository or a commit."""
    try:
        commit = git.run(project.root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        branch = git.run(project.root, "symbolic-ref", "--quiet", "--short", "HEAD")
        remote = git.run(project.root, "config", "--get", "remote.origin.url")
        top = git.run(project.root, "rev-parse", "--show-toplevel")
        changed = git.run(
            project.root,
            *_without_filters(project.root),
            *("status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=dirty"),
        )
    except git.GitError:
        return None
    if not commit:
        return None
    answer = [(each or b"").decode(errors="replace").strip() for each in (commit, branch, remote, top)]
    steps = re.split(r"[/:]", answer[2].removesuffix("/").removesuffix(".git"))
    name = "/".join(steps[-2:]) if len(steps) > 1 and "@" not in steps[-2] else steps[-1]
    return Checkout(name or Path(answer[3]).name, answer[1], answer[0], bool(changed))


def _without_filters(root: Path) -> list[str]:
    """Return the options with which git runs no program that a repository's own settings name as a filter.

    `git status` runs a file through its filter to compare it. The user's own filters, as of Git LFS, stay.

    Raises:
        GitError: A filter's name can't be given as an option.
    """
    answer = git.run(root, "config", "--show-scope", "--null", "--name-only", "--get-regexp", r"^filter\.") or b""
    fields = os.fsdecode(answer).split("\0")
    own = {
        name.rpartition(".")[0]
        for scope, name in zip(fields[::2], fields[1::2], strict=False)
        if scope in _OWN_SCOPES
    }
    if any("=" in name for name in own):
        raise git.GitError("the repository's settings name a filter with = in its name")
    off = ("clean=", "process=", "required=false")
    return [each for name in sorted(own) for setting in off for each in ("-c", f"{name}.{setting}")]


def _unknown(root: Path, reference: str) -> TfgenError:
    listing = git.run(root, "for-each-ref", "--format=%(refname:short)") or b""
    names = listing.decode(errors="replace").split()
    hints = []
    near = next((name for name in names if name.endswith(f"/{reference}")), None) or nearest(reference, names)
    if near:
        hints.append(f"did you mean {quote(near)}?")
    if (git.run(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true":
        hints.append("this clone is shallow: git fetch --unshallow, or fetch-depth: 0 of actions/checkout")
    return TfgenError(f"there is no revision {quote(reference)} in the repository", hint="; ".join(hints))


def _leads_out(path: str) -> TfgenError:
    return TfgenError("the link leads out of the project", Location(path))


def _entries(content: bytes, digest_bytes: int) -> dict[str, FolderEntry]:
    r"""Return what a tree object holds: for each entry `mode name\0`, then its object's digest."""
    found = {}
    start = 0
    while start < len(content):
        end = content.index(b"\0", start)
        mode, _, name = content[start:end].partition(b" ")
        start = end + 1 + digest_bytes
        found[os.fsdecode(name)] = FolderEntry(_KINDS.get(mode, _FILE), content[end + 1 : start].hex())
    return found
