"""A plan as a person at a terminal reads it: what is otherwise than foreseen first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.change import Effect
from generator.model.terraform_plan import Divergence, PlanReview, PlanValue, Verdict
from generator.report.diff_text import SIGNS, WIDEST, Paint, plain
from generator.report.plan_shared import DRIFT, difference, headline, name, origin, parted, place, word
from generator.report.visible import visible


def report(review: PlanReview, paint: Paint = plain) -> str:
    """Return all that is planned."""
    differs, rest = parted(review)
    parts = [paint(headline(review), "")]
    parts += [f"to be known: {note}" for note in review.notes]
    if differs:
        parts.append("\n".join([paint(f"otherwise than {origin(review)}:", "red"), *_lines(differs, paint)]))
    if rest:
        title = f"as {origin(review)}:" if review.against else "planned:"
        parts.append("\n".join([title, *_lines(rest, paint)]))
    if review.drift:
        parts.append("\n".join([f"{DRIFT}:", *(line for each in review.drift for line in _drift(each))]))
    return visible("\n\n".join(parts), kept="\n\t\x1b")


def _lines(verdicts: Sequence[Verdict], paint: Paint) -> Iterator[str]:
    for verdict in verdicts:
        step = verdict.step
        sign, colour = SIGNS.get(step.effect if step else Effect.NONE, ("·", ""))
        what = word(step) if step else ""
        was = f" (was {_cut(step.previous)})" if step and step.previous else ""
        about = "; ".join(part for part in (what, difference(verdict), verdict.because) if part)
        where = f"  [{place(verdict.extent)}]" if verdict.extent else ""
        yield f"  {paint(f'{sign:<3}', colour)} {_cut(name(verdict))}{was}  {about}{where}"
        for each in verdict.values:
            mark = " # " if each.value.replaces else "   "
            new = "" if each.foreseen or verdict.difference is Divergence.NONE else "  (not foreseen)"
            inside = place(each.extent, each.knobs)
            yield f"     {mark}{_both(each.value)}{new}{f'  [{inside}]' if inside else ''}"
        if step and step.left:
            yield f"        and {step.left:,} more attributes"


def _drift(verdict: Verdict) -> Iterator[str]:
    gone = "  is gone" if verdict.step and verdict.step.effect is Effect.DESTROY else ""
    where = f"  [{place(verdict.extent)}]" if verdict.extent else ""
    yield f"  ~   {_cut(verdict.address)}{gone}{where}"
    for each in verdict.values:
        inside = f"  [{place(each.extent, each.knobs)}]" if each.extent else ""
        yield f"        {_both(each.value)}{inside}"


def _both(value: PlanValue) -> str:
    old, new = ("not set" if text is None else _cut(text) for text in (value.old, value.new))
    return f"{_cut(value.path)}: {old} → {new}"


def _cut(text: str) -> str:
    return visible(text if len(text) <= WIDEST else f"{text[:WIDEST]}…", kept="")
