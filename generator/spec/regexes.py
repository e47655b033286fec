"""Regular expressions of spec files, by RE2: whatever the expression, the time grows with the text alone.

Source: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, Protocol


class Match(Protocol):
    """A match of a whole text."""

    def groupdict(self) -> dict[str, str | None]:
        """Return what the named groups matched."""
        ...


class Regex(Protocol):
    """A regular expression, compiled."""

    @property
    def pattern(self) -> str:
        """The expression."""
        ...

    @property
    def groupindex(self) -> Mapping[str, int]:
        """The named groups."""
        ...

    def fullmatch(self, text: str) -> Match | None:
        """Match the whole of a text."""
        ...


class PatternError(ValueError):
    """What is not a regular expression, or none that can be matched in linear time."""


def compile_pattern(text: str) -> Regex:
    """Return the regular expression `text`, compiled.

    Raises:
        PatternError: It is none.
    """
    # Only projects with pattern specs need the library.
    re2: Any = importlib.import_module("re2")
    options = re2.Options()
    options.log_errors = False
    try:
        pattern: Regex = re2.compile(text, options)
    except re2.error as error:
        said = error.args[0]
        raise PatternError(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from None
    return pattern
