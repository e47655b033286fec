"""What is remembered from one comparison to the next."""

from __future__ import annotations

from collections.abc import Iterable

from generator.hcl import Node
from generator.hcl.module.loading import ParsedFiles

_MAXIMUM_FILES = 64
"""Parsed files that are kept. A bound of ours: some 30 MB, for files like those of the bundled stack."""
_MAXIMUM_NODES = 1_000
"""Blocks of which it is kept what they refer to: as many as those files have, since each holds its file's tree."""

Links = Iterable[tuple[str, str, str]]
"""Of each reference the attribute that it stands in, the address that it leads to, and the attribute there."""


class Cache:
    """What comparisons of other environments found out that may be of use again."""

    def __init__(self) -> None:
        self._parsed: ParsedFiles = {}
        self._links: dict[Node, Links] = {}

    @property
    def parsed(self) -> ParsedFiles:
        """Files that were parsed, by what they hold; those not asked for in a long while are forgotten."""
        while len(self._parsed) > _MAXIMUM_FILES:
            del self._parsed[next(iter(self._parsed))]
        return self._parsed

    @property
    def links(self) -> dict[Node, Links]:
        """What blocks and locals refer to."""
        if len(self._links) > _MAXIMUM_NODES:
            self._links.clear()
        return self._links
