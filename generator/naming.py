"""How names, and the ways to values, are shown in messages and likened to each other."""

from __future__ import annotations

import importlib
import json
from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from generator import bounds

ValuePath: TypeAlias = tuple[str | int, ...]
"""The way to a value: ("functions", "authorizer", "timeout_seconds"), ("accounts", 0)."""

MANIFEST = ".tfgen/manifest.json"
"""What says that tfgen rendered the folder that it is in."""

_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-*")
_SHOWN_CHARACTERS = 60
_SHOWN_NAMES = 12
_LIKENESS = 0.6
"""How alike a name has to be, as difflib's ratio, to be named as what was meant."""
_COMPARISON = 500
"""How many times longer it takes to compare two names than to see which letters they share."""
_LONGEST = int(2 * _SHOWN_CHARACTERS / _LIKENESS) - _SHOWN_CHARACTERS
"""No longer name is as alike as that to a word of the characters that are shown; a word's others are not read."""


def format_path(path: ValuePath) -> str:
    """Return `path` as people write it: `functions.authorizer.timeout_seconds`, `accounts[0]`, `tags["a.b"]`."""
    parts = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif step and _BARE.issuperset(step):
            parts.append(f".{step}" if parts else step)
        else:
            parts.append(f"[{json.dumps(step, ensure_ascii=not step.isprintable())}]")
    return "".join(parts)


def quote(text: str) -> str:
    """Return `text` in double quotes, on one line, cut where it is long, without a character that hides."""
    if len(text) > _SHOWN_CHARACTERS:
        text = f"{text[:_SHOWN_CHARACTERS]}…"
    return json.dumps(text, ensure_ascii=not text.isprintable())


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the one of `known` that `word` was probably meant to be, if there is one."""
    return Spellings(known).nearest(word)


class Spellings:
    """Names that misspelt ones are likened to.

    Many words can be asked for: names that share too few letters with one to be meant are passed over quickly.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._names = {name.lower(): name for name in known if 0 < len(name) <= _LONGEST}
        self._bits: dict[tuple[str, int], int] = {}
        self._letters: list[tuple[int, int, str]] = []
        self._found: dict[str, str | None] = {}
        self._looks = 0

    def nearest(self, word: str) -> str | None:
        """Return the name that a word was probably meant to be, if there is one and we may look for it."""
        word = word[:_SHOWN_CHARACTERS].lower()
        if word not in self._found:
            self._found[word] = self._search(word) if self._looks <= bounds.NAME_LOOKS.limit else None
        return self._found[word]

    def _search(self, word: str) -> str | None:
        if not self._letters:
            self._letters = [(len(name), self._letters_of(name), name) for name in self._names]
        own, length = self._letters_of(word), len(word)
        self._looks += len(self._letters)
        # The more letters two names share, wherever these are, the more alike they can be, and no more than that.
        likely = [
            (bound, name)
            for other, letters, name in self._letters
            if (bound := 2.0 * (own & letters).bit_count() / (length + other)) >= _LIKENESS
        ]
        likely.sort(reverse=True)
        best, found = _LIKENESS, ""
        # Only errors need difflib: importing it with the module would slow down every start.
        matcher: Any = importlib.import_module("difflib").SequenceMatcher() if likely else None
        for bound, name in likely[: bounds.NAME_COMPARISONS.limit]:
            if bound < best:
                break
            self._looks += _COMPARISON
            matcher.set_seqs(name, word)
            best, found = max((best, found), (matcher.ratio(), name))
        return self._names[found] if found else None

    def _letters_of(self, name: str) -> int:
        """Return a number with a bit for each letter, a further one where it comes again."""
        counts: dict[str, int] = {}
        letters = 0
        for letter in name:
            counts[letter] = count = counts.get(letter, 0) + 1
            letters |= 1 << self._bits.setdefault((letter, count), len(self._bits))
        return letters


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return the hint that names the nearest of `known`, or all of them where they are few, or nothing."""
    near = nearest(word, known)
    if near is not None:
        return f"did you mean {quote(near)}?"
    return f"known: {join_names(known)}" if 0 < len(known) <= _SHOWN_NAMES else ""


def join_names(names: Collection[str]) -> str:
    """Return the names in a row, the first dozen where there are many."""
    shown = [*names][:_SHOWN_NAMES]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def version_numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, which are in order; what is no number counts for none."""
    return tuple(int(part) if part.isdecimal() else 0 for part in version.partition("-")[0].split("."))
