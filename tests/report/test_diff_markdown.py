"""A comment on a pull request: what matters first, within GitHub's bounds, and nobody's text is markup in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_reviews import HOSTILE, reviews

from generator.model.change import (
    Action,
    AttributeChange,
    Change,
    ChangeGroup,
    Effect,
    EnvironmentChanges,
    FileChange,
    Gravity,
    Review,
)
from generator.report import diff_markdown
from generator.report.diff_markdown import LIMIT, MARKER
from generator.report.markdown import code, code_block, html, length, plain, visible

OURS = {"p", "strong", "h4", "blockquote", "ul", "li", "code", "pre", "details", "summary"}
"""The elements that a comment is made of."""


class Rendered(HTMLParser):
    """What GitHub's own Markdown makes of a text: its elements, and its texts inside and outside of code."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.outside, self.inside, self.comments = "", "", []
        self._open: list[str] = []
        self.unclosed: list[str] = []
        self.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))
        self.unclosed = self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self._open.append(tag)
        assert tag in ("code", "pre") or not attrs, (tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"code", "pre"} & set(self._open):
            self.inside += data
        else:
            self.outside += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def change(address: str, **more: object) -> Change:
    base = Change(address, "resource", address.partition(".")[0], Action.CHANGED, Effect.UPDATE)
    return base._replace(**more)


def review(groups: dict[tuple[str, ...], list[Change]], compared: tuple[str, ...] = ("dev", "prod")) -> Review:
    environments = [
        EnvironmentChanges(
            name,
            Action.CHANGED,
            tuple(each for names, them in groups.items() if name in names for each in them),
            (),
        )
        for name in compared
        if any(name in names for names in groups)
    ]
    several = [ChangeGroup(each, names) for names, them in groups.items() for each in them]
    return Review("main", compared, tuple(environments), tuple(several))


def test_the_first_line_is_the_mark_and_the_second_says_it_all() -> None:
    table = change(
        "aws_dynamodb_table.events", effect=Effect.REPLACE, meaning="renames the table: its data is lost"
    )
    queue = change("aws_sqs_queue.q", security=("encryption of the queue is turned off",))

    lines = diff_markdown.report(review({("dev", "prod"): [table], ("prod",): [queue]})).split("\n")

    assert lines[0] == MARKER
    assert Rendered(lines[2]).outside.strip() == (
        "2 of 2 environments differ from main; 1 change touches security; resources: 2 to replace, 1 to update"
    )


def test_lost_data_comes_first_and_then_security() -> None:
    table = change(
        "aws_dynamodb_table.events",
        effect=Effect.DESTROY,
        meaning="destroys the table: its data is lost",
        gravity=Gravity.LOSS,
    )
    queue = change(
        "aws_sqs_queue.q", security=("encryption of the queue is turned off",), gravity=Gravity.SECURITY
    )
    other = change("aws_sqs_queue.other")

    text = diff_markdown.report(review({("dev", "prod"): [table, other], ("prod",): [queue]}))

    outside = Rendered(text).outside
    assert "- **destroy** `aws_dynamodb_table.events` (in all 2 environments): destroys the table" in text
    order = ["Loses data", "destroys the table", "Touches security", "In all 2 environments"]
    assert [outside.index(each) for each in order] == sorted(outside.index(each) for each in order)
    assert "update in place  (only in prod)" in outside
    assert "security: encryption of the queue is turned off" in outside
    assert text.count("`aws_sqs_queue.q`") == 1


def test_what_goes_and_what_goes_elsewhere_stands_above_all() -> None:
    move = change(
        "provider.aws", kind="provider", meaning="moves from region a to b: all of it", gravity=Gravity.PLACE
    )
    made = review({("dev",): [move]}, ("dev", "old"))
    gone = EnvironmentChanges("old", Action.REMOVED, (change("aws_sqs_queue.q", effect=Effect.DESTROY),), ())

    outside = Rendered(diff_markdown.report(made._replace(environments=(*made.environments, gone)))).outside

    assert "is removed: 1 resource is destroyed" in outside
    assert (
        outside.index("nothing protects it")
        < outside.index("moves from region a to b")
        < outside.index("all of it")
    )
    assert "Goes to another region or account" in outside


def test_values_are_folded_and_say_what_forces_a_new_resource() -> None:
    name = AttributeChange("name", '"a"', '"b"', replaces=True)
    follows = AttributeChange("arn", "x.arn", "x.arn", because="x is replaced")
    queue = change("aws_sqs_queue.q", attributes=(name, follows))

    text = diff_markdown.report(review({("dev", "prod"): [queue]}))

    assert (
        "<details>\n<summary><code>1 change in all 2 environments: old and new values</code></summary>\n\n```diff\n"
        '@@ aws_sqs_queue.q @@\n- name = "a"\n+ name = "b"\n    forces a new resource\n  arn = x.arn\n'
        "    x is replaced\n```\n\n</details>"
    ) in text


def test_changes_that_follow_alike_are_told_once_with_every_address() -> None:
    tag = AttributeChange("tags_all.a", '"x"', '"y"', because="provider.aws gives it other tags")
    several = [change(f"aws_sqs_queue.q{at}", attributes=(tag,)) for at in range(5)]

    text = diff_markdown.report(review({("dev", "prod"): several}))

    assert "- update in place `aws_sqs_queue.q0` and 4 alike (provider&#46;aws gives it other tags)" in text
    assert text.count('+ tags_all.a = "y"') == 1
    assert all(f"@@ aws_sqs_queue.q{at} @@" in text for at in range(5))


def test_nothing_is_said_in_a_line() -> None:
    text = diff_markdown.report(Review("main", ("dev",), (), ()))

    assert text == f"{MARKER}\n\n**nothing differs from main in 1 environment**"


def test_environments_that_come_and_go_are_told_as_such() -> None:
    whole = [
        EnvironmentChanges("pr-1", Action.ADDED, (change("aws_sqs_queue.q", action=Action.ADDED),), ()),
        EnvironmentChanges("pr-2", Action.REMOVED, (), ()),
    ]

    text = diff_markdown.report(Review("main", ("pr-1", "pr-2"), tuple(whole), ()))

    assert "**environments added:** `pr-1` (1 resource)" in text
    assert "**environments removed:** `pr-2` (0 resources)" in text


def test_lines_of_files_that_are_alike_are_shown_once() -> None:
    environments = [
        EnvironmentChanges(
            name,
            Action.CHANGED,
            (),
            (FileChange("a.tf", Action.CHANGED, ("--- a/a.tf", "+++ b/a.tf", "@@ -1 +1 @@", f'-n = "{name}-x"')),),
            names=(name,),
        )
        for name in ("dev", "prod")
    ]

    text = diff_markdown.report(Review("main", ("dev", "prod"), tuple(environments), ()))

    assert "<summary><code>a.tf</code> <code>in all 2 environments</code></summary>" in text
    assert text.count("@@ -1 +1 @@") == 1


@pytest.mark.parametrize("size", [10, 3_000])
def test_what_does_not_fit_is_counted_and_the_comment_says_where_it_is(size: int) -> None:
    wide = [
        change(f"aws_sqs_queue.q{at}", attributes=(AttributeChange("tags.a", '"x"', f'"{"y" * 900}"'),))
        for at in range(size)
    ]

    text = diff_markdown.report(review({("dev",): wide}), "[the artifact](https://example.com/1) has all of it")

    assert length(text) < LIMIT
    shown = text.count("- update in place"), text.count("@@ aws_sqs_queue")
    if size == 10:
        assert shown == (10, 10)
        assert "Left out" not in text
    else:
        left = re.search(r"Left out here, .*: ([\d,]+) changes, ([\d,]+) changes' values\. \[the artifact\]", text)
        assert left
        assert tuple(size - int(count.replace(",", "")) for count in left.groups()) == shown
        assert not Rendered(text.replace("[the artifact](https://example.com/1)", "")).unclosed


@settings(max_examples=40)
@given(reviews())
def test_no_text_becomes_markup_a_link_or_a_call(made: Review) -> None:
    text = diff_markdown.report(made)

    rendered = Rendered(text)
    assert set(rendered.elements) <= OURS
    assert rendered.unclosed == []
    assert rendered.comments == [MARKER[4:-3]]
    assert text.startswith(f"{MARKER}\n")
    assert not re.search(r"(^|\W)@[A-Za-z0-9]|#\d", rendered.outside)
    text.encode("utf-8")


@settings(max_examples=40)
@given(reviews(), st.integers(3_000, 6_000))
def test_a_comment_is_never_longer_than_it_may_be(made: Review, limit: int) -> None:
    text = diff_markdown.report(made, limit=limit)

    assert length(text) < limit
    assert Rendered(text).unclosed == []


@given(st.text(max_size=40) | st.sampled_from(HOSTILE))
def test_a_text_stands_for_itself(text: str) -> None:
    shown = visible(text)

    assert Rendered(f"x {code(text)} x").inside.strip() == shown.strip()
    assert Rendered(code_block([shown])).inside == f"{shown}\n"
    assert Rendered(f"<p>{html(text)}</p>").inside == shown
    assert Rendered(f"x {plain(text)} x").outside.replace("\u200b", "").strip() == f"x {shown} x"


@pytest.mark.parametrize(("text", "units"), [("abc", 3), ("ü", 1), ("😀", 2), ("", 0)])
def test_length_is_never_less_than_what_github_counts(text: str, units: int) -> None:
    assert length(text) == units
