"""What reports of a diff have in common: which changes belong together, and how environments are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.model.change import Action, Change, Effect, EnvironmentChanges, Gravity, Review

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


def collapse(changes: Iterable[Change]) -> list[tuple[Change, list[Change]]]:
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


class Headline(NamedTuple):
    """What stands above all else in a report: an environment that goes, or goes elsewhere.

    Attributes:
        environment: Its name.
        text: What becomes of it.
        details: What a reader has to know, and who has to do what.
        gravity: How much it matters.
    """

    environment: str
    text: str
    details: tuple[str, ...]
    gravity: Gravity = Gravity.PLACE


def headlines(review: Review) -> list[Headline]:
    """Return the environments that are removed, those that are protected first, and those that go elsewhere."""
    removed = [one for one in review.environments if one.action is Action.REMOVED]
    found = [
        Headline(one.environment, f"is removed: {_resources(one)} destroyed", tuple(_obstacles(one)), Gravity.GONE)
        for one in sorted(removed, key=lambda one: (not one.protection, one.environment))
    ]
    for group in review.groups:
        if group.change.gravity is Gravity.PLACE:
            what, _, details = group.change.meaning.partition(": ")
            found += [Headline(name, what, (details,) if details else ()) for name in group.environments]
    return found


def _resources(one: EnvironmentChanges) -> str:
    count = sum(change.kind == "resource" for change in one.changes)
    return "1 resource is" if count == 1 else f"{count:,} resources are"


def _obstacles(one: EnvironmentChanges) -> Iterator[str]:
    """Yield what keeps an environment from being destroyed, or that nothing does."""
    refused = [change for change in one.changes if change.refused]
    if one.protection:
        yield one.protection
    for change in refused:
        yield f"AWS refuses to delete {change.address} until an apply has {change.refused}"
    if not one.protection and not refused:
        yield "nothing protects it"
    lost = sorted({change.type for change in one.changes if change.gravity is Gravity.LOSS})
    if lost:
        yield f"data is lost with it: {', '.join(lost)}"


def effects(review: Review) -> Counter[Effect]:
    """Return what Terraform does about resources, in all environments, those that come or go among them."""
    return Counter(
        change.effect for one in review.environments for change in one.changes if change.kind == "resource"
    )


def name_environments(environments: Sequence[str], review: Review) -> str:
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


_CONFIGURATION = (".tf", ".tf.json", ".tofu", ".tofu.json", ".tfvars", ".tfvars.json")


def is_configuration(path: str) -> bool:
    """Return whether Terraform reads a file by itself, so that it is told of by what it declares."""
    return "/" not in path and path.endswith(_CONFIGURATION)
