"""The progress bar: on a terminal, from the second second on, and never in the way of what is printed."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

PROGRAM = """
import sys
from generator.cli import progress
from generator.cli.command import Run
from generator.cli.terminal import streams

progress._SECONDS = float(sys.argv[1])
names = ["dev", "staging\\x1b[31m", "prod"]
with streams():
    for name in progress.with_progress(Run(None, None, sys.argv[2] == "quiet"), iter(names), names, "rendering"):
        print(f"{name[:4]}: done", file=sys.stderr)
"""


def on_terminal(seconds: float, how: str = "") -> str:
    """Return what a terminal gets."""
    reader, writer = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    command = [sys.executable, "-c", PROGRAM, str(seconds), how]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=writer, env=environment, check=True)
    os.close(writer)
    shown = b""
    try:
        while piece := os.read(reader, 65_536):
            shown += piece
    except OSError:  # nobody has the other end any more
        pass
    return shown.decode()


def test_who_waits_sees_what_is_next_and_how_many_there_were() -> None:
    shown = on_terminal(-1)

    assert "rendering staging\\u001b[31m" in shown
    assert "rendering prod" in shown
    assert "1/3" in shown
    assert "2/3" in shown
    assert [line for line in ("dev: done", "stag: done", "prod: done") if line not in shown] == []


def test_what_is_over_soon_has_no_bar() -> None:
    assert on_terminal(60) == "dev: done\r\nstag: done\r\nprod: done\r\n"


def test_who_wants_quiet_has_no_bar() -> None:
    assert on_terminal(-1, "quiet") == "dev: done\r\nstag: done\r\nprod: done\r\n"


def test_a_file_gets_no_bar() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, "-1", ""], capture_output=True, text=True, check=True)

    assert done.stderr == "dev: done\nstag: done\nprod: done\n"
