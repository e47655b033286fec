"""Files that are written once, into a folder that is not rendered: none that is there is touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.errors import OutputError, raise_all
from generator.output.folder_tree import FolderTree, open_tree, plain_errors
from generator.output.paths import parents, show_path


class Creation(NamedTuple):
    """What became of each file.

    Attributes:
        created: Paths that were absent, and are written.
        same: Paths that held just that.
        kept: Paths that hold something else, or where a link, a folder or the like is: left as they are.
    """

    created: tuple[str, ...]
    same: tuple[str, ...]
    kept: tuple[str, ...]


def create(folder: Path, files: Mapping[str, bytes]) -> Creation:
    """Write those of `files` that are absent below `folder`; if one can't be written, none is.

    A file appears whole or not at all, so that after a kill the next call goes on where this one stopped.

    Args:
        folder: Made if it is absent. May itself be a link: whoever runs tfgen chose it. No folder in it may be.
        files: Content by path, relative to `folder`, with forward slashes.

    Raises:
        OutputError: A link or a file stands where a folder has to be (all such are named, and nothing is
            written), or the disk did not take a file.
    """
    with plain_errors(folder.name, "written"), open_tree(folder, (), make=True) as tree:
        _refuse(tree, files)
        found = {path: tree.look(path) for path in files}
        for path in files:
            tree.remove_part(path)
        absent = [path for path, there in found.items() if there.kind == "absent"]
        same = [path for path, there in found.items() if there == ("file", files[path])]
        kept = [path for path in files if path not in {*absent, *same}]
        created = _write(tree, {path: files[path] for path in absent})
        late = [path for path in absent if path not in created]
        return Creation(tuple(created), tuple(same), tuple(sorted((*kept, *late))))


def _refuse(tree: FolderTree, files: Mapping[str, bytes]) -> None:
    """Refuse a folder in which one that has to be is a link or a file."""
    problems: list[tuple[str, str]] = []
    for place in sorted({above for path in files for above in parents(path)}):
        if any(place.startswith(f"{problem}/") for problem, _ in problems):
            continue
        kind = tree.look(place).kind
        if kind not in {"absent", "folder"}:
            problems.append((place, kind))
    raise_all(
        OutputError(
            f"{show_path(place)}: is a {kind}, and has to be a folder", hint="move it away, or name another DIR"
        )
        for place, kind in problems
    )


def _write(tree: FolderTree, files: Mapping[str, bytes]) -> list[str]:
    """Write files that are absent, or none; return those written, without one that appeared meanwhile."""
    undo: list[Callable[[], None]] = []
    created = []
    try:
        for path, content in files.items():
            for place in reversed(list(parents(path))):
                if not tree.is_folder(place):
                    tree.make_folder(place)
                    undo.append(lambda place=place: tree.remove_empty(place))  # type: ignore[misc]
            with suppress(FileExistsError):
                tree.create(path, content)
                created.append(path)
                undo.append(lambda path=path: tree.unlink(path))  # type: ignore[misc]
    except BaseException:
        for step in reversed(undo):
            with suppress(OSError):
                step()
        raise
    return created
