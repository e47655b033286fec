"""The table of bounds: each says its unit, its reason, and a message with its limit."""

from __future__ import annotations

import pytest

from generator import bounds


@pytest.mark.parametrize("bound", bounds.table(), ids=lambda bound: bound.message)
def test_a_bound_says_what_it_is(bound: bounds.Bound) -> None:
    assert bound.limit > 0
    assert bound.unit
    assert bound.reason.endswith(".")
    assert f"{bound.limit:,}" in bound.message
    assert not bound.message.endswith(".")
