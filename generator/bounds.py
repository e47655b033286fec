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
SCHEMA_PATHS = Bound(
    10_000,
    "has more than {most} paths",
    "Paths that are listed of a schema. Ours has 160; where definitions refer to each other there are very many.",
)
REFUSALS = Bound(
    50,
    "there are more than {most} problems; the first of them are listed",
    "Problems that are told of one spec: 90,000 unknown keys help nobody.",
)
TOML_KEY = Bound(
    64,
    "a key of more than {most} parts",
    "Parts of a dotted key in tfgen.toml. Python's reader takes 1.6 GB for one of 20,000.",
)
OUTPUT_BYTES = Bound(
    8 * 1024 * 1024,
    "these outputs are larger than {most} bytes",
    "What `terraform output -json` prints. An account's outputs are kilobytes; read, 8 MiB may take 0.5 GB.",
)
OUTPUT_VALUES = Bound(
    50_000,
    "these outputs hold more than {most} values",
    "Scalars in the outputs of a module.",
)
OUTPUT_DEPTH = Bound(
    64,
    "these outputs nest deeper than {most} levels",
    "Levels in the outputs of a module: each value's name is its whole way.",
)
