"""What all commands share: their common options, what they know, and how a failure ends them."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from generator import __version__
from generator.cli.options import Argument, Option, parameter, parameters, read
from generator.errors import TfgenError
from generator.files import project
from generator.files.project import Project

if TYPE_CHECKING:
    from generator.environments.pipeline import Inputs


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
        self, project_folder: Path | None, out: Path | None, quiet: bool, revision: str | None = None
    ) -> None:
        self.project_folder, self.out, self.quiet, self.revision = project_folder, out, quiet, revision

    def at(self, revision: str | None) -> Run:
        """Return the same run, of what the project was at a git revision."""
        return Run(self.project_folder, self.out, self.quiet, revision)

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
        print(text, flush=True)

    def note(self, text: str) -> None:
        """Print what a person wants to know on the way, on standard error; `--quiet` silences it."""
        if not self.quiet:
            print(text, file=sys.stderr)

    def place(self, path: Path) -> str:
        """Return `path` as a person in the working directory would write it."""
        return project.place(path)


def fail(failure: TfgenError) -> None:
    """Print a failure on standard error, a line for each problem."""
    label = styled("error:", "red") if colour(sys.stderr) else "error:"
    for line in failure.lines():
        print(f"{label} {line}", file=sys.stderr)


_SHADES = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36}
"""https://en.wikipedia.org/wiki/ANSI_escape_code#Colors"""


def styled(text: str, shade: str) -> str:
    """Return a text in bold and a colour, for a terminal."""
    return f"\033[{_SHADES[shade]}m\033[1m{text}\033[0m"


def colour(stream: Any) -> bool:
    """Tell whether a stream takes colour: it is a terminal, and `NO_COLOR` is not set."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR")


ProjectOption = Annotated[
    Path | None,
    Option("--project", metavar="DIR", help="The project's root, if it is not here or in a folder above."),
]
OutOption = Annotated[
    Path | None, Option("--out", metavar="DIR", help="Where environments are rendered: DIR/NAME/; default out/.")
]
QuietOption = Annotated[bool, Option("--quiet", "-q", help="Print nothing but results and errors.")]
DebugOption = Annotated[bool, Option("--debug", help="Show the traceback of a bug in tfgen.")]

_COMMON = (
    ("project_folder", ProjectOption, None),
    ("out", OutOption, None),
    ("quiet", QuietOption, False),
    ("debug", DebugOption, False),
)


class Command:
    """A command: its own function, with the common options, its failures turned into exit codes.

    Attributes:
        parameters: What it can be called with.
    """

    def __init__(self, function: Callable[..., None]) -> None:
        self._function = function
        self.parameters = [*parameters(function), *(parameter(*common) for common in _COMMON)]

    def understands(self, words: Sequence[str]) -> dict[str, Any] | None:
        """Return what the words after the command's name mean; None where typer has to look at them."""
        if any(not isinstance(one.declared, (Option, Argument)) for one in self.parameters):
            return None
        return read(self.parameters, words)

    def run(
        self, *, project_folder: Path | None, out: Path | None, quiet: bool, debug: bool, **options: Any
    ) -> None:
        """Run it.

        Raises:
            SystemExit: It ends with another exit code than 0.
        """
        _guarded(lambda: self._function(Run(project_folder, out, quiet), **options), debug)

    def typer_app(self) -> Any:
        """Return it as an app of typer's."""
        return importlib.import_module("generator.cli.typer_app").app_of(self.run, self._function, self.parameters)


def command(function: Callable[..., None]) -> Command:
    """Return the command that a function is.

    Args:
        function: Takes a `Run`, then the command's own arguments and options by keyword.
    """
    return Command(function)


def _guarded(work: Callable[[], None], debug: bool) -> None:
    try:
        work()
    except TfgenError as failure:
        fail(failure)
        raise SystemExit(failure.exit_code) from None
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        raise SystemExit(Exit.INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever read our output has seen enough, `tfgen list | head -1`: no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(Exit.DONE) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        fail(TfgenError(f"{where}{error.strerror or error}"))
        raise SystemExit(Exit.FAILED) from None
    except Exception as error:
        ending = getattr(error, "exit_code", None)
        if isinstance(ending, int):  # typer.Exit, which is not to be loaded for this
            raise SystemExit(ending) from None
        if debug:
            importlib.import_module("traceback").print_exc()
        print(
            f"tfgen {__version__} has a bug: {type(error).__name__}: {error}\n"
            "Please report it with the command, the spec and what --debug shows.",
            file=sys.stderr,
        )
        raise SystemExit(Exit.BUG) from None


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
    return inputs.catalogue.select([], everything=True, rendered=inputs.rendered)


EnvironmentsOption = Annotated[
    list[str],
    Option(
        "--env",
        "-e",
        metavar="NAME|GLOB",
        help="An environment, or a glob such as 'pr-*' over those that have a spec or are rendered. Repeatable.",
        autocompletion=complete_environments,
    ),
]
AllOption = Annotated[
    bool,
    Option(
        "--all", help="All environments that have a spec of their own, and those rendered from a pattern spec."
    ),
]
SetOption = Annotated[
    list[str],
    Option(
        "--set",
        metavar="PATH=VALUE",
        help="Override a value of the spec, e.g. api.throttle.burst_limit=50. Repeatable.",
    ),
]
JobsOption = Annotated[
    int, Option("--jobs", "-j", min=0, metavar="N", help="How many processes; 0 for one for each processor.")
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
    found = sorted({*named, *catalogue.select([], True, rendered)}) if everything else named
    if not found:
        run.note("note: there is no environment with a spec of its own, and none is rendered")
    return found
