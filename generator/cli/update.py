"""`tfgen update`: a project, brought to what this tfgen begins with."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from generator import __version__, output
from generator.cli.command import Exit, Run, command, fail, known_environments
from generator.cli.progress import with_progress
from generator.cli.terminal import style, takes_colour
from generator.environments import compare as comparing
from generator.environments import update as stage
from generator.environments.compare import CompareTask
from generator.environments.parallel import each
from generator.environments.pipeline import Inputs
from generator.environments.update import Treatment, UpdatePlan
from generator.errors import TfgenError
from generator.report import diff_text
from generator.starter import placing
from generator.starter.record import RECORD, UNDO


def update(
    run: Run,
    *,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Write nothing; print what would be done, and what a plan would show."),
    ] = False,
    base: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="DIR",
            help="What the project was made from, if it does not know: a folder that its tfgen's init wrote.",
        ),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last update back.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="With --undo: also files that were changed since.")
    ] = False,
) -> None:
    """Bring a project to what this tfgen begins with; merge what was changed.

      tfgen update --dry-run

      tfgen update

      tfgen update --undo

    What is new is merged with what was changed here, three ways: what both began with is in .tfgen-starter.zip,
    which is committed. A file that was deleted here stays so; one that is the project's own is left alone. Where
    both changed the same lines, both stand there, marked <<<<<<< and >>>>>>>, and the exit code is 1. Then follows
    what becomes of the environments' resources. out/ is not touched: `tfgen render --all` is next.

    What is replaced is kept in .tfgen-undo.zip until the next update. No network is used, and no history of git;
    git itself merges.

      tfgen update --from ../base      (a project without a record: ../base is what its tfgen began it with)
    """
    if (force and not undo) or (undo and (dry_run or base)):
        raise TfgenError("--undo stands alone, or with --force", hint="tfgen update --undo")
    runs = run.stacks
    if len(runs) > 1:
        if base:
            raise TfgenError("--from is of one stack", hint=f"--stack {' or '.join(one.stack for one in runs)}")
        # A stack of the team's own has no record, and nothing to be brought to.
        kept = UNDO if undo else RECORD
        runs = [one for one in runs if (one.project.root / kept).is_file()]
        if not runs:
            raise TfgenError(f"no stack has a {kept}", hint="name one with --stack")
    found = [_undo(one, force) if undo else _update(one, base, dry_run) for one in runs]
    if any(found):
        raise typer.Exit(Exit.FOUND)


def _update(run: Run, base: Path | None, dry_run: bool) -> bool:
    """Update one stack; return whether somebody has to look at something."""
    plan = stage.plan(run.project.root, base)
    if not plan.edits and not plan.changes:
        run.note(f"{run.stack or 'this project'} has all of tfgen {__version__} already")
        return False
    for change in plan.changes:
        reason = f" ({change.reason})" if change.reason else ""
        run.result(f"{change.kind.value:<9}{run.place(plan.place.top / change.path)}{reason}")
    broken = _consequences(run, plan)
    if not dry_run:
        output.edit(plan.place.top, plan.edits)
    _summary(run, plan, dry_run)
    return bool(broken) or any(change.unsettled for change in plan.changes)


def _undo(run: Run, force: bool) -> bool:
    """Take the last update of one stack back."""
    root = run.project.root
    edits = stage.undo(root, force)
    top = placing.place_of(root).top
    for each_edit in edits:
        verb = "removed" if each_edit.after is None else "restored"
        run.result(f"{verb:<9}{run.place(top / each_edit.path)}")
    run.note("the last update is taken back; next: tfgen render --all")
    return False


def _consequences(run: Run, plan: UpdatePlan) -> int:
    """Print what environments become; return how many of them can't be rendered after the update."""
    before = run.project
    after = Inputs(stage.project_after(before, plan))
    try:
        names = sorted({*known_environments(run.inputs), *known_environments(after)})
    except TfgenError as failure:
        fail(failure)
        return 1
    task = CompareTask(stage.Updated(before))
    outcomes = list(with_progress(run, each(after, names, task, 0), names, "comparing"))
    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    conflicts = any(change.kind is Treatment.CONFLICT for change in plan.changes)
    printed: set[str] = set()
    for each_one in () if conflicts else failures:
        fail(each_one, printed)
    review = comparing.review("the project as it is", outcomes)
    paint = {"paint": style} if takes_colour(sys.stdout) else {}
    told = diff_text.report(review, unified=False, **paint)
    if told:
        run.result(f"\n{told}")
    if review.compared:
        run.note(diff_text.summary(review))
    if failures and conflicts:
        run.note(f"{len(failures)} environments can be compared when the conflicts are settled")
    elif conflicts:
        run.note("compared with your side of each conflict")
    elif failures:
        run.note(f"{len(failures)} environments can't be rendered after the update")
    return len(failures)


def _summary(run: Run, plan: UpdatePlan, dry_run: bool) -> None:
    counts = Counter(change.kind.value for change in plan.changes)
    told = ", ".join(f"{counts[kind]} {kind.value}" for kind in Treatment if counts[kind]) or "nothing to merge"
    before = plan.before.version
    run.note(f"from {before} to {__version__}: {told}{', if it were not a dry run' * dry_run}")
    if not dry_run and plan.edits:
        settle = "settle what is listed as conflict or kept, then " * any(each.unsettled for each in plan.changes)
        run.note(f"next: {settle}tfgen render --all; tfgen update --undo takes it back")


app = command(update)
