"""`tfgen schema`: the JSON Schema of the specs."""

from __future__ import annotations

from generator.cli.command import Run, command


def schema(run: Run) -> None:
    """Print the JSON Schema of the project's specs, for editors and other tools."""
    run.result(run.project.files.read("environments/schema.json").decode().rstrip("\n"))


app = command(schema)
