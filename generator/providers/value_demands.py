"""Which values the arguments of a type take, beside their types, as the provider itself says.

A line of a type's record has a path, a form and what belongs to it, with tabs between. A form that ends in "?"
takes an empty string as well. The words of `one_of` may be followed by `NEWER` and those that AWS has come to take
since: where nothing follows, the words are all that AWS takes; without `NEWER` that is not known. A form that
begins with `OR` is another way to do what the line before demands. Without a path, a line is about arguments that
go together: "conflict" (no two of them), "one" (exactly one), "some" (at least one), "with" (the first only with
the others).

`scripts/provider_values.py` makes the file.
"""

from __future__ import annotations

import os
from functools import cache
from typing import NamedTuple

from generator.providers.store import Records

MAGIC = b"tfgen values 1\n"
NEWER = "newer:"
"""Stands between the words that a version takes and those that AWS has come to take since."""

ANY_CASE = "one_of_any_case"
"""The form `one_of` where capitals do not matter."""

OR = "or "
"""What the form of an alternative begins with."""

ASKED = {"hashicorp/aws": "5.100.0"}
"""The version of a provider that was asked for its values, by its source."""

_DATA = os.path.join(os.path.dirname(__file__), "data")


class Demand(NamedTuple):
    """What an argument demands of its value.

    Attributes:
        form: The form: "one_of", `ANY_CASE`, "range", "length", "pattern", "arn", "json" and so on.
        empty: Whether an empty string is taken as well.
        parts: The words, the two bounds (empty where there is none) or the pattern.
        newer: Words that AWS takes and the version that was asked does not; None where that is not known.
    """

    form: str
    empty: bool
    parts: tuple[str, ...]
    newer: tuple[str, ...] | None


class ArgumentGroup(NamedTuple):
    """Arguments that have to do with each other.

    Attributes:
        kind: "conflict", "one", "some" or "with".
        paths: The arguments.
    """

    kind: str
    paths: tuple[str, ...]


class Values(NamedTuple):
    """What is known of the values of one type.

    Attributes:
        demands: By the path of the argument, with dots between blocks: of each, alternatives of which one is
        enough. groups: The arguments that have to do with each other.
    """

    demands: dict[str, list[list[Demand]]]
    groups: tuple[ArgumentGroup, ...]


def values(source: str, name: str) -> Values | None:
    """Return what is known of the values of a type of resource, None where nothing is."""
    file = _file(source)
    return _values(source, name) if file is not None and file.line("v", name) else None


@cache
def _values(source: str, name: str) -> Values:
    file = _file(source)
    assert file is not None
    demands: dict[str, list[list[Demand]]] = {}
    groups = []
    for line in file.text("v", name).split("\n"):
        path, form, *parts = line.split("\t")
        if path:
            newer = tuple(parts[parts.index(NEWER) + 1 :]) if NEWER in parts else None
            words = parts[: parts.index(NEWER)] if NEWER in parts else parts
            plain = form.removeprefix(OR).removesuffix("?")
            demand = Demand(plain, form.endswith("?"), tuple(words), newer)
            of_path = demands.setdefault(path, [])
            if form.startswith(OR):
                of_path[-1].append(demand)
            else:
                of_path.append([demand])
        else:
            groups.append(ArgumentGroup(form, tuple(parts)))
    return Values(demands, tuple(groups))


@cache
def _file(source: str) -> Records | None:
    version = ASKED.get(source)
    return Records(os.path.join(_DATA, *source.split("/"), f"{version}.values"), MAGIC) if version else None
