"""Environments, checked as they would be rendered: a finding knows the template and the spec values to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator import hcl, output
from generator.check.engine import CheckSettings, Target
from generator.check.run import CheckResult, check
from generator.environments import pipeline
from generator.environments.pipeline import Inputs, RenderedEnvironment
from generator.errors import TfgenError
from generator.files.module_folder import ModuleFolder
from generator.model.finding import SpecValue, TemplateSource
from generator.model.module_files import GivenFiles, ModuleFiles
from generator.output import Comparison


class EnvironmentFindings(NamedTuple):
    """What came of one environment.

    Attributes:
        environment: Its name.
        checked: What was found, if it could be rendered.
        failure: Why it could not.
    """

    environment: str
    checked: CheckResult | None = None
    failure: TfgenError | None = None


class EnvironmentCheck(NamedTuple):
    """A check of one environment after the other; see `parallel.Task`.

    Attributes:
        wanted: What to look for.
        shown: The folder of rendered environments, as the user would name it.
        compared: Whether they are to be compared with each other.
        overrides: Settings over their specs, as `path=value`.
    """

    wanted: CheckSettings
    shown: str
    compared: bool
    overrides: tuple[str, ...] = ()

    def run(self, inputs: Inputs, environment: str) -> EnvironmentFindings:
        """Return what is wrong with one environment."""
        try:
            found = target(inputs, environment, self.overrides, self.shown)
            return EnvironmentFindings(environment, check(found, self.wanted, compared=self.compared))
        except TfgenError as failure:
            return EnvironmentFindings(environment, failure=failure)


def target(inputs: Inputs, environment: str, settings: Sequence[str], shown: str) -> Target:
    """Return an environment as it would be rendered, to be checked.

    Args:
        inputs: What all environments share.
        environment: Its name.
        settings: Overrides of its spec's values.
        shown: The folder of rendered environments, as the user would name it.

    Raises:
        TfgenError: It can't be rendered.
    """
    rendered = pipeline.render(inputs, environment, settings)
    folder = inputs.project.folder_of(environment)
    compared = output.compare(folder, rendered.contents)
    own = ModuleFolder(folder, "", empty=True)
    return Target(
        hcl.load(_WithOwnFiles(rendered.contents, own, compared)),
        f"{shown}/{folder.name}" if shown != "." else folder.name,
        environment,
        lambda path, line: origin(rendered, path, line),
        compared.edited,
        rendered=True,
    )


def origin(rendered: RenderedEnvironment, path: str, line: int) -> TemplateSource | None:
    """Return what made a line of a rendered file, or None if no template did, or one of a revision.

    The template of an environment that is pinned is not there to be mended.
    """
    file = rendered.files.get(path)
    if file is None or rendered.spec.stack.revision or not 1 <= line <= len(file.source_map):
        return None
    source = file.source_map[line - 1]
    paths = dict.fromkeys((*source.values, *source.conditions))
    values = map(rendered.spec.describe, paths)
    return TemplateSource(
        source.template,
        tuple(SpecValue(name, value, str(origin), origin.location) for name, value, origin in values),
    )


class _WithOwnFiles(ModuleFiles):
    """What would be on disk: what would be rendered, and the files that somebody else put beside it."""

    def __init__(self, rendered: Mapping[str, bytes], own: ModuleFolder, compared: Comparison) -> None:
        self._rendered, self._own = GivenFiles(rendered), own
        self._gone = {change.path for change in compared.changes if change.kind == "removed"}

    def __iter__(self) -> Iterator[str]:
        yield from self._rendered
        yield from (name for name in self._own if name not in self._rendered and name not in self._gone)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, path: object) -> bool:
        return path in self._rendered or (path in self._own and path not in self._gone)

    def __getitem__(self, path: str) -> bytes:
        if path in self._rendered:
            return self._rendered[path]
        if path in self._gone:
            raise KeyError(path)
        return self._own[path]

    def below(self, folder: str) -> list[str] | None:
        """See `ModuleFiles.below`."""
        own = self._own.below(folder)
        return None if own is None else sorted({*self._rendered.below(folder), *own} - self._gone)

    def holds(self, folder: str) -> bool:
        """See `ModuleFiles.holds`."""
        below = self.below(folder)
        return self._own.holds(folder) if below is None else bool(below)
