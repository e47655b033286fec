"""The grammar of schedules: `cron(…)` and `rate(…)` of EventBridge and its Scheduler, `at(…)` of the latter.

Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

from __future__ import annotations

import re
from typing import NamedTuple

SOURCE = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html"

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]


class Field(NamedTuple):
    """A field of a cron expression.

    Attributes:
        name: What it says.
        least, most: Its bounds.
        words: Names of its values, the first for `least`.
        special: What else it may be.
    """

    name: str
    least: int
    most: int
    words: tuple[str, ...] = ()
    special: re.Pattern[str] | None = None


FIELDS = (
    Field("minutes", 0, 59),
    Field("hours", 0, 23),
    Field("day of month", 1, 31, (), re.compile(r"\?|L(-\d+)?|LW|\d{1,2}W")),
    Field("month", 1, 12, tuple(_MONTHS)),
    Field("day of week", 1, 7, tuple(_DAYS), re.compile(r"\?|L|\dL|[A-Z]{3}L|(\d|[A-Z]{3})#[1-5]")),
    Field("year", 1970, 2199),
)
_DAY_OF_MONTH, _DAY_OF_WEEK = 2, 4
_UNITS = ["minute", "hour", "day"]
_CALL = re.compile(r"(cron|rate|at)\((.*)\)")
_AT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")


def fault(expression: str, *, scheduler: bool = False) -> str:
    """Return what is wrong with a schedule, nothing if it is right.

    Args:
        expression: The schedule.
        scheduler: Whether EventBridge's Scheduler reads it, which takes `at(…)` too, and any unit with any number.
    """
    found = _CALL.fullmatch(expression.strip())
    if found is None or (found[1] == "at" and not scheduler):
        return "a schedule is cron(…) or rate(…)"
    if found[1] == "rate":
        return _of_rate(found[2].split(), scheduler)
    if found[1] == "at":
        return "" if _AT.fullmatch(found[2].strip()) else "at takes a time such as 2030-01-31T12:00:00"
    return _of_cron(found[2].split())


def _of_rate(words: list[str], scheduler: bool) -> str:
    if len(words) != 2 or not words[0].isdecimal() or int(words[0]) < 1:  # noqa: PLR2004
        return "rate takes a number and a unit, such as rate(5 minutes)"
    unit = words[1].removesuffix("s")
    if unit not in _UNITS:
        return "rate takes minutes, hours or days"
    right = unit if int(words[0]) == 1 else f"{unit}s"
    return "" if scheduler or words[1] == right else f"rate({words[0]} {words[1]}) is refused: write {right}"


def _of_cron(fields: list[str]) -> str:
    if len(fields) != len(FIELDS):
        names = ", ".join(field.name for field in FIELDS)
        return f"cron takes {len(FIELDS)} fields ({names}), not {len(fields)}"
    if (fields[_DAY_OF_MONTH] == "?") == (fields[_DAY_OF_WEEK] == "?"):
        return "one of day of month and day of week is ?, the other is not"
    for text, field in zip(fields, FIELDS, strict=True):
        for part in text.split(","):
            if not _is_part(part, field):
                return f"{part} is no {field.name} of cron"
    return ""


def _is_part(part: str, field: Field) -> bool:
    if field.special and field.special.fullmatch(part.upper()):
        return True
    whole, slash, step = part.partition("/")
    if slash and not (step.isdecimal() and 1 <= int(step) <= max(field.most - field.least, field.most)):
        return False
    if whole == "*" or (slash and not whole):
        return True
    first, dash, last = whole.partition("-")
    return _is_value(first, field) and (not dash or _is_value(last, field))


def _is_value(text: str, field: Field) -> bool:
    return text.upper() in field.words or (text.isdecimal() and field.least <= int(text) <= field.most)
