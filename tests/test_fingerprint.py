"""The fingerprint of a value is its own."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from generator.fingerprint import fingerprint

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from([0.0, -0.0, 1.0, 2.5]), st.text()
)
VALUES = st.recursive(
    SCALARS, lambda below: st.one_of(st.lists(below), st.dictionaries(st.text(), below)), max_leaves=5
)


@given(VALUES, VALUES)
@example(1, True)
@example(1, 1.0)
@example(0.0, -0.0)
@example("1", 1)
@example([], {})
@example({"a": 1, "b": 2}, {"b": 2, "a": 1})
def test_two_values_have_one_fingerprint_only_if_they_are_written_alike(one: Any, other: Any) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (repr(one) == repr(other))


def test_what_is_no_plain_value_has_none() -> None:
    assert fingerprint(object()) is None
    assert fingerprint({"a": [object()]}) is None


def test_the_same_text_has_one_fingerprint_wherever_it_is_held() -> None:
    held = "".join(["a", "b"])

    assert fingerprint([held, held]) == fingerprint(["".join(["a", "b"]), held])
