"""What all commands share: their common options, what they know, and how a failure ends them."""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from generator import __version__, project
from generator.errors import TfgenError
from generator.project import Project

if TYPE_CHECKING:
    from generator.pipeline import Inputs


class Exit(IntEnum):
    """The exit codes."""

    DONE = 0
    FOUND = 1
    FAILED = 2
    BUG = 3
    INTERRUPTED = 130


@dataclass
class Run:
    """One run of a command: the options that all commands have, and the revision that it works on."""

    project_folder: Path | None
    out: Path | None
    quiet: bool
    revision: str | None = None

    @cached_property
    def project(self) -> Project:
        """The project that the command works on.

        Raises:
            TfgenError: There is none.
        """
        located = project.locate(Path.cwd(), self.project_folder, self.out)
        return located if self.revision is None else _at(located, self.revision)

    @cached_property
    def inputs(self) -> Inputs:
        """What all environments of the project share."""
        return _inputs(self.project)

    def result(self, text: str) -> None:
        """Print what was asked for, on standard output."""
        typer.echo(text)

    def note(self, text: str) -> None:
        """Print what a person wants to know on the way, on standard error; `--quiet` silences it."""
        if not self.quiet:
            typer.echo(text, err=True)

    def place(self, path: Path) -> str:
        """Return `path` as a person in the working directory would write it."""
        with contextlib.suppress(ValueError):
            return path.relative_to(Path.cwd()).as_posix()
        return path.as_posix()


def fail(failure: TfgenError) -> None:
    """Print a failure on standard error, a line for each problem."""
    label = typer.style("error:", fg="red", bold=True) if colour(sys.stderr) else "error:"
    for line in failure.lines():
        typer.echo(f"{label} {line}", err=True)


def colour(stream: Any) -> bool:
    """Tell whether a stream takes colour: it is a terminal, and `NO_COLOR` is not set."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR")


ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", metavar="DIR", help="The project's root, if it is not here or in a folder above."),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Where environments are rendered: DIR/NAME/; default out/."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but results and errors.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug in tfgen.")]

_COMMON = (
    ("project_folder", ProjectOption, None),
    ("out", OutOption, None),
    ("quiet", QuietOption, False),
    ("debug", DebugOption, False),
)


def command(function: Callable[..., None]) -> typer.Typer:
    """Return an app with one command: `function` with the common options, its failures turned into exit codes.

    Args:
        function: Takes a `Run`, then the command's own arguments and options.
    """

    @functools.wraps(function)
    def run(project_folder: Path | None, out: Path | None, quiet: bool, debug: bool, **options: Any) -> None:
        _guarded(lambda: function(Run(project_folder, out, quiet), **options), debug)

    hints = get_type_hints(function, include_extras=True)
    own = list(inspect.signature(function).parameters.values())[1:]
    parameters = [parameter.replace(annotation=hints[parameter.name]) for parameter in own]
    for name, annotation, default in _COMMON:
        parameters.append(
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        )
    del run.__wrapped__  # its signature is no longer the command's
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    )
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    app = typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.command()(run)
    return app


def _guarded(work: Callable[[], None], debug: bool) -> None:
    try:
        work()
    except TfgenError as failure:
        fail(failure)
        raise typer.Exit(failure.exit_code) from None
    except KeyboardInterrupt:
        typer.echo("interrupted", err=True)
        raise typer.Exit(Exit.INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever read our output has seen enough, `tfgen list | head -1`: no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(Exit.DONE) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        fail(TfgenError(f"{where}{error.strerror or error}"))
        raise typer.Exit(Exit.FAILED) from None
    except typer.Exit:
        raise
    except Exception as error:
        if debug:
            traceback.print_exc()
        typer.echo(
            f"tfgen {__version__} has a bug: {type(error).__name__}: {error}\n"
            "Please report it with the command, the spec and what --debug shows.",
            err=True,
        )
        raise typer.Exit(Exit.BUG) from None


def complete_environments(incomplete: str) -> list[str]:
    """Return the environments that a shell can complete `incomplete` to."""
    with contextlib.suppress(TfgenError, OSError):
        inputs = _inputs(project.locate(Path.cwd()))
        return [name for name in known_environments(inputs) if name.startswith(incomplete)]
    return []


def _inputs(located: Project) -> Inputs:
    # Commands that work on any folder should not wait for all that rendering takes.
    inputs: Inputs = importlib.import_module("generator.pipeline").Inputs(located)
    return inputs


def _at(located: Project, revision: str) -> Project:
    # Few runs look into the past; git and its processes are not worth a wait otherwise.
    found: Project = importlib.import_module("generator.revision").at(located, revision)
    return found


def known_environments(inputs: Inputs) -> list[str]:
    """Return the environments that have a spec file of their own or that are rendered and still served."""
    return inputs.catalogue.select([], everything=True, rendered=inputs.rendered)


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


def chosen(run: Run, wanted: Sequence[str], everything: bool) -> list[str]:
    """Return the environments that `--env` and `--all` name.

    Raises:
        TfgenError: Neither was given, or one is unknown.
    """
    if not wanted and not everything:
        raise TfgenError("no environment is named", hint="use --env NAME, or --all")
    catalogue, rendered = run.inputs.catalogue, run.inputs.rendered
    named = catalogue.select(list(wanted), rendered=rendered) if wanted else []
    return sorted({*named, *catalogue.select([], True, rendered)}) if everything else named
