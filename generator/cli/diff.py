"""`tfgen diff`: what a render would change, by resource and attribute."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from generator.cli.command import (
    AllOption,
    EnvironmentsOption,
    Exit,
    JobsOption,
    Run,
    SetOption,
    TwoDotOption,
    command,
    fail,
    note_last,
    words_by_stack,
)
from generator.cli.comparison_side import sides
from generator.cli.progress import with_progress
from generator.cli.terminal import style, takes_colour
from generator.environments import compare as comparing
from generator.environments.compare import CompareTask, ReviewOutcome
from generator.environments.parallel import each
from generator.errors import TfgenError
from generator.files import revision
from generator.model.change import Review
from generator.output import write_whole_file
from generator.report import diff_json, diff_markdown, diff_text
from generator.report.visible import visible


class DiffFormat(StrEnum):
    """How what differs is told."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"


AgainstOption = Annotated[
    str,
    typer.Option(
        "--against",
        metavar="REF|DIR",
        help="A git revision, or a folder: DIR/NAME/, or itself one environment. Default: what is on disk.",
    ),
]
FormatOption = Annotated[DiffFormat, typer.Option("--format", "-f", help="How what differs is told.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file instead.")
]
PlanOption = Annotated[
    Path | None,
    typer.Option(
        "--plan",
        metavar="FILE",
        help="A plan as `terraform show -json` prints it, - for standard input: what it does otherwise than "
        "foreseen, from REF or else from what was last applied, and then the rest.",
    ),
]
ReviewedOption = Annotated[
    Path | None,
    typer.Option(
        "--reviewed",
        metavar="FILE",
        help="With --plan, which is a fresh one: the plan that was reviewed. Is it still what is done?",
    ),
]
DriftOption = Annotated[
    bool,
    typer.Option("--drift", help="With --plan: nothing but what was changed outside of Terraform."),
]
LongestOption = Annotated[
    int | None,
    typer.Option("--longest", min=3_000, metavar="N", help="So many characters of Markdown, at most."),
]
UnifiedOption = Annotated[
    bool | None,
    typer.Option(
        "--unified/--no-unified",
        help="Whether the lines of all files follow, or none. Default: of those that mean something else.",
    ),
]


def diff(
    run: Run,
    *,
    env: EnvironmentsOption = [],  # noqa: B006 (typer copies it)
    everything: AllOption = False,
    against: AgainstOption = "",
    two_dot: TwoDotOption = False,
    form: FormatOption = DiffFormat.TEXT,
    output: OutputOption = None,
    settings: SetOption = [],  # noqa: B006
    plan: PlanOption = None,
    reviewed: ReviewedOption = None,
    drift: DriftOption = False,
    longest: LongestOption = None,
    unified: UnifiedOption = None,
    jobs: JobsOption = 0,
) -> None:
    """Show what a render would change: by resource address and attribute, then as unified text.

      tfgen diff --env dev                          (what `tfgen render --env dev` would change)

      tfgen diff --all --against origin/main        (what a branch changes, in all environments)

      tfgen diff --env prod --set tracing.enabled=false

      tfgen diff --env dev --against ../elsewhere/dev

      tfgen diff --all --against main --format markdown      (a comment on a pull request)

      tfgen diff --all --against main --format html -o review.html      (a page, with what a check finds)

      terraform show -json tfgen.tfplan | tfgen diff --env dev --plan -      (what Terraform says to it)

    Configurations are compared, not texts: each attribute by its evaluated value, policies and other JSON inside,
    what can't be known before `terraform apply` by what it refers to. A renamed local, another order or a comment
    is no change; a change that several environments share is told once. `moved` blocks are honoured, and proposed
    where one is missing. REF is rendered in memory from git's objects: the working tree is not touched. What is
    compared with is the merge base of REF and what is checked out, so that what REF has beyond it does not look as
    if it were taken back; with --two-dot it is REF itself.

      +  is created     -  is destroyed     -/+  is replaced     ~  is updated in place     >  has another address

    `!` marks what touches security and comes first, `#` what makes Terraform replace the resource. Exits with 1
    where anything differs, with 0 where nothing does.

    With --plan it is told what Terraform will do, of each step the template's line and the knobs; exits with 1
    where something is planned, or foreseen and not planned. With --reviewed too, it is what the plan does
    otherwise than that one, and 0 where it does the same. Sensitive values are in neither.
    """
    if plan or reviewed or drift:
        _plan(
            run, (env, everything, settings), (plan, reviewed, drift), (against, two_dot), (form, output, longest)
        )
        return
    found: list[ReviewOutcome] = []
    compared = []
    for one, words in words_by_stack(run, env, everything):
        side, told, environments = sides(one, words, everything, against, two_dot)
        note_last(one, environments, settings)
        found += _compare(one, CompareTask(side, settings), environments, jobs)
        compared.append((one, side))
    failed = any(outcome.failure for outcome in found)
    checkout = revision.checkout(run.stacks[0].project) if form is DiffFormat.HTML else None
    review = comparing.review(told, found, checkout)
    if not review.compared and form is not DiffFormat.HTML:  # the page tells what could not be compared
        raise typer.Exit(Exit.FAILED if failed else Exit.DONE)
    if form is DiffFormat.HTML:
        # Checks and drawings need more than a diff, which should not wait for them.
        pages = importlib.import_module("generator.cli.diff_page")
        _tell(run, pages.page(compared, review, found, settings=settings, jobs=jobs), output)
    else:
        _tell(run, _report(form, review, output, unified, longest), output)
    run.note(diff_text.summary(review))
    if failed:
        raise typer.Exit(Exit.FAILED)
    if review.environments:
        raise typer.Exit(Exit.FOUND)


def _compare(run: Run, task: CompareTask, environments: Sequence[str], jobs: int) -> Iterator[ReviewOutcome]:
    """Compare environments; tell of those that can't be as soon as that is known."""
    outcomes = each(run.inputs, environments, task, jobs)
    printed: set[str] = set()  # what is wrong in a template is wrong in each environment
    kept: dict[Any, Any] = {}  # what differs in a thousand environments alike is held once
    for outcome in with_progress(run, outcomes, environments, "comparing"):
        if outcome.failure:
            fail(run.named(outcome.failure), printed)
        label, found = run.label(outcome.environment), outcome.changes
        if found:
            changes, files = (kept.setdefault(each, each) for each in (found.changes, found.files))
            found = found._replace(environment=label, changes=changes, files=files)
        yield outcome._replace(environment=label, changes=found)


def _plan(
    run: Run,
    wanted: tuple[Sequence[str], bool, Sequence[str]],
    files: tuple[Path | None, Path | None, bool],
    side: tuple[str, bool],
    told: tuple[DiffFormat, Path | None, int | None],
) -> None:
    """Tell of a plan."""
    (env, everything, settings), (form, output, longest) = wanted, told
    if files[0] is None:
        raise TfgenError("--reviewed and --drift are about a plan", hint="name it with --plan FILE")
    if len(env) != 1 or everything or form is DiffFormat.HTML:
        raise TfgenError("a plan is of one environment, as text, markdown or json", hint="use --env NAME")
    # Reading plans takes more than a diff, which should not wait for it.
    plans = importlib.import_module("generator.cli.diff_plan")
    run = run.having(env[0])
    review = plans.review(run, run.own_name(env[0]), settings, files, side)
    paint = style if output is None and takes_colour(sys.stdout) else None
    _tell(run, plans.reported(review, form.value, paint, longest), output)
    if review.verdicts or (review.drift_alone and review.drift):
        raise typer.Exit(Exit.FOUND)


def _report(
    form: DiffFormat, review: Review, output: Path | None, unified: bool | None, longest: int | None = None
) -> str:
    if form is DiffFormat.JSON:
        return diff_json.report(review)
    if form is DiffFormat.MARKDOWN:
        return diff_markdown.report(review, limit=longest or diff_markdown.LIMIT)
    if output is None and takes_colour(sys.stdout):
        return diff_text.report(review, style, unified)
    return diff_text.report(review, unified=unified)


def _tell(run: Run, text: str, output: Path | None) -> None:
    if output:
        write_whole_file(output, (f"{visible(text)}\n" if text else "").encode())
    elif text:
        run.result(text)


app = command(diff)
