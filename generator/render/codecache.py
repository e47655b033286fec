"""Compiled templates, kept between runs, since compiling them is most of a cold render.

One file holds the code of all templates of a project, under a name made of everything that it depends on. It lies
in the user's own cache folder and is read only if nobody else can have written it.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import re
import stat
import sys
from pathlib import Path
from types import CodeType

KEPT_FILES = 32
"""How many projects' (or versions') templates are kept; the oldest go."""

_NAME = re.compile(r"\.?templates-[0-9a-f]{40}\.tfgen(?:\.[0-9]+)?")
"""What our files are called, finished or left by a killed process; the folder may hold anything else."""

Compiled = dict[str, tuple[CodeType, tuple[str, ...]]]
"""For each template's name: its code, and the string constants that it holds."""


def default_folder() -> Path | None:
    """Return where compiled templates are kept: `$TFGEN_CACHE_DIR`, or `tfgen` in the user's cache folder.

    Returns:
        None if `TFGEN_CACHE_DIR` is set and empty, or there is no home folder: nothing is kept then.
    """
    named = os.environ.get("TFGEN_CACHE_DIR")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base) / "tfgen" if base else Path.home() / ".cache" / "tfgen"
    except RuntimeError:
        return None


def key(*parts: str) -> str:
    """Return the name under which code compiled from `parts` is kept; it differs between Python versions."""
    digest = hashlib.sha256(f"{sys.implementation.cache_tag} {sys.hexversion}".encode())
    for text in parts:
        digest.update(b"\0" + text.encode("utf-8", "surrogatepass"))
    return f"templates-{digest.hexdigest()[:40]}.tfgen"


def load(folder: Path, name: str) -> Compiled | None:
    """Return what is kept under `name`, or None: nothing, something broken, or somebody else's file."""
    try:
        with open(os.open(folder / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not _is_ours(status) or not _is_ours(folder.stat()):
                return None
            content = stream.read()
        code, digest = content[32:], content[:32]
        if hashlib.sha256(code).digest() != digest:
            return None
        loaded = marshal.loads(code)
        return loaded if isinstance(loaded, dict) else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def save(folder: Path, name: str, compiled: Compiled) -> None:
    """Keep `compiled` under `name`; where that can't be done, the next run compiles again."""
    code = marshal.dumps(compiled)
    staged = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder.stat()):
            return
        descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as stream:
            stream.write(hashlib.sha256(code).digest() + code)
        staged.replace(folder / name)
        _forget(folder)
    except OSError:
        with contextlib.suppress(OSError):
            staged.unlink()


def _is_ours(status: os.stat_result) -> bool:
    others_write = stat.S_IWGRP | stat.S_IWOTH
    own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return own and not status.st_mode & others_write


def _forget(folder: Path) -> None:
    """Remove the oldest of our files, and what killed processes left unfinished."""
    with os.scandir(folder) as entries:
        ours = [entry for entry in entries if _NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)]
    ours.sort(key=lambda entry: entry.stat(follow_symlinks=False).st_mtime)
    for number, entry in enumerate(reversed(ours)):
        if number >= KEPT_FILES or (entry.name.startswith(".") and not _is_running(entry.name.rpartition(".")[2])):
            os.unlink(entry.path)


def _is_running(process: str) -> bool:
    if sys.platform == "win32":  # where a signal of 0 ends a process
        return True
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True
