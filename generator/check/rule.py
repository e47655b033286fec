"""What a rule is, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from generator.location import Location
from generator.model.finding import Category, Severity

__all__ = ["Category", "Option", "Place", "Rule", "Severity", "Violation", "settings_of"]


class Place(Protocol):
    """What a violation stands at: any node, view, resource, reference or value of `generator.hcl`."""

    @property
    def location(self) -> Location:
        """Where it begins."""
        ...

    @property
    def end(self) -> Location:
        """Where it ends: the place after its last character."""
        ...


class Violation(NamedTuple):
    """One place that breaks a rule.

    Attributes:
        place: The block or attribute that has to change.
        message: What is wrong there, as one line without a full stop.
        hint: The way out, if one is known.
        address: The resource that it is about, such as `aws_lambda_function.fn["auth"]`; empty where it is
            about none. Rules that yield at an instance leave it to the engine only if `place` has an address.
    """

    place: Place
    message: str
    hint: str = ""
    address: str = ""


class Option(NamedTuple):
    """Something about a rule that a project may set, under `[tool.tfgen.check.options]`.

    Attributes:
        name: Its key there, and the name of the argument that the rule's check takes it by.
        default: What it is otherwise; a setting has to be of the same type.
        meaning: What it says, in one line.
    """

    name: str
    default: int | str | bool | tuple[str, ...]
    meaning: str


class Rule(NamedTuple):
    """A rule: what it is about, and the function that finds what breaks it.

    Attributes:
        id: "TFG018"; never used again for another rule.
        name: In kebab case, which is also the name of its module.
        severity: Of its findings.
        summary: What is to be so, in one line: "Lambda functions run with a timeout from 30 to 300 s".
        reason: What happens otherwise.
        source: The address of the documentation that says so; or the seed failure's number for those of
            TFG001 to TFG020 that have no documentation.
        bad: HCL that breaks the rule; each line that a finding stands at ends in `# expect`.
        good: The same, mended.
        check: Yields the violations in an evaluated module. It reads nothing but the module, never raises for bad
            HCL, and says nothing about unknown values.
        options: What a project may set about it; `check` takes each as a keyword argument.
        category: What its findings are about.
    """

    id: str
    name: str
    severity: Severity
    summary: str
    reason: str
    source: str
    bad: str
    good: str
    check: Callable[..., Iterable[Violation]]
    options: tuple[Option, ...] = ()
    category: Category = Category.DEPLOY


class RuleWithOptions(Protocol):
    """Any rule that may have options."""

    @property
    def options(self) -> tuple[Option, ...]:
        """What a project may set about it."""
        ...


def settings_of(rule: RuleWithOptions, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments of a rule's check, from what a project sets."""
    return {option.name: settings.get(option.name, option.default) for option in rule.options}
