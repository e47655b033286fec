"""What a render would change: environments as they would be, held against what is on disk, a folder or a revision.

review = comparing.review("what is on disk", outcomes)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from generator import diff, output, spec
from generator.diff import Cache, Snapshot
from generator.environments import pipeline
from generator.environments.affected import SinceRevision
from generator.environments.check import origin
from generator.environments.pipeline import Inputs, RenderedEnvironment
from generator.errors import TfgenError
from generator.files.blob import normalize_line_ends
from generator.files.module_folder import ModuleFolder, holds_configuration, is_configuration
from generator.files.project import Project
from generator.files.revision import ProjectAt
from generator.model.change import Action, Checkout, EnvironmentChanges, Review
from generator.spec import Spec


class ReviewOutcome(NamedTuple):
    """What came of one environment.

    Attributes:
        environment: Its name.
        changes: What differs, if something does.
        failure: Why it can't be rendered.
    """

    environment: str
    changes: EnvironmentChanges | None = None
    failure: TfgenError | None = None


class Sides(NamedTuple):
    """Both sides of an environment; None where it is not there.

    Attributes:
        before: As it is.
        after: As it would be.
        note: What a reader has to know about the old side.
        protection: What keeps an environment that is gone from being destroyed, and the way out.
    """

    before: Snapshot | None
    after: Snapshot | None
    note: str = ""
    protection: str = ""


class ComparisonTarget(Protocol):
    """What environments are compared with; it can be pickled."""

    def sides(self, inputs: Inputs, environment: str, overrides: Sequence[str]) -> Sides | None:
        """Return both sides of an environment; None where they are known to be the same.

        Raises:
            TfgenError: It can't be rendered now.
        """
        ...


class CompareTask:
    """Compares one environment after the other; see `parallel.Task`."""

    def __init__(self, against: ComparisonTarget, overrides: Sequence[str] = ()) -> None:
        self._against, self._overrides = against, tuple(overrides)
        self._cache = Cache()

    def __reduce__(self) -> tuple[type[CompareTask], tuple[ComparisonTarget, tuple[str, ...]]]:
        return CompareTask, (self._against, self._overrides)

    def run(self, inputs: Inputs, environment: str) -> ReviewOutcome:
        """Return what differs in one environment."""
        try:
            sides = self._against.sides(inputs, environment, self._overrides)
        except TfgenError as failure:
            return ReviewOutcome(environment, failure=failure)
        if sides is None:
            return ReviewOutcome(environment)
        if sides.note:
            return ReviewOutcome(
                environment, EnvironmentChanges(environment, Action.CHANGED, (), (), (sides.note,))
            )
        changes = diff.compare(sides.before, sides.after, self._cache)
        return ReviewOutcome(environment, changes and changes._replace(protection=sides.protection))


class OnDisk:
    """Compares with what is on disk: what tfgen wrote there, and what somebody else put beside it."""

    def sides(self, inputs: Inputs, environment: str, overrides: Sequence[str]) -> Sides:
        """See `ComparisonTarget.sides`."""
        rendered = pipeline.render(inputs, environment, overrides)
        folder = inputs.project.folder_of(environment)
        changes = {change.path: change.kind for change in output.compare(folder, rendered.contents).changes}
        disk = ModuleFolder(folder, "", empty=True)
        before = {path: content for path, content in rendered.contents.items() if path not in changes}
        before |= {path: disk[path] for path, kind in changes.items() if kind != "created" and path in disk}
        own = {path: disk[path] for path in disk if path not in rendered.contents and path not in changes}
        after = rendering(inputs, rendered, own)
        if not before and not own:
            return Sides(None, after)
        return Sides(Snapshot(environment, _stored_digests(before | own), names=after.names), after)


class InFolder:
    """Compares with a folder of environments, or with one that is an environment itself."""

    def __init__(self, folder: Path, alone: bool) -> None:
        """Take the folder.

        Args:
            folder: `folder / "dev"` is an environment, or `folder` itself.
            alone: Whether one environment is compared, which may be the folder itself.
        """
        self._folder, self._alone = folder, alone

    def sides(self, inputs: Inputs, environment: str, overrides: Sequence[str]) -> Sides:
        """See `ComparisonTarget.sides`."""
        folder = self._folder / inputs.project.full_name(environment)
        if not folder.is_dir() and self._alone and is_module(self._folder):
            folder = self._folder
        there = inputs.spec_files.has(environment)
        after = rendering(inputs, pipeline.render(inputs, environment, overrides)) if there else None
        files = _files_in(folder, after.files if after else {}) if is_module(folder) else None
        names = after.names if after else (environment,)
        return Sides(None if files is None else Snapshot(environment, files, names=names), after)


class InRevision:
    """Compares with what this tfgen would render in a git revision."""

    def __init__(self, project: Project, then: ProjectAt, reference: str) -> None:
        """Take the revision.

        Args:
            project: The project as it is.
            then: The project as it is in the revision.
            reference: The revision, as the user named it.
        """
        self._taken = (project, then, reference)

    def __reduce__(self) -> tuple[type[InRevision], tuple[Project, ProjectAt, str]]:
        return InRevision, self._taken

    @cached_property
    def _since(self) -> SinceRevision:
        return SinceRevision(*self._taken)

    @property
    def then(self) -> Inputs:
        """What all environments of the revision share."""
        return self._since.inputs

    def sides(self, inputs: Inputs, environment: str, overrides: Sequence[str]) -> Sides | None:
        """See `ComparisonTarget.sides`."""
        after = None
        if inputs.spec_files.has(environment):
            if not overrides and self._is_untouched(inputs, environment):
                return None
            after = rendering(inputs, pipeline.render(inputs, environment, overrides))
        if not self.then.spec_files.has(environment):
            return Sides(None, after)
        try:
            before = pipeline.render(self.then, environment, past=True)
        except TfgenError as failure:
            return Sides(None, after, f"can't be rendered at {self._taken[2]}: {failure.lines()[0]}")
        protection = "" if after else _protection(self.then, before.spec)
        return Sides(rendering(self.then, before), after, protection=protection)

    def _is_untouched(self, inputs: Inputs, environment: str) -> bool:
        if not self.then.spec_files.has(environment):
            return False
        return self._since.has_same_inputs(inputs, pipeline.resolve(inputs, environment))


def _protection(then: Inputs, resolved: Spec) -> str:
    problem = spec.protection(resolved, then.of(resolved.stack).schema)
    return f"{problem.message}; {problem.hint}" if problem else ""


def review(against: str, found: Sequence[ReviewOutcome], checkout: Checkout | None = None) -> Review:
    """Return what differs in several environments; those that can't be rendered were not compared.

    Args:
        against: What they were compared with, as a person reads it.
        found: What came of each.
        checkout: What is compared, if it is in a repository.
    """
    compared = sorted(each.environment for each in found if not each.failure)
    environments = tuple(each.changes for each in found if each.changes)
    changed = [one for one in environments if one.action is Action.CHANGED]
    return Review(against, tuple(compared), environments, diff.group(changed), checkout)


def rendering(inputs: Inputs, rendered: RenderedEnvironment, own: Mapping[str, bytes] | None = None) -> Snapshot:
    """Return an environment as it would be rendered.

    Args:
        inputs: What all environments share.
        rendered: The environment.
        own: The files that somebody else put beside it.
    """
    files = _stored_digests(rendered.contents | dict(own or {}))
    names = spec.own_names(rendered.spec, inputs.of(rendered.spec.stack).schema)
    return Snapshot(rendered.spec.environment, files, lambda path, line: origin(rendered, path, line), names)


def is_module(folder: Path) -> bool:
    """Return whether a folder holds configuration."""
    return folder.is_dir() and holds_configuration(path.name for path in folder.iterdir())


def environments_in(folder: Path) -> list[str]:
    """Return the names of the environments that a folder holds, sorted."""
    return sorted(path.name for path in folder.iterdir() if is_module(path) and not path.name.startswith("."))


def _stored_digests(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: normalize_line_ends(content) for path, content in files.items()}


def _files_in(folder: Path, rendered: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the configuration in a folder, and what is below the folders that a rendered environment has."""
    disk = ModuleFolder(folder, folder.as_posix())
    tops = {path.partition("/")[0] for path in rendered if "/" in path}
    found = {path: disk[path] for path in disk if is_configuration(path)}
    for path in _below(folder, tops):
        found[path] = disk[path]
    return _stored_digests(found | {path: disk[path] for path in rendered if path not in found and path in disk})


def _below(folder: Path, tops: Iterable[str]) -> Iterator[str]:
    for top in sorted(tops):
        for path in sorted((folder / top).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()
