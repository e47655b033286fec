"""Which lines of two texts belong together, and which words of them differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator import bounds
from generator.report.review_page.side_by_side import (
    CONTEXT_LINES,
    Cell,
    Part,
    Row,
    align_texts,
    alone,
    elide,
    words,
)

LINES = st.lists(st.sampled_from(["a = 1", "a  = 1", "b = 2", "b = 3", "c {", "}", "", "x y z"]), max_size=12).map(
    "\n".join
)


def shown(rows: tuple[Row, ...]) -> list[str]:
    """Each row as `kind: number old | number new`, what is marked in brackets."""
    return [f"{row.kind}: {side(row.old)} | {side(row.new)}" for row in rows]


def side(one: Cell | None) -> str:
    if one is None:
        return "-"
    return f"{one.number} " + "".join(f"[{part.text}]" if part.differs else part.text for part in one.parts)


def text(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts)


def test_an_attribute_stays_beside_itself_though_others_come_and_spaces_change() -> None:
    old = "resource {\n  name = var.x\n  size = 5\n}"
    new = "resource {\n  name       = var.x\n  visibility = 30\n  size       = 60\n}"

    assert shown(align_texts(old, new, 10, 20)) == [
        "same: 10 resource { | 20 resource {",
        "same: 11   name = var.x | 21   name       = var.x",
        "added: - | 22   visibility = 30",
        "changed: 12   size = [5] | 23   size       = [60]",
        "same: 13 } | 24 }",
    ]


def test_a_line_without_a_name_stays_beside_one_that_is_like_it() -> None:
    assert shown(align_texts('resource "a" "b" {', 'resource "a" "c" {', 1, 1)) == [
        'changed: 1 resource "a" "[b]" { | 1 resource "a" "[c]" {'
    ]
    assert shown(align_texts("one", "two", 1, 1)) == ["changed: 1 one | 1 two"]


def test_what_is_the_same_within_a_long_value_is_left_out() -> None:
    same = " ".join(f"word{number}" for number in range(100))

    old, new = (elide(parts) for parts in words(f"{same} 1 {same}", f"{same} 2 {same}"))

    assert [part.text for part in old if part.differs] == ["1"]
    assert [part.text for part in new if part.differs] == ["2"]
    assert max(len(part.text) for part in old) < 170
    assert text(old).startswith("word0 word1 ")
    assert " … " in text(old)


def test_long_runs_that_are_the_same_are_left_out() -> None:
    same = "\n".join(f"line {number}" for number in range(20))

    rows = align_texts(f"{same}\nx = 1", f"{same}\nx = 2", 1, 1)

    assert [row.kind for row in rows] == ["same", "skipped", *["same"] * CONTEXT_LINES, "changed"]
    assert rows[1].skipped == 20 - 1 - CONTEXT_LINES


def test_no_more_lines_than_a_page_can_hold() -> None:
    rows = alone("\n" * (bounds.SIDE_LINES.limit + 99), 1, "added")

    assert len(rows) == bounds.SIDE_LINES.limit + 1
    assert rows[-1] == Row("skipped", skipped=100)


@given(LINES, LINES)
def test_each_side_is_what_it_was_but_for_what_is_left_out(old: str, new: str) -> None:
    rows = align_texts(old, new, 1, 1)

    for sides, before in ([row.old for row in rows], old), ([row.new for row in rows], new):
        lines = before.split("\n")
        numbers = [one.number for one in sides if one]
        assert numbers == sorted(set(numbers))
        assert all(text(one.parts) == lines[one.number - 1] for one in sides if one)
        assert len(numbers) + sum(row.skipped for row in rows) == len(lines)
    for row in rows:
        if row.kind == "same" and row.old and row.new:
            assert text(row.old.parts).split() == text(row.new.parts).split()


@given(st.text(max_size=40), st.text(max_size=40))
def test_words_are_the_whole_text_and_what_is_not_marked_is_the_same(old: str, new: str) -> None:
    left, right = words(old, new)

    assert (text(left), text(right)) == (old, new)
    assert [part.text for part in left if not part.differs] == [part.text for part in right if not part.differs]
