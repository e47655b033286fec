"""A place in a text file: what every error, value and finding carries."""

from __future__ import annotations

from typing import NamedTuple


class Location(NamedTuple):
    """A place in a text file.

    Attributes:
        path: The file, relative to the project's root, with forward slashes.
        line: Counts from 1.
        column: Counts from 1, in code points.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
