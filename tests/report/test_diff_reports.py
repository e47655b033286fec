"""A diff as text and as JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

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
from generator.report import diff_json, diff_text

PLACE = Extent(Location("main.tf", 3, 3), Location("main.tf", 3, 9), "  a = 1")


def change(*attributes: AttributeChange, address: str = "t.a", **more: Any) -> Change:
    values: dict[str, Any] = {"kind": "resource", "type": "t", "action": Action.CHANGED, "effect": Effect.UPDATE}
    return Change(address, **{**values, **more}, attributes=attributes)


def review(
    *changes: Change, environments: tuple[str, ...] = ("dev",), compared: tuple[str, ...] = ("dev",)
) -> Review:
    found = tuple(EnvironmentChanges(name, Action.CHANGED, changes, ()) for name in environments)
    return Review("main", compared, found, tuple(ChangeGroup(one, environments) for one in changes))


def test_long_values_are_cut_to_what_differs() -> None:
    old, new = (f'"{"x" * 500}{end}{"y" * 500}"' for end in ("old", "new"))

    said = diff_text.report(review(change(AttributeChange("a", old, new, PLACE, PLACE))))

    (line,) = [line for line in said.splitlines() if "a: " in line]
    assert "xold" in line
    assert "xnew" in line
    assert len(line) < 3 * diff_text.WIDEST


def test_lists_are_told_by_what_came_and_went() -> None:
    said = diff_text.report(review(change(AttributeChange("a", '["x", "y"]', '["y", "z"]', PLACE, PLACE))))

    assert 'a: - "x", + "z"  [main.tf:3]' in said


@pytest.mark.parametrize(
    ("environments", "compared", "heading"),
    [
        (("dev",), ("dev",), "in dev:"),
        (("dev",), ("dev", "prod"), "only in dev:"),
        (("dev", "prod"), ("dev", "prod"), "in all 2 environments:"),
        (("a", "b"), ("a", "b", "c"), "in 2 of 3 environments (a, b):"),
        (
            tuple(f"e{number}" for number in range(1, 9)),
            tuple(f"e{number}" for number in range(10)),
            "in 8 of 10 environments (e1, e2, e3, e4, e5, e6 and 2 more):",
        ),
    ],
)
def test_environments_are_named(environments: tuple[str, ...], compared: tuple[str, ...], heading: str) -> None:
    found = review(change(AttributeChange("a", "1", "2")), environments=environments, compared=compared)

    assert diff_text.report(found).splitlines()[0] == heading


def test_what_follows_alike_is_told_once() -> None:
    tag = AttributeChange("tags_all.a", "1", "2", because="provider.aws gives it other tags")

    said = diff_text.report(review(*(change(tag, address=f"t.n{number}") for number in range(9))))

    assert "9 alike: t.n0, t.n1, t.n2 and 6 more  are updated in place" in said
    assert said.count("tags_all.a") == 1


def test_security_and_what_replaces_are_marked() -> None:
    marked = change(
        AttributeChange("a", "1", "2", replaces=True),
        AttributeChange("b", "1", "2", security="who may call it"),
        security=("who may call it",),
        effect=Effect.REPLACE,
    )

    said = diff_text.report(review(marked)).splitlines()

    assert said[1].startswith("  -/+ t.a")
    assert "        ! security: who may call it" in said
    assert [line[:8].strip() for line in said if ": 1 → 2" in line] == ["#", "!"]


def test_colour_is_only_where_it_is_asked_for() -> None:
    found = review(change(AttributeChange("a", "1", "2")))

    painted = diff_text.report(found, lambda text, shade: f"<{shade}>{text}</>")

    assert "<yellow>~  </>" in painted
    assert re.sub("<[a-z]*>|</>", "", painted) == diff_text.report(found)


def test_nothing_hides_in_what_is_shown() -> None:
    file = FileChange("src/\x1b[2Jx", Action.CHANGED, ("--- a", "+++ b", "@@ -1 +1 @@", "+\x1b]0;title\x07"))
    one = EnvironmentChanges("dev", Action.CHANGED, (), (file,))

    said = diff_text.report(Review("main", ("dev",), (one,), ()))

    assert "\x1b" not in said
    assert "\\u001b[2Jx" in said


def test_the_summary_counts_resources() -> None:
    found = review(
        change(effect=Effect.REPLACE), change(address="t.b"), environments=("a", "b"), compared=("a", "b")
    )

    assert diff_text.summary(found) == (
        "compared with main: 2 environments, 2 of them differ; resources: 2 to replace, 2 to update"
    )
    assert diff_text.summary(Review("main", ("a",), (), ())) == (
        "compared with main: 1 environment, nothing differs"
    )


def documented() -> set[str]:
    """Return the keys that the format's documentation names."""
    assert diff_json.__doc__
    return set(re.findall(r'"(\w+)":', diff_json.__doc__))


def keys(document: Any) -> set[str]:
    if isinstance(document, list):
        return {key for one in document for key in keys(one)}
    if isinstance(document, dict):
        return set(document) | {key for one in document.values() for key in keys(one)}
    return set()


def test_json_holds_what_is_documented() -> None:
    attribute = AttributeChange("a", None, "2", None, PLACE)
    found = review(change(attribute, after=PLACE))
    found = found._replace(
        environments=(
            found.environments[0]._replace(files=(FileChange("main.tf", Action.CHANGED, ("-a", "+b"), True),)),
            EnvironmentChanges("new", Action.ADDED, (change(action=Action.ADDED, effect=Effect.CREATE),), ()),
        ),
        compared=("dev", "new"),
    )

    document = json.loads(diff_json.report(found))

    assert document["version"] == 1
    assert keys(document) - {"create"} == documented() - {"source", "template"}
    assert [one["changes"] for one in document["environments"]] == [[0], [1]]
    assert document["changes"][0]["attributes"][0]["old"] is None
    assert document["summary"] == {
        "environments": 2,
        "added": 1,
        "removed": 0,
        "cosmetic": 0,
        "effects": {"create": 1, "update": 1},
    }
