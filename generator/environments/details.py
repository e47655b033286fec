"""What a review tells of environments beyond what differs: what a check finds in them, and a drawing."""

from __future__ import annotations

from typing import NamedTuple

from generator import graph
from generator.check.engine import Settings
from generator.check.run import Checked, check
from generator.environments.check import target
from generator.environments.pipeline import Inputs
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
    checked: Checked | None = None
    diagram: Diagram | None = None
    failure: TfgenError | None = None


class DetailsTask(NamedTuple):
    """Checks and draws one environment after the other, as it would be rendered; see `parallel.Task`.

    Attributes:
        wanted: What to look for.
        shown: The folder of rendered environments, as the user would name it.
        compared: Whether they are to be compared with each other.
        settings: Overrides of the specs' values.
    """

    wanted: Settings
    shown: str
    compared: bool
    settings: tuple[str, ...]

    def run(self, inputs: Inputs, environment: str) -> Details:
        """Return what is to be told of one environment."""
        try:
            found = target(inputs, environment, self.settings, self.shown)
            checked = check(found, self.wanted, compared=self.compared)
            return Details(environment, checked, graph.draw(found.module))
        except TfgenError as failure:
            return Details(environment, failure=failure)
