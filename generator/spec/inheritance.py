"""What a spec inherits: the order in which files win over each other, and how their values merge."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.spec.spec_tree import SpecNode


class DisorderError(ValueError):
    """Two files are each asked to win over the other.

    Attributes:
        files: Those files.
    """

    def __init__(self, files: Sequence[str]) -> None:
        super().__init__(files)
        self.files = tuple(files)


def linearize(file: str, parents: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """Return `file` and all that it inherits from, each once, so that every one wins over those before it.

    A file wins over what it extends, and of several that it extends the later ones win; this holds for every
    file on the way, so a common ancestor never undoes what a nearer one says. (The order is that of classes in
    Python, known as C3.)

    Args:
        file: The file to start from.
        parents: Gives what a file extends, in the order written. Must not go round in circles.

    Raises:
        DisorderError: No such order exists.
    """
    return tuple(reversed(_strongest_first(file, parents, {})))


def _strongest_first(file: str, parents: Callable[[str], Sequence[str]], known: dict[str, list[str]]) -> list[str]:
    if file not in known:
        direct = list(reversed(parents(file)))
        rows = [list(_strongest_first(parent, parents, known)) for parent in direct]
        known[file] = [file, *_weave([*rows, direct])]
    return known[file]


def _weave(rows: list[list[str]]) -> list[str]:
    """Return one row with the items of all `rows`, in an order that breaks none of theirs."""
    woven: list[str] = []
    while rows := [row for row in rows if row]:
        for row in rows:
            if not any(row[0] in other[1:] for other in rows):
                strongest = row[0]
                break
        else:
            raise DisorderError(sorted({row[0] for row in rows}))
        woven.append(strongest)
        rows = [row[1:] if row[0] == strongest else row for row in rows]
    return woven


def merge(under: SpecNode, over: SpecNode) -> SpecNode:
    """Return `over` laid on `under`: maps merge deeply, all else replaces, null takes away what was there.

    Neither is changed; what only one of them has is shared with the outcome.
    """
    if not (isinstance(under.value, dict) and isinstance(over.value, dict)):
        return over
    merged = dict(under.value)
    for key, node in over.value.items():
        if node.value is None:
            merged.pop(key, None)
        elif key in merged:
            merged[key] = merge(merged[key], node)
        else:
            merged[key] = node
    return over._replace(value=merged)
