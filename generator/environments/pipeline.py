"""The stages in their order: load, resolve, validate, render, compare or write.

The only module that knows all stages; `parallel` maps it over processes.
"""

from __future__ import annotations

import datetime
import importlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from generator import bounds, output, spec
from generator.environments.function_sources import KnownCode, Missing, missing_sources
from generator.environments.retention import check_retention
from generator.environments.stacks import levels
from generator.environments.unread_knobs import unread_knobs
from generator.errors import TfgenError, raise_all
from generator.files.project import Files, Project
from generator.location import Location
from generator.naming import did_you_mean, join_names, quote
from generator.output import Comparison, Landing
from generator.render import archives, codecache, reach
from generator.render.archives import FolderRequest
from generator.render.template_engine import SUFFIX, TEMPLATES, RenderedFile, Templates
from generator.spec import Conflict, Schema, Spec, SpecFiles, StackChoice


class Inputs:
    """What all environments of a project share, read once and when it is first needed.

    Another process that can't inherit it reads its own: what is pickled is the project alone.

    Attributes:
        project: The project: its environments, and where they are rendered.
        stack: The project whose schema, templates and folders they are rendered from.
    """

    project: Project
    stack: Project
    _folders: dict[FolderRequest, dict[str, bytes]]
    _pinned: dict[str, Inputs]
    _beside: dict[str, Inputs]

    def __init__(self, project: Project, stack: Project | None = None) -> None:
        self.project, self.stack = project, stack or project
        self._folders, self._pinned, self._beside = {}, {}, {}
        self._states: dict[tuple[str, str], dict[str, Any]] = {}
        self._known_sources: dict[KnownCode, Missing | None] = {}

    def __reduce__(self) -> tuple[type[Inputs], tuple[Project, Project]]:
        return Inputs, (self.project, self.stack)

    def of(self, choice: StackChoice) -> Inputs:
        """Return the same environments with the stack that one of them chose.

        Raises:
            TfgenError: There is no such revision.
        """
        if not choice.revision:
            return self
        if choice.revision not in self._pinned:
            # Few environments are pinned, and git is not worth a wait otherwise.
            revision = importlib.import_module("generator.files.revision")
            try:
                stack = revision.at(self.project, choice.revision)
            except TfgenError as failure:
                where = "" if choice.location else f"{choice.origin}: "
                raise TfgenError(f"{where}{failure.message}", choice.location, failure.hint) from None
            pinned = self._pinned[choice.revision] = Inputs(self.project, stack)
            pinned.__dict__["spec_files"] = self.spec_files  # which are read once
        return self._pinned[choice.revision]

    def beside(self, name: str) -> Inputs:
        """Return another stack of the project, which this one needs; it is read once.

        Raises:
            TfgenError: There is none of that name, or stacks need each other in a circle.
        """
        if name not in self._beside:
            if name not in self.levels:
                raise TfgenError(f"there is no stack {quote(name)}", hint=did_you_mean(name, self.levels))
            self._beside[name] = Inputs(self.project.beside(name))
        return self._beside[name]

    @cached_property
    def levels(self) -> dict[str, int]:
        """The project's stacks, each with its level in the order of needs; see `stacks.levels`."""
        project, needs = self.project, {}
        for name in project.stacks():
            other = project if name == project.stack else project.beside(name)
            specs = self.spec_files if other is project else spec.open_spec_files(other.files)
            prefix = f"{other.folder}/" if other.folder else ""
            needs[name] = {
                needed: place._replace(path=f"{prefix}{place.path}") for needed, place in specs.needs().items()
            }
        return levels(needs)

    @cached_property
    def spec_files(self) -> SpecFiles:
        """The environments that there are."""
        return spec.open_spec_files(self.project.files)

    @cached_property
    def schema(self) -> Schema:
        """The schema of their specs."""
        return spec.load_schema(self.stack.files)

    @cached_property
    def templates(self) -> Templates:
        """The compiled templates."""
        return Templates(self.stack.files, codecache.default_folder())

    @cached_property
    def template_sources(self) -> dict[str, str]:
        """The texts of the templates, by name."""
        files = self.stack.files
        names = [name for name in files.names(TEMPLATES) if name.endswith(SUFFIX)]
        return {name: files.read(f"{TEMPLATES}/{name}").decode("utf-8-sig", "replace") for name in names}

    @cached_property
    def sources(self) -> list[str]:
        """The paths of what the stack is: the schema, the templates, and the folders that these copy."""
        return [spec.SCHEMA_PATH, TEMPLATES, *sorted(reach.folders(self.template_sources.values()) or ())]

    @cached_property
    def rendered(self) -> list[str]:
        """The environments that have been rendered."""
        names = output.rendered_names(self.project.out)
        return [own for name in names if (own := self.project.own_name(name))]

    def folder(self, request: FolderRequest) -> dict[str, bytes]:
        """Return the files that a template asked for, by their path in the rendered folder."""
        if request not in self._folders:
            self._folders[request] = _read_folder(self.stack.files, request)
        return self._folders[request]


@dataclass(frozen=True, slots=True)
class RenderedEnvironment:
    """An environment as it would be on disk.

    Attributes:
        spec: What it was rendered from.
        files: What the templates wrote, with the source maps.
        contents: Everything that belongs in its folder, by path.
    """

    spec: Spec
    files: dict[str, RenderedFile]
    contents: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one environment among several: a value, or the failure that stopped it.

    Attributes:
        environment: Its name.
        landing: What was written, if it was to be written.
        comparison: What would be, if it was to be compared.
        file: The spec file that serves it, if it was compared.
        summary: Its region and account, likewise; a whole spec would be much to hand on between processes.
        stack: The revision that its stack is of, if it chose one.
        failure: Why nothing came of it.
    """

    environment: str
    landing: Landing | None = None
    comparison: Comparison | None = None
    file: str | None = None
    summary: Mapping[str, str | None] = field(default_factory=dict)
    stack: str = ""
    failure: TfgenError | None = None


def resolve(inputs: Inputs, environment: str, overrides: Sequence[str] = ()) -> Spec:
    """Return the resolved, validated spec of an environment.

    Raises:
        TfgenError: The environment is unknown or its spec is invalid; all problems at once.
    """
    choice = spec.stack_of(inputs.spec_files, environment, overrides)
    stack = inputs.of(choice)
    with _naming_revision(inputs, choice):
        resolved = spec.resolve(inputs.spec_files, stack.schema, environment, overrides)
    if not choice.needs:
        return resolved
    return replace(resolved, values={**resolved.values, "needs": _needed(inputs, environment, choice)})


def _needed(inputs: Inputs, environment: str, choice: StackChoice) -> dict[str, Any]:
    """Return, for each stack that an environment needs, where the state is that has the outputs.

    Raises:
        TfgenError: A needed environment can't be rendered; all of them.
    """
    found, problems = {}, []
    for name, needed in choice.needs.items():
        try:
            found[name] = {"environment": needed, **_state(inputs, name, needed, environment)}
        except TfgenError as failure:
            location = choice.places.get(name)
            where = f"{environment} needs {needed} of the stack {name}"
            told = "; ".join(failure.lines())
            problems.append(TfgenError(f"{where}: {told}", location))
    raise_all(problems)
    return found


def _state(inputs: Inputs, name: str, needed: str, environment: str) -> dict[str, Any]:
    """Return the arguments of a `terraform_remote_state` that reads an environment of another stack.

    Args:
        inputs: What environments of the reader's stack share.
        name: The other stack.
        needed: The environment there.
        environment: The reader.

    Raises:
        TfgenError: The other can't be rendered, or does not say where its state is.
    """
    other = inputs.beside(name)
    if (name, needed) not in inputs._states:
        # Few stacks need another, and to evaluate a module takes more than to render one.
        hcl: Any = importlib.import_module("generator.hcl")
        files: Any = importlib.import_module("generator.model.module_files")
        backend = hcl.load(files.GivenFiles(render(other, needed, past=True).contents)).settings.backend
        inputs._states[name, needed] = _arguments(backend) if backend else _LOCAL
    known = inputs._states[name, needed]
    if known["backend"] != _LOCAL["backend"]:
        return known
    # A path is relative to the folder that terraform is called in.
    here, there = inputs.project.folder_of(environment), other.project.folder_of(needed)
    path = os.path.normpath(os.path.join(os.path.relpath(there, here), known["config"].get("path", _STATE)))
    return {"backend": "local", "config": {"path": path}}


_STATE = "terraform.tfstate"
_LOCAL: dict[str, Any] = {"backend": "local", "config": {"path": _STATE}}
"""Where a state is that no backend is written for: https://developer.hashicorp.com/terraform/language/backend/local"""


def _arguments(backend: Any) -> dict[str, Any]:
    values = {name: backend[name] for name in backend.attributes}
    unknown = [name for name, value in values.items() if not value.known]
    if unknown:
        raise TfgenError(f"its backend does not say {join_names(unknown)}")
    return {"backend": backend.labels[0], "config": {name: value.value for name, value in values.items()}}


def render(
    inputs: Inputs,
    environment: str,
    overrides: Sequence[str] = (),
    *,
    past: bool = False,
    only: Collection[str] | None = None,
) -> RenderedEnvironment:
    """Return an environment as it would be on disk.

    Args:
        inputs: What all environments share.
        environment: Its name.
        overrides: Settings over its spec, as `path=value`.
        past: It is rendered as it once was, and not to be made: what its schema forbids beyond types and bounds
            (a runtime that can't be created any more) does not count.
        only: The templates to render, by name; None for all.

    Raises:
        TfgenError: Its spec or a template can't be used.
    """
    resolved = _resolve_checked(inputs, environment, overrides, past=past)
    stack = inputs.of(resolved.stack)
    with _naming_revision(inputs, resolved.stack):
        rendered = stack.templates.render(
            environment, resolved.file, resolved.values, stack.schema.knob, resolved.origin, only=only
        )
        contents = {path: file.text.encode() for path, file in rendered.files.items()}
        for request in rendered.requests:
            contents.update(stack.folder(request))
    return RenderedEnvironment(resolved, dict(rendered.files), contents)


def _resolve_checked(inputs: Inputs, environment: str, overrides: Sequence[str] = (), *, past: bool) -> Spec:
    """Return the spec of an environment that can be rendered, as far as that can be told; see `render`."""
    resolved = resolve(inputs, environment, overrides)
    with _naming_revision(inputs, resolved.stack):
        if not past:
            raise_all(problem.error for problem in check_alone(inputs, resolved) if problem.severity == "error")
    return resolved


def check_alone(inputs: Inputs, resolved: Spec) -> list[Conflict]:
    """Return what is wrong, or will be, with one environment's spec beyond its schema."""
    stack = inputs.of(resolved.stack)
    alone = spec.constraints([resolved], stack.schema, datetime.date.today())
    return [*missing_sources(resolved, stack.schema, stack.stack.files, stack._known_sources), *alone]


@contextmanager
def _naming_revision(inputs: Inputs, choice: StackChoice) -> Iterator[None]:
    """Let problems of an environment that is pinned say of which revision template and schema are."""
    try:
        yield
    except TfgenError as failure:
        if not choice.revision:
            raise
        specs = {*inputs.spec_files.stems.values(), *inputs.spec_files.doubles}
        raise_all(_of_revision(each, choice.revision, specs) for each in getattr(failure, "problems", (failure,)))
        raise


def _of_revision(failure: TfgenError, revision: str, specs: Collection[str]) -> TfgenError:
    place = failure.location
    if place is None or place.path in specs:
        of = f"the schema is that of {revision}, which stack.revision names"
        return type(failure)(failure.message, place, f"{failure.hint}; {of}" if failure.hint else of)
    named = place if ":" in place.path else place._replace(path=f"{revision}:{place.path}")
    return type(failure)(failure.message, named, failure.hint)


def validate(
    inputs: Inputs, environments: Iterable[str], overrides: Sequence[str] = ()
) -> tuple[list[Spec], list[Conflict]]:
    """Return the specs of `environments`, and what is wrong with them beyond the schema, alone and together.

    Args:
        inputs: What all environments share.
        environments: Their names.
        overrides: Settings over the spec of each, as `path=value`.

    Raises:
        TfgenError: Some are invalid; all problems of all of them at once.
    """
    specs, failures = [], []
    for environment in environments:
        try:
            specs.append(resolve(inputs, environment, overrides))
        except TfgenError as failure:
            failures.append(failure)
    raise_all(_once(failures))
    pinned = [resolved for resolved in specs if resolved.stack.revision]
    current = [resolved for resolved in specs if not resolved.stack.revision]
    found = spec.constraints(current, inputs.schema, datetime.date.today(), pinned)
    found += [problem for resolved in pinned for problem in check_alone(inputs, resolved)]
    files, known = inputs.stack.files, inputs._known_sources
    sources = [problem for each in current for problem in missing_sources(each, inputs.schema, files, known)]
    found = [*unread_knobs(inputs.schema, inputs.template_sources), *sources, *found]
    return specs, [*found, *spec.notes(specs)]


class Basis(NamedTuple):
    """Which settings and which revision hold for an environment.

    Those of the command line hold for whatever is said about what a render would write: by render, list, check,
    diff and graph alike. Those of the last render hold for the files on disk alone: for where a line of one comes
    from. A later render does not repeat them, or what is rendered would depend on what was.

    Attributes:
        settings: The overrides of its spec, as `path=value`.
        revision: The commit that specs and templates are from; empty for what is on disk.
        last_settings: The overrides that its files on disk were rendered with.
        last_revision: The commit that these are from; empty likewise, and where there are none.
    """

    settings: tuple[str, ...]
    revision: str
    last_settings: tuple[str, ...]
    last_revision: str

    @property
    def last(self) -> str:
        """How the last render was called, where that was otherwise than by the spec alone."""
        settings = [f"with --set {setting}" for setting in self.last_settings]
        return " ".join([*settings, *([f"from the revision {self.last_revision}"] if self.last_revision else [])])

    @property
    def left(self) -> bool:
        """Whether the last render had settings or a revision that do not hold now."""
        now = self.settings, self.revision
        return bool(self.last) and now != (self.last_settings, self.last_revision)


def basis(inputs: Inputs, environment: str, settings: Sequence[str] = ()) -> Basis:
    """Return which settings and which revision hold for an environment, given those of the command line."""
    folder = inputs.project.folder_of(environment)
    last = output.last_settings(folder), output.last_revision(folder)
    return Basis(tuple(settings), inputs.project.revision, *last)


def compare(
    inputs: Inputs,
    environment: str,
    overrides: Sequence[str] = (),
    *,
    past: bool = False,
    only_rendered: bool = False,
) -> tuple[Spec, Comparison]:
    """Return what a render of an environment would change on disk; see `render`.

    With `only_rendered`, one that never was rendered is not rendered now either, and has no changes.
    """
    folder = inputs.project.folder_of(environment)
    if only_rendered and not output.is_rendered(folder):
        return _resolve_checked(inputs, environment, overrides, past=past), output.compare(folder, {})
    rendered = render(inputs, environment, overrides, past=past)
    return rendered.spec, output.compare(folder, rendered.contents)


def write(
    inputs: Inputs,
    environment: str,
    overrides: Sequence[str] = (),
    force: bool = False,
    *,
    past: bool = False,
    durable: bool = True,
) -> Landing:
    """Render an environment into its folder, whole or not at all; see `render`.

    Raises:
        TfgenError: Its spec or a template can't be used, or the write was refused; nothing is changed then.
    """
    rendered = render(inputs, environment, overrides, past=past)
    out, revision = inputs.project.out, inputs.project.revision
    folder = inputs.project.folder_of(environment)
    if not (force or past):
        check_retention(rendered.spec, inputs.of(rendered.spec.stack).schema, folder, rendered.contents)
    return output.land(
        folder,
        rendered.contents,
        boundary=out,
        force=force,
        settings=overrides,
        revision=revision,
        durable=durable,
    )


@dataclass(frozen=True, slots=True)
class RenderTask:
    """What to do with each environment of several.

    Attributes:
        overrides: Settings over their specs, as `path=value`.
        landing: Whether to write them; they are compared with what is on disk otherwise.
        only_rendered: Whether those alone are rendered, to be compared, that are on disk; see `compare`.
        force: Whether to write over what others wrote.
        past: Whether they are rendered as they once were, and not to be made.
        durable: Whether to wait until the disk holds what was written.
    """

    overrides: tuple[str, ...] = ()
    landing: bool = False
    only_rendered: bool = False
    force: bool = False
    past: bool = False
    durable: bool = True

    def run(self, inputs: Inputs, environment: str) -> Outcome:
        """Return what came of one environment; a failure of it is a value here."""
        try:
            if self.landing:
                landing = write(
                    inputs, environment, self.overrides, self.force, past=self.past, durable=self.durable
                )
                return Outcome(environment, landing=landing)
            resolved, comparison = compare(
                inputs, environment, self.overrides, past=self.past, only_rendered=self.only_rendered
            )
            summary = spec.summary(resolved, inputs.of(resolved.stack).schema)
            return Outcome(
                environment,
                comparison=comparison,
                file=resolved.file,
                summary=summary,
                stack=resolved.stack.revision,
            )
        except TfgenError as failure:
            return Outcome(environment, failure=failure)


def _read_folder(files: Files, request: FolderRequest) -> dict[str, bytes]:
    names = files.walk(request.folder)
    if not names:
        raise TfgenError("the folder is empty", Location(request.folder))
    contents = {name: files.read(f"{request.folder}/{name}", bounds.PACKAGE_FILE_BYTES.limit) for name in names}
    if request.archive:
        return {request.archive: archives.archive(contents, request.root)}
    return {f"{request.folder}/{name}": content for name, content in contents.items()}


def _once(failures: Sequence[TfgenError]) -> list[TfgenError]:
    """Return the problems of `failures` without those that several environments share, such as a parent's."""
    found: dict[tuple[object, ...], TfgenError] = {}
    for failure in failures:
        for problem in getattr(failure, "problems", (failure,)):
            found.setdefault((problem.location, problem.message), problem)
    return list(found.values())
