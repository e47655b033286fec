"""What is read of `terraform output -json`: JSON alone, within bounds."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import TfgenError
from generator.report.flat_outputs import flatten, read_outputs

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
)
VALUES = st.recursive(
    SCALARS, lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3)
)


@given(VALUES)
def test_what_is_read_and_flattened_is_json(value: Any) -> None:
    content = json.dumps({"config": {"value": value}}).encode()

    flat = flatten(read_outputs(content))

    json.dumps(dict(flat.values), allow_nan=False)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"a": {"value": NaN}}', "this is not JSON: NaN is no number of JSON (terraform output needs -json)"),
        (b'{"a": {"value": [-Infinity]}}', "this is not JSON: -Infinity is no number of JSON"),
        (b'{"a": {"value": 1e999}}', "this is not JSON: the number 1e999 is too large"),
        (b'{"a": {"value": ' + b"1" * 5_000 + b"}}", "this is not JSON: "),
        (b"[" * 100_000, "these outputs nest deeper than 64 levels"),
        (b'{"a": {"value": ' + b"[" * 70 + b"1" + b"]" * 70 + b"}}", "these outputs nest deeper than 64 levels"),
        (b'{"a": {"value": [' + b"1," * 60_000 + b"1]}}", "these outputs hold more than 50,000 values"),
        (b'{"a": {"value": [' + b"[]," * 60_000 + b"1]}}", "these outputs hold more than 50,000 values"),
        (b" " * (4 * 1024 * 1024 + 1), "these outputs are larger than 4,194,304 bytes"),
        (b" ", "there is nothing to read (did terraform output fail?)"),
    ],
    ids=range(10),
)
def test_what_is_no_json_or_out_of_bounds_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(TfgenError) as caught:
        flatten(read_outputs(content))

    assert str(caught.value).startswith(problem)


def test_a_number_that_a_double_can_hold_is_kept() -> None:
    flat = flatten(read_outputs(b'{"a": {"value": 1e308}, "b": {"value": 12345678901234567890}}'))

    assert flat.values == {"a": 1e308, "b": 12345678901234567890}
    assert math.isfinite(flat.values["a"])
