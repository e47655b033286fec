"""How a set of files lands whole or not at all.

Each state of a folder shows in the names in its `.tfgen/`, so that whoever comes next goes on from there:

    SETTLED ── write the new files ──► STAGED ── rename ──► LANDING ──── unlink ────► SETTLED
    (neither)                          (stage/ alone)       (journal.json)            (the new set)
       ▲                                  │                    │
       └──── killed, or an error ─────────┘                    │ an error, or another's change: rename
                                                               ▼
                                                            UNDOING ──── unlink ────► SETTLED
                                                            (undo.json)               (the old set)

Killed while LANDING, the next write goes on; killed while UNDOING, it goes on undoing. Where a step stands is read
off the disk as well, and may be done again: `stage/new-3` is there until step 3 has put it in place, `stage/old-3`
from when step 3 replaced or removed it.

Each arrow waits, on a folder that is durable, until the disk holds what comes before it: what is staged, the
journal, and the folders in which something was moved.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import NamedTuple

from generator.errors import OutputError
from generator.naming import MANIFEST
from generator.output.folder_tree import FolderTree, Occupant
from generator.output.manifest import Manifest, NewerVersionError, digest, load_object
from generator.output.paths import STATE, fault, parents

JOURNAL = f"{STATE}/journal.json"
UNDO = f"{STATE}/undo.json"
STAGE = f"{STATE}/stage"
_COPY = f"{STAGE}/copy"
_VERSION = 1


class Step(NamedTuple):
    """What happens to one file; `mark` says what the marks are.

    Attributes:
        path: The file.
        before: What is there before; None if nothing is.
        after: What is there afterwards; None if the file is removed.
    """

    path: str
    before: str | None
    after: str | None


class Journal(NamedTuple):
    """What a write is to do.

    Attributes:
        steps: Removals first, since a folder may have to make room for a file; the manifest last.
        folders: The folders that are made for it, outermost first.
    """

    steps: tuple[Step, ...]
    folders: tuple[str, ...]

    def dump(self) -> bytes:
        """Return the journal as it is kept."""
        steps = [{"path": step.path, "before": step.before, "after": step.after} for step in self.steps]
        return json.dumps({"version": _VERSION, "folders": self.folders, "steps": steps}).encode()


class ObstructedError(Exception):
    """Someone else changed a file in the meantime: going on would lose what they did."""


def mark(found: Occupant) -> str | None:
    """Return what tells one content of a path from another; None for nothing."""
    if found.kind == "absent":
        return None
    return digest(found.content) if found.kind == "file" else f"{found.kind} {digest(found.content)}"


def is_unfinished(tree: FolderTree) -> bool:
    """Return whether an interrupted write, or one under way, left its traces."""
    return bool({JOURNAL, UNDO, STAGE} & {f"{STATE}/{name}" for name in tree.names(STATE)})


def owned_marks(tree: FolderTree, manifest: Manifest | None) -> dict[str, set[str]]:
    """Return the marks of what is tfgen's own, by path: the manifest's, and what an interrupted write wrote.

    Raises:
        OutputError: There is a journal, and it can't be understood.
    """
    owned = {path: {value} for path, value in manifest.files.items()} if manifest else {}
    journal = read_journal(tree)
    for step in journal.steps if journal else ():
        if step.after is not None and step.path != MANIFEST:
            owned.setdefault(step.path, set()).add(step.after)
    return owned


def write(tree: FolderTree, journal: Journal, contents: Mapping[str, bytes]) -> None:
    """Carry out `journal`; `contents` holds what each path that it writes is to hold.

    Raises:
        OutputError, OSError, ObstructedError: It could not be done, and everything is as it was. If even going
            back failed, the next `repair` sees to it.
    """
    try:
        tree.make_folder(STAGE)
        for number, step in enumerate(journal.steps):
            if step.after is not None:
                tree.write(_new(number), contents[step.path])
        tree.write(f"{STAGE}/journal.json", journal.dump())
        tree.flush((STAGE, STATE, ""))
        tree.rename(f"{STAGE}/journal.json", JOURNAL)
        tree.flush((STATE,))
    except BaseException:
        with suppress(OSError, OutputError):
            _discard(tree)
        raise
    _finish(tree, journal)


def repair(tree: FolderTree, *, force: bool) -> bool:
    """Finish what an interrupted write began, or undo it, and return whether there was one.

    Args:
        tree: The folder, which must be locked.
        force: Throw away a journal that can't be understood.

    Raises:
        OutputError: The journal can't be understood.
        OSError: The disk did not let us; the old set is back, or the next call tries again.
    """
    if not is_unfinished(tree):
        return False
    try:
        journal = read_journal(tree)
    except OutputError:
        if not force:
            raise
        journal = None
    if journal is None:
        _discard(tree)
    elif tree.look(UNDO).kind != "absent":
        _undo(tree, journal)
    else:
        # Someone edited files since, or checked them out: it is all undone, and what was edited meets the
        # ordinary rules.
        with suppress(ObstructedError):
            _finish(tree, journal, verify=True)
    return True


def read_journal(tree: FolderTree) -> Journal | None:
    """Return what an interrupted write was to do; None if nothing was begun.

    Raises:
        OutputError: There is a journal, and it can't be understood.
    """
    found = tree.look(UNDO)
    if found.kind == "absent":
        found = tree.look(JOURNAL)
    if found.kind == "absent":
        return None
    try:
        return _parse(found)
    except NewerVersionError as error:
        raise OutputError(
            f"{tree.name}: an interrupted write left a journal: {error}", hint="upgrade tfgen"
        ) from error
    except ValueError as error:
        raise OutputError(
            f"{tree.name}: an interrupted write left a journal that can't be understood: {error}",
            hint="render with --force, which writes every file anew",
        ) from error


def _parse(found: Occupant) -> Journal:
    raw = load_object(found.content, _VERSION)
    steps, folders = raw.get("steps"), raw.get("folders")
    if not isinstance(steps, list) or not isinstance(folders, list):
        raise ValueError("it has no steps or no folders")
    return Journal(tuple(map(_parse_step, steps)), tuple(_check(folder) for folder in folders))


def _parse_step(raw: object) -> Step:
    if not isinstance(raw, dict):
        raise ValueError("a step is no object")
    before, after = raw.get("before"), raw.get("after")
    if not isinstance(before, str | None) or not isinstance(after, str | None):
        raise ValueError("a step has a mark that is no text")
    path = raw.get("path")
    return Step(MANIFEST if path == MANIFEST else _check(path), before, after)


def _check(path: object) -> str:
    """Return `path` if it is one that tfgen may write: a journal is believed no more than its paths."""
    if not isinstance(path, str):
        raise ValueError("a path is no text")
    if reason := fault(path):
        raise ValueError(f"{path!a}: {reason}")
    return path


def _finish(tree: FolderTree, journal: Journal, *, verify: bool = False) -> None:
    try:
        _carry_out(tree, journal, verify=verify)
        tree.flush(_changed_folders(journal))
    except BaseException:
        try:
            _undo(tree, journal)
        except OSError as error:
            raise OutputError(
                f"{tree.name}: a write broke off half-way, and can't be undone: {error.strerror or error}",
                hint="the next render repairs it",
            ) from error
        raise
    tree.unlink(JOURNAL)
    # The new set is there; what is left in the stage can't hurt, and the next write sweeps it.
    with suppress(OSError, OutputError):
        tree.remove(STAGE)


def _carry_out(tree: FolderTree, journal: Journal, *, verify: bool) -> None:
    staged = frozenset(tree.names(STAGE))
    if verify:
        _verify(tree, journal, staged)
    numbered = tuple(enumerate(journal.steps))
    removals = [(number, step) for number, step in numbered if step.after is None]
    for number, step in removals:
        _take_away(tree, number, step, staged)
    # Whatever needs space comes before the moves, which need none: a full disk is met while going back is easy.
    for folder in journal.folders:
        tree.make_folder(folder)
    for number, step in numbered:
        if step.after is None or _name(_new(number)) not in staged:
            continue  # a removal, or in its place already
        _put(tree, number, step, staged)
    # Last, since going back would have to make them again.
    _remove_empty(tree, {folder for _, step in removals for folder in parents(step.path)})


def _verify(tree: FolderTree, journal: Journal, staged: Collection[str]) -> None:
    """See to it that an interrupted write is as it was left."""
    waiting = {number for number in range(len(journal.steps)) if _name(_new(number)) in staged}
    for number, step in enumerate(journal.steps):
        if number in waiting:
            place = _new(number)
        elif waiting and (step.after is not None or _name(_old(number)) in staged):
            place = step.path  # done before the interruption
        else:
            continue
        if _mark_at(tree, place) != step.after:
            raise ObstructedError(step.path)


def _mark_at(tree: FolderTree, path: str) -> str | None:
    """Return the mark of the file or link at `path`; None where a folder is, or a file is on the way."""
    try:
        found = tree.look(path)
    except OutputError:
        return None
    return None if found.kind == "folder" else mark(found)


def _take_away(tree: FolderTree, number: int, step: Step, staged: Collection[str]) -> None:
    # What was taken away once may have come back since, by another's hand: it isn't ours then.
    if _name(_old(number)) in staged:
        return
    there = mark(tree.look(step.path))
    if there == step.before and there is not None:
        tree.rename(step.path, _old(number))
    elif there is not None:
        raise ObstructedError(step.path)


def _put(tree: FolderTree, number: int, step: Step, staged: Collection[str]) -> None:
    found = tree.look(step.path)
    there = mark(found)
    if found.kind == "folder":
        _make_room(tree, step.path)
    elif there is not None:
        if there != step.before:
            raise ObstructedError(step.path)
        if _name(_old(number)) not in staged:
            _keep(tree, step.path, found, _old(number))
    tree.make_folder(step.path.rpartition("/")[0])
    tree.rename(_new(number), step.path)


def _keep(tree: FolderTree, path: str, found: Occupant, old: str) -> None:
    # By a second name, or copied: the path is never without a file, for terraform would destroy what it declares.
    with suppress(OSError):
        tree.link(path, old)
        return
    if found.kind == "file":  # not every file system has links
        with suppress(FileNotFoundError):
            tree.unlink(_COPY)  # half of one, of a killed process
        with suppress(OSError):
            tree.write(_COPY, found.content)
            tree.rename(_COPY, old)
            return
    tree.rename(path, old)  # the disk is full: this takes no space


def _undo(tree: FolderTree, journal: Journal) -> None:
    """Go back to the old set; what someone else did in the meantime stays."""
    if tree.look(UNDO).kind == "absent":
        tree.rename(JOURNAL, UNDO)  # from here on the way is back, whoever goes it
    staged = frozenset(tree.names(STAGE))
    for number, step in reversed(tuple(enumerate(journal.steps))):
        if _name(_old(number)) in staged:
            _bring_back(tree, number, step)
        elif step.before is None and _name(_new(number)) not in staged:
            _take_back(tree, step)
    _remove_empty(tree, journal.folders)
    tree.flush(_changed_folders(journal))
    tree.unlink(UNDO)
    with suppress(OSError, OutputError):
        tree.remove(STAGE)


def _bring_back(tree: FolderTree, number: int, step: Step) -> None:
    if tree.look(step.path).kind == "folder":
        _make_room(tree, step.path)
    if mark(tree.look(step.path)) in (None, step.before, step.after):
        tree.make_folder(step.path.rpartition("/")[0])
        tree.rename(_old(number), step.path)


def _take_back(tree: FolderTree, step: Step) -> None:
    # A file where a folder must be: what was there before is back already, and the new file can't be.
    with suppress(OutputError):
        if step.after is not None and mark(tree.look(step.path)) == step.after:
            tree.unlink(step.path)


def _changed_folders(journal: Journal) -> list[str]:
    """Return the folders in which a name comes or goes, the outermost last."""
    return ["", *sorted({folder for step in journal.steps for folder in parents(step.path)})][::-1]


def _discard(tree: FolderTree) -> None:
    # The journal first: it must never be carried out with half of its stage.
    for path in (JOURNAL, UNDO, STAGE):
        with suppress(FileNotFoundError):
            tree.remove(path)


def _remove_empty(tree: FolderTree, folders: Collection[str]) -> None:
    for folder in sorted(folders, key=len, reverse=True):
        tree.remove_empty(folder)


def _make_room(tree: FolderTree, path: str) -> None:
    """Remove the folder at `path` where a file goes, if there are only folders in it."""
    for folder in reversed((path, *tree.walk(path)[1])):
        tree.remove_folder(folder)


def _new(number: int) -> str:
    return f"{STAGE}/new-{number}"


def _old(number: int) -> str:
    return f"{STAGE}/old-{number}"


def _name(path: str) -> str:
    return path.rpartition("/")[2]
