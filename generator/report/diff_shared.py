"""What reports of a diff have in common: which changes belong together, and how environments are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from generator.model.change import Change, EnvironmentChanges, Review

_NAMED = 6
"""With more environments than this, the first of them are named."""
_ALIKE_FROM = 4
"""As many changes that follow from one, all alike, are told as one."""


def sections(review: Review) -> list[tuple[tuple[str, ...], list[Change]]]:
    """Return the changes of a review by the environments that share them, in the order of its groups."""
    found: dict[tuple[str, ...], list[Change]] = {}
    for group in review.groups:
        found.setdefault(group.environments, []).append(group.change)
    return list(found.items())


def collapsed(changes: Iterable[Change]) -> list[tuple[Change, list[Change]]]:
    """Return changes with those after them that follow from the same and are alike but for their address."""
    found: dict[object, tuple[Change, list[Change]]] = {}
    for change in changes:
        first, more = found.setdefault(_likeness(change), (change, []))
        if first is not change:
            more.append(change)
    parts: list[tuple[Change, list[Change]]] = []
    for change, more in found.values():
        if len(more) + 1 >= _ALIKE_FROM:
            parts.append((change, more))
        else:
            parts += [(one, []) for one in (change, *more)]
    return parts


def _likeness(change: Change) -> object:
    follows = bool(change.attributes) and all(each.because for each in change.attributes)
    if not follows or change.security:
        return change.address, change.previous
    told = tuple((each.path, each.old, each.new, each.because) for each in change.attributes)
    return change.action, change.effect, change.meaning, told


def named(environments: Sequence[str], review: Review) -> str:
    """Return which environments are meant, in a few words: "in all 39 environments", "only in prod"."""
    compared = len(review.compared)
    if compared == 1:
        return f"in {environments[0]}"
    if len(environments) == 1:
        return f"only in {environments[0]}"
    if len(environments) == compared:
        return f"in all {compared:,} environments"
    shown = ", ".join(environments[:_NAMED])
    more = f" and {len(environments) - _NAMED:,} more" if len(environments) > _NAMED else ""
    return f"in {len(environments):,} of {compared:,} environments ({shown}{more})"


def neutral(one: EnvironmentChanges) -> Callable[[str], str]:
    """Return what makes texts alike that differ in nothing but an environment's own names."""
    names = sorted({one.environment, *one.names} - {""}, key=lambda name: (-len(name), name))
    own = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, names))})(?![A-Za-z0-9])")
    return lambda text: own.sub("{environment}", text)


def is_configuration(path: str) -> bool:
    """Return whether Terraform reads a file by itself, so that it is told of by what it declares."""
    return "/" not in path and path.endswith((".tf", ".tf.json", ".tfvars", ".tfvars.json"))
