"""Numeric functions."""

from __future__ import annotations

import math

from generator.hcl.evaluation.operations import EvaluationError, calculate
from generator.hcl.evaluation.types import number_of, text_of, tidy
from generator.hcl.evaluation.values import UNKNOWN, ListValue, Raw, Unknown

_MAXIMUM_RANGE = 1024
"""Terraform's own limit: https://developer.hashicorp.com/terraform/language/functions/range"""


def abs_(value: Raw) -> Raw:
    """`abs(value)`."""
    number = number_of(value)
    return number if isinstance(number, Unknown) else abs(number)


def ceil(value: Raw) -> Raw:
    """`ceil(value)`."""
    number = number_of(value)
    return number if isinstance(number, Unknown) else math.ceil(number)


def floor(value: Raw) -> Raw:
    """`floor(value)`."""
    number = number_of(value)
    return number if isinstance(number, Unknown) else math.floor(number)


def signum(value: Raw) -> Raw:
    """`signum(value)`."""
    number = number_of(value)
    return number if isinstance(number, Unknown) else (number > 0) - (number < 0)


def log_(value: Raw, base: Raw) -> Raw:
    """`log(value, base)`."""
    number, root = number_of(value), number_of(base)
    if isinstance(number, Unknown) or isinstance(root, Unknown) or number <= 0 or root <= 0 or root == 1:
        return UNKNOWN
    return tidy(math.log(number) / math.log(root))


def pow_(value: Raw, exponent: Raw) -> Raw:
    """`pow(value, exponent)`, with floats as Terraform has it."""
    number, power = number_of(value), number_of(exponent)
    if isinstance(number, Unknown) or isinstance(power, Unknown):
        return UNKNOWN
    try:
        return tidy(math.pow(number, power))
    except (OverflowError, ValueError):
        return UNKNOWN


def parseint(text: Raw, base: Raw) -> Raw:
    """`parseint(text, base)`."""
    radix, digits = number_of(base), text_of(text)
    if not isinstance(radix, int) or not 2 <= radix <= 62:  # noqa: PLR2004
        raise EvaluationError("the base is a whole number from 2 to 62")
    if radix > 36 or len(digits) > 300 or not digits.isascii():  # noqa: PLR2004
        return UNKNOWN
    if not digits.lstrip("+-").isalnum():
        raise EvaluationError("this text is no whole number")
    try:
        return int(digits, radix)
    except ValueError:
        raise EvaluationError(f"this text is no whole number in base {radix}") from None


def max_(*values: Raw) -> Raw:
    """`max(values...)`."""
    return _extreme(list(values), 1)


def min_(*values: Raw) -> Raw:
    """`min(values...)`."""
    return _extreme(list(values), -1)


def _extreme(values: list[Raw], sign: int) -> Raw:
    numbers = [number_of(value) for value in values]
    if any(isinstance(number, Unknown) for number in numbers):
        return UNKNOWN
    return max(numbers, key=lambda number: sign * number)


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
    numbers = [number_of(limit) for limit in limits]
    if any(isinstance(number, Unknown) for number in numbers):
        return UNKNOWN
    start, limit = (0, numbers[0]) if len(numbers) == 1 else numbers[:2]
    step = numbers[2] if len(numbers) == 3 else (1 if limit >= start else -1)  # noqa: PLR2004
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
