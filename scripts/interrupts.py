"""Says Ctrl-C to tfgen at each of the first milliseconds of a call, and counts what comes of it: a table.

python scripts/interrupts.py takes some five minutes. What docs/reliability.md says of Ctrl-C is from it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
TFGEN = Path(sys.executable).with_name("tfgen")
CALLS = (("render", "--env", "dev", "--check"), ("--help",), ("check", "--env", "dev"))
MILLISECONDS, TIMES = 150, 5
INTERRUPTED = 130
WORD, START, SCRIPT, DONE, OTHER = (
    "one word, 130",
    "Python has not begun",
    "the script that the installer wrote",
    "done before",
    "anything else",
)
_STARTING = ("Fatal Python error", "an import path entry", "failed to set __main__")
"""What Python says of an interrupt while it starts."""


def outcome(words: tuple[str, ...], delay_seconds: float) -> str:
    """Return what comes of a call that is interrupted after a while."""
    begin = time.monotonic()
    process = subprocess.Popen(
        [TFGEN, *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (a background job would ignore it)
    )
    time.sleep(max(0.0, begin + delay_seconds - time.monotonic()))
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate()
    if process.returncode == INTERRUPTED and said == "interrupted\n":
        return WORD
    if "Traceback" not in said and process.returncode in (0, 1):
        return DONE
    if "Traceback" not in said or any(each in said for each in _STARTING):
        return START
    if "generator/" not in said.replace("generator/cli/__init__.py", ""):
        return SCRIPT
    print(said, file=sys.stderr)
    return OTHER


def main() -> None:
    """Print the table."""
    columns = (WORD, START, SCRIPT, DONE, OTHER)
    print(f"| call | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}")
    for words in CALLS:
        delays = [number / 1000 for number in range(MILLISECONDS) for _ in range(TIMES)]
        counts = Counter(outcome(words, delay) for delay in delays)
        print(
            f"| `tfgen {' '.join(words)}` | {' | '.join(str(counts[column]) for column in columns)} |", flush=True
        )


if __name__ == "__main__":
    main()
