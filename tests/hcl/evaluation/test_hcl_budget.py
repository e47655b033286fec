"""How much a module may be evaluated: by work, by size, and by the clock."""

from __future__ import annotations

import pytest

from generator import bounds
from generator.hcl.evaluation import budget
from generator.hcl.evaluation.budget import ELEMENT, Budget, OutOfBudget
from generator.hcl.evaluation.values import UNKNOWN, TooLarge


def test_elements_and_characters_are_counted_until_there_is_nothing_left() -> None:
    share = Budget(1_000_000)
    share.spend(1)
    share.spend_characters(500)
    assert share.left == 1_000_000 - ELEMENT - 500
    with pytest.raises(OutOfBudget) as stopped:
        share.spend(1_000_000)
    assert stopped.value.bound is bounds.MODULE_WORK


def test_a_clock_that_runs_out_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, bounds.MODULE_SECONDS.limit + 1.0])
    monkeypatch.setattr(budget, "monotonic", lambda: next(clock))
    share = Budget()
    share.spend_characters(200_000)
    with pytest.raises(OutOfBudget) as stopped:
        share.spend_characters(200_000)
    assert stopped.value.bound is bounds.MODULE_SECONDS
    with pytest.raises(OutOfBudget):
        share.spend_characters(200_000)


def test_what_is_shared_counts_as_often_as_it_is_met() -> None:
    part = ["ab"] * 100
    share = Budget(1_000_000)
    assert share.measure([[part, part], {"a": UNKNOWN}], each=1)
    assert share.left == 1_000_000 - 2 * 200 - (2 + 2 + 200 + 1)


def test_values_that_double_are_too_large() -> None:
    value = ["x"]
    for _ in range(40):
        value = [value, value]
    with pytest.raises(TooLarge) as stopped:
        Budget().measure([value])
    assert stopped.value.bound is bounds.VALUE_PARTS
