"""`tfgen init`: a project to begin with."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from generator import __version__, output, starter
from generator.cli.command import Exit, Run, command
from generator.errors import TfgenError
from generator.output import Creation
from generator.starter import placing
from generator.starter.record import RECORD, StarterRecord


def init(
    run: Run,
    *,
    folder: Annotated[
        Path,
        typer.Argument(metavar="[DIR]", help="Where the project goes; made if it is absent.", show_default=False),
    ] = Path(),
    bootstrap: Annotated[
        Path | None,
        typer.Option(
            "--bootstrap",
            metavar="DIR",
            help="Write the account's own stack there instead: state bucket, API Gateway role, pipelines' roles.",
        ),
    ] = None,
) -> None:
    """Write a working project: schema, environments, templates, Lambda functions, and pipelines for CI.

    In a folder of a git repository, pipelines and hooks go to the repository's top, where they are looked for.

    Files that are there are never overwritten. Those that hold something else than what would be written are
    listed as kept, and the exit code is then 1: look at what they lack.

      tfgen init events && cd events && tfgen render --env dev

      tfgen init --bootstrap account         (what an account has once, for all its environments)
    """
    if bootstrap is not None:
        if folder != Path():
            raise TfgenError("a project and an account's stack are written apart", hint="run tfgen init twice")
        _make(run, bootstrap, "bootstrap", "account")
        return
    _make(run, folder, "project", "dev")


def _make(run: Run, folder: Path, kind: str, environment: str) -> None:
    """Write a starter into a folder, and the record of it, unless there is one.

    Args:
        run: The command's run.
        folder: The project's, as the user named it.
        kind: The starter's name.
        environment: The one to begin with.
    """
    place = placing.place_of(folder.absolute(), alone=kind == "bootstrap")
    files = starter.STARTERS[kind]()
    placed = place.paths(files)
    record = (place.folder / RECORD).as_posix()
    there = output.occupants(place.top, (*placed, record)) if place.top.is_dir() else {}
    found = there.pop(record, None)
    kept = {path for path, one in there.items() if one.kind != "absent" and one != ("file", placed[path])}
    if found is not None and found.kind == "file":
        placed[record] = found.content  # which was true when it was written
    elif len(kept) < len(placed):
        own = {place.in_project(path) for path in kept}
        followed = {path: content for path, content in files.items() if path not in own}
        placed[record] = StarterRecord(__version__, kind, place.branch, followed).dump()
    made = output.create(place.top, dict(sorted(placed.items())))
    shown = Path(os.path.relpath(place.top, Path.cwd())) if place.folder.parts else folder
    _tell(run, made, shown, folder, environment)


def _tell(run: Run, made: Creation, shown: Path, folder: Path, environment: str) -> None:
    """Print what was written and what was kept, and what comes next.

    Args:
        run: The command's run.
        made: What came of it.
        shown: The folder that paths are relative to, as the user would name it.
        folder: The project's.
        environment: The one to begin with.
    """
    for path in made.created:
        run.result(f"created  {(shown / path).as_posix()}")
    for path in made.kept:
        run.result(f"kept     {(shown / path).as_posix()}")
    unchanged = f", {len(made.same)} there already" if made.same else ""
    run.note(f"{len(made.created)} created, {len(made.kept)} kept as they are{unchanged}")
    if made.created:
        enter = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
        run.note(f"next: {enter}tfgen render --env {environment}")
    if made.kept:
        raise typer.Exit(Exit.FOUND)


app = command(init)
