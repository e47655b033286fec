"""Paths of values: how they are written, and read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import SpecError
from generator.naming import ValuePath, format_path
from generator.spec import parse_path

STEPS = st.one_of(st.text(st.characters(exclude_categories=("Cs",)), max_size=8), st.integers(0, 999_999))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("functions", "authorizer", "timeout_seconds"), "functions.authorizer.timeout_seconds"),
        (("events", "publishers", "accounts", 0), "events.publishers.accounts[0]"),
        (("tags", "a.b"), 'tags["a.b"]'),
        (("tags", "cost-centre"), "tags.cost-centre"),
        (("tags", ""), 'tags[""]'),
        (("tags", 'say "hi"'), 'tags["say \\"hi\\""]'),
        ((0, "a"), "[0].a"),
        ((), ""),
    ],
)
def test_paths_are_written_for_people(path: ValuePath, text: str) -> None:
    assert format_path(path) == text


@settings(deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=5).map(tuple))
def test_a_written_path_reads_back(path: ValuePath) -> None:
    assert parse_path(format_path(path)) == path


@pytest.mark.parametrize(
    "text", ["", ".a", "a.", "a..b", "a b", "a[", "a[x]", "a[-1]", "a[1", 'a["x]', "ü", "a=1"]
)
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(SpecError, match="is not the path of a knob"):
        parse_path(text)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    try:
        path = parse_path(text)
    except SpecError:
        return
    assert parse_path(format_path(path)) == path
