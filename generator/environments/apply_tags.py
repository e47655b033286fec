"""What was applied, as pipelines record it: annotated tags `tfgen/applied/<environment>`, which tfgen only reads.

Those of a stack in `stacks/` are `tfgen/applied/<stack>.<environment>`.

A tag points at the commit that the environment was last applied from; its date is when. A line `--set path=value`
of its message is a setting that the environment was applied with.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import NamedTuple

from generator.files import git
from generator.files.project import Project
from generator.spec import is_environment_name

TAGS = "refs/tags/tfgen/applied/"
_FIELDS = ("%(refname)", "%(objectname)", "%(*objectname)", "%(creatordate:unix)", "%(contents)")
"""`*` is what an annotated tag points at; a plain tag has no date and no message but those of its commit."""
_SETTING = "--set "


def is_record(reference: str) -> bool:
    """Return whether a name of a revision is that of such a tag."""
    return f"refs/tags/{reference.removeprefix('refs/').removeprefix('tags/')}".startswith(TAGS)


class AppliedEnvironment(NamedTuple):
    """An environment that was applied, and not destroyed since.

    Attributes:
        environment: Its name.
        commit: The whole name, in hexadecimal, of the commit that it was last applied from.
        day: When that was, in UTC.
        settings: The overrides, as `path=value`, that it was applied with.
    """

    environment: str
    commit: str
    day: datetime.date
    settings: tuple[str, ...] = ()


def applied_environments(project: Project) -> list[AppliedEnvironment]:
    """Return the environments that are applied, by name.

    Args:
        project: The project, or the stack of it. Tags that were not fetched are not seen.

    Raises:
        GitError: There is no git or no repository.
    """
    found = (_read(project.own_name(name), *row) for name, *row in _rows(project))
    return sorted(each for each in found if is_environment_name(each.environment))


def other_stacks(project: Project, known: Collection[str]) -> list[tuple[str, AppliedEnvironment]]:
    """Return the environments that are applied of stacks that are not known, each with the name of its stack."""
    split = ((*name.rpartition(".")[::2], row) for name, *row in _rows(project))
    found = ((stack, _read(own, *row)) for stack, own, row in split if stack and stack not in known)
    return sorted(each for each in found if is_environment_name(each[1].environment))


def _rows(project: Project) -> Iterator[list[str]]:
    """Yield the name of each environment that has a tag, and what the tag says."""
    listing = git.run(project.root, "for-each-ref", f"--format={'%00'.join(_FIELDS)}%00", TAGS) or b""
    fields = listing.decode(errors="replace").split("\0")
    for start in range(0, len(fields) - 1, len(_FIELDS)):
        name, *row = fields[start : start + len(_FIELDS)]
        yield [name.strip().removeprefix(TAGS), *row]


def _read(environment: str, target: str, peeled: str, seconds: str, message: str) -> AppliedEnvironment:
    day = datetime.datetime.fromtimestamp(int(seconds or 0), datetime.UTC).date()
    lines = (line.strip() for line in message.splitlines() if peeled)
    settings = tuple(line.removeprefix(_SETTING).strip() for line in lines if line.startswith(_SETTING))
    return AppliedEnvironment(environment, peeled or target, day, settings)
