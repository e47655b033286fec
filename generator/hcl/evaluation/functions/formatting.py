"""`format` and `formatlist`."""

from __future__ import annotations

import re

from generator import bounds
from generator.hcl.evaluation.functions.json_text import jsonencode
from generator.hcl.evaluation.functions.strings import characters
from generator.hcl.evaluation.operations import EvaluationError, join_template
from generator.hcl.evaluation.types import bool_of, number_of, text_of
from generator.hcl.evaluation.values import (
    UNKNOWN,
    ListValue,
    NotEvaluated,
    Raw,
    SetValue,
    TooLarge,
    Unknown,
    is_unknown,
)

_VERB = re.compile(r"%([ +\-#0]*)(\*|\d+)?(?:\.(\*|\d*))?(?:\[(\d+)\])?(.)", re.DOTALL)
_MAXIMUM_DIGITS = 6


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
        if verb[5] == "%":
            parts.append("%")
            continue
        if max(len(number or "") for number in verb.groups()[1:4]) > _MAXIMUM_DIGITS:
            raise TooLarge(bounds.FORMAT_WIDTH)
        if verb[4]:
            explicit = True
            used = int(verb[4]) - 1
        if not 0 <= used < len(arguments):
            raise EvaluationError(f"there is no argument for {verb[0]}")
        parts.append(_formatted(verb, arguments[used]))
        used += 1
    rest = text[position:]
    if "%" in rest:
        raise EvaluationError("the text ends within a verb")
    if used < len(arguments) and not explicit:
        raise EvaluationError(f"there are {len(arguments)} arguments, and verbs for {used}")
    return join_template([*parts, rest])


def formatlist(form: Raw, *arguments: Raw) -> Raw:
    """`formatlist(form, arguments...)`: one text for each element of the lists."""
    lists = [one for one in arguments if isinstance(one, list)]
    lengths = {len(one) for one in lists}
    if len(lengths) > 1:
        raise EvaluationError("the lists are not of one length")
    count = lengths.pop() if lengths else 1
    rows = ([one[at] if isinstance(one, list) else one for one in arguments] for at in range(count))
    return ListValue(format_(form, *row) for row in rows)


def _formatted(verb: re.Match[str], argument: Raw) -> Raw:
    flags, width, precision, _, letter = verb.groups()
    if width == "*" or precision == "*":
        raise NotEvaluated
    if letter not in "vsqdtboxXeEfFgG":
        raise EvaluationError(f"there is no verb {verb[0]}")
    if is_unknown(argument):
        return argument if isinstance(argument, Unknown) and letter in "vs" and not width else UNKNOWN
    if argument is None:
        return UNKNOWN  # so it is for Terraform, too
    text = _plain(flags, precision, letter, argument)
    if not width:
        return text
    if int(width) > bounds.FORMAT_WIDTH.limit:
        raise TooLarge(bounds.FORMAT_WIDTH)
    return _padded(text, flags, int(width))


def _padded(text: str, flags: str, width: int) -> str:
    missing = width - len(characters(text))
    if missing <= 0:
        return text
    if "-" in flags:
        return text + " " * missing
    if "0" in flags:
        sign = text[:1] if text[:1] in "+-" else ""
        return sign + "0" * missing + text[len(sign) :]
    return " " * missing + text


def _plain(flags: str, precision: str | None, letter: str, argument: Raw) -> str:
    if letter == "v" and not isinstance(argument, str):
        if "#" in flags or argument is None or isinstance(argument, (list, dict)):
            return str(jsonencode(list(argument) if isinstance(argument, SetValue) else argument))
        letter = "t" if isinstance(argument, bool) else "g"
        return _signed(text_of(argument), flags) if letter == "g" else text_of(argument)
    if letter in "vsq":
        text = text_of(argument)
        if precision:
            text = "".join(characters(text)[: int(precision)])
        return str(jsonencode(text)) if letter == "q" or "#" in flags else text
    if letter == "t":
        return "true" if bool_of(argument) else "false"
    return _number(flags, precision, letter, number_of(argument))


def _number(flags: str, precision: str | None, letter: str, number: Raw) -> str:
    if isinstance(number, Unknown):
        raise NotEvaluated
    if letter in "dboxX":
        if not isinstance(number, int):
            if letter != "d":
                raise NotEvaluated
            raise EvaluationError("a whole number is needed for %d")
        if "#" in flags or precision:
            raise NotEvaluated
        return _signed(format(number, letter), flags)
    if letter in "gG" and not precision:
        raise NotEvaluated
    places = 6 if precision is None else int(precision or 0)
    if "#" in flags:
        raise NotEvaluated
    if places > bounds.FORMAT_WIDTH.limit:
        raise TooLarge(bounds.FORMAT_WIDTH)
    return _signed(format(number, f".{places}{letter}"), flags)


def _signed(text: str, flags: str) -> str:
    if text.startswith("-"):
        return text
    return "+" + text if "+" in flags else " " + text if " " in flags else text
