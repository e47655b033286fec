"""What can differ at all: what is written otherwise, and what depends on that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from generator.diff.sides import Side


def touched(before: Side, after: Side, assets: Collection[str]) -> set[str]:
    """Return the addresses, without keys, of what may have another value or be there on one side only.

    Args:
        before: The old side.
        after: The new one.
        assets: The files with another content that are no configuration.
    """
    old, new = before.written, after.written
    found = {address for address in {*old, *new} if old.get(address) != new.get(address)}
    if before.is_overridden or after.is_overridden:
        found = {*old, *new}
    if assets:
        found |= {address for address in new if address.startswith("data.") or after.reads_files(address)}
    needed_by: dict[str, list[str]] = defaultdict(list)
    for side in (before, after):
        for address in side.written:
            for needed in side.needs(address):
                needed_by[needed].append(address)
    waiting = [*found]
    while waiting:
        for address in needed_by[waiting.pop()]:
            if address not in found:
                found.add(address)
                waiting.append(address)
    return found
