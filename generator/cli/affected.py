"""`tfgen affected`: the environments that a change reaches."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from generator.cli.command import EnvironmentsOption, JobsOption, Run, TwoDotOption, command, words_by_stack
from generator.cli.progress import with_progress
from generator.environments import affected as stage
from generator.environments import apply_tags as records
from generator.environments.base_revision import base_of
from generator.environments.parallel import Task, each
from generator.environments.pending import UnappliedTask
from generator.errors import TfgenError, raise_all
from generator.model.change import AffectedEnvironment
from generator.report import affected_environments as report


class AffectedFormat(StrEnum):
    """The formats of the list."""

    TEXT = "text"
    JSON = "json"
    GITHUB_MATRIX = "github-matrix"
    GITLAB = "gitlab"


_REPORTS = {
    AffectedFormat.TEXT: report.text,
    AffectedFormat.JSON: report.to_json,
    AffectedFormat.GITHUB_MATRIX: report.github_matrix,
    AffectedFormat.GITLAB: report.gitlab,
}


def affected(
    run: Run,
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="REF", help="A git revision: a branch, a tag, a commit.")
    ] = None,
    applied: Annotated[
        bool,
        typer.Option(
            "--applied", help="Instead of REF: what each was last applied from, by the tags tfgen/applied/NAME."
        ),
    ] = False,
    two_dot: TwoDotOption = False,
    env: EnvironmentsOption = [],  # noqa: B006 (typer copies it)
    level: Annotated[
        int | None,
        typer.Option("--level", min=0, metavar="N", help="Of several stacks, those of this level in their order."),
    ] = None,
    form: Annotated[
        AffectedFormat, typer.Option("--format", "-f", help="text; json, github-matrix or gitlab for pipelines.")
    ] = AffectedFormat.TEXT,
    jobs: JobsOption = 0,
) -> None:
    """List the environments that a change reaches: those that would be rendered otherwise than at REF.

    Both sides are rendered in memory, the working tree as it is and REF from git's objects, and compared by what
    they mean: a comment in a template reaches nobody. What REF has beyond the merge base of it and what is checked
    out is no change of this; with --two-dot it counts, as if it were taken back.

    Of several stacks, each environment says its stack, that one's folder, and its level: 0 for a stack that needs
    none, one more for one that needs it. Apply level after level, and destroy the other way round. One that needs
    an environment that is affected is affected as well: what it reads may change.

    An environment whose spec is gone is to be destroyed. One whose spec was invalid at REF counts as changed; one
    that is invalid now is an error. Exits with 0 whether something is affected or not.

      tfgen affected --since origin/main

      tfgen affected --since HEAD^1 --env pr-123 --format github-matrix

      tfgen affected --applied      (what is still to be applied, and to be destroyed; not pull requests)
    """
    found, failures, total = [], [], 0
    told = since or "they were applied"
    for one, wanted in words_by_stack(run, env, not env):
        task, names = _task(one, since, applied, wanted, two_dot, first=run.stacks[0].project.stack)
        outcomes = list(with_progress(one, each(one.inputs, names, task, jobs), names, "comparing"))
        failures += [one.named(outcome.failure) for outcome in outcomes if outcome.failure]
        found += [_of_stack(run, one, outcome.affected) for outcome in outcomes if outcome.affected]
        found += [_of_stack(run, one, reader) for reader in stage.readers(one.inputs, names, found)]
        total += len(names)
    raise_all(failures)
    if level is not None:
        found = [one_found for one_found in found if one_found.level == level]
    text = _REPORTS[form](found, told)
    if text:
        run.result(text)
    for reached in found:
        if reached.note:
            run.note(f"{reached.label}: {reached.note}")
    run.note(f"{len(found)} of {total} environments affected since {told}")


def _of_stack(run: Run, one: Run, found: AffectedEnvironment) -> AffectedEnvironment:
    if len(run.stacks) == 1:
        return found
    project = one.project
    levels = one.inputs.levels
    return found._replace(stack=project.stack, folder=project.folder or ".", level=levels[project.stack])


def _task(
    run: Run, since: str | None, applied: bool, env: list[str], two_dot: bool, *, first: str
) -> tuple[Task[stage.AffectedOutcome], list[str]]:
    """Return what to hold environments against, and which of them; say what is to be said with the first stack."""
    project, catalogue = run.project, run.inputs.spec_files
    if applied == (since is not None) or (applied and env):
        raise TfgenError(
            "affected takes --since REF, or --applied alone", hint="tfgen affected --since origin/main"
        )
    if since is None:
        commits = {record.environment: record.commit for record in records.applied_environments(project)}
        against = UnappliedTask(project, commits)
        return against, against.candidates(catalogue)
    base = base_of(project, since, itself=two_dot)
    if base.note and project.stack == first:
        run.note(f"note: {base.note}")
    then = stage.SinceRevision(project, base.project, since)
    return then, stage.candidates(catalogue, then.inputs.spec_files, run.inputs.rendered, env)


app = command(affected)
