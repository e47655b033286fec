"""How names, and the ways to values, are shown in messages and likened to each other."""

from __future__ import annotations

import importlib
import json
from collections.abc import Collection
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: ("functions", "authorizer", "timeout_seconds"), ("accounts", 0)."""

_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-*")
_SHOWN_CHARACTERS = 60
_SHOWN_NAMES = 12


def format_path(path: Path) -> str:
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
