"""A plan as a part of a comment on a pull request: what is otherwise than foreseen, then the rest, folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.change import Effect
from generator.model.terraform_plan import Divergence, PlanReview, PlanValue, Verdict
from generator.report.diff_markdown import LIMIT, WIDEST, Page, ReportPart, bold
from generator.report.markdown import code, html, length, plain, shorten, visible
from generator.report.plan_shared import DRIFT, difference, headline, name, origin, parted, place, word

_STEPS, _VALUES = ("step", "steps"), ("step's values", "steps' values")
_DRIFTS, _NOTES = ("resource", "resources"), ("note", "notes")


def report(review: PlanReview, where: str = "`tfgen diff --plan` shows all of it", limit: int = LIMIT) -> str:
    """Return a part of a comment, which is shorter than `limit` characters.

    Args:
        review: What is planned.
        where: Where all of it can be seen, as Markdown.
        limit: So many characters there may be; at least 2,000.
    """
    page = Page(limit - length(where) - 300)
    page.add(f"**{plain(shorten(headline(review), WIDEST))}**")
    for note in review.notes:
        page.add(f"To be known: {plain(shorten(note, WIDEST))}", _NOTES)
    differs, rest = parted(review)
    page.add_list(f"#### Otherwise than {plain(origin(review))}", [_item(one) for one in differs], _STEPS)
    title = f"#### As {plain(origin(review))}" if review.against else "#### Planned"
    page.add_list(title, [_item(one) for one in rest], _STEPS)
    drift = [_item(one) for one in review.drift]
    page.add_list(f"#### {DRIFT[0].upper()}{DRIFT[1:]}", drift, _DRIFTS)
    blocks = [ReportPart(list(_block(one))) for one in (*differs, *rest) if one.values]
    blocks += [ReportPart(list(_block(one))) for one in review.drift if one.values]
    if blocks:
        page.add_folded(html(f"{review.environment}: old and new values"), blocks, _VALUES)
    if page.left:
        told = ", ".join(f"{count:,} {one if count == 1 else many}" for (one, many), count in page.left.items())
        page.parts.append(f"Left out here, for a comment has its bounds: {told}. {where}.")
    return "\n\n".join(page.parts)


def _item(verdict: Verdict) -> ReportPart:
    step = verdict.step
    what = bold(word(step), step.effect) if step else "nothing"
    if step and step.drifted:
        what = "**gone**" if step.effect is Effect.DESTROY else "changed"
    was = f", which was {code(shorten(step.previous, WIDEST))}" if step and step.previous else ""
    about = "; ".join(part for part in (difference(verdict), verdict.because) if part)
    told = f": {plain(about)}" if about else ""
    where = f" ({code(shorten(place(verdict.extent), WIDEST))})" if verdict.extent else ""
    return ReportPart([f"- {what} {code(shorten(name(verdict), WIDEST))}{was}{told}{where}"])


def _block(verdict: Verdict) -> Iterator[str]:
    where = place(verdict.extent)
    yield _line(f"@@ {name(verdict)} @@{f'  {where}' if where else ''}")
    for each in verdict.values:
        notes = ["forces a new resource"] if each.value.replaces else []
        notes += [] if each.foreseen or verdict.difference is Divergence.NONE else ["not foreseen"]
        notes += [place(each.extent, each.knobs)] if each.extent else []
        yield from _value(each.value, notes)
    if verdict.step and verdict.step.left:
        yield f"    and {verdict.step.left:,} more attributes"


def _value(value: PlanValue, notes: Sequence[str]) -> Iterator[str]:
    if value.old is not None:
        yield _line(f"- {value.path} = {value.old}")
    if value.new is not None:
        yield _line(f"+ {value.path} = {value.new}")
    if notes:
        yield _line(f"    {'; '.join(notes)}")


def _line(text: str) -> str:
    return visible(shorten(text.replace("\t", "    "), WIDEST))
