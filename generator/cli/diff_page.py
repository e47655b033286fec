"""`tfgen diff --format html`: what differs, with what a check finds in it and how events flow through it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.check import run as checking
from generator.check.run import CheckResult
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
    compared: Sequence[tuple[Run, ComparisonTarget]],
    review: Review,
    found: Sequence[ReviewOutcome],
    *,
    settings: Sequence[str],
    jobs: int,
) -> str:
    """Return a review as a page.

    Args:
        compared: The stacks, each with what it was compared with.
        review: What differs.
        found: What came of each environment.
        settings: The overrides that environments were rendered with.
        jobs: How many processes.
    """
    top = compared[0][0].project.top
    configured = checking.configured_for([top])
    wanted = checking.settings(configured.settings, [], [])
    details = []
    for run, side in compared:
        names = [own for one in review.environments if (own := run.project.own_name(one.environment))]
        alone = EnvironmentCheck(
            checking.settings(checking.configured_for([run.project.root]).settings, [], []),
            run.place(run.project.out),
            len(review.environments) > 1,
            tuple(settings),
        )
        task = DetailsTask(TransitionCheck(alone, side, readings(run.inputs, names, settings)))
        outcomes = each(run.inputs, names, task, jobs)
        details += [
            (run.label(one.environment), one)
            for one in with_progress(run, outcomes, names, "checking")
            if not one.failure
        ]
    parts = [_named(one.checked, label) for label, one in details if one.checked]
    findings = checking.together(parts, wanted)
    if configured.settings.baseline:
        known = configured.folder / configured.settings.baseline
        content = read_file(known, known.name, MAXIMUM_BYTES)
        findings = checking.subtract_baseline(findings, content, str(known))
    diagrams = {label: one.diagram for label, one in details if one.diagram}
    failures = {one.environment: one.failure.lines() for one in found if one.failure}
    return review_page.report(review, findings, diagrams, failures)


def _named(part: CheckResult, label: str) -> CheckResult:
    """Return what came of a check with the environment called as among those of all stacks."""
    findings = part.findings
    return part._replace(
        findings=findings._replace(found=tuple(one._replace(environment=label) for one in findings.found)),
        facts=part.facts and part.facts._replace(environment=label),
    )
