"""A diff as a person at a terminal reads it: by resource and attribute, what is shared by environments once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.model.change import (
    Action,
    AttributeChange,
    Change,
    Effect,
    EnvironmentChanges,
    Extent,
    FileChange,
    Review,
    by_weight,
)
from generator.report.diff_shared import (
    collapse,
    effects,
    headlines,
    is_configuration,
    name_environments,
    neutral,
    sections,
)
from generator.report.visible import visible

Paint = Callable[[str, str], str]
"""Gives a text a colour: `paint("error", "red")`."""

WIDEST = 160
"""Characters of a value that are shown, at most."""
SIGNS = {
    Effect.CREATE: ("+", "green"),
    Effect.DESTROY: ("-", "red"),
    Effect.REPLACE: ("-/+", "red"),
    Effect.UPDATE: ("~", "yellow"),
    Effect.MOVE: (">", "cyan"),
    Effect.READ: ("~", "cyan"),
}
_BY_ACTION = {Action.ADDED: "+", Action.REMOVED: "-", Action.RENAMED: ">", Action.CHANGED: "~"}
_COLOURS = {"+": "green", "-": "red", ">": "cyan", "~": "yellow"}
_EFFECTS = {
    Effect.REPLACE: "is replaced",
    Effect.UPDATE: "is updated in place",
    Effect.READ: "reads something else",
    Effect.NONE: "",
    Effect.UNKNOWN: "",
}
_IN_PLACE = "in place"
"""What a change means of which nothing else is known."""
_WORDS = {Action.ADDED: "is added", Action.REMOVED: "is removed", Action.RENAMED: "is renamed"}


def plain(text: str, _colour: str) -> str:
    """Return a text without a colour."""
    return text


def report(review: Review, paint: Paint = plain, unified: bool | None = None) -> str:
    """Return everything that differs.

    Args:
        review: What differs.
        paint: Gives texts a colour.
        unified: Whether the files' lines are shown as well: of all files, of none, or by default of those that
            mean something else.
    """
    parts = [*_headlines(review, paint), *_changes(review, paint), *_whole(review, paint), *_notes(review, paint)]
    parts += _files(review, paint)
    if unified is not False:
        parts += _unify(review, paint, everything=bool(unified))
    return "\n\n".join(parts)


def summary(review: Review) -> str:
    """Return how much differs, on one line."""
    told = f"compared with {review.against}: {_count(len(review.compared), 'environment')}"
    if not review.environments:
        return f"{told}, nothing differs"
    numbers = effects(review)
    order = (Effect.REPLACE, Effect.DESTROY, Effect.CREATE, Effect.UPDATE, Effect.MOVE)
    counts = ", ".join(f"{numbers[effect]:,} to {effect.value}" for effect in order if numbers[effect])
    cosmetic = sum(not one.affected for one in review.environments)
    same = f"; {cosmetic:,} in form alone" if cosmetic else ""
    return f"{told}, {len(review.environments):,} of them differ{same}{f'; resources: {counts}' if counts else ''}"


def _headlines(review: Review, paint: Paint) -> Iterator[str]:
    """Yield the environments that go, or go elsewhere."""
    for one in headlines(review):
        yield "\n".join([paint(f"{one.environment} {one.text}", "red"), *(f"  {line}" for line in one.details)])


def _changes(review: Review, paint: Paint) -> Iterator[str]:
    """Yield what changed, a part for each set of environments."""
    for environments, changes in sections(review):
        lines = [paint(f"{name_environments(environments, review)}:", "")]
        for change, more in collapse(by_weight(changes)):
            lines += _change(change, more, paint)
        yield "\n".join(lines)


def _change(change: Change, more: Sequence[Change], paint: Paint) -> Iterator[str]:
    sign, colour = SIGNS.get(change.effect) or (_BY_ACTION[change.action], _COLOURS[_BY_ACTION[change.action]])
    what = _WORDS.get(change.action) or ("" if _says_more(change) else _EFFECTS.get(change.effect, ""))
    about = change.address
    if more:
        about, what = f"{1 + len(more)} alike: {_few([change, *more])}", what.replace("is ", "are ", 1)
    was = f" (was {change.previous})" if change.previous else ""
    place = _place(change.after or change.before) if not change.attributes else ""
    yield f"  {paint(f'{sign:<3}', colour)} {paint(about, '')}{was}{f'  {what}' if what else ''}{place}"
    if change.moved:
        yield f"        {paint('without a moved block it is destroyed and made anew', 'red')}"
    if _says_more(change):
        yield f"        {change.meaning}"
    for mark in change.security:
        yield f"        {paint(f'! security: {mark}', 'magenta')}"
    for attribute in change.attributes:
        yield from _attribute(attribute, paint)
    if change.moved:
        yield "        to keep it, write:"
        yield from (f"          {line}" for line in change.moved.split("\n"))


def _says_more(change: Change) -> bool:
    """Return whether what a change means begins with what Terraform does."""
    return change.meaning not in ("", _IN_PLACE)


def _attribute(one: AttributeChange, paint: Paint) -> Iterator[str]:
    mark = paint(" ! " if one.security else " # " if one.replaces and one.applies else "   ", "red")
    because = f"  ({visible(one.because)})" if one.because else ""
    value = one.old if one.old is not None and one.old == one.new else _both(one)
    yield f"     {mark}{one.path}: {value}{because}{_place(one.after or one.before, one.before)}"


def _both(one: AttributeChange) -> str:
    olds, news = _texts(one.old), _texts(one.new)
    if olds is not None and news is not None and len(olds) + len(news) > 2:  # noqa: PLR2004
        gone = [f"- {text}" for text in olds if text not in news]
        come = [f"+ {text}" for text in news if text not in olds]
        if gone or come:
            return _shorten(", ".join(gone + come))
    old, new = ("not set" if text is None else text for text in (one.old, one.new))
    return _apart(old, new)


def _texts(value: str | None) -> list[str] | None:
    """Return the elements of a list of texts, None where a value is none."""
    if value is None or not value.startswith("["):
        return None
    try:
        found = json.loads(value)
    except ValueError:
        return None
    return [json.dumps(one, ensure_ascii=False) for one in found]


def _apart(old: str, new: str) -> str:
    """Return two values, of long ones that part in which they differ."""
    if max(len(old), len(new)) <= WIDEST:
        return f"{old} → {new}"
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    start = max(0, same - WIDEST // 4)
    begin = "…" if start else ""
    return f"{begin}{_shorten(old[start:])} → {begin}{_shorten(new[start:])}"


def _shorten(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[:WIDEST]}…"


def _place(extent: Extent | None, before: Extent | None = None) -> str:
    """Return where something stands, what wrote it there, and the value of the spec that is another one now."""
    if extent is None:
        return ""
    source = extent.source
    template = f" from {source.template.path}:{source.template.line}" if source else ""
    if source and before and before.source:
        known = {(value.path, value.value) for value in before.source.values}
        other = [value for value in source.values if (value.path, value.value) not in known]
        template += "".join(f", {value.path} from {value.origin}" for value in other[:1])
    return f"  [{extent.location.path}:{extent.location.line}{template}]"


def _few(changes: Sequence[Change]) -> str:
    shown = ", ".join(change.address for change in changes[:3])
    return f"{shown} and {len(changes) - 3} more" if len(changes) > 3 else shown  # noqa: PLR2004


def _whole(review: Review, paint: Paint) -> Iterator[str]:
    """Yield the environments that were added or removed as a whole."""
    for action, sign in ((Action.ADDED, "+"), (Action.REMOVED, "-")):
        lines = []
        for one in review.environments:
            if one.action is action:
                count = sum(change.kind == "resource" for change in one.changes)
                lines.append(f"  {paint(sign, _COLOURS[sign])}   {one.environment}: {_count(count, 'resource')}")
        if lines:
            yield "\n".join([f"environments {action.value}:", *lines])


def _notes(review: Review, paint: Paint) -> Iterator[str]:
    lines = [
        f"  {paint('!', 'red')}   {one.environment}: {visible(note)}"
        for one in review.environments
        for note in one.notes
    ]
    if lines:
        yield "\n".join(["to be known:", *lines])


def _files(review: Review, paint: Paint) -> Iterator[str]:
    """Yield the files that are told of as such: those that are no configuration, and those that mean the same."""
    told: dict[tuple[str, Action], list[str]] = defaultdict(list)
    cosmetic: dict[str, list[str]] = defaultdict(list)
    for one in review.environments:
        if one.action is not Action.CHANGED:
            continue
        for file in one.files:
            if file.cosmetic:
                cosmetic[file.path].append(one.environment)
            elif not is_configuration(file.path) or one.notes:
                told[file.path, file.action].append(one.environment)
    if told:
        lines = ["files:"]
        for (path, action), environments in sorted(told.items()):
            sign = _BY_ACTION[action]
            lines.append(f"  {paint(f'{sign:<3}', _COLOURS[sign])} {visible(path)}{_in(environments, review)}")
        yield "\n".join(lines)
    if cosmetic:
        everywhere = sorted({name for names in cosmetic.values() for name in names})
        paths = ", ".join(sorted(cosmetic))
        yield f"formatting, comments or order alone{_in(everywhere, review)}: {_shorten(visible(paths))}"


def _in(environments: Sequence[str], review: Review) -> str:
    return "" if len(review.compared) == 1 else f"  {name_environments(environments, review)}"


def _unify(review: Review, paint: Paint, everything: bool) -> Iterator[str]:
    """Yield the lines of files, those that are alike in several environments once."""
    found: dict[tuple[str, ...], tuple[FileChange, list[str]]] = {}
    for one, file in _show(review.environments, everything):
        replace = neutral(one)
        key = tuple(replace(line) for line in file.unified if not line[1:].lstrip().startswith("#"))
        found.setdefault(key, (file, []))[1].append(one.environment)
    for file, environments in found.values():
        heading = [] if len(review.compared) == 1 else [f"{name_environments(environments, review)}:"]
        yield "\n".join([*heading, *(_paint_line(line, paint) for line in file.unified)])


def _show(
    environments: Iterable[EnvironmentChanges], everything: bool
) -> Iterator[tuple[EnvironmentChanges, FileChange]]:
    for one in environments:
        if one.action is Action.CHANGED or everything:
            for file in one.files:
                if file.unified and (everything or not file.cosmetic):
                    yield one, file


def _paint_line(line: str, paint: Paint) -> str:
    line = visible(line)
    if line.startswith(("---", "+++")):
        return paint(line, "")
    return paint(line, {"+": "green", "-": "red", "@": "cyan"}[line[0]]) if line[:1] in ("+", "-", "@") else line


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
