"""`tfgen diff --plan`: what Terraform will do, held against what was foreseen, or against what was reviewed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from generator import bounds
from generator.cli.command import Run
from generator.cli.comparison_side import sides
from generator.environments import plan_review as stage
from generator.environments.plan_review import Foreseen
from generator.errors import TfgenError
from generator.files.project import read_file
from generator.model.terraform_plan import PlanReview
from generator.report import diff_markdown, plan_json, plan_markdown, plan_text
from generator.report.diff_text import Paint

FORMS = ("text", "markdown", "json")
"""The formats that a plan has."""


def review(
    run: Run,
    environment: str,
    settings: Sequence[str],
    files: tuple[Path, Path | None, bool],
    against: tuple[str, bool],
) -> PlanReview:
    """Return the plan of an environment, held against what it is to be held against.

    Args:
        run: The command's run.
        environment: Its name.
        settings: Overrides of its spec.
        files: The plan as JSON; the one that was reviewed, if it is held against that; and whether nothing but the
            drift is of interest.
        against: A revision or a folder that changes are foreseen from, empty for what was last applied; and if
            the revision itself is meant.
    """
    base, two_dot = against
    plan, reviewed = _content(files[0]), _content(files[1]) if files[1] else None
    if files[2]:
        return stage.review_drift(run.inputs, environment, settings, plan)
    if reviewed is not None:
        if base:
            raise TfgenError("a plan is held against a revision, or against the plan that was reviewed")
        return stage.review_fresh(run.inputs, environment, settings, plan, reviewed)
    if base:
        side, told, _ = sides(run, [environment], False, base, two_dot)
        foreseen = Foreseen(side, told)
    else:
        foreseen = stage.last_applied(run.inputs, environment)
        if not foreseen.side:
            run.note(
                f"note: no tag tfgen/applied/{run.label(environment)} says what was applied: nothing is foreseen "
                "(--against REF names what was)"
            )
    return stage.review(run.inputs, environment, settings, plan, foreseen)


def _content(file: Path) -> bytes:
    if file.as_posix() == "-":
        if sys.stdin.isatty():
            raise TfgenError(
                "nothing is piped in", hint="terraform show -json PLAN | tfgen diff --plan - --env NAME"
            )
        return sys.stdin.buffer.read(bounds.PLAN_BYTES.limit + 1)
    return read_file(file, file.as_posix(), bounds.PLAN_BYTES.limit)


def reported(review: PlanReview, form: str, paint: Paint | None, longest: int | None) -> str:
    """Return a plan in one of `FORMS`."""
    if form == "json":
        return plan_json.report(review)
    if form == "markdown":
        return plan_markdown.report(review, limit=longest or diff_markdown.LIMIT)
    return plan_text.report(review, paint) if paint else plan_text.report(review)
