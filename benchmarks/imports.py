"""Prints the modules that a call of tfgen imports, with the processor time of each, less that of what it imports.

    python benchmarks/imports.py render --env pr-123

As `python -X importtime`, which does not see what is imported by name (a command, the rules of a check).
"""

from __future__ import annotations

import importlib._bootstrap as machinery  # type: ignore[import-not-found]
import sys
import time
from typing import Any

load = machinery._find_and_load
spent: list[tuple[str, float]] = []
inner = [0.0]
"""Seconds of what the module that is being imported imports itself, for each that is under way."""


def timed(name: str, import_: Any) -> Any:
    """Import a module, and note what it took."""
    started = time.process_time()
    inner.append(0.0)
    try:
        return load(name, import_)
    finally:
        took = time.process_time() - started
        spent.append((name, took - inner.pop()))
        inner[-1] += took


machinery._find_and_load = timed

try:
    from generator.cli.main import run

    run()
finally:
    for name, seconds in spent:
        print(f"{name} {seconds:.6f}", file=sys.stderr)
