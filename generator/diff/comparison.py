"""Two renderings of an environment to what differs between them."""

from __future__ import annotations

from functools import cached_property

from generator.diff import file_changes
from generator.diff.cache import Cache
from generator.diff.changes import compare_sides
from generator.diff.sides import Side, Snapshot, is_read
from generator.hcl.module.loading import is_configuration
from generator.hcl.module.secrecy import cover_all, cover_secrets, without
from generator.model.change import Action, Change, EnvironmentChanges, FileChange, by_weight


def compare(
    before: Snapshot | None, after: Snapshot | None, cache: Cache | None = None
) -> EnvironmentChanges | None:
    """Return what differs between two renderings of an environment.

    Args:
        before: The old one; None where the environment was not there.
        after: The new one; None where it is gone.
        cache: What other comparisons worked out, to do nothing twice.

    Returns:
        None where nothing differs, not even in the form.
    """
    named = after or before
    if named is None:
        return None
    old, new = (side or Snapshot(named.environment, {}) for side in (before, after))
    differing = file_changes.changed_files(old.files, new.files)
    if not differing and before and after:
        return None
    action = Action.CHANGED if before and after else Action.ADDED if after else Action.REMOVED
    found = _SnapshotComparison(old, new, differing, cache or Cache())
    names = tuple(dict.fromkeys((*new.names, *old.names, named.environment)))
    return EnvironmentChanges(named.environment, action, found.changes, found.files(), found.notes, names)


def same_meaning(before: Snapshot | None, after: Snapshot | None, cache: Cache | None = None) -> bool:
    """Return whether two renderings are the same but for formatting, comments and order."""
    if before is None or after is None:
        return before is after
    differing = file_changes.changed_files(before.files, after.files)
    if not all(is_read(path) for path in differing):
        return False
    found = _SnapshotComparison(before, after, differing, cache or Cache())
    return found.same_files == set(differing) or not (found.changes or found.notes)


class _SnapshotComparison:
    """A comparison of two renderings."""

    def __init__(self, old: Snapshot, new: Snapshot, differing: dict[str, Action], cache: Cache) -> None:
        self._old, self._new, self._differing, self._cache = old, new, differing, cache

    @cached_property
    def _before(self) -> Side:
        return Side(self._old, self._cache.parsed)

    @cached_property
    def _after(self) -> Side:
        return Side(self._new, self._cache.parsed)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What a reader has to know of it."""
        problems = [*self._before.problems, *self._after.problems]
        told = (f"compared as text: {problem.location}: {problem.message}" for problem in problems)
        return tuple(dict.fromkeys(told))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes by what matters; none where a side can't be read as configuration."""
        if self.notes:
            return ()
        found = compare_sides(self._before, self._after, self._differing, self._cache)
        return tuple(by_weight(found.values()))

    @cached_property
    def same_files(self) -> set[str]:
        """The files that are the same but for formatting, comments and order, each by itself."""
        return {
            path for path, action in self._differing.items() if action is Action.CHANGED and self._is_same(path)
        }

    def _is_same(self, path: str) -> bool:
        if not path.endswith((".tf", ".tofu")) or not is_read(path):
            return False
        return file_changes.same_blocks(path, self._old.files[path], self._new.files[path], self._cache.parsed)

    def files(self) -> tuple[FileChange, ...]:
        """Return the files that differ."""
        nothing = not self.changes and not self.notes
        return tuple(
            self._file(path, action, (nothing and is_read(path)) or path in self.same_files)
            for path, action in self._differing.items()
        )

    def _file(self, path: str, action: Action, cosmetic: bool) -> FileChange:
        old, new = self._text(self._before, path), self._text(self._after, path)
        return file_changes.file_change(path, action, old, new, cosmetic)

    def _text(self, side: Side, path: str) -> str | None:
        if path in side.module.sources and not self.notes:
            return "\n".join(side.lines(path))
        text = file_changes.text_of(side.snapshot.files.get(path))
        if text is None or not is_read(path):
            return text
        if path in self._unreadable or not is_configuration(path):  # whose variables may be there
            return cover_all(text)
        text = cover_secrets(text, side.secrets.places.get(path, ()))
        return without(text, self._before.secrets.texts | self._after.secrets.texts)

    @cached_property
    def _unreadable(self) -> set[str]:
        return {problem.location.path for side in (self._before, self._after) for problem in side.problems}
