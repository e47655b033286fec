"""An entry more in the text of a spec: every other line stays as it is, comments and all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.errors import SpecError
from generator.location import Location
from generator.naming import format_path
from generator.spec.reader import read_text
from generator.spec.spec_tree import SpecNode, plain

_STEP = 2


def insert(text: str, path: Sequence[str], entry: Sequence[str], file: str) -> str:
    """Return `text` with an entry more, behind those that are there.

    Args:
        text: The spec.
        path: Where the entry stands, its own name last; what of that is not there is made.
        entry: What it says, as lines of YAML.
        file: The spec file, for errors.

    Raises:
        SpecError: The text can't be read, has an entry of that name, or is laid out such that nothing fits in.
    """
    before = read_text(text, file)
    if before.problems:
        raise before.problems[0]
    if _holds(before.root, path):
        raise SpecError(f"there is a {format_path(tuple(path))} already", _place(before.root, path, file))
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    changed = newline.join([*_with_entry(lines, path, entry), ""])
    after = read_text(changed, file)
    if (
        after.problems
        or after.root is None
        or not _holds(after.root, path)
        or not _is_kept(before.root, after.root)
    ):
        way = f"write it by hand: {format_path(tuple(path))}: {{{', '.join(entry)}}}"
        raise SpecError("the file is laid out such that no entry can be added", Location(file), way)
    return changed


def _with_entry(lines: list[str], path: Sequence[str], entry: Sequence[str]) -> list[str]:
    start, end, indent, depth = 0, len(lines), 0, 0
    for key in path[:-1]:
        at = _line_of(lines, start, end, indent, key)
        if at is None:
            break
        start, end, depth = at + 1, _end_of(lines, at + 1, end, indent), depth + 1
        inside = [_indent(line) for line in lines[start:end] if _says(line)]
        indent = inside[0] if inside else indent + _STEP
    while end > start and not (
        _says(lines[end - 1]) or (lines[end - 1].strip() and _indent(lines[end - 1]) >= indent)
    ):
        end -= 1  # a comment further out belongs to what follows
    made = [" " * (indent + _STEP * level) + f"{key}:" for level, key in enumerate(path[depth:])]
    made += [" " * (indent + _STEP * len(path[depth:])) + line for line in entry]
    gap = [""] if depth == 0 and lines[start:end] and lines[end - 1].strip() else []
    return [*lines[:end], *gap, *made, *lines[end:]]


def _line_of(lines: list[str], start: int, end: int, indent: int, key: str) -> int | None:
    opening = re.compile(rf"""{" " * indent}["']?{re.escape(key)}["']?\s*:\s*(#.*)?$""")
    return next((at for at in range(start, end) if opening.match(lines[at])), None)


def _end_of(lines: list[str], start: int, end: int, indent: int) -> int:
    return next((at for at in range(start, end) if _says(lines[at]) and _indent(lines[at]) <= indent), end)


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _holds(root: SpecNode | None, path: Sequence[str]) -> bool:
    value = None if root is None else plain(root)
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True


def _is_kept(before: SpecNode | None, after: SpecNode) -> bool:
    """Say whether all that was said before is said still."""

    def within(old: object, new: object) -> bool:
        if isinstance(old, dict) and isinstance(new, dict):
            return all(key in new and within(value, new[key]) for key, value in old.items())
        return old == new

    return before is None or within(plain(before), plain(after))


def _place(root: SpecNode | None, path: Sequence[str], file: str) -> Location:
    node = root
    for key in path:
        node = node.value[key] if node is not None and isinstance(node.value, dict) else node
    return (node.key_location if node is not None else None) or Location(file)
