"""`tfgen check --env`: environments as they would be rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.check import run as checking
from generator.check.engine import CheckSettings
from generator.check.run import CheckResult
from generator.cli import reached
from generator.cli.command import Run, choose_environments, known_environments, note_last, words_by_stack
from generator.cli.comparison_side import sides
from generator.cli.progress import with_progress
from generator.environments.check import EnvironmentCheck, EnvironmentFindings
from generator.environments.parallel import Task, each
from generator.environments.transitions import TransitionCheck, readings
from generator.errors import TfgenError, raise_all
from generator.model.finding import Findings, TemplateSource


def check(
    run: Run,
    env: Sequence[str],
    everything: bool,
    wanted: CheckSettings,
    settings: Sequence[str],
    *,
    since: str | None = None,
    against: str = "",
    two_dot: bool = False,
    of_stacks: Mapping[Path, CheckSettings],
) -> Findings:
    """Return what is wrong with environments, alone and with each other.

    Args:
        run: The command's run.
        env: Names and globs of environments.
        everything: Whether all are meant.
        wanted: What to look for between environments.
        settings: The `--set` overrides.
        since: A revision: those alone that the change from there reaches.
        against: A revision or a folder, to tell also what the change from there would break.
        two_dot: Whether the revision itself is meant.
        of_stacks: What to look for in an environment alone, by the root of its stack.

    Raises:
        TfgenError: Some can't be rendered; all problems of all of them.
    """
    failures: list[TfgenError] = []
    parts: list[CheckResult] = []
    shared: dict[Any, Any] = {}
    if since is None:
        chosen = words_by_stack(run, env, everything)
    else:
        chosen, everything = reached.choose(run, since, env, two_dot=two_dot), False
    for one, words in chosen:
        if against:
            side, _, environments = sides(one, words, everything, against, two_dot)
        else:
            side, environments = None, choose_environments(one, words, everything)
        note_last(one, environments, settings)
        compared = len(environments) > 1 or len(run.stacks) > 1
        root = one.project.root
        alone = EnvironmentCheck(of_stacks[root], run.place(one.project.out), compared, tuple(settings))
        task: Task[EnvironmentFindings] = alone
        if side:
            read = readings(one.inputs, environments, settings)
            for other in run.stacks:
                if other is not one:  # which may read what goes here
                    read += readings(other.inputs, known_environments(other.inputs), reader=other.label)
            task = TransitionCheck(alone, side, read)
        outcomes = each(one.inputs, environments, task, jobs=0)
        for outcome in with_progress(one, outcomes, environments, "checking"):
            if outcome.failure:
                failures.append(one.named(outcome.failure))
            if outcome.checked:
                part = outcome.checked.sharing(shared)
                parts.append(_of_stack(run, one, part, outcome.environment))
    raise_all(failures)
    found = checking.together(parts, wanted)
    return found if len(run.stacks) > 1 else _from_here(found, run.place(run.project.root))


def _of_stack(run: Run, one: Run, part: CheckResult, environment: str) -> CheckResult:
    """Return what came of an environment of one stack, called as among those of all stacks."""
    label = one.label(environment)
    found, facts = part.findings, part.facts
    if label != environment:
        found = found._replace(found=tuple(each._replace(environment=label) for each in found.found))
        facts = facts and facts._replace(environment=label)
    named = _from_here(found, run.place(one.project.root)) if len(run.stacks) > 1 else found
    return part._replace(findings=named, facts=facts)


def _from_here(findings: Findings, root: str) -> Findings:
    """Return findings with what a person mends as it is called here, where the project is in a folder below."""
    if root == "." or root.startswith("/"):
        return findings
    return findings._replace(found=tuple(one._replace(source=_below(root, one.source)) for one in findings.found))


def _below(root: str, source: TemplateSource | None) -> TemplateSource | None:
    if source is None:
        return None
    values = (
        value._replace(
            origin=value.origin.replace(value.location.path, f"{root}/{value.location.path}", 1),
            location=value.location._replace(path=f"{root}/{value.location.path}"),
        )
        if value.location
        else value
        for value in source.values
    )
    template = source.template._replace(path=f"{root}/{source.template.path}")
    return source._replace(template=template, values=tuple(values))
