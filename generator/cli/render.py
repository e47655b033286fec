"""`tfgen render`: environments into their folders."""

from __future__ import annotations

import importlib
from collections import Counter
from typing import Annotated

import typer

from generator.cli.command import (
    AllOption,
    EnvironmentsOption,
    Exit,
    JobsOption,
    Run,
    SetOption,
    SinceOption,
    TwoDotOption,
    choose_by_stack,
    command,
    fail,
    note_last,
)
from generator.cli.progress import with_progress
from generator.environments.parallel import each
from generator.environments.pipeline import Outcome, RenderTask
from generator.errors import TfgenError
from generator.report import text

CheckOption = Annotated[
    bool,
    typer.Option("--check", help="Write nothing; exit 1 if what is on disk is not what would be written."),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Write nothing; print what would change.")]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Overwrite files that were edited by hand; let go of keys that hold data."),
]
RevisionOption = Annotated[
    str | None,
    typer.Option("--revision", metavar="REF", help="Render the specs and templates of a git revision."),
]
ForDestroyOption = Annotated[
    bool,
    typer.Option("--for-destroy", help="Render what is to be destroyed; refuse what a spec protects from it."),
]
NoSyncOption = Annotated[
    bool,
    typer.Option(
        "--no-sync", help="Do not wait until the disk holds what is written: quicker, no match for a power cut."
    ),
]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Print a line for each file that changes.")]


def render(
    run: Run,
    *,
    env: EnvironmentsOption = [],  # noqa: B006 (typer copies it)
    everything: AllOption = False,
    since: SinceOption = None,
    two_dot: TwoDotOption = False,
    settings: SetOption = [],  # noqa: B006
    check: CheckOption = False,
    dry_run: DryRunOption = False,
    force: ForceOption = False,
    revision: RevisionOption = None,
    for_destroy: ForDestroyOption = False,
    no_sync: NoSyncOption = False,
    verbose: VerboseOption = False,
    jobs: JobsOption = 0,
) -> None:
    """Render environments into out/NAME/, ready for terraform.

    Prints a line for each environment, and with --verbose one for each file that changes.

    An environment lands whole or not at all. Files that tfgen did not write, terraform's state among them, are
    left alone; a generated file that somebody edited is not overwritten without --force.

      tfgen render --env pr-123

      tfgen render --all --check      (in CI: is what is committed what the specs say?)

      tfgen render --since origin/main    (what this branch reaches)

      tfgen render --env dev --set tracing.enabled=false --dry-run

      tfgen render --env pr-123 --revision tfgen/applied/pr-123 --for-destroy
    """
    if since and revision:
        raise TfgenError("--since is about the files as they are, and --revision about those of a revision")
    here, run = run, run.at(revision)
    sides = {one.stack: one for one in here.stacks} if revision else {}
    if since is None:
        chosen = choose_by_stack(run, env, everything)
    else:
        chosen = importlib.import_module("generator.cli.reached").choose(
            run, since, env, two_dot=two_dot, jobs=jobs
        )
    for one, environments in chosen:
        note_last(one, environments, settings)
        if for_destroy:
            importlib.import_module("generator.environments.protection").check_unprotected(
                [each.inputs for each in (sides.get(one.stack), one) if each], environments, settings
            )
    task = RenderTask(
        tuple(settings), landing=not (check or dry_run), force=force, past=for_destroy, durable=not no_sync
    )
    tally = _Tally()
    for one, environments in chosen:
        tally.add(one, environments, task, jobs, verbose)
    total = sum(len(environments) for _, environments in chosen)
    if total > 1:
        run.note(tally.summary(total))
    if tally.failed:
        raise typer.Exit(Exit.FAILED)
    if check and tally.counts:
        raise typer.Exit(Exit.FOUND)


class _Tally:
    """What came of all environments: how many failed, what was told of that, and how many files changed."""

    def __init__(self) -> None:
        self.failed, self.counts = 0, Counter[str]()
        self._printed: set[str] = set()  # what is wrong in a template is wrong in each environment

    def add(self, run: Run, environments: list[str], task: RenderTask, jobs: int, verbose: bool) -> None:
        """Render environments of one stack, and print what comes of them."""
        outcomes = each(run.inputs, environments, task, jobs)
        for outcome in with_progress(run, outcomes, environments, "rendering"):
            if outcome.failure:
                self.failed += 1
                fail(run.named(outcome.failure), self._printed)
                continue
            changes = _changes(outcome)
            self.counts.update(kind for kind, _ in changes)
            if changes and verbose:
                run.result("\n".join(text.changes(run.place(run.project.folder_of(outcome.environment)), changes)))
            repaired = outcome.landing is not None and outcome.landing.repaired
            line = text.summary(run.label(outcome.environment), Counter(kind for kind, _ in changes))
            run.note(line + (" (finished an interrupted write)" * repaired))

    def summary(self, total: int) -> str:
        """Return what came of that many environments, on one line."""
        title = f"{total} environments"
        line = text.summary(title, self.counts) if self.failed < total else f"{title}: none rendered"
        return line + (f", {self.failed} could not be rendered" if 0 < self.failed < total else "")


def _changes(outcome: Outcome) -> list[tuple[str, str]]:
    if outcome.landing:
        return [(change.kind, change.path) for change in outcome.landing.changes]
    comparison = outcome.comparison
    if comparison is None:
        return []
    # What a render would refuse is told as such, and not a second time as a change.
    refused = {*comparison.edited, *comparison.foreign}
    return [
        *((change.kind, change.path) for change in comparison.changes if change.path not in refused),
        *(("edited", path) for path in comparison.edited),
        *(("foreign", path) for path in comparison.foreign),
    ]


app = command(render)
