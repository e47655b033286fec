"""What Terraform says that it will do, and how that stands to what was foreseen: what reports are made from."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from generator.model.change import Change, Effect, Extent
from generator.model.finding import SpecValue


class PlanValue(NamedTuple):
    """An attribute that gets another value.

    Attributes:
        path: From the resource on, such as `timeout` or `environment[0].variables.QUEUE`; inside of what is JSON
            text as well: `policy.Statement[0].Action`.
        old: The value before as JSON, what is sensitive covered up; None where it was not set.
        new: The value after, likewise; "(known after apply)" where Terraform can't tell.
        replaces: Whether Terraform makes a new resource for it.
        known: Whether the new value is known.
    """

    path: str
    old: str | None
    new: str | None
    replaces: bool = False
    known: bool = True

    @property
    def top(self) -> str:
        """The argument that it is in: `environment`."""
        return self.path.partition(".")[0].partition("[")[0]


class PlanStep(NamedTuple):
    """What Terraform will do about one resource or output.

    Attributes:
        address: As Terraform has it, with the modules that it is in.
        kind: "resource", "data" or "output".
        type: A resource's type; empty for an output.
        effect: What becomes of it.
        previous: Its address until now, where that is another; empty otherwise.
        deposed: The key of an older object of the address that is still to go; empty otherwise.
        imported: Whether it is taken over from outside.
        reason: Why, in Terraform's words: "it is tainted"; empty where it does not say.
        values: The attributes that get other values, of what is updated or replaced.
        left: So many more there are.
        seal: What is the same for steps that are the same in every value, also in those that are not shown.
        drifted: Whether it was done already, outside of Terraform.
    """

    address: str
    kind: str
    type: str
    effect: Effect
    previous: str = ""
    deposed: str = ""
    imported: bool = False
    reason: str = ""
    values: tuple[PlanValue, ...] = ()
    left: int = 0
    seal: str = ""
    drifted: bool = False


class Plan(NamedTuple):
    """A plan.

    Attributes:
        steps: What will be done, by address.
        drift: What was changed outside of Terraform, by address: what it was, and what it is.
        notes: What a reader has to know: that it is not complete, which check fails.
    """

    steps: tuple[PlanStep, ...]
    drift: tuple[PlanStep, ...] = ()
    notes: tuple[str, ...] = ()


class Divergence(StrEnum):
    """How a plan differs from what was foreseen, or reviewed; the gravest first."""

    UNFORESEEN = "unforeseen"
    """Nothing was to be done about it."""
    OTHERWISE = "otherwise"
    """Something else was to be done."""
    VALUES = "values"
    """Attributes change of which it was not foreseen."""
    ABSENT = "absent"
    """It was to be done, and is not planned."""
    NONE = ""


class Placed(NamedTuple):
    """An attribute that gets another value, with its place.

    Attributes:
        value: What the plan says.
        foreseen: Whether it was foreseen.
        extent: Where it is written now, if it is.
        knobs: The values of the spec that went in, through variables and locals as well: those that are others
            now first.
    """

    value: PlanValue
    foreseen: bool
    extent: Extent | None
    knobs: tuple[SpecValue, ...] = ()


class Verdict(NamedTuple):
    """A step of a plan, held against what was foreseen.

    Attributes:
        address: What it is about.
        step: What is planned; None where nothing is.
        change: What was foreseen; None where nothing was.
        difference: How the two differ.
        extent: Where it is written; None where that is not known.
        values: What its attributes become.
        because: What explains it: "it was changed outside of Terraform"; empty otherwise.
    """

    address: str
    step: PlanStep | None
    change: Change | None
    difference: Divergence
    extent: Extent | None = None
    values: tuple[Placed, ...] = ()
    because: str = ""


class PlanReview(NamedTuple):
    """A plan of one environment, held against what was foreseen.

    Attributes:
        environment: Its name.
        against: What changes are foreseen from, as a person reads it: "main"; empty where nothing is foreseen.
        verdicts: What differs first, the gravest of it before; then by address.
        drift: What was changed outside of Terraform, each with the place where it is written.
        notes: What a reader has to know.
        drift_alone: Whether it was asked for nothing but the drift.
    """

    environment: str
    against: str
    verdicts: tuple[Verdict, ...]
    drift: tuple[Verdict, ...] = ()
    notes: tuple[str, ...] = ()
    drift_alone: bool = False

    @property
    def differing(self) -> int:
        """How many steps are otherwise than foreseen."""
        return sum(verdict.difference is not Divergence.NONE for verdict in self.verdicts)
