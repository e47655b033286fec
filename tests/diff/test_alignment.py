"""Which element of one list is which of another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diff.alignment import Pair, align


def paired(old: str, new: str, *, ordered: bool) -> list[Pair]:
    """Align letters: those of the same case-folded letter are alike."""
    return align(
        list(old),
        list(new),
        ordered=ordered,
        key=lambda letter, _: letter,
        alike=lambda one, other: 0.9 if one.lower() == other.lower() else 0.0,
    )


@pytest.mark.parametrize(
    ("old", "new", "ordered", "pairs"),
    [
        ("abc", "cab", False, [(2, 0), (0, 1), (1, 2)]),
        ("abc", "cab", True, [(None, 0), (0, 1), (1, 2), (2, None)]),
        ("ab", "Ab", True, [(0, 0), (1, 1)]),
        ("abc", "ac", True, [(0, 0), (1, None), (2, 1)]),
        ("a", "z", True, [(0, 0)]),
        ("a", "z", False, [(0, 0)]),
        ("ab", "zA", False, [(1, None), (None, 0), (0, 1)]),
        ("aa", "a", False, [(1, None), (0, 0)]),
        ("", "ab", True, [(None, 0), (None, 1)]),
    ],
)
def test_what_is_alike_is_paired(old: str, new: str, ordered: bool, pairs: list[Pair]) -> None:
    assert paired(old, new, ordered=ordered) == pairs


@given(st.text("abAB", max_size=8), st.text("abAB", max_size=8), st.booleans())
def test_each_element_is_in_one_pair(old: str, new: str, ordered: bool) -> None:
    pairs = paired(old, new, ordered=ordered)

    assert sorted(i for i, _ in pairs if i is not None) == list(range(len(old)))
    assert [j for _, j in pairs if j is not None] == list(range(len(new)))
    both = [i for i, j in pairs if i is not None and j is not None]
    assert not ordered or both == sorted(both), "pairs do not cross"
