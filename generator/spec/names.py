"""The names of environments, and how names are shown and likened to each other."""

from __future__ import annotations

import importlib
import json
from collections.abc import Collection

from generator.errors import SpecError

LONGEST_NAME = 64
"""Characters in an environment's name, at most. A bound of ours: it ends up in paths and in resource names."""

_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_RULE = f"lower-case letters, digits and inner hyphens, at most {LONGEST_NAME} characters"
_SHOWN_CHARACTERS = 60
_SHOWN_NAMES = 12


def is_environment_name(text: str) -> bool:
    """Say whether `text` may name an environment: `[a-z0-9]([a-z0-9-]*[a-z0-9])?`, at most 64 characters."""
    return 0 < len(text) <= LONGEST_NAME and _ALLOWED.issuperset(text) and text[0] != "-" and text[-1] != "-"


def check_name(text: str) -> None:
    """Refuse what can't name an environment.

    Raises:
        SpecError: `text` is not such a name.
    """
    if not is_environment_name(text):
        raise SpecError(f"{quoted(text)} can't be the name of an environment", hint=_RULE)


def quoted(text: str) -> str:
    """Return `text` in double quotes, on one line, cut where it is long, without a character that hides."""
    if len(text) > _SHOWN_CHARACTERS:
        text = f"{text[:_SHOWN_CHARACTERS]}…"
    return json.dumps(text, ensure_ascii=not text.isprintable())


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the one of `known` that `word` was probably meant to be, if there is one."""
    # Only errors need difflib: importing it with the module would slow down every start.
    difflib = importlib.import_module("difflib")
    by_letters = {name.lower(): name for name in known if name}
    found: list[str] = difflib.get_close_matches(word[:_SHOWN_CHARACTERS].lower(), by_letters, n=1)
    return by_letters[found[0]] if found else None


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return the hint that names the nearest of `known`, or all of them where they are few, or nothing."""
    near = nearest(word, known)
    if near is not None:
        return f"did you mean {quoted(near)}?"
    return f"known: {listed(known)}" if 0 < len(known) <= _SHOWN_NAMES else ""


def listed(names: Collection[str]) -> str:
    """Return the names in a row, the first dozen where there are many."""
    shown = [*names][:_SHOWN_NAMES]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")
