"""What input may cost, at most: the one table of all bounds, each with its unit, its words and its reason.

Where a bound is ours and not that of AWS or Terraform, it is far above what a real project has: it stops the file
that was named by mistake, or made to do harm.
"""

from __future__ import annotations

from typing import NamedTuple


class Bound(NamedTuple):
    """The most that there may be of something.

    Attributes:
        most: The number.
        words: What a message says of more than that; "{most}" stands for the number.
        reason: Why the bound is there, and where it lies.
    """

    most: int
    words: str
    reason: str

    def __str__(self) -> str:
        return self.words.format(most=f"{self.most:,}")


SCHEMA_DEPTH = Bound(
    128,
    "nests, or refers on, deeper than {most} levels",
    "Levels of a JSON Schema, references followed. A real one has about ten; the engine is built for 255.",
)
SCHEMA_SIZE = Bound(
    50_000,
    "holds more than {most} schemas, references written out",
    "Schemas in a JSON Schema. Ours holds 500; one that doubles itself with every $ref has no end.",
)
