"""Files of a project that change together: all of them, or none.

They land as a render does, by a journal in a `.tfgen/` that is gone afterwards. What each held is known before: a
file that somebody else changed meanwhile is left as it is, and so are all others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import NamedTuple

from generator.errors import OutputError, raise_all
from generator.output.folder_tree import FolderTree, Occupant, open_tree, plain_errors
from generator.output.journal import Journal, ObstructedError, Step, is_unfinished, mark, repair, write
from generator.output.lock import hold_lock
from generator.output.manifest import digest
from generator.output.paths import STATE, fault, parents, show_path


class Edit(NamedTuple):
    """What one file holds, and is to hold.

    Attributes:
        path: The file, relative to the folder, with forward slashes.
        before: What it holds; None where there is none.
        after: What it is to hold; None for nothing.
    """

    path: str
    before: bytes | None
    after: bytes | None


def occupants(folder: Path, paths: Iterable[str]) -> dict[str, Occupant]:
    """Return what is at each path below a folder.

    Raises:
        OutputError: It can't be read.
    """
    found = {}
    with plain_errors(folder.name, "read"), open_tree(folder, ()) as tree:
        for path in paths:
            try:
                found[path] = tree.look(path)
            except OutputError:  # a link or a file stands where a folder has to be
                found[path] = Occupant("other")
    return found


def recover(folder: Path) -> bool:
    """Finish or undo what an interrupted call of `edit` began, and return whether there was one.

    One that was interrupted at its very end, with all done, left a folder with nothing in it: it goes as well.

    Raises:
        OutputError: Another one is under way, or the disk did not let us.
    """
    with plain_errors(folder.name, "read"), open_tree(folder, ()) as tree:
        if not tree.is_folder(STATE):
            return False
        needless = not is_unfinished(tree)
    with suppress(OutputError) if needless else nullcontext(), _open(folder) as tree:
        return repair(tree, force=False)
    return False


def edit(folder: Path, edits: Sequence[Edit]) -> None:
    """Change files below a folder, all or none of them, and wait until the disk holds them.

    Raises:
        OutputError: One does not hold what it is said to, or the disk did not take it; nothing is changed then.
    """
    raise_all(
        OutputError(f"{show_path(each.path)}: can't be written: {reason}")
        for each in edits
        if (reason := fault(each.path))
    )
    changing = sorted((each for each in edits if each.before != each.after), key=lambda one: one.after is not None)
    if not changing:
        return
    with _open(folder) as tree:
        repair(tree, force=False)
        raise_all(
            OutputError(f"{show_path(each.path)}: was changed while tfgen worked", hint="try again")
            for each in changing
            if tree.look(each.path) != _occupant(each.before)
        )
        steps = tuple(Step(each.path, mark(_occupant(each.before)), _digest(each.after)) for each in changing)
        above = {place for each in changing if each.after is not None for place in parents(each.path)}
        absent = tuple(sorted(place for place in above if not tree.is_folder(place)))
        contents: Mapping[str, bytes] = {each.path: each.after for each in changing if each.after is not None}
        try:
            write(tree, Journal(steps, absent), contents)
        except ObstructedError as error:
            raise OutputError(f"{error}: was changed while tfgen wrote", hint="try again") from error


@contextmanager
def _open(folder: Path) -> Iterator[FolderTree]:
    place = Path(os.path.realpath(folder))
    with (
        plain_errors(folder.name, "written"),
        hold_lock(place.parent, (place.name,), place.name, durable=True) as tree,
    ):
        yield tree


def _occupant(content: bytes | None) -> Occupant:
    return Occupant("absent") if content is None else Occupant("file", content)


def _digest(content: bytes | None) -> str | None:
    return None if content is None else digest(content)
