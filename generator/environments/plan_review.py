"""A real plan of an environment, read back, and held against what was foreseen or against a reviewed one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator import diff
from generator.diff.plan import compared_with_foreseen, compared_with_reviewed, drift_of, read_plan
from generator.diff.sides import Side, Snapshot
from generator.environments import apply_tags as records
from generator.environments import pipeline
from generator.environments.compare import ComparisonTarget, InRevision, rendering
from generator.environments.pipeline import Inputs
from generator.errors import TfgenError
from generator.files import revision
from generator.model.terraform_plan import PlanReview


class Foreseen(NamedTuple):
    """What changes are foreseen from.

    Attributes:
        side: What the environment is compared with; None where nothing is known to be applied.
        against: How a person calls it.
    """

    side: ComparisonTarget | None = None
    against: str = ""


def last_applied(inputs: Inputs, environment: str) -> Foreseen:
    """Return what an environment was last applied from, as a tag records it."""
    try:
        record = next(
            (one for one in records.applied_environments(inputs.project) if one.environment == environment),
            None,
        )
    except TfgenError:  # no git, no repository
        return Foreseen()
    if record is None:
        return Foreseen()
    then = revision.at(inputs.project, record.commit)
    return Foreseen(InRevision(inputs.project, then, record.commit), f"what was applied, {record.commit[:10]}")


def review(
    inputs: Inputs, environment: str, overrides: Sequence[str], plan: bytes, foreseen: Foreseen
) -> PlanReview:
    """Return a plan of an environment, held against what is foreseen.

    Args:
        inputs: What all environments share.
        environment: Its name.
        overrides: Settings over its spec, as `path=value`.
        plan: What `terraform show -json` prints of it.
        foreseen: What to start from.

    Raises:
        TfgenError: The environment can't be rendered, or the plan can't be read.
    """
    after = _rendered(inputs, environment, overrides)
    before, note = after, ""
    if foreseen.side:
        sides = foreseen.side.sides(inputs, environment, overrides)
        before, note = (sides.before, sides.note) if sides else (after, "")
    held = read_plan(plan, _secrets(before) | _secrets(after))
    changes = diff.compare(before, after) if foreseen.side and not note else None
    against = "" if note else foreseen.against
    found = compared_with_foreseen(held, changes, against, before, after)
    return found._replace(environment=environment, notes=(*found.notes, *([note] if note else [])))


def review_drift(inputs: Inputs, environment: str, overrides: Sequence[str], plan: bytes) -> PlanReview:
    """Return what was changed outside of Terraform, as a plan tells it.

    Raises:
        TfgenError: The environment can't be rendered, or the plan can't be read.
    """
    after = _rendered(inputs, environment, overrides)
    return drift_of(read_plan(plan, _secrets(after)), environment, after)


def review_fresh(
    inputs: Inputs, environment: str, overrides: Sequence[str], plan: bytes, reviewed: bytes
) -> PlanReview:
    """Return what a fresh plan does otherwise than the one that was reviewed.

    Raises:
        TfgenError: The environment can't be rendered, or a plan can't be read.
    """
    after = _rendered(inputs, environment, overrides)
    secrets = _secrets(after)
    return compared_with_reviewed(read_plan(plan, secrets), read_plan(reviewed, secrets), environment, after)


def _rendered(inputs: Inputs, environment: str, overrides: Sequence[str]) -> Snapshot | None:
    if not inputs.spec_files.has(environment):
        return None
    return rendering(inputs, pipeline.render(inputs, environment, overrides))


def _secrets(side: Snapshot | None) -> set[str]:
    return set(Side(side, {}).secrets.texts) if side else set()
