"""Arithmetic with fractions, as Terraform's: in decimal, with far more digits than a float has."""

from __future__ import annotations

from decimal import Context, Decimal, InvalidOperation, Overflow

from generator.hcl.evaluation.types import tidy
from generator.hcl.evaluation.values import UNKNOWN, Raw

_CONTEXT = Context(prec=154)
"""Terraform's numbers have 512 bits, which are 154 decimal digits."""


def calculate(operator: str, left: Raw, right: Raw) -> Raw:
    """Return the value of an arithmetic operator on two numbers; the right one is not zero where it divides."""
    one, other = Decimal(repr(left)), Decimal(repr(right))
    try:
        if operator == "+":
            found = _CONTEXT.add(one, other)
        elif operator == "-":
            found = _CONTEXT.subtract(one, other)
        elif operator == "*":
            found = _CONTEXT.multiply(one, other)
        elif operator == "/":
            found = _CONTEXT.divide(one, other)
        else:
            found = _CONTEXT.remainder(one, other)
    except (InvalidOperation, Overflow):
        return UNKNOWN
    if found == found.to_integral_value():
        return int(found) if found.adjusted() < 300 else UNKNOWN  # noqa: PLR2004
    return tidy(float(found))
