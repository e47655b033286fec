"""`tfgen check --env`: environments as they would be rendered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.check import run as checking
from generator.check.engine import Settings
from generator.check.run import Checked
from generator.cli.command import Run, chosen, note_last
from generator.cli.progress import with_progress
from generator.environments.check import EnvironmentCheck
from generator.environments.parallel import each
from generator.errors import TfgenError, raise_all
from generator.model.finding import Findings


def check(run: Run, env: Sequence[str], everything: bool, wanted: Settings, settings: Sequence[str]) -> Findings:
    """Return what is wrong with environments, alone and with each other.

    Args:
        run: The command's run.
        env: Names and globs of environments.
        everything: Whether all are meant.
        wanted: What to look for.
        settings: The `--set` overrides.

    Raises:
        TfgenError: Some can't be rendered; all problems of all of them.
    """
    environments = chosen(run, env, everything)
    note_last(run, environments, settings)
    task = EnvironmentCheck(
        wanted, run.place(run.project.out), compared=len(environments) > 1, overrides=tuple(settings)
    )
    failures: list[TfgenError] = []
    parts: list[Checked] = []
    shared: dict[Any, Any] = {}
    outcomes = each(run.inputs, environments, task, jobs=0)
    for outcome in with_progress(run, outcomes, environments, "checking"):
        if outcome.failure:
            failures.append(outcome.failure)
        if outcome.checked:
            parts.append(outcome.checked.sharing(shared))
    raise_all(failures)
    return checking.together(parts, wanted)
