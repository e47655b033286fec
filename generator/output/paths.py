"""Which paths tfgen may write, and which are never its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from generator import bounds
from generator.errors import OutputError, raise_all
from generator.files.project import place

STATE = ".tfgen"
"""The folder, inside a rendered one, of what tfgen keeps for itself."""

_MAXIMUM_NAME_BYTES = 255
"""No Linux or macOS file system takes a longer name."""

_RESERVED = frozenset({STATE, ".terraform", ".terraform.lock.hcl", ".git"})
_FIRST_PRINTABLE = 32
_DELETE = 127
_SURROGATES = range(0xD800, 0xE000)


def check_paths(paths: Iterable[str], name: str) -> None:
    """Refuse paths that tfgen must not write, all of them at once.

    Args:
        paths: What would be written, relative to the rendered folder, with forward slashes.
        name: The rendered folder, for the error: `out/pr-123`.

    Raises:
        OutputError: A path leaves the folder, is terraform's or tfgen's own, can't be on every disk, or is
            another one's but for upper and lower case (which macOS and Windows take for the same file).
    """
    paths = tuple(paths)
    problems = [
        OutputError(f"{name}: {show_path(path)} can't be a rendered file: {reason}")
        for path in paths
        if (reason := fault(path))
    ]
    raise_all(problems or _collisions(paths, name))


@lru_cache(maxsize=1024)  # most paths of one environment are those of the next
def fault(path: str) -> str:
    """Return why `path` can't be a rendered file's, or an empty string if it can."""
    parts = path.split("/")
    if len(parts) > bounds.DEPTH_FOLDERS.limit:
        return bounds.DEPTH_FOLDERS.message
    return next((reason for part in parts if (reason := _part_fault(part))), "")


def parents(path: str) -> Iterator[str]:
    """Yield the folders that `path` is in, the innermost first, without the root."""
    while path := path.rpartition("/")[0]:
        yield path


def is_state(part: str) -> bool:
    """Return whether terraform keeps state under this name: the file, its backups, its lock, workspaces."""
    return ".tfstate" in part.casefold()


def is_variables(part: str) -> bool:
    """Return whether terraform reads variables' values from a file of this name."""
    return part.casefold().endswith((".tfvars", ".tfvars.json"))


def show_path(path: str) -> str:
    """Return `path` as an error prints it: on one line, whatever is in its name."""
    return path if path and path.isprintable() else ascii(path)


def display_name(folder: Path, boundary: Path) -> str:
    """Return how errors call `folder`: `out/pr-123`, as one would write it in the working directory."""
    try:
        inside = folder.relative_to(boundary).as_posix()
    except ValueError:
        inside = folder.name
    return under(place(boundary), show_path(inside))


def under(name: str, path: str) -> str:
    """Return how errors call what is at `path` in the folder that they call `name`."""
    return path if name == "." else f"{name.rstrip('/')}/{path}"


def inside(folder: Path, boundary: Path) -> Sequence[str]:
    """Return the names that lead from `boundary` to `folder`.

    Raises:
        OutputError: `folder` is not below `boundary`, or has a name that a rendered folder can't have.
    """
    try:
        parts = folder.relative_to(boundary).parts
    except ValueError:
        parts = ()
    if not parts:
        raise OutputError(f"{show_path(folder.name)}: is not a folder inside {show_path(place(boundary))}")
    for part in parts:
        if reason := _part_fault(part):
            raise OutputError(f"{show_path(part)}: can't be a rendered folder: {reason}")
    return parts


def _part_fault(part: str) -> str:
    if part in ("", ".", ".."):
        return "a path is relative, without empty parts, '.' or '..'"
    if "\\" in part or (not part.isprintable() and any(map(_is_control, part))):
        return "a name has no backslash and no control or broken character"
    if len(part.encode(errors="surrogatepass")) > _MAXIMUM_NAME_BYTES:
        return f"a name has at most {_MAXIMUM_NAME_BYTES} bytes"
    if part.casefold() in _RESERVED:
        return f"{part} is not for tfgen to render"
    if is_state(part) or is_variables(part):
        return "the name is one of terraform's state or variable files"
    return ""


def _is_control(character: str) -> bool:
    code = ord(character)
    # A lone surrogate is how Python shows a byte that is no UTF-8: other systems refuse such a name.
    return code < _FIRST_PRINTABLE or code == _DELETE or code in _SURROGATES


def _collisions(paths: Sequence[str], name: str) -> Iterator[OutputError]:
    files = {path.casefold(): path for path in paths}
    folders: dict[str, str] = {}
    for path in paths:
        other = files[path.casefold()]
        if other != path:
            yield OutputError(f"{name}: {path} and {other} are one file where case is ignored")
        for folder in parents(path):
            known = folders.setdefault(folder.casefold(), folder)
            if known != folder:
                yield OutputError(f"{name}: {folder} and {known} are one folder where case is ignored")
            elif folder.casefold() in files:
                yield OutputError(f"{name}: {files[folder.casefold()]} is both a file and the folder of {path}")
