"""Git, asked without being let do anything: no working tree, no index, no hook, no filter, no network."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import weakref
from pathlib import Path
from typing import IO, NamedTuple

from generator.errors import TfgenError

_KEPT = ("GIT_CONFIG", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
"""What of git's environment stays: the user's settings, `safe.directory` among them, and where git is."""
_OURS = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
"""No network (a partial clone would fetch what it lacks), no object in another's place, no lock, no question, and
words that we know."""
_NOT_OURS = "dubious ownership"
_NO_REPOSITORY = "not a git repository"
_MOST_CONFLICTS = 127
"""What git counts to: https://git-scm.com/docs/git-merge-file. Beyond are its failures."""


class GitError(TfgenError):
    """Git can't be run, or could not do what it was asked."""


class GitObject(NamedTuple):
    """An object as git keeps it.

    Attributes:
        identity: Its name, in hexadecimal.
        kind: "commit", "tree", "blob" or "tag".
        size: Bytes of its content.
    """

    identity: str
    kind: str
    size: int


def environment() -> dict[str, str]:
    """Return the environment that git runs in.

    A hook's `GIT_DIR` and `GIT_INDEX_FILE` mean the repository that the hook runs for: the project's is found from
    its folder, as anywhere else.
    """
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    return {**kept, **_OURS}


def run(folder: Path, *arguments: str) -> bytes | None:
    """Return what git prints in `folder`, or None if it says by its exit code 1 that there is nothing.

    Args:
        folder: A folder of the repository.
        arguments: Git's command and its arguments; what a user gave must not begin with a hyphen.

    Raises:
        GitError: There is no git or no repository, or git failed.
    """
    done = _run(_call(folder, *arguments))
    if done.returncode == 0:
        return done.stdout
    if done.returncode == 1 and not done.stderr:
        return None
    raise _failure(folder, done.stderr)


def _run(call: list[str]) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(call, capture_output=True, check=False, stdin=subprocess.DEVNULL, env=environment())
    except OSError as error:
        raise _not_run(error) from None


class Merge(NamedTuple):
    """Two changes of one text, brought together.

    Attributes:
        content: The text.
        conflicts: How many places of it both changed; they are marked in it.
        ours: The text with our side of each of them.
    """

    content: bytes
    conflicts: int
    ours: bytes


def merge(ours: bytes, base: bytes, theirs: bytes, labels: tuple[str, str, str]) -> Merge:
    """Return a text that two sides changed, three ways; it takes no repository.

    Args:
        ours: One side's text.
        base: What both began with.
        theirs: The other side's text.
        labels: What conflicts call the three, in this order.

    Raises:
        GitError: Git can't be run, or failed.
    """
    sides = (ours, base, theirs)
    with tempfile.TemporaryDirectory(prefix="tfgen-") as place:
        folder = Path(place)
        for number, text in enumerate(sides):
            (folder / str(number)).write_bytes(text)
        content, conflicts = _merge(folder, *(word for label in labels for word in ("-L", label)))
        return Merge(content, conflicts, _merge(folder, "--ours")[0] if conflicts else content)


def _merge(folder: Path, *options: str) -> tuple[bytes, int]:
    """Return what git makes of the files 0, 1 and 2 in a folder, and how many conflicts are left."""
    done = _run(_call(folder, "merge-file", "--stdout", "--quiet", *options, "0", "1", "2"))
    if not 0 <= done.returncode <= _MOST_CONFLICTS:
        raise _failure(folder, done.stderr)
    return done.stdout, done.returncode


class Objects:
    """A repository's objects, read one after the other from one process of git.

    A forked process would share its parent's: it is given one of its own.
    """

    def __init__(self, folder: Path) -> None:
        """Take a repository; git is started when the first object is read.

        Args:
            folder: A folder of the repository.
        """
        self._folder = folder
        self._git: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def __reduce__(self) -> tuple[type[Objects], tuple[Path]]:
        return Objects, (self._folder,)

    def read(self, name: str, maximum_bytes: int | None = None) -> tuple[GitObject, bytes] | None:
        """Return an object and its content; the content is empty where it is larger than `maximum_bytes`.

        Args:
            name: The object's name in hexadecimal.
            maximum_bytes: What is larger is not kept in memory.

        Returns:
            None if the repository has no such object.

        Raises:
            GitError: Git can't be run, or failed.
        """
        git = self._start()
        assert git.stdin and git.stdout, "both are pipes"
        try:
            git.stdin.write(f"{name}\n".encode())
            git.stdin.flush()
            header = git.stdout.readline().split()
        except OSError:
            raise self._ended(git) from None
        if not header:
            raise self._ended(git)
        if len(header) != len(GitObject._fields):
            return None
        stored = GitObject(header[0].decode(), header[1].decode(), int(header[2]))
        wanted = maximum_bytes is None or stored.size <= maximum_bytes
        content = git.stdout.read(stored.size) if wanted else _skip(git.stdout, stored.size)
        git.stdout.read(1)  # the line's end after the content
        return stored, content

    def _start(self) -> subprocess.Popen[bytes]:
        if self._git is not None and self._owner == os.getpid():
            return self._git
        if self._git is not None:
            self._git.returncode = 0  # the parent's: not ours to wait for
        try:
            self._git = subprocess.Popen(
                _call(self._folder, "cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment(),
            )
        except OSError as error:
            raise _not_run(error) from None
        self._owner = os.getpid()
        weakref.finalize(self, _end, self._git, self._owner)
        return self._git

    def _ended(self, git: subprocess.Popen[bytes]) -> GitError:
        words = git.stderr.read() if git.stderr else b""
        _end(git, self._owner)
        self._git = None
        return _failure(self._folder, words)


def _call(folder: Path, *arguments: str) -> list[str]:
    # A repository's own setting could name a program that tells what changed.
    return ["git", "-c", "core.fsmonitor=false", "-C", os.fspath(folder), *arguments]


def _skip(stream: IO[bytes], size: int) -> bytes:
    while size > 0:
        size -= len(stream.read(min(size, 1024 * 1024))) or size
    return b""


def _end(git: subprocess.Popen[bytes], owner: int) -> None:
    """End a process of git that this process started; it only reads, so nothing is lost."""
    if os.getpid() != owner:
        return
    git.kill()
    for stream in (git.stdin, git.stdout, git.stderr):
        if stream:
            with contextlib.suppress(OSError):  # what it was not asked any more
                stream.close()
    git.wait()


def _not_run(error: OSError) -> GitError:
    if isinstance(error, FileNotFoundError):
        return GitError(
            "git is not on the PATH", hint="revisions are read and changes merged with it: install git"
        )
    return GitError(f"git can't be run: {error.strerror}")


def _failure(folder: Path, words: bytes) -> GitError:
    """Return the error that git's own `words` amount to."""
    text = words.decode(errors="replace").strip()
    if _NOT_OURS in text:
        return GitError(
            f"{folder}: git does not read this repository, as it belongs to another user",
            hint=f"if you trust it: git config --global --add safe.directory {folder.resolve()}",
        )
    if _NO_REPOSITORY in text:
        return GitError(f"{folder}: there is no git repository here, nor in a folder above")
    first = text.splitlines()[0] if text else "no reason given"
    return GitError(f"git failed: {first.removeprefix('fatal: ')}")
