"""How much a module may still be evaluated: all of its expressions together, in work and in time."""

from __future__ import annotations

from time import monotonic

from generator import bounds
from generator.hcl.evaluation.values import NotEvaluated, Raw, TooLarge, Unknown

ELEMENT = 8
"""What going over an element costs, in characters that a function goes over."""
_TICK = 100_000
"""So much work is done before the clock is looked at again, in characters."""


class OutOfBudget(NotEvaluated):
    """A module has had its share: nothing more of it is evaluated. The bound says which share."""

    def __init__(self, bound: bounds.Bound) -> None:
        super().__init__(bound)
        self.bound = bound


class Budget:
    """What is left of a module's share.

    Attributes:
        left: How much work, in characters.
    """

    __slots__ = ("_deadline", "_look", "left")

    def __init__(self, left: int = bounds.MODULE_WORK.limit) -> None:
        self.left = left
        self._look = left - _TICK
        self._deadline = 0.0

    def spend(self, elements: int) -> None:
        """Count elements that are gone over, or steps that are taken.

        Raises:
            Exhausted: The module has had its share.
        """
        self.left -= elements * ELEMENT
        if self.left < self._look:
            self._check()

    def spend_characters(self, characters: int) -> None:
        """Count characters that are gone over, or made.

        Raises:
            Exhausted: The module has had its share.
        """
        self.left -= characters
        if self.left < self._look:
            self._check()

    def _check(self) -> None:
        if self.left < 0:
            raise OutOfBudget(bounds.MODULE_WORK)
        now = monotonic()
        if not self._deadline:
            self._deadline = now + bounds.MODULE_SECONDS.limit
        elif now > self._deadline:
            self.left = -1
            raise OutOfBudget(bounds.MODULE_SECONDS)
        self._look = self.left - _TICK

    def measure(self, values: list[Raw], each: int = ELEMENT) -> bool:
        """Count all of some values, inner ones as often as they are met; return whether some are unknown.

        Args:
            values: The values.
            each: What each of their elements costs.

        Raises:
            TooLarge: They have more parts than a value may have.
            Exhausted: The module has had its share.
        """
        unknown, characters, parts = False, 0, len(values)
        waiting = [values]
        while waiting:
            for part in waiting.pop():
                if isinstance(part, str):
                    characters += len(part)
                elif isinstance(part, list):
                    parts += len(part)
                    waiting.append(part)
                elif isinstance(part, dict):
                    parts += len(part)
                    waiting.append(list(part.values()))
                elif isinstance(part, Unknown):
                    unknown = True
            if parts > bounds.VALUE_PARTS.limit:
                self.spend(parts)
                raise TooLarge(bounds.VALUE_PARTS)
        self.left -= characters + parts * each
        if self.left < self._look:
            self._check()
        return unknown
