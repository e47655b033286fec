"""The name that was probably meant is the one that difflib would find, and looking for it is bounded."""

from __future__ import annotations

import difflib
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from generator import bounds
from generator.naming import Spellings

WORDS = st.text("abcA_1", max_size=9)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=20, unique_by=str.lower), st.lists(WORDS, min_size=1, max_size=4))
def test_it_is_what_difflib_finds(known: list[str], asked: list[str]) -> None:
    names = Spellings(known)
    by_letters = {name.lower(): name for name in known if name}

    for word in asked:
        found = difflib.get_close_matches(word.lower(), by_letters, n=1)
        assert names.nearest(word) == (by_letters[found[0]] if found else None)


def test_many_words_that_many_names_are_like_are_not_looked_for_without_end() -> None:
    names = Spellings(f"queue_{number}" for number in range(2_000))
    started = time.process_time()

    found = [names.nearest(f"qeue_{number}") for number in range(2_000)]

    assert found[7] == "queue_7"
    assert found[-1] is None, "after so many looks, no more"
    assert names._looks <= bounds.NAME_LOOKS.limit * 1.1
    assert time.process_time() - started < 20


def test_a_name_too_long_to_be_alike_is_not_read() -> None:
    long = "a" * 1_000_000
    names = Spellings([long, "b" * 140, "b" * 141])

    assert names.nearest("b" * 60) == "b" * 140
    assert names.nearest(long) is None
    assert len(names._bits) == 140 + 60, "the letters of the one name, and those of the second word"
