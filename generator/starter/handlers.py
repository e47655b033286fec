"""A handler to begin with, and its test: for what listens to events, runs by a schedule, or answers the API."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "scaffold"
SOURCE = "lambda-src"
"""The project's folder of functions."""
KINDS = ("consumer", "function", "route")
"""What there are handlers for."""


def handler_files(kind: str, name: str) -> dict[str, bytes]:
    """Return the files of a handler, by their path in the project.

    Args:
        kind: One of `KINDS`.
        name: The function's name, and its folder's.
    """
    found = {}
    for path in sorted(_FOLDER.glob(f"{kind}_*.mjs")):
        part = path.name.removeprefix(f"{kind}_")
        target = f"{SOURCE}/tests/{name}.test.mjs" if part == "test.mjs" else f"{SOURCE}/{name}/{part}"
        found[target] = path.read_bytes().replace(b"NAME", name.encode())
    return found
