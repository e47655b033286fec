"""Values that expressions have: Python's own, with kinds that Terraform tells apart, and the unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from generator import bounds
from generator.hcl.syntax.tree import Reference

Raw: TypeAlias = Any
"""str, int, float, bool, None, list, dict or Unknown; a float is never a whole number.

A plain list is a tuple and a plain dict an object; ListValue, SetValue and MapValue are the collections.
"""


class Unknown:
    """A value that can't be known before Terraform runs.

    Attributes:
        reference: Which attribute of what it is, if it is nothing else.
        parts: The texts and unknown values of a template that has some, in order.
        encoded: What `jsonencode` was given.
    """

    __slots__ = ("encoded", "parts", "reference")

    def __init__(
        self,
        reference: Reference | None = None,
        parts: tuple[str | Unknown, ...] = (),
        encoded: Raw = None,
    ) -> None:
        self.reference, self.parts, self.encoded = reference, parts, encoded

    def __repr__(self) -> str:
        return f"Unknown({self.reference})" if self.reference else "UNKNOWN"


COVER = "…"
"""What messages have in place of what they may not show."""

UNKNOWN = Unknown()
"""The unknown of which nothing is known."""


class ListValue(list[Raw]):
    """A list: its elements are of one type."""

    __slots__ = ()


class SetValue(list[Raw]):
    """A set: its elements are of one type, each once, sorted."""

    __slots__ = ()


class MapValue(dict[str, Raw]):
    """A map: its elements are of one type."""

    __slots__ = ()


class Refusal(Exception):
    """Terraform would refuse this; the message is for people, without a place.

    Evaluated values, which may be a secret or what a file holds, are kept apart from the words: `{}` in these
    stands for each of them. As a text the refusal covers them.

    Attributes:
        message: The words.
        values: What stands in them.
    """

    def __init__(self, message: str, *values: Raw) -> None:
        super().__init__(message, *values)
        self.message, self.values = message, values

    def text(self, may_show: Callable[[str], bool]) -> str:
        """Return the message with those values that may be shown."""
        if not self.values:
            return self.message
        words = self.message.split("{}")
        shown = [text if may_show(text) else COVER for text in map(str, self.values)]
        return "".join(word + value for word, value in zip(words, [*shown, ""], strict=True))

    def __str__(self) -> str:
        return self.text(lambda value: False)


class NotEvaluated(Exception):
    """We can't say what Terraform would make of this, so it is unknown."""


class FunctionFailure(NotEvaluated):
    """A function failed, which is a fault of ours; the message says which."""


class TooLarge(NotEvaluated):
    """A value went over the bound that this says."""

    def __init__(self, bound: bounds.Bound) -> None:
        super().__init__(bound)
        self.bound = bound


def is_unknown(value: Raw) -> bool:
    """Whether the value, or a part of it, is unknown.

    Raises:
        TooLarge: It has more parts than a value may have.
    """
    if isinstance(value, (list, dict)):
        return any(isinstance(part, Unknown) for part in parts_of(value))
    return isinstance(value, Unknown)


def parts_of(value: Raw) -> Iterable[Raw]:
    """Yield a value and all within it.

    Raises:
        TooLarge: These are more than a value may have.
    """
    waiting, left = [value], bounds.VALUE_PARTS.limit
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, dict):
            left -= len(part)
            waiting.extend(part.values())
        elif isinstance(part, list):
            left -= len(part)
            waiting.extend(part)
        if left < 0:
            raise TooLarge(bounds.VALUE_PARTS)
