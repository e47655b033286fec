"""Two renderings of an environment to what differs between them."""

from __future__ import annotations

from generator.change import Action, Change, EnvironmentChanges, FileChange, by_weight
from generator.diff import files
from generator.diff.changes import changes_between
from generator.diff.memory import Memory
from generator.diff.rendering import Rendering
from generator.diff.sides import Side, is_read
from generator.diff.values import CONCEALED


def compare(
    before: Rendering | None, after: Rendering | None, memory: Memory | None = None
) -> EnvironmentChanges | None:
    """Return what differs between two renderings of an environment.

    Args:
        before: The old one; None where the environment was not there.
        after: The new one; None where it is gone.
        memory: What is remembered of other comparisons, to do nothing twice.

    Returns:
        None where nothing differs, not even in the form.
    """
    named = after or before
    if named is None:
        return None
    old, new = (side or Rendering(named.environment, {}) for side in (before, after))
    differing = files.differing(old.files, new.files)
    if not differing and before and after:
        return None
    action = Action.CHANGED if before and after else Action.ADDED if after else Action.REMOVED
    found = _Comparison(old, new, differing, memory or Memory())
    names = tuple(dict.fromkeys((*new.names, *old.names, named.environment)))
    return EnvironmentChanges(named.environment, action, found.changes(), found.files(), found.notes, names)


def same_meaning(before: Rendering | None, after: Rendering | None, memory: Memory | None = None) -> bool:
    """Return whether two renderings are the same but for formatting, comments and order."""
    if before is None or after is None:
        return before is after
    differing = files.differing(before.files, after.files)
    if not all(is_read(path) for path in differing):
        return False
    found = _Comparison(before, after, differing, memory or Memory())
    if all(found.is_same_file(path) for path in differing):
        return True
    return not found.changes() and all(file.cosmetic for file in found.files())


class _Comparison:
    """A comparison of two renderings.

    Attributes:
        notes: What a reader has to know of it.
    """

    def __init__(self, old: Rendering, new: Rendering, differing: dict[str, Action], memory: Memory) -> None:
        self._differing, self._memory = differing, memory
        self._before, self._after = Side(old, memory.parsed), Side(new, memory.parsed)
        self._changes: tuple[Change, ...] | None = None
        problems = [*self._before.problems, *self._after.problems]
        self.notes = tuple(f"compared as text: {problem}" for problem in dict.fromkeys(problems))

    def changes(self) -> tuple[Change, ...]:
        """Return the changes by what matters; none where a side can't be read as configuration."""
        if self._changes is None:
            found = {} if self.notes else changes_between(self._before, self._after, self._differing, self._memory)
            self._changes = tuple(by_weight(found.values()))
        return self._changes

    def is_same_file(self, path: str) -> bool:
        """Return whether a file is the same but for formatting, comments and order, by itself."""
        if self._differing[path] is not Action.CHANGED or self.notes or not path.endswith(".tf"):
            return False
        old, new = (side.rendering.files[path] for side in (self._before, self._after))
        return files.same_blocks(path, old, new, self._memory.parsed)

    def files(self) -> tuple[FileChange, ...]:
        """Return the files that differ."""
        nothing = not self.changes() and not self.notes
        return tuple(
            self._file(path, action, (nothing and is_read(path)) or self.is_same_file(path))
            for path, action in self._differing.items()
        )

    def _file(self, path: str, action: Action, cosmetic: bool) -> FileChange:
        old, new = self._text(self._before, path), self._text(self._after, path)
        return files.file_change(path, action, old, new, cosmetic)

    def _text(self, side: Side, path: str) -> str | None:
        if path in side.module.sources and not self.notes:
            return "\n".join(side.lines(path))
        secrets = self._before.secrets.texts | self._after.secrets.texts if is_read(path) else ()
        return files.hiding(files.text_of(side.rendering.files.get(path)), secrets, CONCEALED)
