"""What is still to be applied, or destroyed: each environment held against what it was last applied from."""

from __future__ import annotations

from collections.abc import Mapping

from generator import spec
from generator.environments import pipeline
from generator.environments.affected import AffectedOutcome, SinceRevision, with_place
from generator.environments.pipeline import Inputs
from generator.errors import TfgenError
from generator.files import revision
from generator.files.project import Project
from generator.model.change import AffectedEnvironment
from generator.spec import SpecFiles


class UnappliedTask:
    """Holds each environment against the commit that it was last applied from; see `parallel.Task`."""

    def __init__(self, project: Project, commits: Mapping[str, str]) -> None:
        """Take what was applied.

        Args:
            project: The project as it is.
            commits: For each environment that is applied, the whole name of the commit.
        """
        self._project, self._commits = project, commits
        self._sides: dict[str, SinceRevision] = {}

    def __reduce__(self) -> tuple[type[UnappliedTask], tuple[Project, Mapping[str, str]]]:
        return UnappliedTask, (self._project, self._commits)

    def run(self, inputs: Inputs, environment: str) -> AffectedOutcome:
        """Return how an environment differs from what was applied; one that never was is new."""
        if environment in self._commits:
            return self._since(environment).run(inputs, environment)
        try:
            resolved = pipeline.render(inputs, environment).spec
        except TfgenError as failure:
            return AffectedOutcome(failure=failure)
        return AffectedOutcome(with_place(AffectedEnvironment(environment, "render", "added"), resolved, inputs))

    def candidates(self, now: SpecFiles) -> list[str]:
        """Return the environments to look at: those with a spec of their own, and what is applied and gone.

        Ephemeral ones come and go with their pull request, or with the sweep: they are left to these.
        """
        now.patterns()
        gone = (name for name in self._commits if not now.has(name) and not self._was_ephemeral(name))
        return sorted({*now.environments(), *gone})

    def _was_ephemeral(self, environment: str) -> bool:
        then = self._since(environment).inputs
        try:
            resolved = pipeline.resolve(then, environment)
            return spec.life(resolved, then.of(resolved.stack).schema).ephemeral
        except TfgenError:
            return False  # what is wrong is told where it is looked at

    def _since(self, environment: str) -> SinceRevision:
        """Return the comparison with the commit of an environment, which others may have in common."""
        commit = self._commits[environment]
        if commit not in self._sides:
            self._sides[commit] = SinceRevision(self._project, revision.at(self._project, commit), commit)
        return self._sides[commit]
