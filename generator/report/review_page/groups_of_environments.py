"""Environments that have something in common, each such set of them told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.change import EnvironmentChanges, FileChange, Group

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
        key = tuple(sorted(set(names), key=_by_numbers))
        if key not in self._known:
            self._known[key] = EnvironmentSet(f"set-{len(self._known) + 1}", key)
        return self._known[key]

    def all(self) -> list[EnvironmentSet]:
        """Return the sets in the order in which they were first mentioned."""
        return list(self._known.values())


def _by_numbers(name: str) -> list[tuple[int, str]]:
    """Return what puts pr-9 before pr-10."""
    return [(int(part), "") if part.isascii() and part.isdecimal() else (0, part) for part in _NUMBER.split(name)]


class Alike(NamedTuple):
    """Environments in which the same differs.

    Attributes:
        environments: Which they are.
        action: "added", "removed" or "changed".
        groups: The numbers of the changes, as the review has them.
        files: How many files differ in the first of them.
        cosmetic: In how many of these nothing but formatting, comments and order does.
    """

    environments: EnvironmentSet
    action: str
    groups: tuple[int, ...]
    files: int
    cosmetic: int


def alike(
    environments: Sequence[EnvironmentChanges], groups: Sequence[Group], sets: EnvironmentSets
) -> list[Alike]:
    """Return the environments by what differs in them, in the order of the first of each."""
    numbers: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        for name in group.environments:
            numbers.setdefault(name, []).append(number)
    found: dict[tuple[object, ...], list[EnvironmentChanges]] = {}
    for each in environments:
        files = tuple((file.path, file.action, file.cosmetic) for file in each.files)
        key = (each.action, tuple(numbers.get(each.environment, ())), files)
        found.setdefault(key, []).append(each)
    return [
        Alike(
            sets.of(one.environment for one in same),
            same[0].action.value,
            tuple(numbers.get(same[0].environment, ())),
            len(same[0].files),
            sum(file.cosmetic for file in same[0].files),
        )
        for same in found.values()
    ]


class FileGroup(NamedTuple):
    """A file that differs in the same way in several environments, but for their names.

    Attributes:
        file: It, as the first of the environments has it.
        environments: Which they are.
    """

    file: FileChange
    environments: EnvironmentSet


def files(environments: Sequence[EnvironmentChanges], sets: EnvironmentSets) -> list[FileGroup]:
    """Return the files that differ, each once: by path, then by how many environments share the difference."""
    found: dict[tuple[object, ...], tuple[FileChange, list[str]]] = {}
    for each in environments:
        for file in each.files:
            lines = tuple(without_name(line, each.environment) for line in file.unified)
            key = (file.path, file.action, file.cosmetic, lines)
            found.setdefault(key, (file, []))[1].append(each.environment)
    grouped = [FileGroup(file, sets.of(names)) for file, names in found.values()]
    return sorted(grouped, key=lambda one: (one.file.path, -len(one.environments.names), one.environments.names))


def without_name(text: str, environment: str) -> str:
    """Return a text with the same in place of an environment's name wherever that is a word of its own."""
    if environment not in text:
        return text
    return re.sub(rf"(?<![\w]){re.escape(environment)}(?![\w])", "\0", text)
