"""`tfgen affected`: the environments that a change reaches."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from generator.cli.command import EnvironmentsOption, JobsOption, Run, TwoDotOption, command
from generator.cli.progress import with_progress
from generator.environments import affected as stage
from generator.environments import apply_tags as records
from generator.environments import rollout
from generator.environments.base_revision import base_of
from generator.environments.parallel import Task, each
from generator.environments.pending import UnappliedTask
from generator.errors import TfgenError, raise_all
from generator.report import affected_environments as report


class AffectedFormat(StrEnum):
    """The formats of the list."""

    TEXT = "text"
    JSON = "json"
    GITHUB_MATRIX = "github-matrix"
    GITHUB_STAGES = "github-stages"
    GITLAB = "gitlab"


_REPORTS = {
    AffectedFormat.TEXT: report.text,
    AffectedFormat.JSON: report.to_json,
    AffectedFormat.GITHUB_MATRIX: report.github_matrix,
    AffectedFormat.GITHUB_STAGES: report.github_stages,
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
    form: Annotated[
        AffectedFormat,
        typer.Option("--format", "-f", help="text; json, github-matrix, github-stages or gitlab for pipelines."),
    ] = AffectedFormat.TEXT,
    jobs: JobsOption = 0,
) -> None:
    """List the environments that a change reaches: those that would be rendered otherwise than at REF.

    Both sides are rendered in memory, the working tree as it is and REF from git's objects, and compared by what
    they mean: a comment in a template reaches nobody. What REF has beyond the merge base of it and what is checked
    out is no change of this; with --two-dot it counts, as if it were taken back.

    An environment whose spec is gone is to be destroyed. One whose spec was invalid at REF counts as changed; one
    that is invalid now is an error. Exits with 0 whether something is affected or not.

      tfgen affected --since origin/main

      tfgen affected --since HEAD^1 --env pr-123 --format github-matrix

      tfgen affected --applied      (what is still to be applied, and to be destroyed; not pull requests)

    Where tfgen.toml has a [rollout], environments are in its stages: json and github-matrix name that of each,
    github-stages has a list of them, each in batches of as many as a matrix takes, gitlab a pipeline in stages.
    """
    task, names, since = _task(run, since, applied, env, two_dot)
    outcomes = list(with_progress(run, each(run.inputs, names, task, jobs), names, "comparing"))
    raise_all(outcome.failure for outcome in outcomes if outcome.failure)
    found = [outcome.affected for outcome in outcomes if outcome.affected]
    found = rollout.staged(run.inputs, found, complete=applied)
    text = _REPORTS[form](found, since)
    if text:
        run.result(text)
    for one in found:
        if one.note:
            run.note(f"{one.name}: {one.note}")
    run.note(f"{len(found)} of {len(names)} environments affected since {since}")


def _task(
    run: Run, since: str | None, applied: bool, env: list[str], two_dot: bool
) -> tuple[Task[stage.AffectedOutcome], list[str], str]:
    """Return what to hold environments against, which of them, and how to call it."""
    project, catalogue = run.project, run.inputs.spec_files
    if applied == (since is not None) or (applied and env):
        raise TfgenError(
            "affected takes --since REF, or --applied alone", hint="tfgen affected --since origin/main"
        )
    if since is None:
        commits = {record.environment: record.commit for record in records.applied(project.root)}
        against = UnappliedTask(project, commits)
        return against, against.candidates(catalogue), "they were applied"
    base = base_of(project, since, itself=two_dot)
    if base.note:
        run.note(f"note: {base.note}")
    then = stage.SinceRevision(project, base.project, since)
    return then, stage.candidates(catalogue, then.inputs.spec_files, run.inputs.rendered, env), since


app = command(affected)
