"""`format` and `formatlist`."""

from __future__ import annotations

import re

from generator import bounds
from generator.hcl.evaluation.functions.json_text import jsonencode
from generator.hcl.evaluation.operations import EvaluationError, join_template
from generator.hcl.evaluation.types import bool_of, number_of, text_of
from generator.hcl.evaluation.values import (
    UNKNOWN,
    ListValue,
    Raw,
    SetValue,
    TooLarge,
    Unknown,
    is_unknown,
)
from generator.hcl.syntax import numbers
from generator.hcl.syntax.graphemes import clusters, count

_VERB = re.compile(r"%([ +\-#0]*)(\*|\d+)?(?:\.(\*|\d*))?(?:\[(\d+)\])?(.)", re.DOTALL)
_MAXIMUM_DIGITS = 6
_SIGN = re.compile(r"[+\- ]?(?:0[xXb])?")
_PREFIXES = {"x": "0x", "X": "0X", "o": "0", "b": "0b"}
_LEAST_EXPONENT, _SHORTEST_THRESHOLD = -4, 6
"""Numbers of a lower, or such a high, power of ten are written with an exponent by %g.

Source: https://pkg.go.dev/math/big#Float.Text
"""


def format_(form: Raw, *arguments: Raw) -> Raw:
    """`format(form, arguments...)`; with unknown parts where arguments are."""
    if isinstance(form, Unknown):
        return UNKNOWN
    text = text_of(form)
    parts: list[Raw] = []
    position, used, explicit = 0, 0, False
    for verb in _VERB.finditer(text):
        parts.append(text[position : verb.start()])
        position = verb.end()
        if verb[0] == "%%":
            parts.append("%")
            continue
        if max(len(number or "") for number in verb.groups()[1:4]) > _MAXIMUM_DIGITS:
            raise TooLarge(bounds.FORMAT_WIDTH)
        if verb[4]:
            explicit = True
            used = int(verb[4]) - 1
        if not 0 <= used < len(arguments):
            raise EvaluationError("there is no argument for {}", verb[0])
        parts.append(_format(verb, arguments[used]))
        used += 1
    rest = text[position:]
    if "%" in rest:
        raise EvaluationError("the text ends within a verb")
    if used < len(arguments) and not explicit:
        raise EvaluationError(f"there are {len(arguments)} arguments, and verbs for {used}")
    return join_template([*parts, rest])


def formatlist(form: Raw, *arguments: Raw) -> Raw:
    """`formatlist(form, arguments...)`: one text for each element of the lists."""
    text_of(form)  # which is one, however many texts come of it
    lists = [one for one in arguments if isinstance(one, list)]
    lengths = {len(one) for one in lists}
    if len(lengths) > 1:
        raise EvaluationError("the lists are not of one length")
    rows = (
        [one[at] if isinstance(one, list) else one for one in arguments]
        for at in range(lengths.pop() if lengths else 1)
    )
    found = ListValue()
    for row in rows:
        if lists and any(one is None for one in row):
            raise EvaluationError("an element is null")
        found.append(format_(form, *row))
    return found


def _format(verb: re.Match[str], argument: Raw) -> Raw:
    flags, width, precision, _, letter = verb.groups()
    if width == "*" or precision == "*":
        raise EvaluationError("there is no verb {}", verb[0])
    if letter not in "vsqdtboxXeEfFgG":
        raise EvaluationError("there is no verb {}", verb[0])
    if is_unknown(argument):
        return argument if isinstance(argument, Unknown) and letter in "vs" and not width else UNKNOWN
    if argument is None:
        return UNKNOWN  # so it is for Terraform, too
    text = _plain(flags, precision, letter, argument)
    if not width or letter == "t":
        return text
    if int(width) > bounds.FORMAT_WIDTH.limit:
        raise TooLarge(bounds.FORMAT_WIDTH)
    if letter in "dboxX" and precision is not None:
        flags = flags.replace("0", "")
    return _pad(text, flags, int(width), isinstance(argument, (int, float)) or letter not in "vsq")


def _pad(text: str, flags: str, width: int, is_number: bool) -> str:
    missing = width - count(text)
    if missing <= 0:
        return text
    if "-" in flags:
        return text + " " * missing
    if "0" not in flags:
        return " " * missing + text
    sign = _SIGN.match(text)[0] if is_number else ""  # type: ignore[index]  # it matches the empty text, too
    return sign + "0" * missing + text[len(sign) :]


def _plain(flags: str, precision: str | None, letter: str, argument: Raw) -> str:
    if letter == "v" and not isinstance(argument, str):
        if isinstance(argument, (list, dict)):
            return str(jsonencode(list(argument) if isinstance(argument, SetValue) else argument))
        if isinstance(argument, bool):
            return text_of(argument)
        letter = "g"
    if letter in "vsq":
        text = text_of(argument)
        if int(precision or 0):
            text = "".join(clusters(text)[: int(precision or 0)])
        return str(jsonencode(text)) if letter == "q" or (letter == "v" and "#" in flags) else text
    if letter == "t":
        return "true" if bool_of(argument) else "false"
    number = number_of(argument)
    places = None if precision is None else int(precision or 0)
    if places is not None and places > bounds.FORMAT_WIDTH.limit:
        raise TooLarge(bounds.FORMAT_WIDTH)
    sign = "-" if number < 0 else "+" if "+" in flags else " " if " " in flags else ""
    if letter in "dboxX":
        return sign + _whole(letter, places, number, "#" in flags)
    return sign + _fractional(letter, places, number)


def _whole(letter: str, places: int | None, number: Raw, prefixed: bool) -> str:
    if not isinstance(number, int):
        raise EvaluationError(f"a whole number is needed for %{letter}")
    digits = format(abs(number), letter)
    if places is not None:
        digits = "" if not number and not places else digits.rjust(places, "0")
    return (_PREFIXES.get(letter, "") if prefixed else "") + digits


def _fractional(letter: str, places: int | None, number: Raw) -> str:
    """Return a number's digits as Go writes them; without a count of them as few as tell it where it is a %g."""
    mantissa, exponent, precision = numbers.parts(number)
    if not mantissa:
        digits, point = "", 1
    elif letter in "gG" and places is None:
        digits, point = numbers.shortest_digits(abs(mantissa), exponent, precision)
    else:
        digits, point = numbers.exact_digits(abs(mantissa), exponent)
    if letter == "f":
        return _with_point(*numbers.rounded_digits(digits, point, point + _or(places, 6)), _or(places, 6))
    if letter in "eE":
        places = _or(places, 6)
        return _with_exponent(letter, *numbers.rounded_digits(digits, point, places + 1), places)
    if places is None:
        threshold = _SHORTEST_THRESHOLD
    else:
        digits, point = numbers.rounded_digits(digits, point, places or 1)
        digits = digits.rstrip("0")
        threshold = len(digits) if (places or 1) > len(digits) >= point else places or 1
    if _LEAST_EXPONENT <= point - 1 < threshold:
        return _with_point(digits, point, max(len(digits) - point, 0))
    return _with_exponent("e" if letter == "g" else "E", digits, point, max(len(digits) - 1, 0))


def _or(places: int | None, default: int) -> int:
    return default if places is None else places


def _with_point(digits: str, point: int, places: int) -> str:
    whole = digits[: max(point, 0)].ljust(point, "0") or "0"
    fraction = ("0" * -min(point, 0) + digits[max(point, 0) :]).ljust(places, "0")[:places]
    return f"{whole}.{fraction}" if places else whole


def _with_exponent(letter: str, digits: str, point: int, places: int) -> str:
    digits = digits.ljust(places + 1, "0")
    fraction = f".{digits[1 : places + 1]}" if places else ""
    return f"{digits[:1]}{fraction}{letter}{'-' if point < 1 else '+'}{abs(point - 1):02}"
