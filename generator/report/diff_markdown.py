"""A diff as a comment on a pull request: a line that says it all, security, what environments share, then details.

GitHub takes 65,536 characters and answers "body is too long (maximum is 65536 characters)" to more. What does not
fit is counted, and the comment says where it can be seen.

Source: https://docs.github.com/rest/issues/comments#create-an-issue-comment
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.model.change import (
    Action,
    AttributeChange,
    Change,
    Effect,
    Extent,
    FileChange,
    Gravity,
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
from generator.report.markdown import code, code_block, fold, html, length, plain, shorten, visible

MARKER = "<!-- tfgen:diff -->"
"""The first line, by which a pipeline finds its comment to write it anew."""
LIMIT = 65_536
"""Characters of a comment, at most."""
_RESERVED = 1_000
"""Characters kept free for what says that something is left out, and for a link that a pipeline adds below."""
WIDEST = 300
"""Characters of a value or a line that are shown, at most."""
_WORDS = {
    Effect.CREATE: "create",
    Effect.DESTROY: "**destroy**",
    Effect.REPLACE: "**replace**",
    Effect.UPDATE: "update in place",
    Effect.MOVE: "move",
    Effect.READ: "read",
    Effect.UNKNOWN: "**update or replace**",
}
_ACTIONS = {
    Action.ADDED: "add",
    Action.REMOVED: "remove",
    Action.RENAMED: "rename",
    Action.CHANGED: "change",
}
_NAMED = 10
"""So many names of a list are told."""
_BETWEEN = 2
_Noun = tuple[str, str]
"""What something is called where there is one of it, and where there are several."""
_CHANGES, _VALUES = ("change", "changes"), ("change's values", "changes' values")
_LINES, _NOTES = ("part of a file", "parts of files"), ("note", "notes")
_HEADINGS = {
    Gravity.PLACE: "Goes to another region or account",
    Gravity.LOSS: "Loses data",
    Gravity.SECURITY: "Touches security",
}
_COUNTED = (Effect.DESTROY, Effect.REPLACE, Effect.UNKNOWN, Effect.CREATE, Effect.UPDATE, Effect.MOVE)


def report(review: Review, where: str = "`tfgen diff` shows all of it", limit: int = LIMIT) -> str:
    """Return the comment, which is shorter than `limit` characters.

    Args:
        review: What differs.
        where: Where all of it can be seen, as Markdown.
        limit: So many characters there may be; at least 3,000.
    """
    page = Page(limit - _RESERVED - length(where))
    page.add(MARKER)
    page.add(f"**{plain(shorten(headline(review), WIDEST))}**")
    for one in headlines(review):
        lines = [f"> **{code(one.environment)} {plain(one.text)}**"]
        lines += [f"> {plain(shorten(detail, WIDEST))}" for detail in one.details]
        page.add("\n>\n".join(lines), _NOTES)
    for note in _notes(review):
        page.add(note, _NOTES)
    for what, names in _whole(review).items():
        page.add(f"**environments {what}:** {names}", _NOTES)
    _changes(page, review)
    for line in _other_files(review):
        page.add(line, _NOTES)
    _values(page, review)
    _unify(page, review)
    if page.left:
        told = ", ".join(f"{count:,} {one if count == 1 else many}" for (one, many), count in page.left.items())
        page.parts.append(f"Left out here, for a comment has its bounds: {told}. {where}.")
    return "\n\n".join(page.parts)


def headline(review: Review) -> str:
    """Return what matters, on one line."""
    compared = _several(len(review.compared), "environment")
    if not review.environments:
        return f"nothing differs from {review.against} in {compared}"
    told = f"{len(review.environments):,} of {compared} differ from {review.against}"
    numbers = effects(review)
    counts = [
        f"{numbers[each]:,} to {_WORDS[each].strip('*').removesuffix(' in place')}"
        for each in _COUNTED
        if numbers[each]
    ]
    marked = sum(bool(group.change.security) for group in review.groups)
    security = [f"{marked:,} {'change touches' if marked == 1 else 'changes touch'} security"] if marked else []
    form = [] if any(one.affected for one in review.environments) else ["in form alone"]
    return "; ".join([told, *form, *security, *([f"resources: {', '.join(counts)}"] if counts else [])])


class ReportPart(NamedTuple):
    """Something that is shown as a whole or not at all.

    Attributes:
        lines: Its lines.
        told: How many changes, or whatever it is told of, are in it.
    """

    lines: Sequence[str]
    told: int = 1


class Page:
    """What is shown, as far as there is room.

    Attributes:
        parts: What is shown.
        left: How much of what is not, by what it is.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self.parts: list[str] = []
        self.left: Counter[_Noun] = Counter()

    def add(self, text: str, what: _Noun | None = None) -> None:
        """Show a text; where there is no room, count it as left out."""
        size = length(text) + _BETWEEN
        if size <= self._room:
            self._room -= size
            self.parts.append(text)
        elif what:
            self.left[what] += 1

    def add_list(self, heading: str, items: Sequence[ReportPart], what: _Noun) -> None:
        """Show as many items of a list as there is room for."""
        shown = self._fitting(items, length(heading) + 2, what)
        if shown:
            self.add("\n".join([heading, "", *shown]), what)

    def add_folded(self, summary: str, blocks: Sequence[ReportPart], what: _Noun) -> None:
        """Show as many blocks of lines as there is room for, in one folded block of code."""
        fences = 2 * max((len(line) for block in blocks for line in block.lines if "```" in line), default=0)
        shown = self._fitting(blocks, length(fold(summary, code_block([], "diff"))) + fences, what)
        if shown:
            self.add(fold(summary, code_block(shown, "diff")), what)

    def _fitting(self, blocks: Sequence[ReportPart], around: int, what: _Noun) -> list[str]:
        shown: list[str] = []
        size = around + _BETWEEN
        for block in blocks:
            own = sum(length(line) + 1 for line in block.lines)
            if size + own <= self._room:
                size += own
                shown += block.lines
            else:
                self.left[what] += block.told
        return shown


def _changes(page: Page, review: Review) -> None:
    """Show what changed: where it goes, what is lost, what touches security, then the rest by who shares it."""
    for gravity, heading in _HEADINGS.items():
        grave = [
            _item(group.change, [], f" ({name_environments(group.environments, review)})")
            for group in review.groups
            if group.change.gravity is gravity
        ]
        page.add_list(f"#### {heading}", grave, _CHANGES)
    for environments, changes in sections(review):
        rest = by_weight(change for change in changes if change.gravity not in _HEADINGS)
        items = [_item(change, more) for change, more in collapse(rest)]
        told = plain(name_environments(environments, review))
        page.add_list(f"#### {told[0].upper()}{told[1:]}", items, _CHANGES)


def _item(change: Change, more: Sequence[Change], where: str = "") -> ReportPart:
    word = _WORDS.get(change.effect) or _ACTIONS[change.action]
    was = f", which was {_short(change.previous)}" if change.previous else ""
    alike = f" and {len(more)} alike ({plain(change.attributes[0].because)})" if more else ""
    meaning = f": {plain(change.meaning)}" if change.meaning else ""
    lines = [f"- {word} {_short(change.address)}{was}{alike}{plain(where)}{meaning}"]
    lines += [f"  - security: {plain(shorten(mark, WIDEST))}" for mark in change.security]
    if change.moved:
        lines.append(
            "  - without a `moved` block it is destroyed and made anew; the block is among the values below"
        )
    return ReportPart(lines, 1 + len(more))


def _short(address: str) -> str:
    return code(shorten(address, WIDEST))


def _notes(review: Review) -> Iterator[str]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in review.environments:
        for note in one.notes:
            found[note].append(one.environment)
    for note, environments in found.items():
        yield f"To be known {plain(name_environments(environments, review))}: {plain(shorten(note, WIDEST))}"


def _whole(review: Review) -> dict[str, str]:
    """Return the environments that were added or removed as a whole, by which of the two."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in review.environments:
        if one.action is not Action.CHANGED:
            resources = sum(change.kind == "resource" for change in one.changes)
            found[one.action.value].append(f"{_short(one.environment)} ({_several(resources, 'resource')})")
    return {what: _few(names) for what, names in sorted(found.items())}


def bold(word: str, effect: Effect) -> str:
    """Return a word for what is done, in bold where something goes."""
    return f"**{word}**" if _WORDS.get(effect, "").startswith("**") else word


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _other_files(review: Review) -> Iterator[str]:
    """Yield the files that are no configuration, and those that mean the same as before."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    paths: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for one in review.environments:
        for file in one.files if one.action is Action.CHANGED else ():
            if file.cosmetic or not is_configuration(file.path):
                paths[file.cosmetic, file.path].append(one.environment)
    for (cosmetic, path), environments in sorted(paths.items()):
        word = "Formatting, comments or order alone" if cosmetic else "Other files"
        found[word, tuple(environments)].append(_short(path))
    for (word, names), files in found.items():
        yield f"{word} ({plain(name_environments(names, review))}): {_few(files)}"


def _values(page: Page, review: Review) -> None:
    """Show the old and new values, folded, for each set of environments."""
    for environments, changes in sections(review):
        told = [change for change in by_weight(changes) if change.attributes or change.moved]
        blocks = [ReportPart(list(_block(change, more)), 1 + len(more)) for change, more in collapse(told)]
        if blocks:
            title = (
                f"{_several(len(told), 'change')} {name_environments(environments, review)}: old and new values"
            )
            page.add_folded(html(shorten(title, WIDEST)), blocks, _VALUES)


def _block(change: Change, more: Sequence[Change]) -> Iterator[str]:
    yield _line(f"@@ {change.address} @@{_place(change.after or change.before)}")
    for each in more:
        yield _line(f"@@ {each.address} @@{_place(each.after or each.before)}")
    for one in change.attributes:
        yield from _attribute(one)
    if change.moved:
        yield "  to keep it, write:"
        yield from (_line(f"+ {line}") for line in change.moved.split("\n"))


def _attribute(one: AttributeChange) -> Iterator[str]:
    notes = [one.because] if one.because else []
    notes += ["forces a new resource"] if one.replaces and one.applies else []
    notes += [f"security: {one.security}"] if one.security else []
    if one.old == one.new:
        yield _line(f"  {one.path} = {one.old}")
    else:
        if one.old is not None:
            yield _line(f"- {one.path} = {one.old}")
        if one.new is not None:
            yield _line(f"+ {one.path} = {one.new}")
    if notes:
        yield _line(f"    {'; '.join(notes)}")


def _place(extent: Extent | None) -> str:
    if extent is None:
        return ""
    source = extent.source
    template = f" from {source.template.path}:{source.template.line}" if source else ""
    return f"  {extent.location.path}:{extent.location.line}{template}"


def _line(text: str) -> str:
    return visible(shorten(text.replace("\t", "    "), WIDEST))


def _unify(page: Page, review: Review) -> None:
    """Show the lines of the files, folded, those that are alike in several environments once."""
    found: dict[tuple[str, ...], tuple[FileChange, list[str]]] = {}
    for one in review.environments:
        replace = neutral(one)
        for file in one.files if one.action is Action.CHANGED else ():
            if file.unified and not file.cosmetic:
                found.setdefault(tuple(map(replace, file.unified)), (file, []))[1].append(one.environment)
    for file, environments in found.values():
        title = (
            f"{html(shorten(file.path, WIDEST))} {html(shorten(name_environments(environments, review), WIDEST))}"
        )
        page.add_folded(title, [ReportPart(hunk) for hunk in _hunks(file.unified)], _LINES)


def _hunks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield unified lines hunk by hunk; the first part names the files."""
    hunk: list[str] = []
    for line in lines:
        if line.startswith("@@") and hunk:
            yield hunk
            hunk = []
        hunk.append(_line(line))
    if hunk:
        yield hunk


def _several(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
