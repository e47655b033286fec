"""Numeric functions."""

from __future__ import annotations

import math
from collections.abc import Callable

from generator import bounds
from generator.hcl.evaluation.operations import EvaluationError, calculate, compare
from generator.hcl.evaluation.types import number_of
from generator.hcl.evaluation.values import ListValue, NotEvaluated, Raw, TooLarge
from generator.hcl.syntax import numbers

_MAXIMUM_RANGE = 1024
"""Terraform's own limit: https://developer.hashicorp.com/terraform/language/functions/range"""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_LOG = (
    0.0, 6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
    1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01,
)  # fmt: skip
"""The coefficients of Go's logarithm."""
_WITHOUT_CASE = 36
"""The largest base in which upper and lower case are the same."""


def abs_(value: Raw) -> Raw:
    """`abs(value)`."""
    number = number_of(value)
    return calculate("-", 0, number) if number < 0 else number


def ceil(value: Raw) -> Raw:
    """`ceil(value)`."""
    number = number_of(value)
    return number if isinstance(number, int) else numbers.floor(number) + 1


def floor(value: Raw) -> Raw:
    """`floor(value)`."""
    return numbers.floor(number_of(value))


def signum(value: Raw) -> Raw:
    """`signum(value)`."""
    number = number_of(value)
    if not isinstance(number, int):
        raise EvaluationError("a whole number is needed")
    return (number > 0) - (number < 0)


def log_(value: Raw, base: Raw) -> Raw:
    """`log(value, base)`, with floats as Terraform has it."""
    number, root = number_of(value), number_of(base)
    if number < 0 or root < 0:
        raise EvaluationError("negative numbers have no logarithm")
    return _by_floats(lambda one, other: _logarithm(one) / _logarithm(other), number, root)


def pow_(value: Raw, exponent: Raw) -> Raw:
    """`pow(value, exponent)`, with floats as Terraform has it."""
    number, power = number_of(value), number_of(exponent)
    if number < 0 and not isinstance(power, int):
        raise EvaluationError("the power of a negative number is whole")
    return _by_floats(_power, number, power)


def _by_floats(function: Callable[[float, float], float], left: Raw, right: Raw) -> Raw:
    try:
        return numbers.from_float(function(float(left), float(right)))
    except (ArithmeticError, ValueError):
        raise NotEvaluated from None


def _logarithm(value: float) -> float:
    """Return what Go calculates, which is not always the nearest float.

    Source: https://go.dev/src/math/log.go
    """
    fraction, exponent = math.frexp(value)
    if fraction <= 0:
        raise ValueError
    if fraction < math.sqrt(2) / 2:
        fraction, exponent = fraction * 2, exponent - 1
    f = fraction - 1
    s = f / (2 + f)
    s2 = s * s
    s4 = s2 * s2
    odd = s2 * (_LOG[1] + s4 * (_LOG[3] + s4 * (_LOG[5] + s4 * _LOG[7])))
    even = s4 * (_LOG[2] + s4 * (_LOG[4] + s4 * _LOG[6]))
    half = 0.5 * f * f
    return exponent * _LN2_HIGH - ((half - (s * (half + (odd + even)) + exponent * _LN2_LOW)) - f)


def _power(value: float, exponent: float) -> float:
    """Return what Go calculates, which is not always the nearest float; of whole powers and of roots.

    Source: https://go.dev/src/math/pow.go
    """
    if abs(exponent) == 0.5:  # noqa: PLR2004
        return math.sqrt(value) if exponent > 0 else 1 / math.sqrt(value)
    if not exponent.is_integer() or abs(exponent) >= 1 << 62:
        raise ValueError
    left, result, scale = int(abs(exponent)), 1.0, 0
    fraction, twos = math.frexp(value)
    while left:
        if abs(twos) > 1 << 12:
            scale += twos
            break
        if left & 1:
            result, scale = result * fraction, scale + twos
        fraction, twos, left = fraction * fraction, twos * 2, left >> 1
        if fraction < 0.5:  # noqa: PLR2004
            fraction, twos = fraction * 2, twos - 1
    return math.ldexp(1 / result, -scale) if exponent < 0 else math.ldexp(result, scale)


def parseint(text: Raw, base: Raw) -> Raw:
    """`parseint(text, base)`."""
    radix = number_of(base)
    if not isinstance(text, str):
        raise EvaluationError("a string is needed")
    if not isinstance(radix, int) or radix not in range(2, len(_DIGITS) + 1):
        raise EvaluationError(f"the base is a whole number from 2 to {len(_DIGITS)}")
    digits = text[1:] if text[:1] in ("+", "-") else text
    if len(digits) > bounds.NUMBER_DIGITS.limit:
        raise TooLarge(bounds.NUMBER_DIGITS)
    found = 0
    for digit in digits.lower() if radix <= _WITHOUT_CASE else digits:
        value = _DIGITS.find(digit)
        if not 0 <= value < radix:
            raise EvaluationError(f"this text is no whole number in base {radix}")
        found = found * radix + value
    if not digits:
        raise EvaluationError("this text is no whole number")
    return -found if text.startswith("-") else found


def max_(*values: Raw) -> Raw:
    """`max(values...)`."""
    return _extreme(">", values)


def min_(*values: Raw) -> Raw:
    """`min(values...)`."""
    return _extreme("<", values)


def _extreme(operator: str, values: tuple[Raw, ...]) -> Raw:
    found, *rest = [number_of(value) for value in values]
    for number in rest:
        if compare(operator, number, found):
            found = number
    return found


def sum_(values: Raw) -> Raw:
    """`sum(list)`."""
    if not isinstance(values, list):
        raise EvaluationError("a list is needed")
    if not values:
        raise EvaluationError("it can't sum an empty list")
    total: Raw = 0
    for value in values:
        total = calculate("+", total, value)
    return total


def range_(*limits: Raw) -> Raw:
    """`range(max)`, `range(start, limit)`, `range(start, limit, step)`."""
    given = [number_of(limit) for limit in limits]
    start, limit = (0, given[0]) if len(given) == 1 else given[:2]
    step = given[2] if len(given) == 3 else (1 if limit >= start else -1)  # noqa: PLR2004
    if step == 0:
        raise EvaluationError("the step can't be zero")
    if (limit > start and step < 0) or (limit < start and step > 0):
        raise EvaluationError("the step leads away from the limit")
    found = ListValue()
    while start < limit if step > 0 else start > limit:
        if len(found) >= _MAXIMUM_RANGE:
            raise EvaluationError(f"it gives {_MAXIMUM_RANGE} elements at most")
        found.append(start)
        start = calculate("+", start, step)
    return found
