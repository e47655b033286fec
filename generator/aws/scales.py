"""Which way a value went, from its old and new text: off, on, lower, higher."""

from __future__ import annotations

_ON = frozenset({"true", '"ENABLED"', '"Enabled"', '"Active"'})
_OFF = frozenset({"false", '"DISABLED"', '"Disabled"', '"NONE"', '"OFF"', "null", '""', "0"})


def turned_off(old: str | None, new: str | None) -> bool:
    """Return whether something was on and is known to be off; what is not set is off."""
    return not is_off(old) and is_off(new)


def turned_on(old: str | None, new: str | None) -> bool:
    """Return whether something was off and is on now."""
    return is_off(old) and not is_off(new)


def is_off(text: str | None) -> bool:
    """Return whether a value stands for off, or is not set."""
    return text is None or text in _OFF


def is_lower(old: str | None, new: str | None) -> bool:
    """Return whether a number is smaller; not if one is not known."""
    before, after = number(old), number(new)
    return before is not None and after is not None and after < before


def is_higher(old: str | None, new: str | None) -> bool:
    """Return whether a number is greater; not if one is not known."""
    return is_lower(new, old)


def number(text: str | None) -> float | None:
    """Return a number from its text, None where it is none."""
    try:
        return float((text or "").strip('"'))
    except ValueError:
        return None
