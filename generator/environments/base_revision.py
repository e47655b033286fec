"""What a change is held against: the project as it was where the change's history left a revision's."""

from __future__ import annotations

from typing import NamedTuple

from generator.environments.apply_tags import is_record
from generator.files import revision
from generator.files.project import Project
from generator.files.revision import ProjectAt

_SHOWN = 10
"""Characters of a commit's name that are shown."""


class Base(NamedTuple):
    """What to compare with.

    Attributes:
        project: The project as it was there.
        note: What a person has to know of the choice; empty where it is the revision itself.
    """

    project: ProjectAt
    note: str = ""


def base_of(project: Project, reference: str, *, itself: bool = False) -> Base:
    """Return what to hold the working tree against, for a revision that a user named.

    That is the merge base, so that what others did since on that branch does not look as if it were taken back.
    What was applied, as a tag records it, is compared itself, for it is what is there.

    Args:
        project: The project, in a working tree.
        reference: What names a commit to git: a branch, a tag, `HEAD~1`, a commit's name.
        itself: Whether the revision itself is meant.

    Raises:
        TfgenError: There is no git or no repository, or no such commit in it.
    """
    if itself or is_record(reference):
        return Base(revision.at(project, reference))
    fork = revision.fork(project, reference)
    if not fork.related:
        note = f"no commit is known that this and {reference} have in common: compared with {reference} itself"
        return Base(fork.project, note)
    if not fork.behind:
        return Base(fork.project)
    commits = "1 commit" if fork.behind == 1 else f"{fork.behind:,} commits"
    return Base(
        fork.project,
        f"this is {commits} behind {reference}: compared with their merge base "
        f"{fork.project.revision[:_SHOWN]} (--two-dot compares with {reference} itself)",
    )
