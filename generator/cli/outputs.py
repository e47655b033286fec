"""`tfgen outputs`: what terraform says it made, as one level of names and scalars."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from generator import bounds
from generator.cli.command import Run, command
from generator.errors import TfgenError
from generator.output import write_whole_file
from generator.report.flat_outputs import flatten, read_outputs


def outputs(
    run: Run,
    *,
    source: Annotated[
        str,
        typer.Argument(
            metavar="[DIR|-]",
            help="A folder that was applied, where `terraform output -json` is run; or - to read that from "
            "standard input.",
        ),
    ] = ".",
    file: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it there; default standard output."),
    ] = None,
    sensitive: Annotated[
        bool, typer.Option("--sensitive", help="Keep sensitive outputs, which are left out otherwise.")
    ] = False,
) -> None:
    """Turn `terraform output -json` into flat JSON: one level, scalar values, for tests and scripts.

      cd out/pr-123 && terraform output -json | tfgen outputs - > flat-outputs.json

      tfgen outputs out/pr-123 -o flat-outputs.json

    A nested output gives an entry for each scalar in it, named by the way there: the url in an output config
    becomes config_url. Leaves that repeat the output of their own name are left out, and so are sensitive outputs.
    """
    flat = flatten(
        read_outputs(_standard_input() if source == "-" else _terraform_outputs(Path(source))), sensitive=sensitive
    )
    text = json.dumps(flat.values, indent=2, ensure_ascii=False)
    if file is None:
        run.result(text)
    else:
        write_whole_file(file, f"{text}\n".encode())
    if flat.withheld:
        run.note(f"note: left out as sensitive: {', '.join(flat.withheld)} (--sensitive keeps them)")
    if not flat.values and not flat.withheld:
        run.note("note: there are no outputs; has this environment been applied?")


def _standard_input() -> bytes:
    if sys.stdin.isatty():
        raise TfgenError("nothing is piped in", hint="terraform output -json | tfgen outputs -")
    return sys.stdin.buffer.read(bounds.OUTPUT_BYTES.limit + 1)


def _terraform_outputs(folder: Path) -> bytes:
    """Return what terraform says about an applied folder."""
    if not folder.is_dir():
        raise TfgenError(f"{folder}: there is no such folder")
    terraform = shutil.which("terraform")
    if terraform is None:
        raise TfgenError(
            "terraform is not on the PATH",
            hint="where it is, run: terraform output -json | tfgen outputs -",
        )
    call = [terraform, "output", "-json", "-no-color"]
    done = subprocess.run(call, cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}"
        raise TfgenError(f"{folder}: terraform output failed: {said}")
    return done.stdout


app = command(outputs)
