"""A command as typer has it: for help, completion, and what is wrong with a call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from generator.cli.options import REQUIRED, Argument, Option, Parameter


def app_of(run: Callable[..., None], told: Callable[..., object], takes: Sequence[Parameter]) -> typer.Typer:
    """Return an app of typer's with one command.

    Args:
        run: What it does; takes all parameters by keyword.
        told: The function whose documentation is its help.
        takes: The parameters.
    """

    def command(**options: Any) -> None:
        run(**options)

    command.__doc__, command.__name__ = told.__doc__, told.__name__
    command.__signature__ = inspect.Signature([_parameter(one) for one in takes])  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: _annotation(one) for one in takes}
    app = typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.command()(command)
    return app


def _parameter(one: Parameter) -> inspect.Parameter:
    default = inspect.Parameter.empty if one.default is REQUIRED else one.default
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(one.name, kind, default=default, annotation=_annotation(one))


def _annotation(one: Parameter) -> Any:
    whole = one.annotation.__origin__
    if isinstance(one.declared, Option):
        return Annotated[whole, typer.Option(*one.declared.names, **one.declared.settings)]
    if isinstance(one.declared, Argument):
        return Annotated[whole, typer.Argument(**one.declared.settings)]
    return one.annotation
