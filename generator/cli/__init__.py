"""The command line: one thin module a command.

Nothing is imported here but what Python has loaded by then: before `main` is called, Python answers Ctrl-C.
"""

import os


def main() -> None:
    """Run the command that the process was called with, and end the process with its exit code.

    Nothing is imported before an interrupt is looked for: Ctrl-C ends tfgen with one word at any time. The process
    is not taken apart at its end, which would take as long as starting it.
    """
    code = 130
    try:
        from generator.cli.interruption import listen  # noqa: PLC0415 (see above)

        listen()
        from generator.cli.main import run  # noqa: PLC0415 (see above)

        code = run()
    except KeyboardInterrupt:
        try:
            os.write(2, b"interrupted\n")
        finally:
            os._exit(code)
    os._exit(code)
