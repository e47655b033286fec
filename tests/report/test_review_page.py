"""The review as a page, without a browser: what is in it, and that nothing in it can be more than text."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
import review_values as values
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import bounds
from generator.location import Location
from generator.model.change import (
    Action,
    AttributeChange,
    Change,
    ChangeGroup,
    Checkout,
    Effect,
    EnvironmentChanges,
    FileChange,
    Gravity,
    Review,
)
from generator.model.diagram import Diagram, DiagramNode, Edge
from generator.model.finding import Finding, Findings, Severity
from generator.report import review_page
from generator.report.visible import visible

STYLE = Path(review_page.__file__).with_name("page.css").read_text()
NOTHING = Findings((), 0, 0)
VOID = {"meta", "input", "br", "col"}


class Page(HTMLParser):
    """A page taken apart: its tags with their attributes, what is in an element, and the text of it all."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, str] = {}
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), "an attribute twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("script", "style", "title"):
            self.inside[self._open[-1]] = data
        else:
            self.text += data

    @property
    def anchors(self) -> list[str]:
        """The anchors of the changes."""
        ids = [attributes.get("id") or "" for _, attributes in self.tags]
        return [each for each in ids if each.startswith("change-")]

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if name in (attributes.get("class") or "").split()]


def page(pull_requests: int = 38) -> Page:
    review = values.review(pull_requests)
    diagrams = {each.environment: values.diagram(each.environment) for each in review.environments}
    return Page(review_page.report(review, values.findings(), diagrams))


def test_a_change_is_told_once_with_its_environments() -> None:
    found = page()

    assert (
        found.text.count('"${local.name_prefix}-store-queue"')
        == found.text.count('"${local.name_prefix}-storage-queue"')
        == 1
    )
    assert [
        (card["data-effect"], card["data-kind"], card["data-security"]) for card in found.with_class("card")
    ] == [
        ("destroy", "resource", ""),
        ("replace", "resource", ""),
        ("update", "resource", "yes"),
        ("update", "resource", ""),
        ("create", "resource", ""),
        ("no effect", "output", ""),
    ]
    assert found.anchors == [
        "change-aws_dynamodb_table-items",
        "change-aws_sqs_queue-event_storage",
        "change-aws_iam_role_policy-event_storage",
        "change-aws_lambda_function-event_storage",
        "change-aws_cloudwatch_metric_alarm-storage_age",
        "change-output-old_endpoint",
    ]
    words = " ".join(found.text.split())
    assert "41 of 42 environments differ from main" in words
    assert "changed in 41 environments: dev, pr-1, pr-2, pr-3 and 37 more" in words
    assert "replaces the queue: messages in flight are lost" in words
    assert "security what the role may do" in words
    assert "moved { from = aws_dynamodb_table.events to = aws_dynamodb_table.items }" in words
    assert (
        "timeout in place before: 60 lambda.tf:210 from templates/lambda.tf.j2:31, consumers.event_storage.function.timeout_seconds = 60 (environments/base.yaml:18) after: 90"
        in words
    )
    assert "The block itself is written as before (lambda.tf:206); what it refers to has changed." in words
    assert "warning TFG104 queue-visibility-timeout dev: 360 s is less" in words
    assert "in 2 environments: dev, prod" in words
    assert "2 more are suppressed." in words
    assert "-const limit = 10;" in found.text


def test_every_link_leads_somewhere_and_no_id_is_there_twice() -> None:
    found = page()

    ids = Counter(attributes["id"] for _, attributes in found.tags if "id" in attributes)
    assert max(ids.values()) == 1
    links = {attributes["href"] for tag, attributes in found.tags if tag == "a"}
    assert len(links) > 10
    for link in links:
        assert link
        assert link.startswith("#?") or link.removeprefix("#") in ids, link
    sets = {attributes["data-set"] for _, attributes in found.tags if "data-set" in attributes}
    assert sets <= ids.keys()
    for _, attributes in found.tags:
        for reference in (attributes.get("aria-labelledby") or "").split():
            assert reference in ids


def test_headings_are_in_order() -> None:
    levels = [int(tag[1]) for tag, _ in page().tags if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(level - before <= 1 for before, level in itertools.pairwise(levels))


def test_the_same_values_make_the_same_page() -> None:
    review = values.review()

    assert review_page.report(review, values.findings(), {}) == review_page.report(
        values.review(), values.findings(), {}
    )


def test_nothing_that_differs_is_a_page_too() -> None:
    found = Page(review_page.report(Review("main", ("dev",), (), ()), NOTHING, {}))

    assert found.inside["title"] == "Nothing differs from main"
    assert "The check found nothing in 0 files." in found.text


def test_what_could_not_be_compared_is_said_first() -> None:
    failures = {"b": ["b.yaml:1:2: <wrong>"], "a": ["one", "two"]}

    found = Page(review_page.report(Review("main", ("a", "b"), (), ()), NOTHING, {}, failures))

    assert found.inside["title"] == "2 environments can't be compared with main"
    words = " ".join(found.text.split())
    assert words.index("Not compared a one two b b.yaml:1:2: <wrong>") < words.index("Summary")


def test_formatting_alone_is_said_to_be_that() -> None:
    file = FileChange("sqs.tf", Action.CHANGED, ("-a=1", "+a = 1"), cosmetic=True)
    environment = EnvironmentChanges("dev", Action.CHANGED, (), (file,))

    found = Page(review_page.report(Review("main", ("dev",), (environment,), ()), NOTHING, {}))

    assert found.inside["title"] == "1 environment differs from main"
    assert "0 changes, 1 file, 1 of them in formatting alone" in found.text
    assert "formatting alone, in dev" in " ".join(found.text.split())


def test_changes_of_one_address_have_anchors_of_their_own() -> None:
    changes = [
        values.ADDED,
        values.ADDED._replace(meaning="otherwise"),
        values.ADDED._replace(address='aws_x.y["a b"]'),
    ]
    review = Review(
        "main",
        ("a", "b"),
        (),
        tuple(ChangeGroup(change, (name,)) for change, name in zip(changes, "aba", strict=True)),
    )

    ids = Page(review_page.report(review, NOTHING, {})).anchors

    assert ids == [
        "change-aws_cloudwatch_metric_alarm-storage_age",
        "change-aws_cloudwatch_metric_alarm-storage_age--2",
        "change-aws_x-y-a-b",
    ]


def test_a_page_about_a_thousand_environments_is_no_larger_for_what_they_share() -> None:
    def size(pull_requests: int) -> int:
        review = values.review(pull_requests)
        diagrams = {
            each.environment: values.diagram(each.environment)._replace(edges=()) for each in review.environments
        }
        found = values.findings(tuple(each.environment for each in review.environments))
        return len(review_page.report(review, found, diagrams).encode())

    one, thousand = size(1), size(1_000)

    names = sum(len(f"pr-{number}") for number in range(1, 1_001))
    lists = 2 * 3  # each name in the filter's list, and in those of the sets that it is in
    assert thousand - one < lists * (names + 1_000 * len("<option></option><span></span>, "))


def test_blocks_beyond_what_a_page_can_hold_are_left_out_and_said_to_be() -> None:
    groups = tuple(
        ChangeGroup(values.ADDED._replace(address=f"aws_x.n{number}"), ("dev",))
        for number in range(bounds.PAGE_CHANGES.limit + 3)
    )

    found = Page(review_page.report(Review("main", ("dev",), (), groups), NOTHING, {}))

    assert found.text.count("Left out of this page") == 3
    assert len(found.with_class("block")) == bounds.PAGE_CHANGES.limit


def test_what_goes_and_what_goes_elsewhere_stands_above_all() -> None:
    table = values.RENAMED._replace(effect=Effect.DESTROY, refused="deletion_protection_enabled")
    gone = EnvironmentChanges(
        "old", Action.REMOVED, (table, values.ADDED), (), protection="old is protected; say so"
    )
    move = Change(
        "provider.aws",
        "provider",
        "",
        Action.CHANGED,
        Effect.NONE,
        meaning="moves from region us-east-1 to eu-west-1: all of it",
        gravity=Gravity.PLACE,
    )
    moved = EnvironmentChanges("dev", Action.CHANGED, (move,), ())
    checkout = Checkout("acme/platform", "feature", "0123456789abcdef", changed=True)
    review = Review("main", ("dev", "old"), (moved, gone), (ChangeGroup(move, ("dev",)),), checkout)

    found = Page(review_page.report(review, NOTHING, {}))

    words = " ".join(found.text.split())
    assert found.inside["title"] == "dev moves from region us-east-1 to eu-west-1"
    assert "acme/platform, branch feature, commit 0123456789 with uncommitted changes. Compared with main" in words
    assert words.index("old is removed: 2 resources are destroyed") < words.index("all of it")
    assert "old is protected; say so AWS refuses to delete aws_dynamodb_table.items until" in words
    assert "nothing protects it" not in words
    assert [card["class"] for card in found.with_class("card")] == ["card destroy"]


def test_files_beyond_what_a_page_can_hold_are_left_out_and_said_to_be() -> None:
    files = tuple(FileChange(f"f{number}.mjs", Action.CHANGED, ("+x",) * 4_000) for number in range(4))
    environment = EnvironmentChanges("dev", Action.CHANGED, (), files)

    found = Page(review_page.report(Review("main", ("dev",), (environment,), ()), NOTHING, {}))

    assert found.text.count("+x") == 8_000
    assert "The lines of 2 files are left out" in found.text


def test_an_environment_that_was_added_or_removed_is_told_as_a_whole() -> None:
    new = [EnvironmentChanges(name, Action.ADDED, (values.ADDED,), (values.FILE,)) for name in ("pr-1", "pr-2")]
    gone = EnvironmentChanges("old", Action.REMOVED, (values.ADDED._replace(effect=Effect.DESTROY),), ())

    found = Page(review_page.report(Review("main", ("old", "pr-1", "pr-2"), (gone, *new), ()), NOTHING, {}))

    assert [each["class"] for each in found.with_class("tile") if "zero" not in str(each["class"])] == [
        "tile destroy",
        "tile create",
        "tile create",
        "tile destroy",
    ]
    words = " ".join(found.text.split())
    assert "1 destroy 0 replace 2 create 0 update 2 environments added 1 environment removed" in words
    assert "old is removed: 1 resource is destroyed nothing protects it" in words
    assert (
        "removed old 1 change, 0 files All of it would be removed. \N{MINUS SIGN} destroy aws_cloudwatch_metric_alarm.storage_age"
        in words
    )
    assert "added pr-1, pr-2 1 change, 1 file All of it would be added. + create" in words
    assert "const limit" not in words, "the files of an environment that is new are all new"


def test_changes_that_all_follow_from_one_are_told_together() -> None:
    follows = AttributeChange(
        "queue_url",
        "aws_sqs_queue.q.id",
        "aws_sqs_queue.q.id",
        because="aws_sqs_queue.q is replaced",
        applies=False,
    )
    changes = [
        values.ADDED._replace(
            address=f"aws_x.n{number}", action=Action.CHANGED, effect=Effect.UPDATE, attributes=(follows,)
        )
        for number in range(6)
    ]
    groups = tuple(ChangeGroup(change, ("dev",)) for change in changes)
    environment = EnvironmentChanges("dev", Action.CHANGED, tuple(changes), (), ("compared as texts",))

    found = Page(review_page.report(Review("main", ("dev",), (environment,), groups), NOTHING, {}))

    assert len(found.with_class("card")) == 1
    words = " ".join(found.text.split())
    assert "aws_x.n0 and 5 more" in words
    assert "The same, for the same reason: aws_x.n1, aws_x.n2, aws_x.n3, aws_x.n4, aws_x.n5." in words
    assert "queue_url nothing is done aws_sqs_queue.q is replaced" in words
    assert "compared as texts" in words


HOSTILE = [
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}</style>",
    "\"><img src=x onerror=alert(1)>' onload='alert(1)",
    "<!-- --> <![CDATA[ ]]> &lt;b&gt; &#60; {{ 7 * 7 }} {% raw %} ${x}",
    "a\x00b\x1b[31m\u202e\u2066gnp.exe\u2069\ufeff\u200b\ud800\u2028\x85",
    "javascript:alert(1)",
]


def hostile_page(text: str) -> Page:
    """A page in which a text stands wherever one from specs or HCL can."""
    extent = values.extent(text, 1, text, values.SOURCE._replace(template=Location(text, 1)))
    attribute = AttributeChange(text, text, f"{text} 2", extent, extent, True, text)
    change = Change(
        text,
        text,
        text,
        Action.RENAMED,
        Effect.REPLACE,
        text,
        (attribute,),
        text,
        (text,),
        extent,
        extent._replace(text=f"{text}\n2"),
        text,
    )
    added = change._replace(action=Action.ADDED, before=None, attributes=(), meaning="")
    file = FileChange(text, Action.CHANGED, (f"-{text}", f"+{text}2"))
    environment = EnvironmentChanges(text, Action.CHANGED, (change, added), (file,))
    review = Review(text, (text,), (environment,), (ChangeGroup(change, (text,)), ChangeGroup(added, (text,))))
    place = Location(text, 1)
    finding = Finding(text, text, Severity.ERROR, place, place, text, text, text, text, text, text, values.SOURCE)
    nodes = (DiagramNode(text, text, text, text), DiagramNode(f"{text}2", text, text, "queue"))
    diagram = Diagram(nodes, (Edge(text, f"{text}2", text),))
    html = review_page.report(review, Findings((finding,), 0, 1), {text: diagram})
    html.encode()  # no half of a character is left
    return Page(html)


@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@example(HOSTILE[0])
@example(HOSTILE[1])
@example(HOSTILE[2])
@example(HOSTILE[3])
@example(HOSTILE[4])
@example(HOSTILE[5])
def test_no_text_is_ever_more_than_text(text: str) -> None:
    found, harmless = hostile_page(text), hostile_page("x")

    assert {tag for tag, _ in found.tags} <= {tag for tag, _ in harmless.tags} | {"del", "ins", "b"}
    names = {(tag, name) for tag, attributes in harmless.tags for name in attributes}
    assert {(tag, name) for tag, attributes in found.tags for name in attributes} <= names
    assert not any(name.startswith("on") or name in ("style", "src", "action", "srcdoc") for _, name in names)
    for tag, attributes in found.tags:
        if tag == "a":
            assert re.fullmatch(r"#(\?security=yes|\?effect=\w+|[\w-]+)", attributes["href"] or "")
    for element in ("script", "style"):
        assert found.inside[element] == harmless.inside[element]
        assert [tag for tag, _ in found.tags].count(element) == 1
    if text.strip() and len(text.split("\n")) == 1 and "\t" not in text:
        assert visible(text).strip() in found.text
    hidden = [each for each in found.text + found.inside["title"] if not each.isprintable() and each not in "\n\t"]
    assert hidden == []


def test_the_browser_may_run_this_script_and_apply_this_style_and_nothing_else() -> None:
    found = page()

    policies = [
        attributes["content"] or ""
        for tag, attributes in found.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    hashes = {
        name: base64.b64encode(hashlib.sha256(found.inside[name].encode()).digest()).decode()
        for name in ("style", "script")
    }
    assert policies == [
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'"
    ]
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def themes() -> dict[str, dict[str, str]]:
    """The colours of the style sheet: in light, dark and on paper."""
    found = [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    ]
    return dict(zip(("light", "dark", "print"), found, strict=True))


def luminance(colour: str) -> float:
    """Source: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TONES = ("destroy", "replace", "create", "update", "security")
PAIRS = [
    *((text, ground) for text in ("text", "soft", "link") for ground in ("page", "panel", "raised")),
    *(("text", ground) for ground in ("old-back", "old-mark", "new-back", "new-mark", "update-back")),
    *((tone, ground) for tone in TONES for ground in ("page", "panel", f"{tone}-back")),
    *((tone, "raised") for tone in TONES),
    *(("soft", ground) for ground in ("old-back", "new-back", *(f"{tone}-back" for tone in TONES))),
]


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_every_text_stands_out_from_what_is_behind_it(theme: str) -> None:
    colours = themes()[theme]

    low = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}
