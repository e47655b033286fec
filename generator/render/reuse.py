"""What a template made of one spec, kept for the next one that has the same in store for it."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from generator.render.callbacks import FolderRequest

File = TypeVar("File")


class Prints(dict[str, bytes | None]):
    """Of each value at a spec's top level what tells it from any other: `1`, `1.0` and `true` are three."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, name: str) -> bytes | None:
        try:
            # Version 2 of the format is that without references, which would depend on more than the value.
            found = marshal.dumps(self._values[name], 2)
        except (KeyError, ValueError):
            found = None
        self[name] = found
        return found


class Kept(NamedTuple, Generic[File]):
    """What a template made.

    Attributes:
        file: The file, if it made one.
        requests: What it asked for.
        prints: What it was made from: the spec's top-level values that the template looked up.
    """

    file: File | None
    requests: dict[FolderRequest, None]
    prints: dict[str, bytes | None]

    def fits(self, prints: Prints) -> bool:
        """Tell whether a spec has the same values where the template looked."""
        return all(found is not None and prints[name] == found for name, found in self.prints.items())
