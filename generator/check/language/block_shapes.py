"""What Terraform's own blocks take, from the table beside this module."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_HERE = Path(__file__).parent

_FOLDER = Path(__file__).parent


class Availability(NamedTuple):
    """Who has something, from which version on: "" where one always had it, None where one does not have it."""

    terraform: str | None = ""
    opentofu: str | None = ""


ALWAYS = Availability()
NEVER = Availability(None, None)


class Argument(NamedTuple):
    """An argument.

    Attributes:
        kind: What it may be: "any" expression; "text", "bool" or any "constant", which refer to nothing; "word",
            "keyword" (which has no quotes), "words", "type", "address", "addresses", "references", "attributes"
            and "map", which are not evaluated; "condition", which refers to something; "reserved", which may not
            be given; "object", which is none of another kind; "values", an object that refers to nothing.
        words: The words that a "word" may be; empty for any.
        required: Whether it has to be given.
        since: Who has it.
        freer: Who takes any expression for it.
    """

    kind: str
    words: tuple[str, ...] = ()
    required: bool = False
    since: Availability = ALWAYS
    freer: Availability = NEVER


class BlockShape(NamedTuple):
    """A type of block.

    Attributes:
        arguments: By name.
        blocks: The types of blocks in it.
        labels: How many labels it has.
        names: Whether they are identifiers.
        open: Whether it takes more than that, which something else decides.
        only_arguments: Whether what more it takes are arguments alone.
        least: How many of it there have to be.
        most: How many there may be, 0 for any number.
        reserved: Whether there may be none, since its name is kept for later.
        since: Who has it.
        required: The arguments that have to be given.
        rest: What those are of which something else decides the names; None where nothing is known of them.
    """

    arguments: Mapping[str, Argument]
    blocks: Mapping[str, BlockShape]
    labels: int = 0
    names: bool = False
    open: bool = False
    only_arguments: bool = False
    least: int = 0
    most: int = 0
    reserved: bool = False
    since: Availability = ALWAYS
    required: tuple[str, ...] = ()
    rest: Argument | None = None


@cache
def shapes(of: str = "blocks") -> Mapping[str, BlockShape]:
    """Return the top-level blocks by type: of configurations ("blocks"), or of files for "tests"."""
    table = json.loads(_HERE.joinpath("blocks.json").read_text("utf-8"))
    return {name: _shape(each, table) for name, each in table[of].items()}


@cache
def backends() -> Mapping[str, Mapping[str, str]]:
    """Return the arguments of each backend with their types."""
    found: Mapping[str, Mapping[str, str]] = json.loads(_HERE.joinpath("backends.json").read_text("utf-8"))[
        "backends"
    ]
    return found


def _shape(entry: Mapping[str, Any], table: Mapping[str, Any]) -> BlockShape:
    like = entry.get("like", "")
    entry = {**table["shared"].get(like, table["blocks"].get(like, {})), **entry}
    arguments = {
        name.removesuffix("!"): _argument(name, text) for name, text in entry.get("arguments", {}).items()
    }
    blocks = {name: _shape(each, table) for name, each in entry.get("blocks", {}).items()}
    names = entry.get("names", 0)
    return BlockShape(
        arguments,
        blocks,
        names or entry.get("labels", 0),
        bool(names),
        entry.get("open", False),
        entry.get("only_arguments", False),
        entry.get("least", 0),
        entry.get("most", 0),
        entry.get("reserved", False),
        _since(entry.get("since", "")),
        tuple(name for name, argument in arguments.items() if argument.required),
        _argument("", entry["rest"]) if "rest" in entry else None,
    )


def _argument(name: str, text: str) -> Argument:
    text, _, freer = text.partition("; any ")
    what, _, since = text.partition("; ")
    kind, _, words = what.partition(": ")
    return Argument(
        kind,
        tuple(words.split(", ")) if words else (),
        name.endswith("!"),
        _since(since),
        _since(freer) if freer else NEVER,
    )


def _since(text: str) -> Availability:
    if not text:
        return ALWAYS
    versions = dict(each.split(" ") for each in text.split(", "))
    return Availability(versions.get("terraform"), versions.get("opentofu"))
