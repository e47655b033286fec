"""The files of two renderings that differ."""

from __future__ import annotations

import difflib

from generator.change import Action, FileChange
from generator.diff.rendering import Rendering


def file_changes(before: Rendering | None, after: Rendering | None) -> tuple[FileChange, ...]:
    """Return the files that differ, by path."""
    old, new = before.files if before else {}, after.files if after else {}
    found = []
    for path in sorted({*old, *new}):
        one, other = old.get(path), new.get(path)
        if one != other:
            action = (
                Action.CHANGED if path in old and path in new else Action.ADDED if path in new else Action.REMOVED
            )
            found.append(FileChange(path, action, unified(one or b"", other or b"", path)))
    return tuple(found)


def unified(old: bytes, new: bytes, path: str) -> tuple[str, ...]:
    """Return the difference as lines of unified text; none for what is not text."""
    try:
        texts = old.decode(), new.decode()
    except UnicodeDecodeError:
        return ()
    lines = difflib.unified_diff(*(text.splitlines() for text in texts), f"a/{path}", f"b/{path}", lineterm="")
    return tuple(lines)
