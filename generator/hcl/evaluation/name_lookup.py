"""What names stand for: what the evaluator asks of whoever has them evaluated, and what functions ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from generator.hcl.evaluation.budget import Budget
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.values import UNKNOWN, Raw, Unknown
from generator.hcl.syntax.tree import Expression, Step, Traversal

Scope = Mapping[str, Raw]
"""Values of names: `each`, `count`, `self` and those that expressions bind."""


class Names(Protocol):
    """What the module's names stand for."""

    def look_up(self, traversal: Traversal, scope: Scope) -> tuple[Raw, int]:
        """Return the value of a traversal's head, and how many of its steps that has taken."""
        ...

    def attribute(self, owner: Unknown, step: Step) -> Raw:
        """Return what a step leads to from something that is unknown as a whole."""
        ...

    def file(self, name: str) -> bytes | None:
        """Return what a file of the module holds, None where that is not known."""
        ...

    def lacks(self, name: str) -> bool:
        """Whether the module is known not to have a file."""
        ...

    def files_below(self, folder: str) -> list[str] | None:
        """Return the paths of all files below a folder of the module, None where these are not known."""
        ...

    def has_mark(self, node: Expression, mark: str) -> bool | None:
        """Whether a value as a whole is "sensitive" or "ephemeral", None where that is not known."""
        ...

    def skip(self, error: EvaluationError, operand: Expression, scope: Scope) -> None:
        """Take note of an operand that can't be evaluated and need not be, since the other one decides."""
        ...


class FunctionContext(Protocol):
    """What functions see of the evaluator that calls them."""

    @property
    def names(self) -> Names:
        """What is asked for files."""
        ...

    @property
    def budget(self) -> Budget:
        """How much may still be evaluated."""
        ...

    def render(self, path: str, text: str, names: dict[str, Raw]) -> Raw:
        """Return what a template, in a file of its own, makes of some names."""
        ...


class NoNames:
    """No names at all, as in files of variable values."""

    __slots__ = ()

    def look_up(self, traversal: Traversal, scope: Scope) -> tuple[Raw, int]:
        """See `Names.look_up`.

        Raises:
            EvaluationError: Always.
        """
        raise EvaluationError("variables and other references can't be used here")

    def attribute(self, owner: Unknown, step: Step) -> Raw:
        """See `Names.attribute`."""
        return UNKNOWN

    def file(self, name: str) -> bytes | None:
        """See `Names.file`."""
        return None

    def lacks(self, name: str) -> bool:
        """See `Names.lacks`."""
        return False

    def files_below(self, folder: str) -> list[str] | None:
        """See `Names.files_below`."""
        return None

    def has_mark(self, node: Expression, mark: str) -> bool | None:
        """See `Names.has_mark`."""
        return None

    def skip(self, error: EvaluationError, operand: Expression, scope: Scope) -> None:
        """See `Names.skip`."""


class TemplateNames(NoNames):
    """The names of a template in a file: those that it is given, which are in the scope."""

    __slots__ = ()

    def look_up(self, traversal: Traversal, scope: Scope) -> tuple[Raw, int]:
        """See `Names.look_up`.

        Raises:
            EvaluationError: Always.
        """
        raise EvaluationError(f'the template needs "{traversal.root}", which it is not given')
