"""Numbers: 512 bits, as few digits as tell them, and no more than is calculated with."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.hcl.syntax import numbers
from generator.hcl.syntax.numbers import Fraction, OutOfRange

WRITTEN = st.from_regex(r"-?[1-9][0-9]{0,30}\.[0-9]{0,60}[1-9]", fullmatch=True)


@given(WRITTEN)
def test_a_decimal_is_written_as_it_was_read(text: str) -> None:
    number = numbers.parse(text)
    assert number is not None
    assert Decimal(numbers.write_number(number)) == Decimal(text)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e200, max_value=1e200))
def test_a_float_is_written_with_the_digits_of_a_float(value: float) -> None:
    try:
        number = numbers.from_float(value)
    except OutOfRange:
        return
    assert float(numbers.write_number(number)) == value
    assert len(numbers.write_number(number).strip("-0.").replace(".", "").strip("0")) <= 17


@given(WRITTEN, WRITTEN)
def test_numbers_compare_and_hash_by_all_of_their_bits(one: str, other: str) -> None:
    left, right = numbers.parse(one), numbers.parse(other)
    assert left is not None
    assert right is not None
    assert (left < right, left == right) == (Decimal(one) < Decimal(other), Decimal(one) == Decimal(other))
    assert left != right or hash(left) == hash(right)
    assert pickle.loads(pickle.dumps(left)) == left


def test_a_fraction_equals_the_float_that_is_written_alike() -> None:
    assert numbers.parse("0.5") == 0.5
    assert numbers.parse("0.1") != numbers.from_float(0.1)
    assert isinstance(numbers.parse("0.1"), Fraction)
    assert numbers.parse("1.50") == numbers.parse("15e-1")


@pytest.mark.parametrize("text", ["1e1001", "1e-99999", "1e99999999999999999999", "9" * 1001])
def test_what_is_out_of_range_is_not_calculated_with(text: str) -> None:
    with pytest.raises(OutOfRange):
        numbers.parse(text)


@pytest.mark.parametrize("text", ["", "1_0", "0x1", " 1", "\u0661", "\u00b2", "inf", "nan", "1e", "."])
def test_what_says_no_number_is_none(text: str) -> None:
    assert numbers.parse(text) is None
