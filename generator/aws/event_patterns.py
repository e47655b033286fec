"""The grammar of event patterns of EventBridge, as far as a pattern can be refused by it.

Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

SOURCE = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"

MAXIMUM_BYTES = 4096
"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""

OPERATORS = {
    "prefix": (str, dict),
    "suffix": (str, dict),
    "equals-ignore-case": (str,),
    "wildcard": (str,),
    "anything-but": (str, int, float, bool, list, dict),
    "numeric": (list,),
    "cidr": (str,),
    "exists": (bool,),
}
"""The operators, each with the types that it takes."""

_COMPARISONS = frozenset({"=", "<", "<=", ">", ">="})
_OR = "$or"


def faults(pattern: object, known: Any) -> Iterator[str]:
    """Yield what is wrong with a pattern.

    Args:
        pattern: What the JSON says, with anything in place of what is not known.
        known: Says whether a part is known.
    """
    if not known(pattern):
        return
    if not isinstance(pattern, Mapping):
        yield "a pattern is an object"
        return
    if not pattern:
        yield "a pattern names at least one field"
    for name, value in pattern.items():
        yield from _of_field(str(name), value, known)


def _of_field(name: str, value: object, known: Any) -> Iterator[str]:
    if not known(value):
        return
    if name == _OR:
        for each in value if isinstance(value, list) else ():
            yield from faults(each, known)
    elif isinstance(value, Mapping):
        if not value:
            yield f"the field {name} has an empty object"
        for inner, below in value.items():
            yield from _of_field(str(inner), below, known)
    elif isinstance(value, list):
        if not value:
            yield f"the field {name} has an empty list, which nothing matches"
        for each in value:
            yield from _of_match(name, each, known)
    else:
        yield f"the field {name} takes a list of values, not one"


def _of_match(name: str, value: object, known: Any) -> Iterator[str]:
    if not known(value) or not isinstance(value, (Mapping, list)):
        return
    if isinstance(value, list):
        yield f"the field {name} has a list in its list"
        return
    for operator, operand in value.items():
        types = OPERATORS.get(str(operator))
        if types is None:
            yield f"{operator} is no operator of patterns, in the field {name}"
        elif known(operand) and not isinstance(operand, types):
            yield f"{operator} does not take what it is given, in the field {name}"
        elif operator == "numeric" and isinstance(operand, list):
            yield from _of_numeric(name, operand, known)


def _of_numeric(name: str, operand: list[object], known: Any) -> Iterator[str]:
    signs, numbers = operand[::2], operand[1::2]
    if len(operand) not in {2, 4} or any(
        known(sign) and sign not in _COMPARISONS for sign in signs if known(sign)
    ):
        yield f"numeric takes one or two comparisons with a number each, in the field {name}"
    elif any(known(number) and not isinstance(number, (int, float)) for number in numbers):
        yield f"numeric compares with numbers, in the field {name}"
