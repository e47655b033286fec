"""`tfgen schema`: the JSON Schema of the specs."""

from __future__ import annotations

from generator.cli.command import Run, command
from generator.files.project import ROOT_STACK


def schema(run: Run) -> None:
    """Print the JSON Schema of the project's specs, for editors and other tools."""
    # Of several stacks none of which is named: the one at the top, as pipelines ask for it.
    run = next((one for one in run.stacks if one.project.stack == ROOT_STACK), run.stacks[0])
    run.result(run.project.files.read("environments/schema.json").decode().rstrip("\n"))


app = command(schema)
