"""What is remembered from one comparison to the next."""

from __future__ import annotations

from generator.hcl.loading import ParsedFiles

_MAXIMUM_FILES = 512
"""Parsed files that are kept. A bound of ours: some 50 MB at most, for files like those of the bundled stack."""


class Memory:
    """What comparisons of other environments found out that may be of use again.

    Attributes:
        parsed: Files that were parsed, by what they hold.
    """

    def __init__(self) -> None:
        self._parsed: ParsedFiles = {}

    @property
    def parsed(self) -> ParsedFiles:
        """Files that were parsed, by what they hold; those of long ago are forgotten."""
        while len(self._parsed) > _MAXIMUM_FILES:
            del self._parsed[next(iter(self._parsed))]
        return self._parsed
