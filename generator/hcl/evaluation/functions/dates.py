"""Functions on times, in RFC 3339."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.types import text_of
from generator.hcl.evaluation.values import NotEvaluated, Raw

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)").fullmatch
_DURATION = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+").fullmatch
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_FORMAT = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|([^A-Za-z']+)")


def _time(text: str) -> datetime:
    found = _TIME(text)
    if not found:
        raise EvaluationError("a time such as 2006-01-02T15:04:05Z is needed")
    if found[3]:
        raise NotEvaluated
    zone = found[4].upper().replace("Z", "+00:00")
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2]}{zone}")
    except ValueError:
        raise EvaluationError("there is no such time") from None


def _text(time: datetime) -> str:
    text = time.isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def timeadd(start: Raw, duration: Raw) -> str:
    """`timeadd(time, duration)`."""
    time, text = _time(text_of(start)), text_of(duration)
    if text.lstrip("+-") == "0":
        return _text(time)
    if not _DURATION(text):
        raise EvaluationError("a duration such as 1h30m is needed")
    seconds = sum(float(number) * _UNITS[unit] for number, unit in re.findall(r"([\d.]+)([a-zµ]+)", text))
    if seconds != int(seconds):
        raise NotEvaluated
    try:
        return _text(time + timedelta(seconds=-seconds if text.startswith("-") else seconds))
    except OverflowError:
        raise NotEvaluated from None


def timecmp(one: Raw, other: Raw) -> int:
    """`timecmp(one, other)`."""
    left, right = _time(text_of(one)), _time(text_of(other))
    return (left > right) - (left < right)


def formatdate(form: Raw, time: Raw) -> str:
    """`formatdate(form, time)`."""
    moment, text = _time(text_of(time)), text_of(form)
    found, position = [], 0
    for piece in _FORMAT.finditer(text):
        if piece.start() != position:
            break
        position = piece.end()
        if piece[1] is not None:
            found.append(piece[1].replace("''", "'"))
        elif piece[2]:
            found.append(_field(piece[0], moment))
        else:
            found.append(piece[3])
    if position != len(text):
        raise EvaluationError("a quote is not closed")
    return "".join(found)


def _field(verb: str, moment: datetime) -> str:
    hour = moment.hour % 12 or 12
    fields = {
        "YYYY": f"{moment.year:04}", "YY": f"{moment.year % 100:02}",
        "MMMM": f"{moment:%B}", "MMM": f"{moment:%b}", "MM": f"{moment.month:02}", "M": str(moment.month),
        "DD": f"{moment.day:02}", "D": str(moment.day), "EEEE": f"{moment:%A}", "EEE": f"{moment:%a}",
        "hh": f"{moment.hour:02}", "h": str(moment.hour), "HH": f"{hour:02}", "H": str(hour),
        "AA": f"{moment:%p}".upper(), "aa": f"{moment:%p}".lower(),
        "mm": f"{moment.minute:02}", "m": str(moment.minute), "ss": f"{moment.second:02}", "s": str(moment.second),
        "ZZZZZ": _offset(moment, ":"), "ZZZZ": _offset(moment, ""),
        "ZZZ": "UTC" if moment.utcoffset() == timedelta(0) else _offset(moment, ""),
        "Z": "Z" if moment.utcoffset() == timedelta(0) else _offset(moment, ":"),
    }  # fmt: skip
    if verb not in fields:
        raise EvaluationError("there is no {} in the format of dates", verb)
    return fields[verb]


def _offset(moment: datetime, between: str) -> str:
    minutes = int((moment.utcoffset() or timedelta(0)).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}{between}{rest:02}"
