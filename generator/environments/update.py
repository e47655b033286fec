"""A project brought to what a newer tfgen begins with: what is new and what a team changed, merged three ways.

What both began with is in the project's record (`starter.record`), or in a folder that the user names. Nothing is
lost: what an update replaces is kept, and can be taken back as long as nobody worked on it since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from generator import __version__, bounds, output, starter
from generator.environments import pipeline
from generator.environments.compare import Sides, rendering
from generator.environments.pipeline import Inputs
from generator.errors import OutputError, TfgenError
from generator.files.blob import normalize_line_ends
from generator.files.git import Merge, merge
from generator.files.project import EditedFiles, FolderFiles, Project, read_file
from generator.naming import join_names
from generator.output import Edit
from generator.starter import placing
from generator.starter.placing import Placement
from generator.starter.record import RECORD, UNDO, StarterRecord, archive, extract, parse

Merger = Callable[[bytes, bytes, bytes], Merge]
_NOT_BASE = frozenset({".git", "out", RECORD, UNDO})
"""What a folder may hold beside what `tfgen init` wrote."""


class Treatment(StrEnum):
    """What becomes of a file, as a person reads it."""

    CREATED = "created"
    UPDATED = "updated"
    MERGED = "merged"
    REMOVED = "removed"
    CONFLICT = "conflict"
    KEPT = "kept"
    OWN = "own"
    ABSENT = "absent"


class StarterChange(NamedTuple):
    """What becomes of one file.

    Attributes:
        path: From the top of the repository, or of the project where there is none.
        kind: What is done.
        before: What it holds.
        after: What it is to hold.
        reason: Why, where that has to be said.
        ours: What it would hold with our side of each conflict.
    """

    path: str
    kind: Treatment
    before: bytes | None
    after: bytes | None
    reason: str = ""
    ours: bytes | None = None

    @property
    def unsettled(self) -> bool:
        """Whether somebody has to look at it."""
        return self.kind in (Treatment.CONFLICT, Treatment.KEPT)


class UpdatePlan(NamedTuple):
    """What an update does.

    Attributes:
        place: Where the project's files are.
        before: What it was made from.
        after: What it is then made from.
        changes: What becomes of each file that is new or changed, by path.
        edits: What is written, the record and what can be taken back included.
    """

    place: Placement
    before: StarterRecord
    after: StarterRecord
    changes: tuple[StarterChange, ...]
    edits: tuple[Edit, ...]


def plan(root: Path, base: Path | None = None) -> UpdatePlan:
    """Return what an update of a project does; nothing is written but an interrupted one finished.

    Args:
        root: The project's folder.
        base: A folder with what `tfgen init` wrote when the project began, if not its own record says it.

    Raises:
        TfgenError: It is not known what the project was made from, it is newer than this tfgen, or git is needed
            to merge and not there.
    """
    _recover(root)
    record = _read_record(root) if base is None else _base(base, root)
    place = placing.place_of(root, alone=record.kind == "bootstrap")
    latest = starter.STARTERS[record.kind]()
    old, new = place.paths(record.files, record.branch), place.paths(latest, record.branch)
    found = output.occupants(place.top, sorted({*old, *new}))
    labels = ("yours", "before", f"tfgen {__version__}")
    ours: dict[str, bytes | None] = {
        path: there.content if there.kind == "file" else None for path, there in found.items()
    }
    others = {path for path, there in found.items() if there.kind not in ("file", "absent")}

    def merged(mine: bytes, common: bytes, theirs: bytes) -> Merge:
        return merge(mine, common, theirs, labels)

    changes = tuple(file_changes(old, ours, new, others, merged))
    own = {change.path for change in changes if change.kind is Treatment.OWN}
    followed = {path: content for path, content in latest.items() if not place.paths({path: content}).keys() & own}
    after = StarterRecord(__version__, record.kind, record.branch, followed)
    return UpdatePlan(place, record, after, changes, tuple(_edits(place, after, changes)))


def file_changes(
    old: Mapping[str, bytes],
    ours: Mapping[str, bytes | None],
    new: Mapping[str, bytes],
    others: set[str],
    merged: Merger,
) -> list[StarterChange]:
    """Return what becomes of each file that needs something, or has something to be said of.

    Args:
        old: What the project was made from, by path.
        ours: What is there.
        new: What a project is made from now.
        others: Paths where something else is than a file: a link, a folder.
        merged: Merges three texts.

    Raises:
        TfgenError: Texts have to be merged and can't be.
    """
    found = []
    for path in sorted({*old, *new}):
        change = (
            StarterChange(path, Treatment.OWN, None, None, "it is no file")
            if path in others
            else _change(path, old.get(path), ours.get(path), new.get(path), merged)
        )
        if change:
            found.append(change)
    return found


def _change(
    path: str, old: bytes | None, ours: bytes | None, new: bytes | None, merged: Merger
) -> StarterChange | None:
    """Return what becomes of one file; None where there is nothing to do."""
    base, here, there = (None if text is None else normalize_line_ends(text) for text in (old, ours, new))
    if there in (here, base):
        return None
    if here == base:
        kind = Treatment.CREATED if ours is None else Treatment.REMOVED if new is None else Treatment.UPDATED
        return StarterChange(path, kind, ours, _with_line_ends(new, ours))
    if base is None:
        return StarterChange(path, Treatment.OWN, ours, ours, "it was there before")
    if here is None:
        return StarterChange(path, Treatment.ABSENT, None, None, "it is gone here, and has news")
    if there is None:
        return StarterChange(
            path, Treatment.KEPT, ours, ours, "it is changed here, and no part of the starter any more"
        )
    try:
        return _merge(path, ours, merged(here, base, there))
    except TfgenError as failure:  # there is no git; or a text is none any more
        raise TfgenError(f"{path}: can't be merged: {failure.message}", hint=failure.hint) from None


def _merge(path: str, ours: bytes | None, result: Merge) -> StarterChange:
    text = _with_line_ends(result.content, ours)
    if not result.conflicts:
        return StarterChange(path, Treatment.MERGED, ours, text)
    places = "1 place" if result.conflicts == 1 else f"{result.conflicts} places"
    reason = f"{places} to decide, marked <<<<<<<"
    return StarterChange(path, Treatment.CONFLICT, ours, text, reason, _with_line_ends(result.ours, ours))


def _with_line_ends(text: bytes | None, like: bytes | None) -> bytes | None:
    r"""Return a text with lines that end as another's: a checkout may have `\r\n`."""
    if text is None or like is None or normalize_line_ends(like) == like:
        return text
    return normalize_line_ends(text).replace(b"\n", b"\r\n")


def _edits(place: Placement, after: StarterRecord, changes: Sequence[StarterChange]) -> list[Edit]:
    edits = [Edit(each.path, each.before, each.after) for each in changes if each.before != each.after]
    record, undo = ((place.folder / name).as_posix() for name in (RECORD, UNDO))
    found = output.occupants(place.top, (record, undo))
    for path in (record, undo):
        if found[path].kind not in ("file", "absent"):
            raise OutputError(f"{path}: is a {found[path].kind}, and has to be a file")
    # Called again, it must not take the place of what takes the first call back.
    if not edits and found[record].kind == "file" and _holds(found[record].content, after):
        return []
    before_of = {path: there.content if there.kind == "file" else None for path, there in found.items()}
    edits.append(Edit(record, before_of[record], after.dump()))
    return [*edits, Edit(undo, before_of[undo], _undoing(edits, after.version))]


def _holds(content: bytes, record: StarterRecord) -> bool:
    try:
        return parse(content) == record
    except TfgenError:  # it is damaged: what --from names takes its place
        return False


def _undoing(edits: Sequence[Edit], version: str) -> bytes:
    """Return what takes edits back: what each file held, and what it holds now."""
    files = {each.path: each.before for each in edits if each.before is not None}
    return archive({"version": version, "after": {each.path: _digest(each.after) for each in edits}}, files)


def undo(root: Path, force: bool = False) -> list[Edit]:
    """Take the last update of a project back; return what that changed.

    Args:
        root: The project's folder.
        force: Whether files that somebody worked on since are taken back as well.

    Raises:
        TfgenError: There is none, or files were changed since; nothing is changed then.
    """
    _recover(root)
    if not (root / UNDO).is_file():
        raise TfgenError(
            "there is no update to take back", hint=f"what one replaces is kept in {UNDO} until the next"
        )
    content = read_file(root / UNDO, UNDO, bounds.STARTER_BYTES.limit)
    head, files = extract(content, UNDO)
    alone = _read_record(root).kind == "bootstrap" if (root / RECORD).is_file() else False
    place = placing.place_of(root, alone=alone)
    after = head.get("after")
    if not isinstance(after, dict):
        raise TfgenError(f"{UNDO} does not say what was changed")
    edits, changed = [], []
    for path, there in output.occupants(place.top, after).items():
        now = there.content if there.kind == "file" else None
        if _digest(now) != after[path] or there.kind not in ("file", "absent"):
            changed.append(path)
        edits.append(Edit(path, now, files.get(path)))
    if changed and not force:
        raise OutputError(
            f"changed since the update: {join_names(changed)}", hint="--force takes them back as well"
        )
    last = (place.folder / UNDO).as_posix()
    output.edit(place.top, [*edits, Edit(last, content, None)])
    return [each for each in edits if each.before != each.after]


def _recover(root: Path) -> None:
    """Finish what was interrupted: a record that says where a project's files are may be part of it."""
    for folder in {root, placing.place_of(root).top}:
        output.recover(folder)


def _digest(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(normalize_line_ends(content)).hexdigest()


def _read_record(root: Path) -> StarterRecord:
    path = root / RECORD
    if not path.is_file():
        raise TfgenError(
            f"it is not known what this project was made from: there is no {RECORD}",
            hint="write what it was made from with the tfgen that made it, tfgen init ../base, then: "
            "tfgen update --from ../base",
        )
    record = parse(read_file(path, RECORD, bounds.STARTER_BYTES.limit))
    if record.kind not in starter.STARTERS or _number(record.version) > _number(__version__):
        raise TfgenError(
            f"this project was made by tfgen {record.version}, and this is {__version__}", hint="upgrade tfgen"
        )
    return record


def _base(folder: Path, root: Path) -> StarterRecord:
    """Return what a folder holds, as the record of what a project was made from."""
    if (folder / RECORD).is_file():
        return _read_record(folder)
    files = FolderFiles(folder)
    paths = (path for path in files.walk(".") if path.partition("/")[0] not in _NOT_BASE)
    found = {path: files.read(path, bounds.STARTER_BYTES.limit) for path in paths}
    if not found:
        raise TfgenError(f"{folder}: there is nothing here that a project was made from")
    kind = "bootstrap" if "environments/account.yaml" in found else "project"
    branch = placing.branch_of(found) or placing.place_of(root).branch
    return StarterRecord(folder.as_posix(), kind, branch, found)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0])[:3])


class Updated:
    """Compares environments as they are with how they are after an update; see `compare.Against`."""

    def __init__(self, before: Project) -> None:
        """Take the project as it is."""
        self._before = before
        self._inputs = Inputs(before)

    def __reduce__(self) -> tuple[type[Updated], tuple[Project]]:
        return Updated, (self._before,)

    def sides(self, inputs: Inputs, environment: str, overrides: Sequence[str]) -> Sides:
        """See `Against.sides`."""
        after = None
        if inputs.spec_files.has(environment):
            after = rendering(inputs, pipeline.render(inputs, environment, overrides))
        if not self._inputs.spec_files.has(environment):
            return Sides(None, after)
        try:
            before = pipeline.render(self._inputs, environment, past=True)
        except TfgenError as failure:
            return Sides(None, after, f"can't be rendered as it is: {failure.lines()[0]}")
        return Sides(rendering(self._inputs, before), after)


def project_after(project: Project, update: UpdatePlan) -> Project:
    """Return a project as it is after an update, with its own side of each conflict."""
    edits = {update.place.in_project(each.path): each.after for each in update.edits}
    edits |= {update.place.in_project(each.path): each.ours for each in update.changes if each.ours is not None}
    return Project(project.root, project.out, EditedFiles(project.files, edits))
