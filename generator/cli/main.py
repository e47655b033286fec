"""The `tfgen` command: a group that loads a command's module when it is called, and no other."""

from __future__ import annotations

import importlib
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from generator import __version__
from generator.naming import did_you_mean, quoted

COMMANDS = (
    "render",
    "check",
    "diff",
    "affected",
    "validate",
    "list",
    "show",
    "trace",
    "graph",
    "rules",
    "explain",
    "outputs",
    "init",
    "new",
    "prune",
    "schema",
    "doctor",
)
"""The commands, in the order of the help."""
MODULES = {"list": "list_environments"}
"""The modules of commands whose own name would shadow a built-in."""


class LazyGroup(TyperGroup):
    """A group of commands, each in a module of its own that is imported when the command is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, or None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"generator.cli.{MODULES.get(cmd_name, cmd_name)}")
        command = typer.main.get_command(module.app.typer_app())
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that `args` begins with; an unknown one gets the nearest ones named."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"No such command {quoted(args[0])} ({did_you_mean(args[0], COMMANDS)})")
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="tfgen",
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tfgen {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Render Terraform for one AWS environment after another, from YAML specs and Jinja templates.

    An environment is a file environments/NAME.yaml, or one that a pattern spec serves: environments/pr.yaml
    serves pr-123. Rendering writes out/NAME/, which plain terraform applies:

      tfgen render --env pr-123

      cd out/pr-123 && terraform init && terraform apply

    Exit codes: 0 done, nothing to report; 1 something was found; 2 tfgen could not do its job; 3 a bug in tfgen;
    130 interrupted.
    """
