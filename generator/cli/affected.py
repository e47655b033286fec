"""`tfgen affected`: the environments that a change reaches."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from generator.cli.command import EnvironmentsOption, JobsOption, Run, TwoDotOption, command
from generator.cli.reached import compare
from generator.environments import rollout
from generator.errors import TfgenError
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
    level: Annotated[
        int | None,
        typer.Option("--level", min=0, metavar="N", help="Of several stacks, those of this level in their order."),
    ] = None,
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

    Of several stacks, each environment says its stack and its level: 0 for a stack that needs
    none, one more for one that needs it. Apply level after level, and destroy the other way round. One that needs
    an environment that is affected is affected as well: what it reads may change.

    An environment whose spec is gone is to be destroyed. One whose spec was invalid at REF counts as changed; one
    that is invalid now is an error. Exits with 0 whether something is affected or not.

      tfgen affected --since origin/main

      tfgen affected --since HEAD^1 --env pr-123 --format github-matrix

      tfgen affected --applied      (what is still to be applied, and to be destroyed; not pull requests)

    Where tfgen.toml has a [rollout], environments are in its stages: json and github-matrix name that of each,
    github-stages has a list of them, each in batches of as many as a matrix takes, gitlab a pipeline in stages.
    """
    if applied == (since is not None) or (applied and env):
        raise TfgenError(
            "affected takes --since REF, or --applied alone", hint="tfgen affected --since origin/main"
        )
    told = since or "they were applied"
    found, total = compare(run, since, env, two_dot=two_dot, jobs=jobs)
    found = rollout.staged({one.project.stack: one.inputs for one in run.stacks}, found, complete=applied)
    if level is not None:
        found = [one_found for one_found in found if one_found.level == level]
    text = _REPORTS[form](found, told)
    if text:
        run.result(text)
    for reached in found:
        if reached.note:
            run.note(f"{reached.name}: {reached.note}")
    run.note(f"{len(found)} of {total} environments affected since {told}")


app = command(affected)
