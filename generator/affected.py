"""Which environments a change reaches: what would be rendered now, held against what a revision would render.

Both sides are rendered by this tfgen, so that a new version of it reaches nobody. What has the same inputs on both
sides is not rendered at all.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator import diff, pipeline, revision, spec
from generator.applied import TAGS
from generator.change import Affected
from generator.diff import Rendering
from generator.errors import TfgenError, raise_all
from generator.pipeline import Inputs, RenderedEnvironment
from generator.project import Project
from generator.revision import ProjectAt
from generator.spec import Catalogue, Spec
from generator.stored import as_stored
from generator.unchanged import Unchanged

_GLOB = frozenset("*?[")


class Judgement(NamedTuple):
    """What came of one environment; nothing where the change does not reach it.

    Attributes:
        affected: How the change reaches it, if it does.
        failure: Why it can't be rendered now.
    """

    affected: Affected | None = None
    failure: TfgenError | None = None


class Since:
    """Holds one environment after the other against a revision; see `parallel.Task`."""

    def __init__(self, project: Project, then: ProjectAt, reference: str) -> None:
        """Take both sides.

        Args:
            project: The project as it is.
            then: The project as it is in the revision.
            reference: The revision, as the user named it.
        """
        self.inputs, self._sides = Inputs(then), (project, then, reference)
        self._reference, self._unchanged = reference, Unchanged(project.files, then.files)

    def __reduce__(self) -> tuple[type[Since], tuple[Project, ProjectAt, str]]:
        return Since, self._sides

    def run(self, inputs: Inputs, environment: str) -> Judgement:
        """Return how the change reaches an environment."""
        if not inputs.catalogue.has(environment):
            return Judgement(self._removed(environment))
        try:
            resolved = pipeline.resolve(inputs, environment)
            there = self.inputs.catalogue.has(environment)
            if there and self._has_same_inputs(inputs, resolved):
                return Judgement()
            rendered = pipeline.render(inputs, environment)
        except TfgenError as failure:
            return Judgement(failure=failure)
        found = _told(Affected(environment, "render", "changed"), resolved, inputs)
        if not there:
            return Judgement(found._replace(reason="added"))
        try:
            before = pipeline.render(self.inputs, environment, past=True)
        except TfgenError as failure:
            return Judgement(found._replace(note=f"can't be rendered at {self._reference}: {failure.lines()[0]}"))
        return Judgement(None if _same(before, rendered) else found)

    def _has_same_inputs(self, inputs: Inputs, resolved: Spec) -> bool:
        """Tell whether an environment is made from the same files on both sides."""
        try:
            if not self._unchanged.shared or self.inputs.catalogue.file_of(resolved.environment) != resolved.file:
                return False
            documents = inputs.catalogue.lineage(resolved.file).documents
            return all(self._unchanged.file(document.path) for document in documents)
        except TfgenError:
            return False  # it is told where it is rendered

    def _removed(self, environment: str) -> Affected:
        gone = Affected(environment, "destroy", "removed")
        try:
            resolved = pipeline.resolve(self.inputs, environment)
            return _told(gone, resolved, self.inputs)
        except TfgenError as failure:
            return gone._replace(note=f"its spec is invalid at {self._reference}: {failure.lines()[0]}")


class SinceApplied:
    """Holds each environment against the commit that it was last applied from; see `parallel.Task`."""

    def __init__(self, project: Project, commits: Mapping[str, str]) -> None:
        """Take what was applied.

        Args:
            project: The project as it is.
            commits: For each environment that is applied, the whole name of the commit.
        """
        self._project, self._commits = project, commits
        self._sides: dict[str, Since] = {}

    def __reduce__(self) -> tuple[type[SinceApplied], tuple[Project, Mapping[str, str]]]:
        return SinceApplied, (self._project, self._commits)

    def run(self, inputs: Inputs, environment: str) -> Judgement:
        """Return how an environment differs from what was applied; all of one that never was is new."""
        if environment in self._commits:
            return self._since(environment).run(inputs, environment)
        try:
            rendered = pipeline.render(inputs, environment)
        except TfgenError as failure:
            return Judgement(failure=failure)
        return Judgement(_told(Affected(environment, "render", "added"), rendered.spec, inputs))

    def candidates(self, now: Catalogue) -> list[str]:
        """Return the environments to look at: those with a spec of their own, and what is applied and gone.

        Ephemeral ones come and go with their pull request, or with the sweep: they are left to these.
        """
        now.patterns()
        gone = (name for name in self._commits if not now.has(name) and not self._was_ephemeral(name))
        return sorted({*now.environments(), *gone})

    def _was_ephemeral(self, environment: str) -> bool:
        then = self._since(environment).inputs
        try:
            return spec.life(pipeline.resolve(then, environment), then.schema).ephemeral
        except TfgenError:
            return False  # what is wrong is told where it is looked at

    def _since(self, environment: str) -> Since:
        commit = self._commits[environment]
        if commit not in self._sides:
            reference = f"{TAGS}{environment}"
            self._sides[commit] = Since(self._project, revision.at(self._project, reference), reference)
        return self._sides[commit]


def _told(found: Affected, resolved: Spec, inputs: Inputs) -> Affected:
    """Return `found` with what its spec says of it."""
    said = spec.summary(resolved, inputs.schema)
    return found._replace(region=said["region"], account=said["account"])


def candidates(now: Catalogue, then: Catalogue, rendered: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return the environments to look at, sorted.

    Args:
        now: The environments that there are.
        then: Those of the revision.
        rendered: Names of rendered folders: globs find those among them that a pattern spec serves.
        wanted: Names and globs; none for all environments that have a spec of their own on either side.

    Raises:
        TfgenError: A name or a glob that reaches nothing, or a spec whose environment can't be told today: what
            can't be read must not look like what is gone.
    """
    now.patterns()
    known = {*now.environments(), *_known(then)}
    if not wanted:
        return sorted(known)
    known |= {name for name in rendered if now.has(name) or then.has(name)}
    found: set[str] = set()
    problems: list[TfgenError] = []
    for each in wanted:
        matching = fnmatch.filter(known, each) if _GLOB.intersection(each) else [each]
        reached = [name for name in matching if now.has(name) or then.has(name)]
        if not reached:
            problems += _complaint(now, each, rendered)
        found.update(reached)
    raise_all(problems)
    return sorted(found)


def _known(then: Catalogue) -> list[str]:
    """Return the environments of a revision, as far as its specs can be read."""
    try:
        return then.environments()
    except TfgenError:
        return [name for name in then.stems if then.has(name)]


def _complaint(now: Catalogue, wanted: str, rendered: Sequence[str]) -> list[TfgenError]:
    try:
        now.select([wanted], rendered=rendered)
    except TfgenError as problem:
        return [problem]
    return []


def _same(before: RenderedEnvironment, after: RenderedEnvironment) -> bool:
    """Tell whether two renderings mean the same."""
    old, new = (
        Rendering(each.spec.environment, {path: as_stored(content) for path, content in each.contents.items()})
        for each in (before, after)
    )
    return diff.same_meaning(old, new)
