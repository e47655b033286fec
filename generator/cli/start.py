"""Where the process starts: a plain call of a command runs at once, typer reads every other."""

from __future__ import annotations

import importlib
import os
import sys
from typing import NoReturn

from generator.memory import look_seldom

QUICK = {"check": "check", "render": "render"}
"""The modules of the commands that are declared without typer, by the commands' names."""


def main() -> NoReturn:
    """Run the command that the process was called with, and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")  # a terminal without UTF-8 shows an escape, not a traceback
    look_seldom()
    code: int | str | None = 0
    try:
        _run(sys.argv[1:])
    except SystemExit as ending:
        code = ending.code
    _leave(code)


def _run(words: list[str]) -> None:
    if words and words[0] in QUICK and os.name != "nt" and "_TFGEN_COMPLETE" not in os.environ:
        command = importlib.import_module(f"generator.cli.{QUICK[words[0]]}").app
        options = command.understands(words[1:])
        if options is not None:
            command.run(**options)
            return
    importlib.import_module("generator.cli.main").app()


def _leave(code: int | str | None) -> NoReturn:
    """End the process without taking apart what it has in memory, which takes as long as starting it."""
    if code is None or isinstance(code, int):
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # whoever read it has gone
            code = code or 1
        os._exit(code or 0)
    sys.exit(code)
