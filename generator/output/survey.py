"""What is on disk, held against what would be written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.errors import OutputError, raise_all
from generator.naming import MANIFEST
from generator.output.folder_tree import ABSENT, FolderTree, Occupant, open_tree, plain_errors
from generator.output.journal import Step, is_unfinished, mark, owned_marks
from generator.output.manifest import Manifest, digest, read_manifest
from generator.output.paths import check_paths, display_name, inside, parents


class PathChange(NamedTuple):
    """What a write does to one file. A tuple, because processes hand thousands of them on.

    Attributes:
        path: The file, relative to the rendered folder.
        kind: "created", "changed" or "removed".
    """

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is on disk, held against what would be written.

    Attributes:
        changes: What a write would do, by path.
        edited: tfgen's own files that hold neither what tfgen wrote nor what it would write. Line endings
            don't count; a file that was deleted is created again and isn't listed here.
        foreign: Files in the way, with other content, that tfgen did not write.
        never: tfgen never wrote here, or did not get to the end of its first write.
        unfinished: A write was interrupted here, or is under way.
        settings: The `--set` overrides that what is on disk was rendered with.
    """

    changes: tuple[PathChange, ...]
    edited: tuple[str, ...]
    foreign: tuple[str, ...]
    never: bool
    unfinished: bool
    settings: tuple[str, ...]


class Survey(NamedTuple):
    """A comparison, and what it takes to act on it.

    Attributes:
        comparison: What a person is shown.
        steps: What a write would do, removals first; without the manifest.
        manifest: What tfgen last wrote here; None if nothing.
    """

    comparison: Comparison
    steps: tuple[Step, ...]
    manifest: Manifest | None


def compare(folder: Path, files: Mapping[str, bytes]) -> Comparison:
    """Hold what is in `folder` against `files`. Nothing is written and nothing is locked.

    Args:
        folder: A rendered environment, which need not be there yet.
        files: What would be written: content by path, relative to `folder`, with forward slashes.

    Raises:
        OutputError: A path can't be written by tfgen, something that no write would replace is in its way (a
            link to a folder, a folder), the manifest can't be understood, or the disk can't be read.
    """
    boundary = folder.parent
    name = display_name(folder, boundary)
    check_paths(files, name)
    with plain_errors(name, "read"):
        try:
            tree = open_tree(boundary, inside(folder, boundary))
        except FileNotFoundError:
            changes = tuple(PathChange(path, "created") for path in sorted(files))
            return Comparison(changes, (), (), never=True, unfinished=False, settings=())
        with tree:
            return survey(tree, files, read_manifest(tree)).comparison


def last_settings(folder: Path) -> tuple[str, ...]:
    """Return the `--set` overrides that what is in `folder` was rendered with; none if nothing was.

    Raises:
        OutputError: The manifest can't be read or understood.
    """
    manifest = _last_manifest(folder)
    return manifest.settings if manifest else ()


def last_revision(folder: Path) -> str:
    """Return the commit that what is in `folder` was rendered from; empty if that was no commit, or nothing was.

    Raises:
        OutputError: The manifest can't be read or understood.
    """
    manifest = _last_manifest(folder)
    return manifest.revision if manifest else ""


def _last_manifest(folder: Path) -> Manifest | None:
    boundary = folder.parent
    with plain_errors(display_name(folder, boundary), "read"):
        try:
            tree = open_tree(boundary, inside(folder, boundary))
        except FileNotFoundError:
            return None
        with tree:
            return read_manifest(tree)


def survey(tree: FolderTree, files: Mapping[str, bytes], manifest: Manifest | None) -> Survey:
    """Hold what is in `tree` against `files`.

    Raises:
        OutputError: Something that no write would replace is in the way.
        OSError: The disk can't be read.
    """
    unfinished = is_unfinished(tree)
    owned = owned_marks(tree, manifest)
    obsolete = owned.keys() - files.keys()
    removals = [(path, found) for path in sorted(obsolete) if (found := _look_at_obsolete(tree, path)) != ABSENT]
    looks = _look(tree, files, frozenset(path for path, _ in removals), fresh=not owned)
    looks.update(dict.fromkeys(_same_files(tree, [path for path, _ in removals], files), ABSENT))
    puts = [(path, found) for path, found in looks.items() if found != Occupant("file", files[path])]
    edited = [path for path, found in removals if mark(found) not in owned[path]]
    foreign: list[str] = []
    for path, found in puts:
        if found != ABSENT and mark(found) not in {digest(files[path]), *owned.get(path, ())}:
            (edited if path in owned else foreign).append(path)
    changes = [PathChange(path, "removed") for path, _ in removals]
    changes += [PathChange(path, "created" if found == ABSENT else "changed") for path, found in puts]
    if manifest is None and files and not changes:
        changes.append(PathChange(MANIFEST, "created"))  # it was lost: these files are nobody's until it is back
    steps = [Step(path, mark(found), None) for path, found in removals]
    steps += [Step(path, mark(found), digest(files[path])) for path, found in puts]
    comparison = Comparison(
        tuple(sorted(changes, key=lambda change: change.path)),
        tuple(sorted(edited)),
        tuple(foreign),
        never=manifest is None,
        unfinished=unfinished,
        settings=manifest.settings if manifest else (),
    )
    return Survey(comparison, tuple(steps), manifest)


def _same_files(tree: FolderTree, removed: Sequence[str], files: Collection[str]) -> list[str]:
    """Return those of `files` that are one file with one of `removed`: the disk ignores upper and lower case.

    Such a file is there under a name that goes, so it has to come anew. Not every disk says that two names lead to
    one and the same file, but each lists it once.
    """
    going = {path.casefold(): path for path in removed}
    pairs = ((going.get(path.casefold()), path) for path in files) if going else ()
    return [path for old, path in pairs if old and not (tree.is_listed(old) and tree.is_listed(path))]


def _look_at_obsolete(tree: FolderTree, path: str) -> Occupant:
    """Return what is at a path that tfgen wrote once; what can't be tfgen's any more counts as absent."""
    try:
        found = tree.look(path)
    except OutputError:  # a folder on the way was replaced, so the file is gone
        return ABSENT
    return ABSENT if found.kind == "folder" else found


def _look(
    tree: FolderTree, files: Mapping[str, bytes], removed: frozenset[str], *, fresh: bool
) -> dict[str, Occupant]:
    """Return what is at each path to be written, as it will be once `removed` is gone.

    Args:
        tree: The rendered folder.
        files: What would be written.
        removed: What goes first.
        fresh: tfgen has nothing there, so mostly there is nothing at all: the names in a folder tell that sooner.
    """
    looks: dict[str, Occupant] = {}
    problems = []
    names: dict[str, frozenset[str]] = {}
    for path in sorted(files):
        folder, _, name = path.rpartition("/")
        try:
            if fresh and folder not in names:
                names[folder] = frozenset(tree.names(folder))
            found = tree.look(path) if not fresh or name in names[folder] else ABSENT
        except OutputError as problem:
            found = ABSENT
            if removed.isdisjoint(parents(path)):
                problems.append(problem)
        if found.kind == "folder":
            if not removed.issuperset(tree.walk(path)[0]):
                problems.append(OutputError(f"{tree.name}/{path}: is a folder", hint="move it away"))
            found = ABSENT
        looks[path] = found
    # Many files may be below one link: it is named once.
    raise_all({str(problem): problem for problem in problems}.values())
    return looks
