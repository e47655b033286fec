"""The review of a change as one HTML page that needs nothing else: no network, no other file, no font.

The page reads without JavaScript; with it, it filters. Nothing of a specification or of HCL is ever part of its
script or style: both are files of this package, and the page's own policy lets the browser run these two alone,
by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import jinja2
from markupsafe import Markup

from generator import bounds
from generator.model.change import Action, Effect, Gravity, Review
from generator.model.diagram import Diagram
from generator.model.finding import Findings
from generator.report.diff_shared import headlines
from generator.report.review_page.cards import cards, word
from generator.report.review_page.common_changes import alike
from generator.report.review_page.drawings import drawings
from generator.report.review_page.environment_sets import EnvironmentSets, FileGroup, by_numbers, files
from generator.report.review_page.finding_entries import group_findings
from generator.report.visible import visible

_HERE = os.path.dirname(__file__)

_ORDER = (
    Effect.DESTROY,
    Effect.REPLACE,
    Effect.UNKNOWN,
    Effect.CREATE,
    Effect.UPDATE,
    Effect.MOVE,
    Effect.READ,
    Effect.NONE,
)
"""Effects, what is worst first."""


class Tile(NamedTuple):
    """A number of the summary.

    Attributes:
        name: What is counted.
        number: How many there are, each counted once however many environments share it.
        field, value: The filter that shows them; empty where there is none.
        kind: What it looks like.
    """

    name: str
    number: int
    field: str
    value: str
    kind: str


def report(
    review: Review,
    findings: Findings,
    diagrams: Mapping[str, Diagram],
    failures: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return the page.

    Args:
        review: What differs.
        findings: What `tfgen check` finds in what would be rendered.
        diagrams: How events flow through environments that differ, by their names.
        failures: Why environments could not be compared, by their names: lines for a person.
    """
    failures = failures or {}
    sets = EnvironmentSets()
    shown = cards(review, sets)
    drawn, drawings_left = drawings(diagrams, review.environments, sets)
    file_groups, lines_left = _limit(files(review.environments, sets))
    style, script = _source("page.css"), _source("page.js")
    page: str = _template().render(
        review=review,
        title=_title(review, len(failures)),
        headlines=headlines(review),
        failures=sorted(failures.items()),
        tiles=_tiles(review, findings),
        cards=shown,
        kinds=sorted({card.change.kind for card in shown}),
        effects=[word(effect) for effect in _ORDER if any(card.change.effect is effect for card in shown)],
        alike=alike(review.environments, shown, sets),
        findings=group_findings(findings, review.environments, sets),
        checked=findings,
        drawings=drawn,
        drawings_left=drawings_left,
        files=file_groups,
        lines_left=lines_left,
        names=sorted({name for one in sets.all() for name in one.names}, key=by_numbers),
        sets=sets.all(),
        style=Markup(style),  # this and the script are files of this package
        script=Markup(script),
        policy=_policy(style, script),
    )
    return page


def _title(review: Review, failed: int) -> str:
    count, compared = len(review.environments), len(review.compared)
    moves = [one for one in headlines(review) if one.gravity is Gravity.PLACE]
    if len(moves) == 1:
        return f"{moves[0].environment} {moves[0].text}"
    if moves:
        return f"{len({one.environment for one in moves}):,} environments move to another region or account"
    if failed and not count:
        return f"{_environments(failed)} can't be compared with {review.against}"
    if not count:
        return f"Nothing differs from {review.against}"
    of = "1 environment" if compared == 1 else f"{count:,} of {_environments(compared)}"
    return f"{of} {'differs' if count == 1 else 'differ'} from {review.against}"


def _environments(count: int) -> str:
    return f"{count:,} environment{'' if count == 1 else 's'}"


def _tiles(review: Review, findings: Findings) -> list[Tile]:
    groups = review.groups
    effects = Counter(group.change.effect for group in groups)
    whole = Counter(
        change.effect
        for one in review.environments
        for change in one.changes
        if one.action is not Action.CHANGED and change.kind == "resource"
    )
    lost = sum(group.change.gravity is Gravity.LOSS for group in groups)
    lost += sum(
        change.gravity is Gravity.LOSS
        for one in review.environments
        if one.action is Action.REMOVED
        for change in one.changes
    )
    secure = sum(bool(group.change.security) for group in groups)
    tiles = [Tile("lose data" if lost > 1 else "loses data", lost, "", "", "destroy")] if lost else []
    tiles.append(Tile("security", secure, "security", "yes", "security"))
    tiles += [
        Tile(
            word(effect),
            effects[effect] + whole[effect],
            "effect" if effects[effect] else "",
            word(effect),
            word(effect).replace(" ", "-"),
        )
        for effect in _ORDER
        if effects[effect] + whole[effect]
        or effect in (Effect.DESTROY, Effect.REPLACE, Effect.CREATE, Effect.UPDATE)
    ]
    for action, kind in ((Action.ADDED, "create"), (Action.REMOVED, "destroy")):
        count = sum(each.action is action for each in review.environments)
        if count:
            tiles.append(Tile(f"environment{'' if count == 1 else 's'} {action.value}", count, "", "", kind))
    for severity, count in findings.by_severity().items():
        if count:
            plural = "" if count == 1 or severity.word == "info" else "s"
            name = f"{severity.word}{plural} found"
            tiles.append(Tile(name, count, "", "", f"severity-{severity.word}"))
    return tiles


def _limit(file_groups: Sequence[FileGroup]) -> tuple[list[FileGroup], int]:
    """Return files with as many of their lines as a page may hold, and how many files had to go without."""
    kept: list[FileGroup] = []
    left, without = bounds.PAGE_LINES.limit, 0
    for group in file_groups:
        if len(group.file.unified) > left:
            without += 1
            kept.append(group._replace(file=group.file._replace(unified=())))
        else:
            left -= len(group.file.unified)
            kept.append(group)
    return kept, without


def _policy(style: str, script: str) -> str:
    """Return what the browser may do with the page: apply this style and run this script, and nothing else."""
    sources = f"style-src {_hash(style)}; script-src {_hash(script)}"
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _source(name: str) -> str:
    with open(os.path.join(_HERE, name), encoding="utf-8", newline="") as file:
        return "\n" + file.read().replace("\r\n", "\n")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    return environment.get_template("page.html.j2")


def _finalize(value: Any) -> Any:
    """Return what a template prints: of text, what can't be seen is written out; it is escaped after that."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value
