"""Reviews of anything, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from generator.location import Location
from generator.model.change import (
    Action,
    AttributeChange,
    Change,
    ChangeGroup,
    Effect,
    EnvironmentChanges,
    Extent,
    FileChange,
    Review,
)

HOSTILE = (
    "@octocat", "#123", "`", "```", "````\n@org/team", "</details>", "<script>alert(1)</script>", "<img src=x>",
    "[a](http://evil.example)", "![a](b)", "www.evil.example", "https://evil.example", "a|b", "**bold**", "_x_", "~~x~~",
    "<!-- tfgen:diff -->", "-->", "\n\n# heading\n", "\u202e", "\x00", "&lt;", "&#64;octocat", "$x$", "- item", "\ud800",
    "a@b.example", "😀" * 5, "```diff", "</code></summary>",
)  # fmt: skip
"""What would be markup, a link or a call, if it were not kept from that."""

texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), max_size=4).map("".join)
names = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True) | texts.filter(bool)


@st.composite
def extents(draw: st.DrawFn) -> Extent:
    place = Location(draw(texts) or "a.tf", draw(st.integers(1, 900)), 1)
    return Extent(place, place, draw(texts))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    attributes = [
        AttributeChange(
            draw(texts) or "a",
            draw(st.none() | texts),
            draw(st.none() | texts),
            replaces=draw(st.none() | st.booleans()),
            security=draw(texts),
            because=draw(texts),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return Change(
        draw(texts) or "a.b",
        draw(st.sampled_from(["resource", "variable", "output"])),
        "aws_sqs_queue",
        draw(st.sampled_from(Action)),
        draw(st.sampled_from(Effect)),
        previous=draw(texts),
        attributes=tuple(attributes),
        meaning=draw(texts),
        security=tuple(draw(st.lists(texts, max_size=2))),
        before=draw(st.none() | extents()),
        after=draw(st.none() | extents()),
        moved=draw(texts),
    )


@st.composite
def files(draw: st.DrawFn) -> FileChange:
    lines = draw(st.lists(st.tuples(st.sampled_from(["-", "+", " ", "@@"]), texts), max_size=5))
    return FileChange(
        draw(texts) or "a.tf",
        draw(st.sampled_from(Action)),
        tuple(mark + text.replace("\n", "") for mark, text in lines),
        draw(st.booleans()),
    )


@st.composite
def reviews(draw: st.DrawFn) -> Review:
    """Return what differs in a few environments, in which anything may be said."""
    compared = sorted(draw(st.sets(names, min_size=1, max_size=5)))
    environments = [
        EnvironmentChanges(
            name,
            draw(st.sampled_from([Action.CHANGED, Action.CHANGED, Action.ADDED, Action.REMOVED])),
            tuple(draw(st.lists(changes(), max_size=3))),
            tuple(draw(st.lists(files(), max_size=3))),
            tuple(draw(st.lists(texts, max_size=1))),
            (name,),
        )
        for name in compared
        if draw(st.booleans())
    ]
    groups = [ChangeGroup(change, (one.environment,)) for one in environments for change in one.changes]
    return Review(draw(texts), tuple(compared), tuple(environments), tuple(groups))
