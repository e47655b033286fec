"""The names of environments."""

from __future__ import annotations

from generator.errors import SpecError
from generator.naming import quoted

LONGEST_NAME = 64
"""Characters in an environment's name, at most. A bound of ours: it ends up in paths and in resource names."""

_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_RULE = f"lower-case letters, digits and inner hyphens, at most {LONGEST_NAME} characters"


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
