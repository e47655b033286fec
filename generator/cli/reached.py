"""The environments that a change reaches: for `affected`, and for the commands that take `--since`."""

from __future__ import annotations

from collections.abc import Sequence

from generator.cli.command import Run, words_by_stack
from generator.cli.progress import with_progress
from generator.environments import affected as stage
from generator.environments import apply_tags as records
from generator.environments.base_revision import base_of
from generator.environments.parallel import Task, each
from generator.environments.pending import UnappliedTask
from generator.errors import raise_all
from generator.files import revision
from generator.model.change import AffectedEnvironment


def compare(
    run: Run, since: str | None, wanted: Sequence[str], *, two_dot: bool, jobs: int = 0
) -> tuple[list[AffectedEnvironment], int]:
    """Return what a change reaches of all stacks, and how many environments were looked at.

    Args:
        run: The command's run.
        since: A git revision; None for what each environment was last applied from.
        wanted: Names and globs; none for all that have a spec of their own on either side.
        two_dot: Whether the revision itself is meant, not the merge base.
        jobs: How many processes; 0 for one for each processor.

    Raises:
        TfgenError: Some can't be rendered now; all problems of all of them.
    """
    found, failures, total = [], [], 0
    for one, words in words_by_stack(run, wanted, not wanted):
        task, names = _task(one, since, words, two_dot, first=run.stacks[0].project.stack)
        outcomes = list(with_progress(one, each(one.inputs, names, task, jobs), names, "comparing"))
        failures += [one.named(outcome.failure) for outcome in outcomes if outcome.failure]
        found += [_of_stack(run, one, outcome.affected) for outcome in outcomes if outcome.affected]
        found += [_of_stack(run, one, reader) for reader in stage.readers(one.inputs, names, found)]
        total += len(names)
    gone = [] if wanted or run.stack else _of_gone_stacks(run, since, two_dot=two_dot)
    raise_all(failures)
    return found + gone, total + len(gone)


def _of_gone_stacks(run: Run, since: str | None, *, two_dot: bool) -> list[AffectedEnvironment]:
    """Return the environments of stacks that are not there any more, which are to be destroyed."""
    here = run.stacks[0].project
    known = {one.project.stack for one in run.stacks} | {*here.stacks()}
    if since is not None:
        base = base_of(here, since, itself=two_dot).project
        stacks = [base.beside(name) for name in base.stacks() if name not in known]
        return [one for each_stack in stacks for one in stage.removed(each_stack, since)]
    return [
        one
        for stack, record in records.other_stacks(here, known)
        for one in stage.removed(
            revision.at(here, record.commit).beside(stack), record.commit, [record.environment]
        )
    ]


def choose(
    run: Run, since: str, wanted: Sequence[str], *, two_dot: bool, jobs: int = 0
) -> list[tuple[Run, list[str]]]:
    """Return the environments that a change reaches and that are still there, by stack.

    Stacks of which it reaches none are left out.

    Raises:
        TfgenError: Some can't be rendered now; all problems of all of them.
    """
    found, total = compare(run, since, wanted, two_dot=two_dot, jobs=jobs)
    gone = [one.name for one in found if one.action == "destroy"]
    if gone:
        run.note(f"note: {', '.join(gone)}: gone since {since}, to be destroyed (see tfgen affected)")
    run.note(f"{len(found) - len(gone)} of {total} environments are reached since {since}")
    chosen = []
    for one in run.stacks:
        there = (one.project.own_name(each.name) for each in found if each.action != "destroy")
        names = sorted(name for name in there if name)
        chosen += [(one, names)] if names else []
    return chosen


def _of_stack(run: Run, one: Run, found: AffectedEnvironment) -> AffectedEnvironment:
    project = one.project
    named = found._replace(name=project.full_name(found.name))
    if len(run.stacks) == 1 and named.name == found.name:
        return named
    return named._replace(stack=project.stack, level=one.inputs.levels[project.stack])


def _task(
    run: Run, since: str | None, wanted: Sequence[str], two_dot: bool, *, first: str
) -> tuple[Task[stage.AffectedOutcome], list[str]]:
    """Return what to hold environments against, and which of them; say what is to be said with the first stack."""
    project, spec_files = run.project, run.inputs.spec_files
    if since is None:
        commits = {record.environment: record.commit for record in records.applied_environments(project)}
        against = UnappliedTask(project, commits)
        return against, against.candidates(spec_files)
    base = base_of(project, since, itself=two_dot)
    if base.note and project.stack == first:
        run.note(f"note: {base.note}")
    then = stage.SinceRevision(project, base.project, since)
    return then, stage.candidates(spec_files, then.inputs.spec_files, run.inputs.rendered, wanted)
