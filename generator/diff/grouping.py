"""Changes that are the same in several environments, told once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generator.model.change import Change, ChangeGroup, EnvironmentChanges

_OWN = "{environment}"


def group(changes: Sequence[EnvironmentChanges]) -> tuple[ChangeGroup, ...]:
    """Return the changes of all environments, each once.

    The environments' own names in addresses and values count as the same, and where something stands does not
    count.
    """
    found: dict[object, tuple[Change, list[str]]] = {}
    for one in changes:
        neutral = _neutral(one.names or (one.environment,))
        for change in one.changes:
            _, environments = found.setdefault(_sameness(change, neutral), (change, []))
            environments.append(one.environment)
    groups = [ChangeGroup(change, tuple(sorted(environments))) for change, environments in found.values()]
    return tuple(sorted(groups, key=_by_reach))


def _by_reach(one: ChangeGroup) -> tuple[int, int, str, tuple[str, ...]]:
    return one.change.gravity, -len(one.environments), one.change.address, one.environments


def _neutral(names: Sequence[str]) -> Callable[[str], str]:
    """Return what replaces an environment's own names, where they stand as words."""
    longest_first = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    pattern = "|".join(map(re.escape, longest_first))
    own = re.compile(rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])")
    return lambda text: own.sub(_OWN, text)


def _sameness(change: Change, neutral: Callable[[str], str]) -> object:
    """Return what two changes have in common that are the same."""
    return (
        neutral(change.address),
        neutral(change.previous),
        change.kind,
        change.action,
        change.effect,
        change.meaning,
        change.security,
        change.gravity,
        change.refused,
        tuple(
            (
                neutral(each.path),
                None if each.old is None else neutral(each.old),
                None if each.new is None else neutral(each.new),
                each.replaces,
                each.security,
                neutral(each.because),
                each.applies,
            )
            for each in change.attributes
        ),
    )
