"""`tfgen new`: a spec to begin with."""

from __future__ import annotations

from typing import Annotated

import typer

from generator import output
from generator.cli.command import Run, command, complete_environments
from generator.errors import TfgenError
from generator.spec import check_name


def new(
    run: Run,
    *,
    environment: Annotated[str, typer.Argument(metavar="ENV", help="The name of the new environment.")],
    parent: Annotated[
        str,
        typer.Option(
            "--from", metavar="ENV", help="The spec that it extends.", autocompletion=complete_environments
        ),
    ] = "base",
) -> None:
    """Write environments/ENV.yaml: a spec that extends another, with a modeline that gives editors the schema."""
    check_name(environment)
    path = f"environments/{environment}.yaml"
    parent_file = run.inputs.spec_files.parent_file(parent)
    if parent_file == path:
        raise TfgenError(f"{environment} can't extend itself")
    target = run.project.root / path
    text = (
        "# yaml-language-server: $schema=schema.json\n"
        f"# What {environment} has otherwise than {parent}; `tfgen show {environment}` prints all of it,\n"
        "# `tfgen schema` what there is to set.\n"
        f"extends: {parent}\n"
    )
    try:
        output.create_whole_file(target, text.encode())
    except FileExistsError:
        raise TfgenError(f"{path} is there already") from None
    run.result(f"created  {run.place(target)}")
    run.note(f"next: edit it, then `tfgen render --env {environment}`")


app = command(new)
