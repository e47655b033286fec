"""Regular expressions: Go's, run by Python's engine.

Python's can take exponential time where Go's can't, so a pattern that may is only tried on short texts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.types import text_of
from generator.hcl.evaluation.values import MAXIMUM_TEXT, ListValue, NotEvaluated, Raw, TooLarge

_NESTED_TEXT, _PLAIN_TEXT = 24, 10_000
"""The longest text for a pattern with repetitions in a repetition, and for another; in characters."""
_CLASSES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "ascii": "\\x00-\\x7F", "blank": "\\t ", "cntrl": "\\x00-\\x1F\\x7F",
    "digit": "0-9", "graph": "!-~", "lower": "a-z", "print": " -~", "punct": "!-/:-@\\[-`{-~",
    "space": "\\t\\n\\v\\f\\r ",
    "upper": "A-Z", "word": "0-9A-Za-z_", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_PIECE = re.compile(
    r"(?P<class>\[:\^?[a-z]+:\])|(?P<escape>\\[\s\S])|(?P<dollar>\$)|(?P<flags>\(\?[a-zA-Z-]+[):])"
    r"|(?P<group>\(\?P?<[A-Za-z_0-9]+>)|(?P<possessive>[*+?}]\+)|(?P<bracket>[\[\]])|(?P<other>[\s\S])"
)
_OUTSIDE = frozenset({"dollar", "flags", "group", "possessive"})
"""What means something outside of a class of characters only."""
_NOT_EVALUATED = frozenset("pPQECXG")
"""Escapes that Go has and Python has not, or not so."""


@lru_cache(maxsize=512)
def compiled(pattern: str) -> tuple[re.Pattern[str], bool]:
    """Return Python's form of a pattern of Go's, and whether it repeats repetitions.

    Raises:
        EvaluationError: It is no pattern.
        NotEvaluated: It says something that Python's engine can't, or too much.
    """
    if len(pattern) > 2000:  # noqa: PLR2004
        raise TooLarge
    translated = _translate(pattern)
    try:
        return re.compile(translated, re.ASCII), _repeats_repetition(pattern)
    except (re.error, OverflowError, RecursionError):
        raise NotEvaluated from None


def _translate(pattern: str) -> str:
    if re.search(r"\(\?(?:[=!]|<[=!])|\\[1-9]", pattern):
        raise EvaluationError("Go's patterns have no look-around and no back-references")
    found: list[str] = []
    in_class = False
    for piece in _PIECE.finditer(pattern):
        text = piece[0]
        if piece.lastgroup == "bracket":
            opens = text == "["
            if opens and in_class:
                text = "\\["
            elif opens or not _first_in_class(pattern, piece.start()):
                in_class = opens
        elif not (in_class and piece.lastgroup in _OUTSIDE):
            text = _piece(piece, in_class)
        found.append(text)
    return "".join(found)


def _first_in_class(pattern: str, at: int) -> bool:
    """Whether a `]` stands where it is but a character of the class."""
    return pattern[:at].endswith(("[", "[^")) and not pattern[:at].endswith(("\\[", "\\[^"))


def _piece(piece: re.Match[str], in_class: bool) -> str:
    """Return Python's form of a piece of a pattern."""
    text, kind = piece[0], piece.lastgroup
    if kind == "class":
        name = text[2:-2]
        if not in_class or name not in _CLASSES:
            raise NotEvaluated
        return _CLASSES[name]
    if kind == "escape":
        if text[1] in _NOT_EVALUATED:
            raise NotEvaluated
        return "\\Z" if text == "\\z" else text
    if kind == "possessive":
        raise EvaluationError("a repetition can't be repeated")
    if kind == "flags":
        return _flags(text, piece.start())
    return {"dollar": "\\Z", "group": text.replace("(?<", "(?P<")}.get(kind or "", text)


def _flags(flags: str, at: int) -> str:
    if any(flag in flags for flag in "mU") or (flags.endswith(")") and at):
        raise NotEvaluated
    return flags


def _repeats_repetition(pattern: str) -> bool:
    """Whether a group with a repetition in it is repeated, or many repetitions follow each other."""
    plain = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "x", pattern)
    if len(re.findall(r"[*+]|\{\d+,\d*\}", plain)) > 6:  # noqa: PLR2004
        return True
    repeated: list[bool] = []
    for at, character in enumerate(plain):
        if character == "(":
            repeated.append(False)
        elif character in "*+{" and repeated:
            repeated[-1] = True
        elif character == ")" and repeated:
            within = repeated.pop()
            if within and plain[at + 1 : at + 2] in ("*", "+", "{"):
                return True
            if repeated and within:
                repeated[-1] = True
    return False


def _prepared(pattern: Raw, text: str) -> re.Pattern[str]:
    found, nested = compiled(text_of(pattern))
    if len(text) > (_NESTED_TEXT if nested else _PLAIN_TEXT):
        raise TooLarge
    return found


def regex(pattern: Raw, text: Raw) -> Raw:
    """`regex(pattern, text)`."""
    whole = text_of(text)
    found = _prepared(pattern, whole).search(whole)
    if not found:
        raise EvaluationError("the pattern does not match")
    return _captures(found)


def regexall(pattern: Raw, text: Raw) -> Raw:
    """`regexall(pattern, text)`."""
    whole = text_of(text)
    return ListValue(_captures(found) for found in _prepared(pattern, whole).finditer(whole))


def _captures(found: re.Match[str]) -> Raw:
    if not found.re.groups:
        return found[0]
    if found.re.groupindex:
        if len(found.re.groupindex) != found.re.groups:
            raise EvaluationError("groups with names and without can't be mixed")
        return dict(found.groupdict())
    return list(found.groups())


def replace_matches(text: str, pattern: str, by: str) -> str:
    """Return a text with what a pattern matches replaced; `$1` and `${name}` stand for groups."""
    expression = _prepared(pattern, text)

    def expand(found: re.Match[str]) -> str:
        def group(reference: re.Match[str]) -> str:
            name = reference[1] or reference[2]
            if name is None:
                return "$"
            try:
                return found[int(name) if name.isdigit() else name] or ""
            except (IndexError, KeyError):
                return ""

        return re.sub(r"\$(?:\{(\w+)\}|(\w+)|\$)", group, by)

    if len(text) * max(len(by), 1) > MAXIMUM_TEXT:
        raise TooLarge
    return expression.sub(expand, text)
