"""What the change of an environment would break: it as it was and as it would be."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from generator import diff, hcl
from generator.check import transition_run as holding
from generator.check.engine import CheckSettings, Target
from generator.check.fleet import outputs_read, state_of
from generator.check.run import CheckResult
from generator.check.transition import StateIdentity, Transition
from generator.diff import Snapshot
from generator.environments.check import EnvironmentCheck, EnvironmentFindings, target
from generator.environments.compare import ComparisonTarget, Sides
from generator.environments.pipeline import Inputs
from generator.errors import TfgenError
from generator.hcl import Module
from generator.model.finding import Findings
from generator.model.module_files import GivenFiles
from generator.render.template_engine import TEMPLATES

_NOTHING = Snapshot("", {})
_REMOTE = b"terraform_remote_state"


class TransitionCheck(NamedTuple):
    """A check of one environment after the other, and of its change; see `parallel.Task`.

    Attributes:
        alone: The check of an environment as it would be.
        against: What it is held against.
        readings: What environments read from the states of others.
    """

    alone: EnvironmentCheck
    against: ComparisonTarget
    readings: tuple[OutputUse, ...] = ()

    def run(self, inputs: Inputs, environment: str) -> EnvironmentFindings:
        """Return what is wrong with an environment, and with its change; of one that is gone with that alone."""
        found = EnvironmentFindings(environment)
        if inputs.spec_files.has(environment):
            found = self.alone.run(inputs, environment)
            if found.failure:
                return found
        try:
            sides = self.against.sides(inputs, environment, self.alone.overrides)
        except TfgenError as failure:
            return found._replace(failure=failure)
        if sides is None:
            return found
        shown, name = self.alone.shown, inputs.project.full_name(environment)
        folder = f"{shown}/{name}" if shown != "." else name
        changed = check(environment, sides, self.alone.wanted, folder, self.readings)
        old = found.checked or CheckResult(Findings((), 0, 0), None)
        return found._replace(checked=old._replace(findings=_join(old.findings, changed)))


class OutputUse(NamedTuple):
    """An output that an environment reads from a state.

    Attributes:
        state: Where that is.
        output: The output's name.
        reader: The environment.
    """

    state: StateIdentity
    output: str
    reader: str


def check(
    environment: str, sides: Sides, wanted: CheckSettings, folder: str, readings: Sequence[OutputUse] = ()
) -> Findings:
    """Return what the change of an environment breaks.

    Args:
        environment: Its name.
        sides: It as it was and as it would be.
        wanted: What to look for.
        folder: The folder that it is rendered into, as the user would name it.
        readings: What environments read from the states of others.
    """
    if sides.before is None:  # nothing was there, or what was there can't be read
        return Findings((), 0, 0)
    changes = diff.compare(sides.before, sides.after)
    if changes is None or not changes.changes:
        return Findings((), 0, 0)
    before, after = (_target(side or _NOTHING, environment, folder) for side in (sides.before, sides.after))
    transition = Transition(
        before.module,
        after.module,
        changes.changes,
        sides.after is not None,
        _readers(before.module, environment, readings),
    )
    return holding.check(transition, before, after, wanted)


def readings(
    inputs: Inputs,
    environments: Sequence[str],
    overrides: Sequence[str] = (),
    reader: Callable[[str], str] = str,
) -> tuple[OutputUse, ...]:
    """Return what environments read from the states of others; few projects have any that does.

    Args:
        inputs: What all environments share.
        environments: Which to look at; those that can't be rendered are told of elsewhere.
        overrides: Settings over their specs, as `path=value`.
        reader: What an environment that reads is called.
    """
    files = inputs.project.files
    in_templates = any(_REMOTE in files.read(f"{TEMPLATES}/{name}") for name in files.names(TEMPLATES))
    found: list[OutputUse] = []
    for environment in environments:
        folder = inputs.project.folder_of(environment)
        own = (path.read_bytes() for path in folder.glob("*.tf")) if folder.is_dir() else ()
        if inputs.spec_files.has(environment) and (in_templates or any(_REMOTE in content for content in own)):
            with contextlib.suppress(TfgenError):
                module = target(inputs, environment, overrides, "").module
                found += (OutputUse(use.state, use.output, reader(environment)) for use in outputs_read(module))
    return tuple(found)


def _target(side: Snapshot, environment: str, folder: str) -> Target:
    return Target(hcl.load(GivenFiles(side.files)), folder, environment, side.origin)


def _readers(before: Module, environment: str, readings: Sequence[OutputUse]) -> Mapping[str, tuple[str, ...]]:
    state = state_of(before)
    found: dict[str, list[str]] = {}
    for reading in readings:
        if reading.state == state and reading.reader != environment:
            found.setdefault(reading.output, []).append(reading.reader)
    return {name: tuple(dict.fromkeys(readers)) for name, readers in found.items()}


def _join(one: Findings, other: Findings) -> Findings:
    return Findings((*one.found, *other.found), one.suppressed + other.suppressed, one.files + other.files)
