"""Where each line of a rendered file comes from.

While a template runs, its text carries markers between two control characters, which no literal can hold. They
say which line of which template wrote what follows, which values of the spec went into it, which macro call and
which condition it stands in. `strip` takes them out; `read` makes the source map of them, when somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from generator.location import Location
from generator.naming import ValuePath

OPEN, CLOSE = "\x01", "\x02"
_MARKER = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


class PrintedValue(Protocol):
    """A value that a template printed."""

    @property
    def paths(self) -> tuple[ValuePath, ...]:
        """The paths of the spec's values that it was made of."""
        ...

    @property
    def location(self) -> Location:
        """The template's line that printed it."""
        ...


@dataclass(frozen=True, slots=True)
class LineSource:
    """Where one line of a rendered file comes from.

    Attributes:
        template: The template's line that wrote it, innermost: a macro's own line for what a macro wrote.
        calls: The lines that called that macro, innermost first.
        values: The paths of the spec's values that went into the line's text, in the order of their use.
        conditions: The paths of the values that decided whether the line is there at all.
    """

    template: Location
    calls: tuple[Location, ...] = ()
    values: tuple[ValuePath, ...] = ()
    conditions: tuple[ValuePath, ...] = ()


def line_marker(template: str, line: int) -> str:
    """Return the marker of text that line `line` of `template` writes."""
    return f"{OPEN}L{template}:{line}{CLOSE}"


def values_marker(number: int) -> str:
    """Return the marker of the values that went into the text that follows."""
    return f"{OPEN}V{number}{CLOSE}"


def condition_marker(number: int) -> str:
    """Return the marker that opens the text that a condition on some values let through."""
    return f"{OPEN}C{number}{CLOSE}"


CONDITION_END = f"{OPEN}c{CLOSE}"
CALL_END = f"{OPEN}m{CLOSE}"


def call_marker(template: str, line: int) -> str:
    """Return the marker that opens the text of a macro that line `line` of `template` called."""
    return f"{OPEN}M{template}:{line}{CLOSE}"


def print_marker(number: int) -> str:
    """Return what stands for the value that was printed as the `number`-th."""
    return f"{OPEN}P{number}{CLOSE}"


PRINT = f"{OPEN}P([0-9]+){CLOSE}"
"""The pattern of what stands for a printed value."""
_PRINT = re.compile(PRINT)
_OTHER = re.compile(f"{OPEN}[^P{CLOSE}][^{CLOSE}]*{CLOSE}")


def strip(marked: str) -> str:
    """Return `marked` without its markers, but those of printed values."""
    return _OTHER.sub("", marked)


def split_prints(text: str) -> tuple[tuple[str, ...], list[int]]:
    """Return what stands around the printed values of a text without other markers, and their numbers."""
    parts = _PRINT.split(text)
    return tuple(parts[::2]), [int(number) for number in parts[1::2]]


def read(
    marked: str, forms: Sequence[str], prints: Sequence[PrintedValue], taken: Sequence[tuple[ValuePath, ...]]
) -> tuple[LineSource, ...]:
    """Return where each line of a rendered text comes from.

    Args:
        marked: The text with its markers.
        forms: What was written for each printed value, in the order of the text.
        prints: The values that were printed, as the markers count.
        taken: The sets of paths that the markers count into.
    """
    reader, form = _MarkReader(taken), iter(forms)
    for position, piece in enumerate(_MARKER.split(marked)):
        if position % 2 == 0:
            reader.text(piece)
        elif piece[0] == "P":
            reader.print(prints[int(piece[1:])], next(form))
        else:
            reader.marker(piece)
    return reader.finish()


def joined(sources: Sequence[LineSource]) -> LineSource:
    """Return where a line comes from that was made of several: the first one's place, and the values of all."""
    if len(sources) == 1:
        return sources[0]
    return replace(sources[0], values=tuple(dict.fromkeys(path for each in sources for path in each.values)))


class _MarkReader:
    """Follows the markers of a text from line to line."""

    def __init__(self, taken: Sequence[tuple[ValuePath, ...]]) -> None:
        self.taken = taken
        self.sources: list[LineSource] = []
        self.place = Location("")
        self.calls: list[Location] = []
        self.conditions: list[tuple[ValuePath, ...]] = []
        self.start: LineSource | None = None
        self.values: list[ValuePath] = []

    def marker(self, marker: str) -> None:
        kind, rest = marker[0], marker[1:]
        if kind == "L":
            self.place = _location(rest)
        elif kind == "V":
            self.values += self.taken[int(rest)]
        elif kind == "C":
            self.conditions.append(self.taken[int(rest)])
        elif kind == "c":
            self.conditions.pop()
        elif kind == "M":
            self.calls.append(_location(rest))
        else:
            self.place = self.calls.pop()

    def text(self, piece: str) -> None:
        lines = piece.split("\n")
        for position, text in enumerate(lines):
            if position:
                self.end_line()
                self.place = Location(self.place.path, self.place.line + 1)
            if text.strip() and self.start is None:
                self.start = self.here()

    def print(self, printed: PrintedValue, form: str) -> None:
        before, self.place = self.place, printed.location
        for position, text in enumerate(form.split("\n")):
            if position:
                self.end_line()
            if text.strip() and self.start is None:
                self.start = self.here()
            self.values += printed.paths
        self.place = before

    def here(self) -> LineSource:
        conditions = tuple(dict.fromkeys(path for paths in self.conditions for path in paths))
        return LineSource(self.place, tuple(reversed(self.calls)), (), conditions)

    def end_line(self) -> None:
        start = self.start or self.here()
        values = tuple(dict.fromkeys(self.values))
        self.sources.append(LineSource(start.template, start.calls, values, start.conditions))
        self.start, self.values = None, []

    def finish(self) -> tuple[LineSource, ...]:
        if self.start is not None:
            self.end_line()
        return tuple(self.sources)


def _location(text: str) -> Location:
    template, _, line = text.rpartition(":")
    return Location(template, int(line))
