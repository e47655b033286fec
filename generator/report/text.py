"""Text, as a person at a terminal reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def changes(folder: str, found: Iterable[tuple[str, str]]) -> list[str]:
    """Return a line for each changed file.

    Args:
        folder: The environment's folder, as the user would name it.
        found: What happens to each file (`created`, `changed`, …) and its path in the folder.
    """
    return [f"{kind:<8} {folder}/{path}" for kind, path in found]


def summary(name: str, counts: Mapping[str, int]) -> str:
    """Return one line that says how many files are created, changed, … of an environment, or of several."""
    return f"{name}: {', '.join(f'{count} {kind}' for kind, count in counts.items()) or 'up to date'}"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return `rows`, the first of which holds the titles, as lines with aligned columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def provenance(values: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return a line for each value of a spec.

    Args:
        values: For each its path, the value as it is written, and where it comes from.
    """
    return [f"{path} = {value}  # {origin}" for path, value, origin in values]


def line_source(source: Mapping[str, object]) -> list[str]:
    """Return where one line of a rendered file comes from.

    Args:
        source: `line` and `text` of the rendered line; `template`, a place; `calls`, places; `values` and
            `conditions`, each a list of path, value and origin; `uses`, a list of a variable's or local's address,
            its place, and such values.
    """
    lines = [f"{source['place']}: {str(source['text']).strip()}", f"  from {source['template']}"]
    lines += [f"  called at {place}" for place in _list(source["calls"])]
    lines += [f"  with {path} = {value} from {origin}" for path, value, origin in _list(source["values"])]
    lines += [
        f"  because of {path} = {value} from {origin}" for path, value, origin in _list(source["conditions"])
    ]
    for address, place, values in _list(source.get("uses")):
        lines.append(f"  uses {address}, {place}")
        lines += [f"    with {path} = {value} from {origin}" for path, value, origin in values]
    return lines


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
