"""The actions and condition keys of IAM, a service read at a time; `scripts/iam_actions.py` makes the data."""

from __future__ import annotations

import json
import re
import zlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
"""What the data is of."""

_DATA = Path(__file__).with_suffix(".bin")
_VARIABLE = re.compile(r"\$\{[^}]*\}|<[^>]*>")


class Service(NamedTuple):
    """What a service knows.

    Attributes:
        actions: Its actions, in lower case, as AWS writes them.
        keys: Its condition keys in lower case, AWS's global ones left out.
        open_keys: The beginnings, in lower case, of keys that go on with something of the user's.
    """

    actions: dict[str, str]
    keys: frozenset[str]
    open_keys: tuple[str, ...]


@cache
def _content() -> tuple[dict[str, list[int]], bytes]:
    header, _, blobs = _DATA.read_bytes().partition(b"\n")
    return json.loads(header)["services"], blobs


@cache
def service(prefix: str) -> Service | None:
    """Return what a service of a prefix, such as `sqs`, knows; None if there is none."""
    places, blobs = _content()
    if prefix not in places:
        return None
    start, length = places[prefix]
    actions, keys = zlib.decompress(blobs[start : start + length]).decode().split("\n")
    own = [key.lower() for key in keys.split() if not key.startswith("aws:")]
    fixed = [key for key in own if not _VARIABLE.search(key)]
    opened = tuple(_VARIABLE.split(key)[0] for key in own if _VARIABLE.search(key))
    return Service({name.lower(): name for name in actions.split()}, frozenset(fixed), opened)


def prefixes() -> list[str]:
    """Return the prefixes of all services."""
    return list(_content()[0])
