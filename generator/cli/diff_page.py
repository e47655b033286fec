"""`tfgen diff --format html`: what differs, with what a check finds in it and how events flow through it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.check import run as checking
from generator.cli.command import Run
from generator.cli.progress import with_progress
from generator.environments.check import EnvironmentCheck
from generator.environments.compare import ComparisonTarget, ReviewOutcome
from generator.environments.details import DetailsTask
from generator.environments.parallel import each
from generator.environments.transitions import TransitionCheck, readings
from generator.files.module_folder import MAXIMUM_BYTES
from generator.files.project import read_file
from generator.model.change import Review
from generator.report import review_page


def page(
    run: Run,
    review: Review,
    found: Sequence[ReviewOutcome],
    *,
    side: ComparisonTarget,
    settings: Sequence[str],
    jobs: int,
) -> str:
    """Return a review as a page.

    Args:
        run: The command's run.
        review: What differs.
        found: What came of each environment.
        side: What they were compared with.
        settings: The overrides that environments were rendered with.
        jobs: How many processes.
    """
    configured = checking.configured_for([run.project.root])
    names = [one.environment for one in review.environments]
    wanted = checking.settings(configured.settings, [], [])
    alone = EnvironmentCheck(wanted, run.place(run.project.out), len(names) > 1, tuple(settings))
    task = DetailsTask(TransitionCheck(alone, side, readings(run.inputs, names, settings)))
    outcomes = each(run.inputs, names, task, jobs)
    details = [one for one in with_progress(run, outcomes, names, "checking") if not one.failure]
    findings = checking.together([one.checked for one in details if one.checked], wanted)
    if configured.settings.baseline:
        known = configured.folder / configured.settings.baseline
        content = read_file(known, known.name, MAXIMUM_BYTES)
        findings = checking.subtract_baseline(findings, content, str(known))
    diagrams = {one.environment: one.diagram for one in details if one.diagram}
    failures = {one.environment: one.failure.lines() for one in found if one.failure}
    return review_page.report(review, findings, diagrams, failures)
