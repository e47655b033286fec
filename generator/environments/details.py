"""What a review tells of environments beyond what differs: what a check finds in them, and a drawing."""

from __future__ import annotations

from typing import NamedTuple

from generator import graph
from generator.check.run import CheckResult
from generator.environments.check import target
from generator.environments.pipeline import Inputs
from generator.environments.transitions import TransitionCheck
from generator.errors import TfgenError
from generator.model.diagram import Diagram


class Details(NamedTuple):
    """What came of one environment.

    Attributes:
        environment: Its name.
        checked: What was found, if it could be rendered.
        diagram: How events flow through it, likewise.
        failure: Why it could not.
    """

    environment: str
    checked: CheckResult | None = None
    diagram: Diagram | None = None
    failure: TfgenError | None = None


class DetailsTask(NamedTuple):
    """Checks and draws one environment after the other, as it would be rendered; see `parallel.Task`.

    Attributes:
        check: What to look for in an environment and in its change.
    """

    check: TransitionCheck

    def run(self, inputs: Inputs, environment: str) -> Details:
        """Return what is to be told of one environment."""
        found = self.check.run(inputs, environment)
        if found.failure or not inputs.spec_files.has(environment):
            return Details(environment, found.checked, failure=found.failure)
        alone = self.check.alone
        module = target(inputs, environment, alone.overrides, alone.shown).module
        return Details(environment, found.checked, graph.draw(module))
