"""`tfgen init`: a project to begin with."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from generator import output, starter
from generator.cli.command import Exit, Run, command


def init(
    run: Run,
    *,
    folder: Annotated[
        Path,
        typer.Argument(metavar="[DIR]", help="Where the project goes; made if it is absent.", show_default=False),
    ] = Path(),
) -> None:
    """Write a working project: schema, environments, templates, Lambda functions, and pipelines for CI.

    Files that are there are never overwritten. Those that hold something else than what would be written are
    listed as kept, and the exit code is then 1: look at what they lack.

      tfgen init events && cd events && tfgen render --env dev
    """
    made = output.create(folder.absolute(), starter.files())
    for path in made.created:
        run.result(f"created  {(folder / path).as_posix()}")
    for path in made.kept:
        run.result(f"kept     {(folder / path).as_posix()}")
    unchanged = f", {len(made.same)} there already" if made.same else ""
    run.note(f"{len(made.created)} created, {len(made.kept)} kept as they are{unchanged}")
    if made.created:
        enter = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
        run.note(f"next: {enter}tfgen render --env dev")
    if made.kept:
        raise typer.Exit(Exit.FOUND)


app = command(init)
