"""`tfgen show`: the resolved spec of an environment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from generator.cli.command import Run, SetOption, command, complete_environments
from generator.environments import pipeline
from generator.naming import ValuePath, format_path
from generator.report import text
from generator.spec import Spec, to_yaml


class ShowFormat(StrEnum):
    """The formats of a spec."""

    YAML = "yaml"
    JSON = "json"


def show(
    run: Run,
    *,
    environment: Annotated[str, typer.Argument(metavar="ENV", autocompletion=complete_environments)],
    form: Annotated[ShowFormat, typer.Option("--format", "-f", help="yaml or json.")] = ShowFormat.YAML,
    provenance: Annotated[
        bool,
        typer.Option("--provenance", help="For each value, the file and line, or default, that it comes from."),
    ] = False,
    settings: SetOption = [],  # noqa: B006 (typer copies it)
) -> None:
    """Print the resolved spec of an environment: inherited values, defaults and placeholders filled in."""
    run = run.having(environment)
    spec = pipeline.resolve(run.inputs, run.own_name(environment), settings)
    if form is ShowFormat.JSON:
        run.result(json.dumps(_with_origins(spec) if provenance else spec.values, indent=2, ensure_ascii=False))
    elif provenance:
        rows = [(format_path(path), _flow(value), str(spec.origin(path))) for path, value in leaves(spec.values)]
        if spec.stack.revision:
            rows.append(("stack.revision", _flow(spec.stack.revision), spec.stack.origin))
        rows += [
            (format_path(note.path), "{}", f"{note.location}, over {note.under}: no change") for note in spec.notes
        ]
        for line in text.provenance(rows):
            run.result(line)
    else:
        run.result(to_yaml(spec.values).rstrip("\n"))


def leaves(values: Any, path: ValuePath = ()) -> Iterator[tuple[ValuePath, Any]]:
    """Yield the path and value of every scalar in `values`, and of every empty map or list."""
    if isinstance(values, Mapping) and values:
        for key, value in values.items():
            yield from leaves(value, (*path, key))
    elif isinstance(values, Sequence) and not isinstance(values, str) and values:
        for position, value in enumerate(values):
            yield from leaves(value, (*path, position))
    else:
        yield path, values


def _flow(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _with_origins(spec: Spec) -> dict[str, Any]:
    rows = {}
    for path, value in leaves(spec.values):
        origin = spec.origin(path)
        rows[format_path(path)] = {"value": value, "origin": str(origin), "chain": list(origin.chain)}
    if spec.stack.revision:
        rows["stack.revision"] = {"value": spec.stack.revision, "origin": spec.stack.origin, "chain": []}
    for note in spec.notes:
        of = rows.setdefault(format_path(note.path), {"value": None, "origin": str(note.location), "chain": []})
        of["note"] = str(note)
    return rows


app = command(show)
