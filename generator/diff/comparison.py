"""Two renderings of an environment to what differs between them."""

from __future__ import annotations

from generator.change import Action, EnvironmentChanges
from generator.diff.files import file_changes
from generator.diff.rendering import Rendering


def compare(before: Rendering | None, after: Rendering | None) -> EnvironmentChanges | None:
    """Return what differs between two renderings of an environment.

    Args:
        before: The old one; None where the environment was not there.
        after: The new one; None where it is gone.

    Returns:
        None where nothing differs, not even in the form.
    """
    side = after or before
    if side is None:
        return None
    files = file_changes(before, after)
    if not files and before and after:
        return None
    action = Action.CHANGED if before and after else Action.ADDED if after else Action.REMOVED
    return EnvironmentChanges(side.environment, action, (), files, names=side.names or (side.environment,))


def same_meaning(before: Rendering | None, after: Rendering | None) -> bool:
    """Return whether two renderings are the same but for formatting, comments and order."""
    if before is None or after is None:
        return before is after
    changes = compare(before, after)
    return changes is None or not changes.affected
