"""Which environments a change reaches: what would be rendered now, held against what a revision would render.

Both sides are rendered by this tfgen, so that a new version of it reaches nobody. What has the same inputs on both
sides is not rendered at all.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Sequence
from typing import NamedTuple

from generator import spec
from generator.environments import pipeline
from generator.environments.equivalence import Equivalence
from generator.environments.pipeline import Inputs, RenderedEnvironment
from generator.environments.unchanged_files import UnchangedFiles
from generator.errors import TfgenError, raise_all
from generator.files.project import Project, full_name
from generator.files.revision import ProjectAt
from generator.model.change import AffectedEnvironment
from generator.spec import Spec, SpecFiles

_GLOB = frozenset("*?[")


class AffectedOutcome(NamedTuple):
    """What came of one environment; nothing where the change does not reach it.

    Attributes:
        affected: How the change reaches it, if it does.
        failure: Why it can't be rendered now.
    """

    affected: AffectedEnvironment | None = None
    failure: TfgenError | None = None


class _PastError(Exception):
    """An environment can't be rendered as it was."""

    def __init__(self, failure: TfgenError) -> None:
        super().__init__(failure)
        self.failure = failure


class SinceRevision:
    """Holds one environment after the other against a revision; see `parallel.Task`."""

    def __init__(self, project: Project, then: ProjectAt, reference: str) -> None:
        """Take both sides.

        Args:
            project: The project as it is.
            then: The project as it is in the revision.
            reference: The revision, as the user named it.
        """
        self.inputs, self._sides = Inputs(then), (project, then, reference)
        self._reference = reference
        self._unchanged: dict[tuple[str, str], UnchangedFiles] = {}
        self._meaning, self._reached = Equivalence(), set[tuple[str, ...]]()

    def __reduce__(self) -> tuple[type[SinceRevision], tuple[Project, ProjectAt, str]]:
        return SinceRevision, self._sides

    def run(self, inputs: Inputs, environment: str) -> AffectedOutcome:
        """Return how the change reaches an environment."""
        if not inputs.spec_files.has(environment):
            return AffectedOutcome(self.remove(environment))
        try:
            resolved = pipeline.resolve(inputs, environment)
            found = with_place(AffectedEnvironment(environment, "render", "changed"), resolved, inputs)
            if not self.inputs.spec_files.has(environment):
                pipeline.render(inputs, environment)
                return AffectedOutcome(found._replace(reason="added"))
            try:
                before = pipeline.resolve(self.inputs, environment)
            except TfgenError as failure:
                pipeline.render(inputs, environment)
                return AffectedOutcome(self._incomparable(found, failure))
            return AffectedOutcome(self._compare(inputs, found, before, resolved))
        except TfgenError as failure:
            return AffectedOutcome(failure=failure)

    def has_same_inputs(self, inputs: Inputs, resolved: Spec) -> bool:
        """Tell whether an environment is known to be rendered alike on both sides, byte for byte."""
        try:
            before = pipeline.resolve(self.inputs, resolved.environment)
        except TfgenError:
            return False
        same = before.file == resolved.file and _print(before) == _print(resolved)
        return same and self._stacks(inputs, before, resolved)[1].templates == frozenset()

    def _stacks(self, inputs: Inputs, before: Spec, resolved: Spec) -> tuple[tuple[str, str], UnchangedFiles]:
        """Return the commits that both sides' stacks are of, and what of them is unchanged.

        A commit is empty where a stack is that of the side itself.
        """
        then, now = self.inputs.of(before.stack).stack, inputs.of(resolved.stack).stack
        commits = then.revision if before.stack.revision else "", now.revision if resolved.stack.revision else ""
        if commits not in self._unchanged:
            assert isinstance(then, ProjectAt), "that side is a revision, and so is what an environment pins"
            self._unchanged[commits] = UnchangedFiles(now.files, then.files)
        return commits, self._unchanged[commits]

    def _compare(
        self, inputs: Inputs, found: AffectedEnvironment, before: Spec, resolved: Spec
    ) -> AffectedEnvironment | None:
        """Return `found` if an environment differs, None if it does not.

        Cheap looks first: where the values are the same, at what the templates write that differ. Then an
        environment that is like another but for its name is reached where that one is.

        Raises:
            TfgenError: It can't be rendered now.
        """
        prints = _print(before), _print(resolved)
        commits, unchanged = self._stacks(inputs, before, resolved)
        suspects = unchanged.templates if prints[0] == prints[1] else None
        if suspects == frozenset():
            return None
        try:
            if suspects is not None and self._meaning.same_files(*self._render(inputs, resolved, suspects)):
                return None
            kind = *commits, *(_nameless_print(one, resolved.environment) for one in prints)
            if kind not in self._reached:
                if self._meaning.same(*self._render(inputs, resolved)):
                    return None
                self._reached.add(kind)
            return found
        except _PastError as error:
            return self._incomparable(found, error.failure)

    def _render(
        self, inputs: Inputs, resolved: Spec, only: frozenset[str] | None = None
    ) -> tuple[RenderedEnvironment, RenderedEnvironment]:
        """Return an environment as it was and as it would be, or what some templates make of it.

        Raises:
            TfgenError: It can't be rendered now.
            _PastError: It can't be rendered as it was.
        """
        after = pipeline.render(inputs, resolved.environment, only=only)
        try:
            return pipeline.render(self.inputs, resolved.environment, past=True, only=only), after
        except TfgenError as failure:
            raise _PastError(failure) from failure

    def _incomparable(self, found: AffectedEnvironment, failure: TfgenError) -> AffectedEnvironment:
        return found._replace(note=f"can't be rendered at {self._reference}: {failure.lines()[0]}")

    def remove(self, environment: str) -> AffectedEnvironment:
        """Return an environment that is gone, with what its spec said of it."""
        gone = AffectedEnvironment(environment, "destroy", "removed")
        try:
            resolved = pipeline.resolve(self.inputs, environment)
            return with_place(gone, resolved, self.inputs)
        except TfgenError as failure:
            return gone._replace(note=f"its spec is invalid at {self._reference}: {failure.lines()[0]}")


def removed(then: ProjectAt, reference: str, environments: Sequence[str] = ()) -> list[AffectedEnvironment]:
    """Return the environments of a stack that is gone: some of them, or all that had a spec of their own.

    Args:
        then: The stack as it was.
        reference: The revision, as the user named it.
        environments: Their own names.
    """
    side = SinceRevision(then, then, reference)
    names = environments or _known_environments(side.inputs.spec_files)
    gone = (side.remove(name) for name in names)
    return [one._replace(name=then.full_name(one.name), stack=then.stack) for one in gone]


def _print(resolved: Spec) -> str:
    """Return what tells the values of a spec from any other's: `1`, `1.0` and `true` are three; order counts."""
    return json.dumps(resolved.values)


def _nameless_print(text: str, environment: str) -> str:
    """Return the print of a spec without its environment's name; a number could be any."""
    return text if environment.isdigit() else text.replace(environment, "\0")


def readers(
    inputs: Inputs, environments: Sequence[str], found: Sequence[AffectedEnvironment]
) -> list[AffectedEnvironment]:
    """Return those of one stack's environments that need one that is affected, and are not themselves.

    Args:
        inputs: What environments of the stack share.
        environments: Their names.
        found: What is affected, in this stack and in those that it needs, by full names.

    Raises:
        TfgenError: One can't be resolved.
    """
    reached = {one.name for one in found}
    new = []
    for name in environments:
        if inputs.project.full_name(name) in reached or not inputs.spec_files.has(name):
            continue
        needs = spec.stack_of(inputs.spec_files, name).needs
        if any(full_name(*pair) in reached for pair in needs.items()):
            reader = AffectedEnvironment(name, "render", "needs")
            new.append(with_place(reader, pipeline.resolve(inputs, name), inputs))
    return new


def with_place(found: AffectedEnvironment, resolved: Spec, inputs: Inputs) -> AffectedEnvironment:
    """Return an affected environment with what its spec says of it: the region and the account."""
    said = spec.summary(resolved, inputs.of(resolved.stack).schema)
    needs = tuple(full_name(*pair) for pair in resolved.stack.needs.items())
    return found._replace(region=said["region"], account=said["account"], needs=needs)


def candidates(now: SpecFiles, then: SpecFiles, rendered: Sequence[str], wanted: Sequence[str]) -> list[str]:
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
    known = {*now.environments(), *_known_environments(then)}
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


def _known_environments(then: SpecFiles) -> list[str]:
    """Return the environments of a revision, as far as its specs can be read."""
    try:
        return then.environments()
    except TfgenError:
        return [name for name in then.stems if then.has(name)]


def _complaint(now: SpecFiles, wanted: str, rendered: Sequence[str]) -> list[TfgenError]:
    try:
        now.select([wanted], rendered=rendered)
    except TfgenError as problem:
        return [problem]
    return []
