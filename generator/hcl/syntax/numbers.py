"""Numbers as Terraform has them: binary, with 512 bits of precision, and written with as few digits as tell them.

A whole number is an int, any other a `Fraction`. What is beyond ours is `OutOfRange`.

Source:
    https://pkg.go.dev/math/big#Float, which go-cty keeps numbers in (`cty.ParseNumberVal`)
"""

from __future__ import annotations

import re

from generator import bounds

_PRECISION = 512
"""Bits, of numbers that are read from a text."""
_FLOAT_PRECISION = 53
"""Bits, of what Terraform's functions calculate in floats."""
_LARGEST_BITS = bounds.NUMBER_DIGITS.limit * 3322 // 1000
_TEXT = re.compile(r"([+-]?)([0-9]+)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?|([+-]?)\.([0-9]+)(?:[eE]([+-]?[0-9]+))?")


class OutOfRange(ArithmeticError):
    """A number has an exponent that we do not go to."""


class RangeOverflow:
    """What stands for a literal that is out of range."""

    __slots__ = ()


BEYOND = RangeOverflow()


class Fraction(float):
    """A number that is not whole: `mantissa` by two to the `exponent`; as a float it is only nearly the same.

    Attributes:
        mantissa: An odd number.
        exponent: A negative one.
        precision: So many bits it was rounded to.
    """

    __slots__ = ("exponent", "mantissa", "precision")

    mantissa: int
    exponent: int
    precision: int

    def __new__(cls, mantissa: int, exponent: int, precision: int = _PRECISION) -> Fraction:
        """Return the number."""
        found = super().__new__(cls, _nearest_float(mantissa, exponent))
        found.mantissa, found.exponent, found.precision = mantissa, exponent, precision
        return found

    def __reduce__(self) -> tuple[type[Fraction], tuple[int, int, int]]:
        return Fraction, (self.mantissa, self.exponent, self.precision)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (int, float)) and compare(self, other) == 0

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return super().__hash__()

    def __lt__(self, other: float) -> bool:
        return compare(self, other) < 0

    def __le__(self, other: float) -> bool:
        return compare(self, other) <= 0

    def __gt__(self, other: float) -> bool:
        return compare(self, other) > 0

    def __ge__(self, other: float) -> bool:
        return compare(self, other) >= 0


class ImpreciseInt(int):
    """A whole number that was calculated as a float, of which Terraform writes no more digits than that has."""

    __slots__ = ()


def _nearest_float(mantissa: int, exponent: int) -> float:
    try:
        return mantissa / (1 << -exponent)
    except OverflowError:
        return 0.0


def parse(text: str) -> int | float | None:
    """Return the number that a decimal text says, None if it says none.

    Raises:
        OutOfRange: It is beyond what we calculate with.
    """
    if text.isascii() and text.isdigit() and len(text) < 150:  # noqa: PLR2004
        return int(text)
    found = _TEXT.fullmatch(text)
    if not found:
        return None
    sign, whole, fraction = (found[1], found[2], found[3]) if found[2] else (found[5], "", found[6])
    write_number = found[4] or found[7] or "0"
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return 0
    limit = bounds.NUMBER_DIGITS.limit
    if len(write_number) > len(str(limit)) + 1 or len(whole + fraction) > limit:
        raise OutOfRange
    exponent = int(write_number) - len(fraction)
    if not -2 * limit <= exponent <= limit:
        raise OutOfRange
    number = -int(digits) if sign == "-" else int(digits)
    return divide(number, 10**-exponent) if exponent < 0 else round_number(number * 10**exponent)


def from_float(value: float) -> int | float:
    """Return a float that a function calculates."""
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124
        raise OutOfRange
    numerator, denominator = value.as_integer_ratio()
    return _make(numerator, 1 - denominator.bit_length(), _FLOAT_PRECISION)


def _make(mantissa: int, exponent: int, precision: int) -> int | Fraction:
    if not mantissa:
        return 0
    zeros = (mantissa & -mantissa).bit_length() - 1
    mantissa, exponent = mantissa >> zeros, exponent + zeros
    if abs(mantissa.bit_length() + exponent) > _LARGEST_BITS:
        raise OutOfRange
    if exponent < 0:
        return Fraction(mantissa, exponent, precision)
    whole = mantissa << exponent
    return ImpreciseInt(whole) if precision == _FLOAT_PRECISION and whole.bit_length() > precision else whole


def round_number(number: int) -> int:
    """Return a whole number with as many bits as Terraform keeps of it."""
    if -(1 << _PRECISION) < number < 1 << _PRECISION:
        return number
    return int(divide(number, 1))


def divide(numerator: int, denominator: int, precision: int = _PRECISION) -> int | Fraction:
    """Return a quotient of whole numbers, rounded to the nearest, of two as near to the even one."""
    if not numerator:
        return 0
    top, bottom = abs(numerator), abs(denominator)
    shift = precision + 2 - top.bit_length() + bottom.bit_length()
    quotient, rest = divmod(top << shift, bottom) if shift > 0 else divmod(top, bottom << -shift)
    extra = quotient.bit_length() - precision
    low, half = quotient & ((1 << extra) - 1), 1 << (extra - 1)
    quotient >>= extra
    if low > half or (low == half and (rest or quotient & 1)):
        quotient += 1
    sign = -1 if (numerator < 0) is not (denominator < 0) else 1
    return _make(sign * quotient, extra - shift, precision)


def parts(number: float) -> tuple[int, int, int]:
    """Return a number's mantissa, exponent and precision."""
    if isinstance(number, Fraction):
        return number.mantissa, number.exponent, number.precision
    if isinstance(number, int):
        return number, 0, _FLOAT_PRECISION if isinstance(number, ImpreciseInt) else _PRECISION
    numerator, denominator = number.as_integer_ratio()
    return numerator, 1 - denominator.bit_length(), _FLOAT_PRECISION


def compare(left: float, right: float) -> int:
    """Return a number below, of or above zero as the left one is smaller, equal or larger."""
    (one, first, _), (other, second, _) = parts(left), parts(right)
    lowest = min(first, second)
    return (one << (first - lowest)) - (other << (second - lowest))


def calculate(operator: str, left: float, right: float) -> int | float:
    """Return the value of an arithmetic operator; the right number is not zero where it divides.

    Raises:
        OutOfRange: It is beyond what we calculate with.
    """
    (one, first, fine), (other, second, finer) = parts(left), parts(right)
    precision = max(fine, finer)
    if operator == "*":  # of what has fewer bits, Terraform keeps as many as the product has
        product = _round(one * other, first + second, _PRECISION)
        if isinstance(product, Fraction):
            product.precision = max(precision, product.mantissa.bit_length())
        return product
    if operator == "/":
        shift = first - second
        return divide(one << max(shift, 0), other << max(-shift, 0), precision)
    if operator == "%":
        times = truncate(calculate("/", left, right))
        return calculate("-", left, calculate("*", right, times))
    lowest = min(first, second)
    one, other = one << (first - lowest), other << (second - lowest)
    return _round(one + other if operator == "+" else one - other, lowest, precision)


def _round(mantissa: int, exponent: int, precision: int) -> int | float:
    if exponent >= 0:
        return divide(mantissa << exponent, 1, precision)
    return divide(mantissa, 1 << -exponent, precision)


def truncate(number: float) -> int:
    """Return a number without its fraction."""
    return floor(number) if number >= 0 else -floor(calculate("-", 0, number))


def floor(number: float) -> int:
    """Return the largest whole number that is not larger."""
    mantissa, exponent, _ = parts(number)
    whole: int = mantissa << exponent if exponent >= 0 else mantissa >> -exponent
    return whole


def write_number(number: float) -> str:
    """Return a number as Terraform writes it: the fewest digits that tell it from its neighbours, no exponent."""
    if isinstance(number, int) and not isinstance(number, ImpreciseInt) and number.bit_length() <= _PRECISION:
        return str(number)
    mantissa, exponent, precision = parts(number)
    return _shortest(mantissa, exponent, precision)


def _shortest(mantissa: int, exponent: int, precision: int) -> str:
    digits, point = shortest_digits(abs(mantissa), exponent, precision)
    sign = "-" if mantissa < 0 else ""
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    digits = digits.ljust(point, "0")
    return sign + digits[:point] + (f".{digits[point:]}" if digits[point:] else "")


def exact_digits(mantissa: int, exponent: int) -> tuple[str, int]:
    """Return all digits of a number, and how many of them stand before the point."""
    shift = max(-exponent, 0)
    text = str(mantissa * 5**shift if exponent < 0 else mantissa << exponent)
    return text, len(text) - shift


def rounded_digits(digits: str, point: int, count: int) -> tuple[str, int]:
    """Return as many digits of a number, rounded to the nearest, of two as near to the even one; and the point."""
    dropped = len(digits) - count
    if dropped <= 0:
        return digits, point
    if count < 0:
        return "", point
    unit = 10**dropped
    kept, rest = divmod(int(digits), unit)
    kept += 2 * rest > unit or (2 * rest == unit and kept & 1)
    text = str(kept) if kept else ""
    return (
        (text[:count], point + 1) if len(text) > count > 0 else (text, point + (len(text) - count if kept else 0))
    )


def shortest_digits(mantissa: int, exponent: int, precision: int) -> tuple[str, int]:
    """Return the fewest digits that tell a number, and how many of them stand before the point."""
    missing = precision + 1 - mantissa.bit_length()
    # With one bit more than it has, the last bit is half of the way to the neighbour.
    scaled, exponent = (mantissa << missing if missing > 0 else mantissa >> -missing), exponent - missing
    even = not scaled & 2
    shift = max(-exponent, 0)
    whole, half = (scaled * 5**shift, 5**shift) if exponent < 0 else (scaled << exponent, 1 << exponent)
    text = str(whole)

    def kept(count: int) -> int:
        unit: int = 10 ** (len(text) - count)
        return (whole + unit // 2) // unit * unit

    least, most = 1, len(text)
    while least < most:
        count = (least + most) // 2
        away = abs(kept(count) - whole)
        if away < half or (away == half and even):
            most = count
        else:
            least = count + 1
    found = str(kept(least))
    return found.rstrip("0"), len(found) - shift
