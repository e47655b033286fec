"""`tfgen trace`: where a line of a rendered file comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.cli.command import Run, command
from generator.environments import pipeline
from generator.environments.line_uses import LineUses, Use
from generator.environments.pipeline import RenderedEnvironment
from generator.errors import TfgenError
from generator.naming import ValuePath, format_path
from generator.render.sourcemap import LineSource
from generator.render.template_engine import RenderedFile
from generator.report import text
from generator.spec import Spec


def trace(
    run: Run,
    *,
    place: Annotated[
        str, typer.Argument(metavar="FILE[:LINE]", help="A rendered file, such as out/pr-123/lambda.tf:42.")
    ],
) -> None:
    """Print which template line, and which values of the spec, made a line of a rendered file.

    Where the line uses a variable or a local, the values that went into its default or value are told as well.
    Without a line, prints a line for each line of the file. The environment is rendered again in memory, with
    the --set options and the --revision of its last render; if the file on disk differs from that, you are told.
    """
    path, line = _split(place)
    run, environment, name = _inside(run, path)
    basis = pipeline.basis(run.inputs, environment)
    if basis.last:
        run.note(f"note: {environment} was rendered {basis.last}")
    if basis.last_revision:
        run = run.at(basis.last_revision)
    past = bool(basis.last_revision)
    rendered = pipeline.render(run.inputs, environment, basis.last_settings, past=past)
    file = rendered.files.get(name)
    if file is None:
        raise _missing_render(rendered, name, environment)
    if not path.is_file() or path.read_bytes().replace(b"\r\n", b"\n") != file.text.encode():
        run.note(f"note: {path} is not what a render would write now; what follows is about the latter")
    lines = file.text.removesuffix("\n").split("\n")
    lineage = LineUses(rendered)
    if line is None:
        _trace_all(run, rendered, file, lines, lineage)
        return
    if not 1 <= line <= len(lines):
        raise TfgenError(f"{path} has {len(lines)} lines, and no line {line}")
    described = _describe(f"{path}:{line}", lines[line - 1], file.source_map[line - 1], rendered.spec)
    described["uses"] = [_use(use, rendered) for use in lineage.uses(name, line)]
    for row in text.line_source(described):
        run.result(row)


def _trace_all(
    run: Run, rendered: RenderedEnvironment, file: RenderedFile, lines: list[str], lineage: LineUses
) -> None:
    rows = [("LINE", "TEMPLATE", "VALUES")]
    for number in range(1, len(lines) + 1):
        source = file.source_map[number - 1]
        template = f"{_revision(rendered.spec)}{source.template.path}:{source.template.line}"
        used = (path for use in lineage.uses(file.path, number) for path in use.values)
        values = ", ".join(format_path(path) for path in dict.fromkeys((*source.values, *used)))
        rows.append((str(number), template, values))
    for row in text.table(rows):
        run.result(row)


def _describe(place: str, line: str, source: LineSource, spec: Spec) -> dict[str, object]:
    return {
        "place": place,
        "text": line,
        "template": f"{_revision(spec)}{source.template.path}:{source.template.line}",
        "calls": [f"{_revision(spec)}{call.path}:{call.line}" for call in source.calls],
        "values": [_value(spec, path) for path in source.values],
        "conditions": [_value(spec, path) for path in source.conditions if path not in source.values],
    }


def _revision(spec: Spec) -> str:
    """Return what stands before a template's path, as git writes it, where a spec pins its stack."""
    return f"{spec.stack.revision}:" if spec.stack.revision else ""


def _use(use: Use, rendered: RenderedEnvironment) -> tuple[str, str, list[tuple[str, str, str]]]:
    return use.address, f"{use.file}:{use.line}", [_value(rendered.spec, path) for path in use.values]


def _value(spec: Spec, path: ValuePath) -> tuple[str, str, str]:
    name, value, origin = spec.describe(path)
    return name, value, str(origin)


def _split(place: str) -> tuple[Path, int | None]:
    path, colon, line = place.rpartition(":")
    if colon and line.isdecimal():
        return Path(path), int(line)
    return Path(place), None


def _inside(run: Run, path: Path) -> tuple[Run, str, str]:
    """Return the stack, the environment and the path in it of a rendered file."""
    out = run.stacks[0].project.out.resolve()
    try:
        folder, *rest = path.resolve().relative_to(out).parts
    except (ValueError, OSError):
        folder, rest = "", []
    run = next((one for one in run.stacks if one.project.own_name(folder)), run)
    environment = run.own_name(folder)
    if not rest:
        raise TfgenError(
            f"{path} is not a file of a rendered environment", hint=f"they are in {run.place(out)}/NAME/"
        )
    return run, environment, "/".join(rest)


def _missing_render(rendered: RenderedEnvironment, name: str, environment: str) -> TfgenError:
    if name in rendered.contents:
        return TfgenError(f"{name} is copied as it is, not made by a template")
    return TfgenError(f"{environment} has no rendered file {name}", hint=f"it has {', '.join(rendered.files)}")


app = command(trace)
