"""Environments that have something in common, each such set of them told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.model.change import Action, EnvironmentChanges, FileChange
from generator.report.diff_shared import neutral

_NUMBER = re.compile(r"(\d{1,9})", re.ASCII)

_SHOWN = 4
"""So many names are written where a set of environments is mentioned; all of them stand in its list."""


class EnvironmentSet(NamedTuple):
    """A set of environments.

    Attributes:
        anchor: What leads to its list in the page.
        names: The names, sorted, with numbers in them as numbers.
    """

    anchor: str
    names: tuple[str, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The first names."""
        return self.names[:_SHOWN]

    @property
    def more(self) -> int:
        """How many names there are besides."""
        return len(self.names) - len(self.shown)


class EnvironmentSets:
    """All sets of environments that a page mentions."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], EnvironmentSet] = {}

    def of(self, names: Iterable[str]) -> EnvironmentSet:
        """Return the set of these environments."""
        key = tuple(sorted(set(names), key=by_numbers))
        if key not in self._known:
            self._known[key] = EnvironmentSet(f"set-{len(self._known) + 1}", key)
        return self._known[key]

    def all(self) -> list[EnvironmentSet]:
        """Return the sets in the order in which they were first mentioned."""
        return list(self._known.values())


def by_numbers(name: str) -> list[tuple[int, str]]:
    """Return what puts pr-9 before pr-10."""
    return [(int(part), "") if part.isascii() and part.isdecimal() else (0, part) for part in _NUMBER.split(name)]


class FileGroup(NamedTuple):
    """A file that differs in the same way in several environments, but for their names.

    Attributes:
        file: It, as the first of the environments has it.
        environments: Which they are.
    """

    file: FileChange
    environments: EnvironmentSet


def files(environments: Sequence[EnvironmentChanges], sets: EnvironmentSets) -> list[FileGroup]:
    """Return the files that differ, each once: by path, then by how many environments share the difference.

    Those of environments that were added or removed are not among them: all of these are new, or gone.
    """
    found: dict[tuple[object, ...], tuple[FileChange, list[str]]] = {}
    for each in environments:
        if each.action is not Action.CHANGED:
            continue
        common = neutral(each)
        for file in each.files:
            lines = tuple(map(common, file.unified))
            key = (file.path, file.action, file.cosmetic, lines)
            found.setdefault(key, (file, []))[1].append(each.environment)
    grouped = [FileGroup(file, sets.of(names)) for file, names in found.values()]
    return sorted(grouped, key=lambda one: (one.file.path, -len(one.environments.names), one.environments.names))
