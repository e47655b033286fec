"""String functions."""

from __future__ import annotations

import unicodedata

from generator import bounds
from generator.hcl.evaluation.budget import Budget
from generator.hcl.evaluation.lazy import on_demand
from generator.hcl.evaluation.operations import EvaluationError, join_template
from generator.hcl.evaluation.types import number_of, text_of
from generator.hcl.evaluation.values import UNKNOWN, ListValue, NotEvaluated, Raw, TooLarge, Unknown

_SPACES = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def characters(text: str) -> list[str]:
    """Return what a person takes for the characters of a text.

    Raises:
        NotEvaluated: It has characters that may join others, whose rules we do not know.
    """
    if text.isascii():
        return list(text) if "\r\n" not in text else list(text.replace("\r\n", "\ue000"))
    for character in text:
        if unicodedata.combining(character) or character > "\uffff" or _joins(character):
            raise NotEvaluated
    if "\r\n" in text:
        raise NotEvaluated
    return list(text)


def _joins(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf") or "\u1100" <= character <= "\u11ff"


def chomp(text: Raw) -> str:
    """`chomp(text)`."""
    return text_of(text).rstrip("\r\n")


def lower(text: Raw) -> str:
    """`lower(text)`."""
    return _case(text_of(text), str.lower)


def upper(text: Raw) -> str:
    """`upper(text)`."""
    return _case(text_of(text), str.upper)


def _case(text: str, change) -> str:  # type: ignore[no-untyped-def]
    changed = [change(character) for character in text]
    if any(len(character) != 1 for character in changed):
        raise NotEvaluated  # Go changes one character to one, Python to several
    return "".join(changed)


def title(text: Raw) -> str:
    """`title(text)`."""
    found, within = [], False
    for character in text_of(text):
        found.append(character if within else _case(character, str.title))
        within = character.isalnum() or character == "_" or not (character.isspace() or character.isascii())
    return "".join(found)


def strrev(text: Raw) -> str:
    """`strrev(text)`."""
    return "".join(reversed(characters(text_of(text)))).replace("\ue000", "\r\n")


def trimspace(text: Raw) -> str:
    """`trimspace(text)`."""
    return text_of(text).strip(_SPACES)


def startswith(text: Raw, prefix: Raw) -> bool:
    """`startswith(text, prefix)`."""
    return text_of(text).startswith(text_of(prefix))


def endswith(text: Raw, suffix: Raw) -> bool:
    """`endswith(text, suffix)`."""
    return text_of(text).endswith(text_of(suffix))


def strcontains(text: Raw, part: Raw) -> bool:
    """`strcontains(text, part)`."""
    return text_of(part) in text_of(text)


def trim(text: Raw, cut: Raw) -> str:
    """`trim(text, characters)`."""
    return text_of(text).strip(text_of(cut)) if cut != "" else text_of(text)


def trimprefix(text: Raw, prefix: Raw) -> str:
    """`trimprefix(text, prefix)`."""
    return text_of(text).removeprefix(text_of(prefix))


def trimsuffix(text: Raw, suffix: Raw) -> str:
    """`trimsuffix(text, suffix)`."""
    return text_of(text).removesuffix(text_of(suffix))


def split(separator: Raw, text: Raw) -> Raw:
    """`split(separator, text)`."""
    between, whole = text_of(separator), text_of(text)
    if not between:
        return ListValue(whole)
    return ListValue(whole.split(between))


def indent(spaces: Raw, text: Raw) -> str:
    """`indent(spaces, text)`: all lines but the first."""
    count = number_of(spaces)
    if not isinstance(count, int):
        raise EvaluationError("a whole number of spaces is needed")
    whole = text_of(text)
    if count * (whole.count("\n") + 1) > bounds.TEXT_CHARACTERS.limit:
        raise TooLarge(bounds.TEXT_CHARACTERS)
    return whole.replace("\n", "\n" + " " * max(count, 0))


def substr(text: Raw, offset: Raw, length: Raw) -> Raw:
    """`substr(text, offset, length)`."""
    start, count = number_of(offset), number_of(length)
    if not isinstance(start, int) or not isinstance(count, int):
        raise EvaluationError("offset and length are whole numbers")
    all_characters = characters(text_of(text))
    if start < 0:
        start = max(start + len(all_characters), 0)
    end = len(all_characters) if count < 0 else start + count
    return "".join(all_characters[start:end]).replace("\ue000", "\r\n")


def replace(budget: Budget, text: Raw, part: Raw, by: Raw) -> Raw:
    """`replace(text, part, by)`; a part between slashes is a pattern."""
    whole, old, new = text_of(text), text_of(part), text_of(by)
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        replace_matches = on_demand("generator.hcl.evaluation.functions.patterns", "replace_matches")
        return replace_matches(budget, whole, old[1:-1], new)
    if len(whole) + (whole.count(old) + 1) * len(new) > bounds.TEXT_CHARACTERS.limit:
        raise TooLarge(bounds.TEXT_CHARACTERS)
    return whole.replace(old, new)


def join(separator: Raw, *lists: Raw) -> Raw:
    """`join(separator, lists...)`; with the unknown in place where only elements are."""
    if isinstance(separator, Unknown) or any(isinstance(one, Unknown) for one in lists):
        return UNKNOWN
    between = text_of(separator)
    parts: list[Raw] = []
    for one in lists:
        if not isinstance(one, list):
            raise EvaluationError("lists of strings are needed after the separator")
        for part in one:
            if part is None:
                raise EvaluationError("an element is null")
            parts += [between, part] if parts else [part]
    return join_template(parts)


def sort_(values: Raw) -> Raw:
    """`sort(list)`."""
    if not isinstance(values, list):
        raise EvaluationError("a list of strings is needed")
    return ListValue(sorted(text_of(value) for value in values))
