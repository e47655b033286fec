"""What all commands share: their common options, what they know, and how a failure is printed."""

from __future__ import annotations

import contextlib
import fnmatch
import importlib
import inspect
import os
import re
import sys
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from generator.cli.interruption import was_interrupted
from generator.cli.terminal import style, takes_colour
from generator.errors import TfgenError, TfgenErrors, raise_all
from generator.files import project
from generator.files.module_folder import holds_configuration
from generator.files.project import STACKS, Project
from generator.naming import join_names, quote

if TYPE_CHECKING:
    from generator.environments.pipeline import Inputs

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 120}
"""Of typer's: help is as wide as the terminal, and lines are no longer than can be read well."""


class Exit(IntEnum):
    """The exit codes."""

    DONE = 0
    FOUND = 1
    FAILED = 2
    BUG = 3
    INTERRUPTED = 130


class Run:
    """One run of a command: the options that all commands have, and the revision that it works on."""

    def __init__(
        self,
        project_folder: Path | None,
        out: Path | None,
        quiet: bool,
        revision: str | None = None,
        *,
        stack: str = "",
        several: bool = False,
    ) -> None:
        self.project_folder, self.out, self.quiet, self.revision = project_folder, out, quiet, revision
        self.stack, self.several = stack, several

    def at(self, revision: str | None) -> Run:
        """Return the same run, of what the project was at a git revision."""
        return Run(self.project_folder, self.out, self.quiet, revision, stack=self.stack, several=self.several)

    @cached_property
    def stacks(self) -> list[Run]:
        """A run for each stack of the project, in the order of their needs; itself where one is named, or alone.

        Raises:
            TfgenError: There is no project, or stacks need each other in a circle.
        """
        names = [] if self.stack else project.located_stacks(Path.cwd(), self.project_folder)
        if names and self.revision is not None:
            names = self._beside(names[0]).stacks()  # some may be gone since, others be new
        if len(names) <= 1:
            return [self]
        runs = {
            name: Run(self.project_folder, self.out, self.quiet, self.revision, stack=name, several=True)
            for name in names
        }
        levels = runs[names[0]].inputs.levels
        return [runs[name] for name in sorted(names, key=lambda name: (levels[name], name))]

    def having(self, environment: str) -> Run:
        """Return the run of the stack that has an environment; itself where not just one of several has it."""
        if len(self.stacks) == 1:
            return self
        # "dev" is that of the stack at the top, where that has one, and "network.dev" that of no other.
        exact = [one for one in self.stacks if one.inputs.spec_files.has(one.project.own_name(environment))]
        if exact:
            return exact[0]
        found = [one for one in self.stacks if one.inputs.spec_files.has(one.own_name(environment))]
        return found[0] if len(found) == 1 else self

    def label(self, environment: str) -> str:
        """Return what an environment is called among those of all stacks."""
        return self.project.full_name(environment)

    def own_name(self, word: str) -> str:
        """Return what a name or glob of `--env` is in the stack: "network.dev" is "dev" there."""
        return self.project.own_name(word) or word

    def named(self, failure: TfgenError) -> TfgenError:
        """Return a failure whose places are named from the project's top, where several stacks are told of."""
        folder = self.project.folder if self.several else ""
        if not folder:
            return failure
        if isinstance(failure, TfgenErrors):
            return TfgenErrors(map(self.named, failure.problems))
        place = failure.location
        if place is None or place.path.startswith((f"{STACKS}/", "out/")):
            return failure
        return type(failure)(failure.message, place._replace(path=f"{folder}/{place.path}"), failure.hint)

    @cached_property
    def project(self) -> Project:
        """The project that the command works on, or the stack of it.

        Raises:
            TfgenError: There is none, or it has several stacks and none is named.
        """
        there = project.located_stacks(Path.cwd(), self.project_folder) if self.revision and self.stack else []
        if there and self.stack not in there:
            return self._beside(there[0]).beside(self.stack)
        located = project.locate(Path.cwd(), self.project_folder, self.out, self.stack)
        return located if self.revision is None else _at(located, self.revision)

    def _beside(self, stack: str) -> Project:
        """Return a stack that is there now, as it was at the run's revision."""
        return _at(project.locate(Path.cwd(), self.project_folder, self.out, stack), self.revision or "")

    @cached_property
    def inputs(self) -> Inputs:
        """What all environments of the project share."""
        return _inputs(self.project)

    def result(self, text: str) -> None:
        """Print what was asked for, on standard output."""
        print(text, flush=True)

    def file(self, content: bytes) -> None:
        """Print what a file is to hold on standard output: as it is, but for what hides, at a terminal."""
        if sys.stdout.isatty():
            print(content.decode(), end="", flush=True)
        else:
            sys.stdout.buffer.write(content)
            sys.stdout.flush()

    def note(self, text: str) -> None:
        """Print what a person wants to know on the way, on standard error; `--quiet` silences it."""
        if not self.quiet:
            print(text, file=sys.stderr)

    def place(self, path: Path) -> str:
        """Return `path` as a person in the working directory would write it."""
        return project.place(path)


def fail(failure: TfgenError, printed: set[str] | None = None) -> None:
    """Print a failure on standard error, a line for each problem.

    Args:
        failure: The failure.
        printed: The lines that were printed before; they are not printed again, and new ones are added.

    Raises:
        KeyboardInterrupt: It comes of one, which a library made into an error.
    """
    if was_interrupted():
        raise KeyboardInterrupt
    printed = set() if printed is None else printed
    label = style("error:", "red") if takes_colour(sys.stderr) else "error:"
    for line in failure.lines():
        if line not in printed:
            printed.add(line)
            print(f"{label} {line}", file=sys.stderr)


ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", metavar="DIR", help="The project's root, if it is not here or in a folder above."),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Environments are rendered into DIR/NAME/; default out/."),
]
TagOption = Annotated[
    list[str],
    typer.Option(
        "--tag",
        metavar="KEY[=VALUE]",
        help="Of the environments that are named, or of all, those with this tag. Repeatable: all of them hold.",
    ),
]
StackOption = Annotated[
    str,
    typer.Option(
        "--stack", metavar="NAME", help="One of the project's stacks, where it has several: stacks/NAME/."
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but results and errors.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug in tfgen.")]


def command(function: Callable[..., None]) -> typer.Typer:
    """Return the command that a function is, with the options that all commands have.

    Args:
        function: Takes a `Run`, then the command's own arguments and options by keyword.
    """

    def call(
        *,
        project_folder: ProjectOption = None,
        out: OutOption = None,
        stack: StackOption = "",
        quiet: QuietOption = False,
        debug: DebugOption = False,
        tag: TagOption = [],  # noqa: B006 (typer copies it)
        **options: Any,
    ) -> None:
        run = Run(project_folder, out, quiet, stack=stack)
        if tag:
            options = {**options, **_narrowed(run, options, tag)}
        function(run, **options)

    own = _parameters(function)[1:]
    selects = any(one.annotation == EnvironmentsOption for one in own)
    common = [one for one in _parameters(call) if one.kind is one.KEYWORD_ONLY and (selects or one.name != "tag")]
    parameters = [*own, *common]
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {one.name: one.annotation for one in parameters}
    call.__name__ = function.__name__
    # An example's line stays as it is: to typer, \b begins a paragraph that is not wrapped.
    call.__doc__ = re.sub(r"\n\n(?=  +\S)", "\n\n\b\n", inspect.cleandoc(function.__doc__ or ""))
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    app.command(context_settings=SETTINGS)(call)
    return app


def _parameters(function: Callable[..., None]) -> list[inspect.Parameter]:
    return list(inspect.signature(function, eval_str=True).parameters.values())


def _narrowed(run: Run, options: dict[str, Any], tags: Sequence[str]) -> dict[str, Any]:
    """Return the options that name environments, narrowed to those with all of some tags."""
    named, selection = options["env"], importlib.import_module("generator.environments.selection")
    found: set[str] = set()
    for one, words in words_by_stack(run, named, not named):
        known = known_environments(one.inputs)
        wanted = one.inputs.spec_files.select(words, rendered=one.inputs.rendered) if named else known
        found.update(map(one.label, selection.with_tags(one.inputs, wanted, tags)))
    if not found:
        raise TfgenError(f"no environment has the {'tag' if len(tags) == 1 else 'tags'} {', '.join(tags)}")
    narrowed = {"env": sorted(found)}
    return {**narrowed, "everything": False} if "everything" in options else narrowed


def folder_here(ways: str) -> Path:
    """Return the working directory, as the folder of a module that nobody named.

    Raises:
        TfgenError: It is the root of a project, and holds no module: `ways` says what to name.
    """
    here = Path()
    if project.is_root(here) and not holds_configuration(os.listdir(here)):
        raise TfgenError("there are no .tf files here, in the root of a project", hint=f"name what: {ways}")
    return here


def complete_environments(incomplete: str) -> list[str]:
    """Return the environments that a shell can complete `incomplete` to."""
    with contextlib.suppress(TfgenError, OSError):
        inputs = _inputs(project.locate(Path.cwd()))
        return [name for name in known_environments(inputs) if name.startswith(incomplete)]
    return []


def _inputs(located: Project) -> Inputs:
    # Commands that work on any folder should not wait for all that rendering takes.
    inputs: Inputs = importlib.import_module("generator.environments.pipeline").Inputs(located)
    return inputs


def _at(located: Project, revision: str) -> Project:
    # Few runs look into the past; git and its processes are not worth a wait otherwise.
    found: Project = importlib.import_module("generator.files.revision").at(located, revision)
    return found


def known_environments(inputs: Inputs) -> list[str]:
    """Return the environments that have a spec file of their own or that are rendered and still served."""
    return inputs.spec_files.select([], everything=True, rendered=inputs.rendered)


EnvironmentsOption = Annotated[
    list[str],
    typer.Option(
        "--env",
        "-e",
        metavar="NAME|GLOB",
        help="An environment, or a glob such as 'pr-*' over those that have a spec or are rendered. Repeatable.",
        autocompletion=complete_environments,
    ),
]
AllOption = Annotated[
    bool,
    typer.Option(
        "--all", help="All environments that have a spec of their own, and those rendered from a pattern spec."
    ),
]
SetOption = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Override a value of the spec, e.g. api.throttle.burst_limit=50. Repeatable.",
    ),
]
JobsOption = Annotated[
    int, typer.Option("--jobs", "-j", min=0, metavar="N", help="How many processes; 0 for one for each processor.")
]

SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="REF",
        help="Those alone that the change from a git revision reaches, as affected tells them.",
    ),
]
TwoDotOption = Annotated[
    bool,
    typer.Option("--two-dot", help="Compare with the revision itself, not with the merge base of it and this."),
]


def choose_environments(run: Run, wanted: Sequence[str], everything: bool) -> list[str]:
    """Return the environments that `--env` and `--all` name.

    Raises:
        TfgenError: Neither was given, or one is unknown.
    """
    if not wanted and not everything:
        raise TfgenError("no environment is named", hint="use --env NAME, or --all")
    catalogue, rendered = run.inputs.spec_files, run.inputs.rendered
    named = catalogue.select([run.own_name(word) for word in wanted], rendered=rendered) if wanted else []
    found = sorted({*named, *catalogue.select([], True, rendered)}) if everything else named
    if not found:
        run.note("note: there is no environment with a spec of its own, and none is rendered")
    return found


def choose_by_stack(run: Run, wanted: Sequence[str], everything: bool) -> list[tuple[Run, list[str]]]:
    """Return the environments that `--env` and `--all` name, by stack, in the order of the stacks' needs.

    A name counts that one of the stacks has; those that have none are left out.

    Raises:
        TfgenError: Neither was given, or one is unknown to all of them.
    """
    return [
        (one, choose_environments(one, words, everything))
        for one, words in words_by_stack(run, wanted, everything)
    ]


def words_by_stack(run: Run, wanted: Sequence[str], everything: bool) -> list[tuple[Run, list[str]]]:
    """Return the names and globs that reach something, by stack, in the order of the stacks' needs.

    Raises:
        TfgenError: One reaches nothing in any stack.
    """
    if len(run.stacks) == 1 or not wanted:
        return [(one, [one.own_name(word) for word in wanted]) for one in run.stacks]
    found, reached = [], set()
    for one in run.stacks:
        known = known_environments(one.inputs)
        words = {}
        for word in wanted:
            own = one.own_name(word)
            if one.inputs.spec_files.has(own) or fnmatch.filter(known, own):
                words[own] = word
            else:
                words |= {name: word for name in known if fnmatch.fnmatchcase(one.label(name), word)}
        reached |= {*words.values()}
        found += [(one, list(words))] if words or everything else []
    names = join_names([one.stack for one in run.stacks])
    raise_all(
        TfgenError(f"no stack has an environment {quote(word)}", hint=f"stacks: {names}")
        for word in wanted
        if word not in reached
    )
    return found


def note_last(run: Run, environments: Sequence[str], settings: Sequence[str] = ()) -> None:
    """Say which environments were rendered last with settings, or from a revision, that do not hold now."""
    pipeline = importlib.import_module("generator.environments.pipeline")
    for environment in environments:
        with contextlib.suppress(TfgenError):  # of a manifest that is damaged: whoever needs it says so
            basis = pipeline.basis(run.inputs, environment, settings)
            if not basis.left:
                continue
            run.note(f"note: {run.label(environment)} was rendered last {basis.last}, which does not hold here")
