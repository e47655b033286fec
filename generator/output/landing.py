"""The one writer: files land in a folder whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.errors import OutputError, raise_all
from generator.naming import MANIFEST
from generator.output.folder_tree import FolderTree, Occupant, open_tree, plain_errors
from generator.output.journal import Journal, ObstructedError, Step, is_unfinished, mark, repair, write
from generator.output.lock import hold_lock
from generator.output.manifest import Manifest, digest, read_manifest
from generator.output.paths import check_paths, display_name, inside, parents, show_path
from generator.output.survey import Comparison, PathChange, Survey, survey


@dataclass(frozen=True, slots=True)
class Landing:
    """What a write did.

    Attributes:
        changes: The files that it created, changed and removed, by path.
        repaired: An interrupted write was found, and finished or undone first.
    """

    changes: tuple[PathChange, ...]
    repaired: bool


def land(
    folder: Path,
    files: Mapping[str, bytes],
    *,
    boundary: Path,
    force: bool = False,
    settings: Sequence[str] = (),
    revision: str = "",
    durable: bool = True,
) -> Landing:
    """Make `folder` hold `files`, all or none of them, and remove what tfgen wrote there and no longer would.

    Killed at any instant, or without power, `folder` holds the old files, or the new ones, or the next call
    repairs it. After an error it holds the old ones. Where nothing is to be changed, nothing is written, not even
    touched. Files that tfgen did not write stay as they are, and so does everything of terraform's.

    Modes are what the process's umask makes of 0666 and 0777. A file that is a link is replaced, with `force`;
    what it leads to is never read or written. Of line endings: a file that differs in nothing else counts as
    unedited, and is written as rendered.

    Args:
        folder: Where the files go; made if it is absent.
        files: Content by path, relative to `folder`, with forward slashes.
        boundary: The folder, above `folder`, that nothing may lead out of. It may itself be a link.
        force: Overwrite files that were edited or that tfgen did not write, and a manifest or journal that can't
            be understood.
        settings: The `--set` overrides behind `files`, to be remembered.
        revision: The commit behind `files`, to be remembered; empty if they are rendered from what is on disk.
        durable: Whether to wait until the disk holds what was written, so that it outlasts a power cut.

    Raises:
        OutputError: The write was refused, or the disk did not take it.
    """
    name = display_name(folder, boundary)
    parts = inside(folder, boundary)
    check_paths(files, name)
    manifest = Manifest({path: digest(content) for path, content in files.items()}, tuple(settings), revision)
    if _is_settled(boundary, parts, files, manifest):
        return Landing((), repaired=False)
    with plain_errors(name, "written"), hold_lock(boundary, parts, name, durable=durable) as tree:
        repaired = repair(tree, force=force)
        found = survey(tree, files, _known_manifest(tree, force))
        if not force:
            _refuse(found.comparison, name)
        _write(tree, found, files, manifest)
        if durable and found.manifest is None:  # the folder itself may be new
            _flush_above(boundary, parts)
        return Landing(found.comparison.changes, repaired)


def _is_settled(boundary: Path, parts: Sequence[str], files: Mapping[str, bytes], manifest: Manifest) -> bool:
    """Return whether everything is as it would be written: known without a lock, and on a read-only disk.

    A writer replaces the manifest last, and leaves its traces until then. So reading it first, and looking for
    traces last, can't mistake a half-written folder for a settled one.
    """
    try:
        with open_tree(boundary, parts) as tree:
            if read_manifest(tree) != manifest:
                return False
            if any(tree.look(path) != Occupant("file", content) for path, content in files.items()):
                return False
            return not is_unfinished(tree)
    except (OSError, OutputError):
        return False  # whatever it is, it is met again under the lock


def _flush_above(boundary: Path, parts: Sequence[str]) -> None:
    """Wait until the disk holds the folder itself; what can't be opened to ask for that is passed over."""
    for above, below in ((boundary.parent, ()), *((boundary, parts[:count]) for count in range(len(parts)))):
        with suppress(OSError, OutputError), open_tree(above, below, durable=True) as tree:
            tree.flush([""])


def _known_manifest(tree: FolderTree, force: bool) -> Manifest | None:
    try:
        return read_manifest(tree)
    except OutputError:
        if not force:
            raise
        return None


def _refuse(comparison: Comparison, name: str) -> None:
    problems = []
    if comparison.edited:
        problems.append(
            OutputError(
                f"{name}: edited since tfgen wrote it: {', '.join(map(show_path, comparison.edited))}",
                hint="move the change to the template or the spec, or overwrite it with --force",
            )
        )
    if comparison.foreign:
        problems.append(
            OutputError(
                f"{name}: in the way, and not written by tfgen: {', '.join(map(show_path, comparison.foreign))}",
                hint="move it away, or overwrite it with --force",
            )
        )
    raise_all(problems)


def _write(tree: FolderTree, found: Survey, files: Mapping[str, bytes], manifest: Manifest) -> None:
    steps, contents = found.steps, files
    if found.manifest != manifest:
        content = manifest.dump()
        steps = (*steps, Step(MANIFEST, mark(tree.look(MANIFEST)), digest(content)))
        contents = {**files, MANIFEST: content}
    if not steps:
        return
    above = {folder for step in found.steps if step.after for folder in parents(step.path)}
    absent = sorted(folder for folder in above if not tree.is_folder(folder))
    try:
        write(tree, Journal(steps, tuple(absent)), contents)
    except ObstructedError as error:
        raise OutputError(f"{tree.name}/{error}: was changed while tfgen wrote", hint="try again") from error
