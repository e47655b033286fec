"""What reports of a plan have in common: the words for what is planned, and how it differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from generator.model.change import Effect, Extent
from generator.model.finding import SpecValue
from generator.model.terraform_plan import Divergence, PlanReview, PlanStep, Verdict

WORDS = {
    Effect.CREATE: "create",
    Effect.DESTROY: "destroy",
    Effect.REPLACE: "replace",
    Effect.UPDATE: "update in place",
    Effect.MOVE: "move",
    Effect.READ: "read",
    Effect.FORGET: "forget",
    Effect.NONE: "leave as it is",
    Effect.UNKNOWN: "update or replace",
}
DRIFT = "changed outside of Terraform"
_COUNTED = (Effect.DESTROY, Effect.REPLACE, Effect.UNKNOWN, Effect.CREATE, Effect.UPDATE, Effect.FORGET)


def word(step: PlanStep) -> str:
    """Return what is done, in a word or two."""
    if step.imported:
        return "import" if step.effect is Effect.NONE else f"import and {WORDS[step.effect]}"
    if step.previous:
        return "move" if step.effect is Effect.NONE else f"move and {WORDS[step.effect]}"
    return WORDS[step.effect]


def name(verdict: Verdict) -> str:
    """Return what a verdict is about: an address, and which older object of it."""
    step = verdict.step
    deposed = f" (deposed {step.deposed})" if step and step.deposed else ""
    return f"{verdict.address}{deposed}"


def difference(verdict: Verdict) -> str:
    """Return how it differs from what was foreseen, empty where it does not."""
    change = verdict.change
    if verdict.difference is Divergence.UNFORESEEN:
        return "not foreseen"
    if verdict.difference is Divergence.OTHERWISE and change:
        return f"foreseen: {WORDS[change.effect]}"
    if verdict.difference is Divergence.ABSENT and change:
        return f"foreseen: {WORDS[change.effect]}; not planned"
    if verdict.difference is Divergence.VALUES:
        return "not foreseen in these values"
    return ""


def headline(review: PlanReview) -> str:
    """Return what matters, on one line."""
    count = len(review.drift)
    drift = f"{count:,} {'resource was' if count == 1 else 'resources were'} {DRIFT}"
    if review.drift_alone:
        return f"{review.environment}: {drift if count else f'nothing was {DRIFT}'}"
    numbers = Counter(one.step.effect for one in review.verdicts if one.step and one.step.kind == "resource")
    counts = [
        f"{numbers[each]:,} to {WORDS[each].removesuffix(' in place')}" for each in _COUNTED if numbers[each]
    ]
    moved = sum(bool(one.step and one.step.previous) for one in review.verdicts)
    counts += [f"{moved:,} to move"] if moved else []
    parts = [f"the plan of {review.environment}: {', '.join(counts) or 'no resource changes'}"]
    if review.against:
        differs = review.differing
        parts.append(f"{differs:,} otherwise than {origin(review)}" if differs else f"all as {origin(review)}")
    else:
        parts.append("held against nothing: it is not known what was applied")
    if review.drift:
        parts.append(drift)
    return "; ".join(parts)


def origin(review: PlanReview) -> str:
    """Return what the plan is held against, in words."""
    if review.against == "the plan that was reviewed":
        return "in the plan that was reviewed"
    return f"foreseen from {review.against}"


def place(extent: Extent | None, knobs: Sequence[SpecValue] | None = None) -> str:
    """Return where something is written, what wrote it there, and the knobs that went in."""
    if extent is None:
        return ""
    source = extent.source
    template = f" from {source.template.path}:{source.template.line}" if source else ""
    values = knobs if knobs is not None else source.values[:2] if source else ()
    return "".join(
        [
            f"{extent.location.path}:{extent.location.line}{template}",
            *(f", {value.path} from {value.origin}" for value in values),
        ]
    )


def parted(review: PlanReview) -> tuple[Sequence[Verdict], Sequence[Verdict]]:
    """Return what differs from what was foreseen, and what does not."""
    differs = [one for one in review.verdicts if one.difference is not Divergence.NONE]
    return differs, [one for one in review.verdicts if one.difference is Divergence.NONE]
