"""What is wrong with a block by its provider's schema, before a rule makes findings of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from generator.hcl import Node
from generator.location import Location

Kind: TypeAlias = Literal[
    "unknown-argument",
    "unknown-block",
    "missing-argument",
    "missing-block",
    "too-many-blocks",
    "wrong-type",
    "computed",
    "ephemeral",
    "unknown-type",
    "unknown-attribute",
    "instance-key",
    "meta-argument",
    "module-call",
    "provider-alias",
    "block-or-map",
    "deprecated",
    "unknown-provider",
    "value",
]
"""What kind of thing is wrong:

block-or-map: an argument where the provider has a block, or the reverse; nothing else is said of it then.
deprecated: something that the schema marks so is set or read.
unknown-provider: the schemas of a provider, or of the version asked for, are not here; said once for each.
unknown-attribute: a reference to what the thing does not have.
instance-key: a reference that lacks the index that count or for_each calls for, or has one without them.
ephemeral: a value that must not be stored is given to what is stored.
module-call: what is given to a module that does not take it, or read of one that has it not.
value: a value that the provider does not take, or that does not go with another.
meta-argument: what Terraform itself takes in a block (count, lifecycle, …), wrongly used.
All others say it themselves.
"""


class SchemaViolation(NamedTuple):
    """One thing that is wrong.

    Attributes:
        kind: What kind of thing.
        message: As one line without a full stop.
        location: Where it starts.
        end: Where it ends.
        hint: The way out, if one is known.
        address: The address of the resource, data source, provider or module that it is in, where it is in one.
        needs: The version of the provider that has the way out, where an older one may be meant as well.
    """

    kind: Kind
    message: str
    location: Location
    end: Location
    hint: str = ""
    address: str = ""
    needs: str = ""


def at(kind: Kind, message: str, node: Node, hint: str = "", address: str = "") -> SchemaViolation:
    """Return a violation that stands at a node."""
    return SchemaViolation(kind, message, node.location, node.end, hint, address)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return what a misspelt name was meant to be: the nearest of `known`, empty where none is near.

    Near is within two changes of a letter, or one where the word is short.
    """
    best, fewest = "", 3 if len(word) > 4 else 2  # noqa: PLR2004 - half of four letters is another word
    for name in known:
        if abs(len(name) - len(word)) < fewest:
            changes = _changes(word.lower(), name, fewest)
            if changes < fewest:
                best, fewest = name, changes
    return best


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return the hint that names the nearest of `known`, empty where none is near."""
    near = nearest(word, known)
    return f'did you mean "{near}"?' if near else ""


def _changes(word: str, name: str, limit: int) -> int:
    """Return how many letters are to be added, dropped or replaced; `limit` where they are as many or more."""
    previous = list(range(len(name) + 1))
    for row, letter in enumerate(word, 1):
        current = [row]
        for column, other in enumerate(name, 1):
            change = previous[column - 1] + (letter != other)
            current.append(min(previous[column] + 1, current[-1] + 1, change))
        if min(current) >= limit:
            return limit
        previous = current
    return previous[-1]
