"""String functions."""

from __future__ import annotations

from collections.abc import Callable

from generator import bounds
from generator.hcl.evaluation.budget import Budget
from generator.hcl.evaluation.operations import EvaluationError, join_template
from generator.hcl.evaluation.types import number_of, text_of
from generator.hcl.evaluation.values import UNKNOWN, ListValue, Raw, TooLarge, Unknown
from generator.hcl.lazy import on_demand
from generator.hcl.syntax.graphemes import clusters

_SPACES = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def chomp(text: Raw) -> str:
    """`chomp(text)`."""
    return text_of(text).rstrip("\r\n")


def lower(text: Raw) -> str:
    """`lower(text)`."""
    return _case(text_of(text), str.lower)


def upper(text: Raw) -> str:
    """`upper(text)`."""
    return _case(text_of(text), str.upper)


def _case(text: str, change: Callable[[str], str]) -> str:
    return change(text) if text.isascii() else "".join([_simple(one, change) for one in text])


def _simple(character: str, change: Callable[[str], str]) -> str:
    """Return a character in another case: one, as Go has it, where Python has several for some."""
    changed = change(character)
    if len(changed) == 1:
        return changed
    return changed[0] if change is str.lower else one if len(one := character.title()) == 1 else character


def title(text: Raw) -> str:
    """`title(text)`."""
    found, within = [], False
    for character in text_of(text):
        found.append(character if within else _simple(character, str.title))
        within = character.isalnum() or character == "_" or not (character.isspace() or character.isascii())
    return "".join(found)


def strrev(text: Raw) -> str:
    """`strrev(text)`."""
    return "".join(reversed(clusters(text_of(text))))


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
        return ListValue(clusters(whole))
    return ListValue(whole.split(between))


def indent(spaces: Raw, text: Raw) -> str:
    """`indent(spaces, text)`: all lines but the first."""
    count = number_of(spaces)
    if not isinstance(count, int) or count < 0:
        raise EvaluationError("a whole number of spaces is needed")
    whole = text_of(text)
    if count * (whole.count("\n") + 1) > bounds.TEXT_CHARACTERS.limit:
        raise TooLarge(bounds.TEXT_CHARACTERS)
    return whole.replace("\n", "\n" + " " * count)


def substr(text: Raw, offset: Raw, length: Raw) -> Raw:
    """`substr(text, offset, length)`."""
    start, count = number_of(offset), number_of(length)
    if not isinstance(start, int) or not isinstance(count, int):
        raise EvaluationError("offset and length are whole numbers")
    all_characters = clusters(text_of(text))
    if start < 0:
        start = max(start + len(all_characters), 0)
    end = len(all_characters) if count < 0 else start + count
    return "".join(all_characters[start:end])


def replace(budget: Budget, text: Raw, part: Raw, by: Raw) -> Raw:
    """`replace(text, part, by)`; a part between slashes is a pattern."""
    whole, old, new = text_of(text), text_of(part), text_of(by)
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        replace_matches = on_demand("generator.hcl.evaluation.functions.regular_expressions", "replace_matches")
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
