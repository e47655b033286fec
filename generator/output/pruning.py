"""Rendered folders as such: which there are, and how one is removed."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.errors import OutputError, raise_all
from generator.files.project import place
from generator.naming import MANIFEST
from generator.output.folder_tree import FolderTree, open_tree, plain_errors
from generator.output.journal import JOURNAL, STAGE, UNDO, mark, owned_marks, repair
from generator.output.lock import LOCK, hold_lock, remove_folder
from generator.output.manifest import read_manifest
from generator.output.paths import STATE, display_name, inside, is_state, is_variables, show_path

_CACHES = (".terraform", ".terraform.lock.hcl")
"""What `terraform init` makes again."""

_BACKEND = ".terraform/terraform.tfstate"
"""Not state, but where it is: which backend the folder was initialised with."""


class _Contents(NamedTuple):
    """What is in a rendered folder.

    Attributes:
        owned: tfgen's files, as it wrote them, and terraform's caches.
        folders: The folders that they are in.
        state: Terraform's state and variables.
        foreign: Everything else, edited files included.
    """

    owned: list[str]
    folders: list[str]
    state: list[str]
    foreign: list[str]


def rendered_names(out: Path) -> list[str]:
    """Return the names of the folders in `out` that tfgen rendered, sorted; none if there is no `out`.

    One whose first render was interrupted while it landed is among them.

    Raises:
        OutputError: `out` can't be read.
    """
    return [name for name in _folders(out) if is_rendered(out / name)]


def is_rendered(folder: Path) -> bool:
    """Tell whether tfgen wrote in a folder, or began to."""
    return any(os.path.isfile(folder / trace) for trace in (MANIFEST, JOURNAL, UNDO))


def leftovers(out: Path) -> list[str]:
    """Return the names of the folders in `out` that an interrupted call left with nothing in them, sorted.

    Raises:
        OutputError: `out` can't be read.
    """
    names = (name for name in _folders(out) if not is_rendered(out / name))
    return [name for name in names if _holds_nothing(out / name)]


def _folders(out: Path) -> list[str]:
    try:
        with os.scandir(out) as entries:
            return sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        raise OutputError(f"{place(out)}: is not a folder") from None
    except OSError as error:
        raise OutputError(f"{place(out)}: can't be read: {error.strerror}") from error


def _holds_nothing(folder: Path) -> bool:
    try:
        return set(os.listdir(folder)) <= {STATE} and not os.path.islink(folder / STATE)
    except OSError:
        return False


def prune(folder: Path, *, boundary: Path, dry_run: bool = False) -> tuple[str, ...]:
    """Remove a rendered folder, if nothing is in it that could not be made again.

    What goes with it: terraform's caches, `.terraform/` and `.terraform.lock.hcl`. The manifest goes when nothing
    else is left, so that an interrupted call can be made again; after that, the folder is one of `leftovers`.

    Args:
        folder: The rendered environment.
        boundary: The folder above `folder` that nothing may lead out of.
        dry_run: PathChange nothing.

    Returns:
        What was removed, or would be, relative to `folder`: tfgen's files and, each as one, terraform's caches.

    Raises:
        OutputError: tfgen did not render this folder, or it holds state, variables, edited files or files that
            tfgen did not write (nothing is removed then); or the disk did not let us.
    """
    name = display_name(folder, boundary)
    parts = inside(folder, boundary)
    with plain_errors(name, "read" if dry_run else "removed"):
        with _open_rendered(boundary, parts, name) as tree:
            if dry_run:
                return tuple(_survey(tree).owned)
        with hold_lock(boundary, parts, name, durable=True) as tree:
            repair(tree, force=False)
            contents = _survey(tree)
            for path in contents.owned:
                tree.remove(path)
            for path in sorted(contents.folders, key=len, reverse=True):
                tree.remove_folder(path)
            tree.flush([""])  # before the manifest goes, which says whose they were
            remove_folder(tree, boundary, parts)
            return tuple(contents.owned)


def sweep(folder: Path, *, boundary: Path) -> bool:
    """Remove a folder that an interrupted call left with nothing in it; return whether it was still such a one.

    Args:
        folder: One of `leftovers`.
        boundary: The folder above `folder` that nothing may lead out of.

    Raises:
        OutputError: The disk did not let us.
    """
    name = display_name(folder, boundary)
    parts = inside(folder, boundary)
    with plain_errors(name, "removed"), hold_lock(boundary, parts, name) as tree:
        if tree.names("") != [STATE] or not {LOCK, STAGE}.issuperset(tree.walk(STATE, leave=[STAGE])[0]):
            return False  # somebody wrote here in the meantime
        remove_folder(tree, boundary, parts)
        return True


def _open_rendered(boundary: Path, parts: Sequence[str], name: str) -> FolderTree:
    try:
        tree = open_tree(boundary, parts)
    except FileNotFoundError:
        raise OutputError(f"{name}: there is no such folder") from None
    if tree.names(STATE):
        return tree
    with tree:
        raise _missing_render(name)


def _missing_render(name: str) -> OutputError:
    return OutputError(f"{name}: was not rendered by tfgen")


def _survey(tree: FolderTree) -> _Contents:
    manifest = read_manifest(tree)
    if manifest is None:
        raise _missing_render(tree.name)
    owned = owned_marks(tree, manifest)
    paths, folders = tree.walk("", leave=_CACHES)
    contents = _Contents([], [folder for folder in folders if folder.partition("/")[0] != STATE], [], [])
    for path in paths:
        _sort(tree, path, owned, contents)
    raise_all(_reasons_to_keep(tree.name, contents))
    return contents


def _reasons_to_keep(name: str, contents: _Contents) -> Iterator[OutputError]:
    if contents.state:
        yield OutputError(
            f"{name}: holds terraform's state or variables: {', '.join(map(show_path, contents.state))}",
            hint="destroy what is deployed, then delete them",
        )
    if contents.foreign:
        foreign = ", ".join(map(show_path, contents.foreign))
        yield OutputError(
            f"{name}: holds what tfgen did not write, or was edited: {foreign}",
            hint="move it away first",
        )


def _sort(tree: FolderTree, path: str, owned: Mapping[str, Collection[str]], contents: _Contents) -> None:
    if path in _CACHES:
        if path == ".terraform" and _has_remote_state(tree):
            contents.state.append(_BACKEND)
        contents.owned.append(path)
    elif any(is_state(part) or is_variables(part) for part in path.split("/")):
        contents.state.append(path)
    elif mark(tree.look(path)) in owned.get(path, ()):
        contents.owned.append(path)
    elif path not in (MANIFEST, LOCK, JOURNAL, UNDO) and not path.startswith(f"{STAGE}/"):
        contents.foreign.append(path)


def _has_remote_state(tree: FolderTree) -> bool:
    """Return whether the folder was initialised with a backend that keeps state elsewhere than in it."""
    if not tree.is_folder(".terraform"):
        return False
    found = tree.look(_BACKEND)
    if found.kind == "absent":
        return False
    try:
        backend = json.loads(found.content).get("backend")
        if not backend:
            return False
        return bool(backend["type"] != "local" or any((backend.get("config") or {}).values()))
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        return True  # what can't be read may be anything
