"""`tfgen fmt`: Terraform files, formatted."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.command import Exit, Run, command, fail
from generator.cli.progress import with_progress
from generator.errors import TfgenError
from generator.files.module_folder import FORMATTED, MAXIMUM_BYTES, formatted_files
from generator.files.project import read_file
from generator.hcl.formatting.format import format_source
from generator.location import Location
from generator.output.whole_file import write_whole_file


def fmt(
    run: Run,
    *,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="[PATH|-]...", help="Folders, or files in them; or - for standard input."),
    ] = [],  # noqa: B006 (typer copies it)
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if a file is not formatted.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print what changes in the files.")] = False,
    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", help="Format the files in all folders below as well.")
    ] = False,
) -> None:
    """Format Terraform files, as `terraform fmt` does, and print the names of those that change.

      tfgen fmt                                  (the files in this folder)

      tfgen fmt --recursive --check --diff       (in CI: which are not formatted, and how they differ)

      tfgen fmt - < main.tf

    A file that Terraform could not read is not touched; all that is wrong with it is printed, the other files are
    formatted, and the exit code is 2.
    """
    if Path("-") in paths:
        _format_input(run, paths, check, diff)
        return
    files = list(dict.fromkeys(file for path in paths or [Path()] for file in _files(path, recursive)))
    changed = failed = 0
    for path in with_progress(run, files, [path.as_posix() for path in files], "formatting"):
        try:
            content = read_file(path, path.as_posix(), MAXIMUM_BYTES)
            formatted = format_source(path.as_posix(), content)
            if formatted == content:
                continue
            if not check:
                write_whole_file(path, formatted)
        except TfgenError as failure:
            failed += 1
            fail(failure)
            continue
        changed += 1
        run.result(_difference(path.as_posix(), content, formatted) if diff else path.as_posix())
    run.note(f"{len(files)} files: {changed} {'not formatted' if check else 'changed'}, {failed} refused")
    if failed:
        raise typer.Exit(Exit.FAILED)
    if check and changed:
        raise typer.Exit(Exit.FOUND)


def _format_input(run: Run, paths: Sequence[Path], check: bool, diff: bool) -> None:
    if len(paths) > 1:
        raise TfgenError("standard input is formatted alone", hint="run tfgen fmt twice")
    content = sys.stdin.buffer.read(MAXIMUM_BYTES + 1)
    if len(content) > MAXIMUM_BYTES:
        raise TfgenError(f"is larger than {MAXIMUM_BYTES:,} bytes", Location("<stdin>"))
    formatted = format_source("<stdin>", content)
    if diff and formatted != content:
        run.result(_difference("<stdin>", content, formatted))
    elif not check and not diff:
        run.file(formatted)
    if check and formatted != content:
        raise typer.Exit(Exit.FOUND)


def _files(path: Path, recursive: bool) -> Iterator[Path]:
    if path.is_dir():
        yield from formatted_files(path, recursive)
    elif path.name.endswith(FORMATTED):
        yield path
    else:
        raise TfgenError(f"{path.as_posix()}: is not a file to format", hint=f"they end in {', '.join(FORMATTED)}")


def _difference(path: str, content: bytes, formatted: bytes) -> str:
    old, new = (text.decode().removesuffix("\n").split("\n") for text in (content, formatted))
    return "\n".join(difflib.unified_diff(old, new, f"old/{path}", f"new/{path}", lineterm=""))


app = command(fmt)
