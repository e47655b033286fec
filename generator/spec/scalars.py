"""What an unquoted YAML scalar means: the core schema of YAML 1.2, and refusals of what surprises.

Source: https://yaml.org/spec/1.2.2/#103-core-schema. Refused is what YAML 1.1 readers, or people, take for
something else than YAML 1.2 does: each refusal says what to write.
"""

from __future__ import annotations

import re

from generator import bounds

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MEANT_AS_BOOLEAN = frozenset({"yes", "no", "on", "off", "y", "n"})
_TRUE = frozenset({"yes", "on", "y"})
_NUMBER_START = frozenset("0123456789+-.")

# Compiled by re when first used, and kept by it: most specs need none but plain decimals.
_INTEGER = r"[-+]?[0-9]+"
_FLOAT = r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
_OTHER_BASE = r"0o[0-7]+|0x[0-9a-fA-F]+"
_LEADING_ZERO = r"[-+]?0[0-9_]+(\.[0-9_]*)?([eE][-+]?[0-9]+)?"
_OTHERWISE_A_NUMBER = (
    r"[-+]0[xo][0-9a-fA-F_]+"
    r"|(?=.*_)[-+]?(0x[0-9a-fA-F_]+|0o[0-7_]+|([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?)"
)
_SEXAGESIMAL = r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
_TIMESTAMP = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?"
_BINARY = r"[-+]?0b[01_]+"
_NOT_FINITE = r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"

_LARGEST_INTEGER = 2**63 - 1


class AmbiguousScalarError(ValueError):
    """An unquoted scalar that readers of YAML understand in different ways.

    Attributes:
        message: What is wrong.
        hint: What to write instead.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


def read_plain(text: str) -> Scalar:
    """Return what the unquoted scalar `text` means.

    Raises:
        AmbiguousScalarError: It is one of the surprising ones.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMBER_START:
        return _read_number(text)
    if len(text) <= 3 and (word := text.lower()) in _MEANT_AS_BOOLEAN:  # noqa: PLR2004 - no word is longer
        boolean = "true" if word in _TRUE else "false"
        raise AmbiguousScalarError(
            f"{text} is a boolean to some readers of YAML and a string to others",
            f'write {boolean}, or quote it: "{text}"',
        )
    return text


def _read_number(text: str) -> Scalar:
    """Return the number that `text` is, or `text` itself where it only starts like one."""
    if text.isdecimal() and text.isascii() and (text[0] != "0" or len(text) == 1):
        return _check_digits(int(text), text) if len(text) <= bounds.SPEC_DIGITS.limit else _too_large(text)
    _refuse_surprises(text)
    if len(text) > bounds.SPEC_DIGITS.limit:
        return _too_large(text) if re.fullmatch(f"{_FLOAT}|{_OTHER_BASE}", text) else text
    if re.fullmatch(_OTHER_BASE, text):
        return _check_digits(int(text, 0), text)
    if re.fullmatch(_INTEGER, text):
        return _check_digits(int(text), text)
    if re.fullmatch(_FLOAT, text):
        return _read_float(text)
    return text


def _refuse_surprises(text: str) -> None:
    quote = f'quote it: "{text}"'
    if re.fullmatch(_LEADING_ZERO, text):
        message = f"{text} starts with a zero: an octal number to some readers of YAML, a decimal to others"
        raise AmbiguousScalarError(message, f"{quote}, or write the number without the zero")
    if re.fullmatch(_SEXAGESIMAL, text):
        message = f"{text} is a number in base 60 to some readers of YAML and a string to others"
        raise AmbiguousScalarError(message, quote)
    if re.fullmatch(_TIMESTAMP, text):
        message = f"{text} is a date to some readers of YAML and a string to others"
        raise AmbiguousScalarError(message, quote)
    if re.fullmatch(_BINARY, text):
        message = f"{text} is a binary number to some readers of YAML and a string to others"
        raise AmbiguousScalarError(message, f"{quote}, or write it in decimal")
    if re.fullmatch(_OTHERWISE_A_NUMBER, text):
        message = f"{text} is a number to some readers of YAML and a string to others"
        raise AmbiguousScalarError(message, f"{quote}, or write the number plainly, without underscores or +")
    if re.fullmatch(_NOT_FINITE, text):
        raise AmbiguousScalarError(f"{text} is not a number that Terraform knows", quote)


def _check_digits(number: int, text: str) -> int:
    return number if -_LARGEST_INTEGER - 1 <= number <= _LARGEST_INTEGER else _too_large(text)


def _read_float(text: str) -> float:
    number = float(text)
    mantissa = text.lower().partition("e")[0]
    if number in (float("inf"), float("-inf")):
        return _too_large(text)
    if number == 0 and any(digit in mantissa for digit in "123456789"):
        raise AmbiguousScalarError(f"{text} is too small: it would be read as 0", f'quote it: "{text}"')
    return number


def _too_large(text: str) -> int:
    shown = text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 - what fits on a line
    raise AmbiguousScalarError(f"{shown} is too large for a number of 64 bits", "quote it if it is meant as text")
