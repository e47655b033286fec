"""`tfgen graph`: a drawing of the resources of an environment, or of any folder of .tf files."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator import graph as drawing
from generator import hcl
from generator.cli.command import (
    EnvironmentsOption,
    Run,
    SetOption,
    choose_environments,
    command,
    folder_here,
    note_last,
)
from generator.errors import TfgenError
from generator.files.module_folder import ModuleFolder
from generator.naming import join_names
from generator.report import dot, mermaid


class GraphFormat(StrEnum):
    """The language of the drawing."""

    MERMAID = "mermaid"
    DOT = "dot"


REPORTS = {GraphFormat.MERMAID: mermaid.report, GraphFormat.DOT: dot.report}


def graph(
    run: Run,
    *,
    path: Annotated[Path | None, typer.Argument(metavar="[PATH]", help="A folder of .tf files.")] = None,
    env: EnvironmentsOption = [],  # noqa: B006 (typer copies it)
    how: Annotated[
        GraphFormat, typer.Option("--format", "-f", help="The language of the drawing.")
    ] = GraphFormat.MERMAID,
    everything: Annotated[
        bool, typer.Option("--all", help="Draw all resources and references, not events' way alone.")
    ] = False,
    settings: SetOption = [],  # noqa: B006
) -> None:
    """Draw how events flow through an environment as it would be rendered, or through any folder of .tf files.

      tfgen graph --env pr-123

      tfgen graph path/to/any/terraform --format dot | dot -Tsvg > stack.svg

    An arrow is there where an argument, the policy of a role or a function's environment variables say so:
    API → function → bus → rule → queue → function → table, and where failures go.
    """
    name, files = _files(run, path, env, settings)
    title = f"Resources of {name}" if everything else f"How events flow through {name}"
    module = hcl.load(files)
    for problem in (each for source in module.sources.values() for each in source.diagnostics):
        run.note(
            f"warning: {problem.location}: {problem.message}: what stands there may be missing in the drawing"
        )
    diagram = drawing.draw(module, everything)._replace(title=title)
    if not diagram.nodes:
        run.note("note: nothing here is on events' way; --all draws all resources")
    run.result(REPORTS[how](diagram))


def _files(
    run: Run, path: Path | None, env: Sequence[str], settings: Sequence[str]
) -> tuple[str, Mapping[str, bytes]]:
    """Return what is drawn: its name, and its files."""
    if not env:
        folder = path or folder_here("--env NAME, or a folder such as out/NAME")
        return folder.resolve().name, ModuleFolder(folder, folder.as_posix())
    if path:
        raise TfgenError("an environment and a path can't be drawn together", hint="run tfgen graph twice")
    run = run.having(env[0]) if len(env) == 1 else run
    environments = choose_environments(run, env, False)
    note_last(run, environments, settings)
    if len(environments) > 1:
        raise TfgenError(f"one environment is drawn at a time, and these are {join_names(environments)}")
    # Rendering needs Jinja and more, which a folder's drawing would wait for in vain.
    pipeline = importlib.import_module("generator.environments.pipeline")
    return environments[0], pipeline.render(run.inputs, environments[0], settings).contents


app = command(graph)
