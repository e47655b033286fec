"""The `tfgen` command: a group that loads a command's module when it is called, and no other."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Callable
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

from generator import __version__
from generator.cli.command import SETTINGS, Exit, fail
from generator.cli.interruption import was_interrupted
from generator.cli.terminal import streams
from generator.errors import TfgenError
from generator.naming import did_you_mean, quote

COMMANDS = {
    "render": "Render environments into out/NAME/, ready for terraform.",
    "check": "Find what would fail at deploy, or should not get there: offline.",
    "diff": "Show what a render would change: by resource address and attribute.",
    "affected": "List the environments that a change reaches.",
    "validate": "Check specs against the schema and, of several, against each other.",
    "list": "List the environments: name, region, account, spec file, and whether they are rendered.",
    "show": "Print the resolved spec of an environment.",
    "trace": "Print which template line, and which values of the spec, made a line.",
    "graph": "Draw how events flow through an environment.",
    "fmt": "Format Terraform files, as `terraform fmt` does.",
    "rules": "List the rules of `tfgen check`.",
    "explain": "Explain a rule: why, where that is documented, a bad and a good example.",
    "outputs": "Turn `terraform output -json` into flat JSON: one level, scalar values.",
    "init": "Write a working project: schema, environments, templates, Lambda functions.",
    "update": "Bring a project to what this tfgen begins with; merge what was changed.",
    "new": "Write a spec that extends another, or the lines of a consumer, function or route, with a handler.",
    "build": "Install, bundle and zip the code of functions that have dependencies, for rendered environments.",
    "prune": "Remove the rendered folders whose environment is gone.",
    "iam": "Print the policy of a role that plans, applies and destroys an environment.",
    "schemas": "List the providers that a check knows, with their versions, or add one to the project.",
    "schema": "Print the JSON Schema of the project's specs.",
    "doctor": "Print what is installed here, and what each of it is needed for.",
}
"""The commands, in the order of the help, with what that says: it is printed without loading one of them."""
MODULES = {"list": "list_environments"}
"""The modules of commands whose own name would shadow a built-in."""


class Commands(TyperGroup):
    """A group of commands, each in a module of its own that is imported when the command is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, or None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"generator.cli.{MODULES.get(cmd_name, cmd_name)}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write what each command does, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items(), ("help", "Print the help of a command.")])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that `args` begins with; an unknown one gets the nearest ones named."""
        if args and args[0] == "help":
            args = [*args[1:2], "--help"]
            if args == ["--help"]:
                typer.echo(ctx.get_help())
                ctx.exit()
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"No such command {quote(args[0])} ({did_you_mean(args[0], COMMANDS)})")
        return super().resolve_command(ctx, args)

    def main(self, args: Any = None, *_: Any, **__: Any) -> Any:
        """Run the command that a call asks for.

        Raises:
            SystemExit: Always, with the exit code.
        """
        words = sys.argv[1:] if args is None else list(args)
        with streams():
            code = _guard(lambda: super(Commands, self).main(words, "tfgen", standalone_mode=False), words)
        raise SystemExit(code)


app = typer.Typer(
    name="tfgen",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


_SELDOM = 50_000
"""So many objects are made before Python looks for those that nothing needs: most runs end earlier."""


def run() -> int:
    """Run the command that the process was called with, and return its exit code."""
    gc.set_threshold(_SELDOM)
    try:
        app()
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else Exit.DONE
    return Exit.DONE


def _guard(work: Callable[[], Any], words: list[str]) -> int:
    """Return the exit code of a call; print its failures.

    Raises:
        KeyboardInterrupt: It was interrupted.
    """
    try:
        code = work()
        if code == Exit.INTERRUPTED:
            print("interrupted", file=sys.stderr)
        sys.stdout.flush()
    except SystemExit as ending:  # of a shell's completion
        code = ending.code
    except typer.TyperException as error:
        cast(Any, error).show()
        code = Exit.FAILED
    except TfgenError as failure:
        fail(failure)
        code = failure.exit_code
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        fail(TfgenError(f"{where}{error.strerror or error}"))
        code = Exit.FAILED
    except Exception as error:
        if was_interrupted():
            raise KeyboardInterrupt from None
        if "--debug" in words:
            importlib.import_module("traceback").print_exc()
        print(
            f"tfgen {__version__} has a bug: {type(error).__name__}: {error}\n"
            "Please report it with the command, the spec and what --debug shows.",
            file=sys.stderr,
        )
        code = Exit.BUG
    return code if isinstance(code, int) else Exit.DONE


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tfgen {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Print the version and stop."),
    ] = False,
) -> None:
    """Render Terraform for one AWS environment after another, from YAML specs and Jinja templates.

    An environment is a file environments/NAME.yaml, or one that a pattern spec serves: environments/pr.yaml
    serves pr-123. Rendering writes out/NAME/, which plain terraform applies:

      tfgen render --env pr-123

      cd out/pr-123 && terraform init && terraform apply

    Exit codes: 0 done, nothing to report; 1 something was found; 2 tfgen could not do its job; 3 a bug in tfgen;
    130 interrupted.

    Documents: `man tfgen`; docs/ of a project, which `tfgen init` writes; `make docs` in a clone of tfgen, the
    tutorial and the reference.
    """
