"""The command line: one thin module a command."""

from __future__ import annotations

import os
from typing import NoReturn


def main() -> NoReturn:
    """Run the command that the process was called with, and end the process with its exit code.

    Nothing is imported before an interrupt is looked for: Ctrl-C ends tfgen with one word at any time. The process
    is not taken apart at its end, which would take as long as starting it.
    """
    code = 130
    try:
        from generator.cli.main import run  # noqa: PLC0415 (see above)

        code = run()
    except KeyboardInterrupt:
        os.write(2, b"interrupted\n")
    os._exit(code)
