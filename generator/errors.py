"""What can go wrong in a way that the user can mend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from generator.location import Location


class TfgenError(Exception):
    """A failure that the user can mend: printed as one line, never as a traceback.

    Attributes:
        message: What is wrong, as one line without a full stop.
        location: Where, if the failure has a place in a file.
        hint: The way out, if one is known; printed after the message.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, location: Location | None = None, hint: str = "") -> None:
        super().__init__(message, location, hint)  # every argument, so that it pickles
        self.message, self.location, self.hint = message, location, hint

    def lines(self) -> list[str]:
        """Return the failure as a person reads it: one line for each problem."""
        where = f"{self.location}: " if self.location else ""
        hint = f" ({self.hint})" if self.hint else ""
        return [f"{where}{self.message}{hint}"]

    def __str__(self) -> str:
        return "\n".join(self.lines())


class TfgenErrors(TfgenError):
    """Several failures, reported together; `problems` holds them in the order of their places."""

    def __init__(self, problems: Iterable[TfgenError]) -> None:
        self.problems = tuple(sorted(problems, key=_by_place))
        super().__init__("; ".join(problem.message for problem in self.problems))
        self.args = (self.problems,)

    def lines(self) -> list[str]:
        """Return one line for each problem."""
        return [line for problem in self.problems for line in problem.lines()]


class SpecError(TfgenError):
    """A spec, or its schema, that can't be used."""


class TemplateError(TfgenError):
    """A template that can't be used with this spec."""


class OutputError(TfgenError):
    """A write that was refused, or that the disk did not take."""


def raise_all(problems: Iterable[TfgenError]) -> None:
    """Raise what `problems` holds: nothing, the one failure itself, or all of them as `TfgenErrors`."""
    found = tuple(problems)
    if len(found) == 1:
        raise found[0]
    if found:
        raise TfgenErrors(found)


def _by_place(problem: TfgenError) -> tuple[str, int, int]:
    place = problem.location
    return (place.path, place.line, place.column) if place else ("", 0, 0)
