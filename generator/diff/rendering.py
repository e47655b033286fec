"""One side of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.model.finding import Origin


class Rendering(NamedTuple):
    """An environment as it is, or would be, in its folder.

    Attributes:
        environment: Its name.
        files: What is in the folder, by path.
        origin: What made the lines of the files, if that is known.
        names: The names that are its own in values, longest first: its name, its suffix.
    """

    environment: str
    files: Mapping[str, bytes]
    origin: Origin | None = None
    names: tuple[str, ...] = ()
