"""Whether a version is among those that a constraint allows.

Source: https://developer.hashicorp.com/terraform/language/expressions/version-constraints
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

Version = tuple[int, ...]

_PART = r"\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+){0,3})([-+][0-9A-Za-z.-]+)?\s*"
_LENGTH = 3

_COMPARISONS: dict[str, Callable[[Version, Version], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def allows(constraint: str, version: str) -> bool:
    """Return whether a constraint such as "~> 5.0, != 5.3.1" allows a version; one that can't be read does."""
    own = _numbers(version)
    return all(_part_allows(part, own) for part in constraint.split(","))


def allows_before(constraint: str, version: str) -> bool:
    """Return whether a constraint allows a version before another, as "~> 6.0" does one before 6.29.0."""
    parts, limit = constraint.split(","), _numbers(version)
    named = [_numbers(match[2]) for part in parts if (match := re.fullmatch(_PART, part))]
    after = [(*each[:-1], each[-1] + 1) for each in named]
    oldest = (each for each in ((0, 0, 0), *named, *after) if all(_part_allows(part, each) for part in parts))
    return any(each < limit for each in oldest)


def _part_allows(part: str, own: Version) -> bool:
    match = re.fullmatch(_PART, part)
    if match is None:
        return True
    sign, text = match[1] or "=", match[2]
    wanted = _numbers(text)
    if sign == "~>":
        fixed = text.count(".")  # all numbers but the last one that is stated
        return own >= wanted and own[:fixed] == wanted[:fixed]
    return _COMPARISONS[sign](own, wanted)


def _numbers(text: str) -> Version:
    numbers = tuple(int(part) for part in text.split("."))
    return numbers + (0,) * (_LENGTH - len(numbers))


def within(constraint: str, major: int, known: str = "") -> str:
    """Return the newest version of a major that a constraint allows, empty where it allows none.

    Versions that nobody has named are made up for it: "~> 6.10" allows 6.9999.9999 as the newest, "< 6.20.0"
    6.19.9999.

    Args:
        constraint: The constraint.
        major: The first number of the versions.
        known: A version that there is, which is preferred where it is allowed.
    """
    tried = [(major, _MOST, _MOST), (major, 0, 0)]
    for part in constraint.split(","):
        match = re.fullmatch(_PART, part)
        if match is not None:
            first, second, third, *_ = _numbers(match[2])
            tried += [
                (first, second, third),
                (first, second, third + 1),
                (first, second, _MOST),
                (first, _MOST, _MOST),
            ]
            tried += [(first, second, third - 1)] if third else [(first, second - 1, _MOST)] if second else []
    if known and allows(constraint, known):
        return known
    allowed = [each for each in tried if each[0] == major and allows(constraint, ".".join(map(str, each)))]
    return ".".join(map(str, max(allowed))) if allowed else ""


_MOST = 9999
"""No number of a version is larger, for what `within` makes up."""
