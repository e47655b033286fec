"""What Terraform does about a change."""

from __future__ import annotations

from generator.change import Action, Change, Effect

_BY_ACTION = {
    Action.ADDED: Effect.CREATE,
    Action.REMOVED: Effect.DESTROY,
    Action.RENAMED: Effect.MOVE,
    Action.CHANGED: Effect.UPDATE,
}


def judged(change: Change) -> Change:
    """Return a change with its effect."""
    if change.kind not in ("resource", "module"):
        return change._replace(effect=Effect.READ if change.kind == "data" else Effect.NONE)
    if change.action is Action.RENAMED and change.moved:
        return change._replace(effect=Effect.REPLACE)
    applied = [each for each in change.attributes if each.applies]
    if change.action is Action.CHANGED and not applied:
        return change._replace(effect=Effect.NONE)
    if any(each.replaces for each in applied):
        return change._replace(effect=Effect.REPLACE)
    if change.action is Action.RENAMED and applied:
        return change._replace(effect=Effect.UPDATE)
    return change._replace(effect=_BY_ACTION[change.action])
