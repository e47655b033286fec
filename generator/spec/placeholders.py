"""Placeholders in a spec's strings: `{environment}` and the named groups of `matches`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.naming import join_names, nearest, quote

_BRACES = r"\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}|[{}]"


class PlaceholderError(ValueError):
    """A brace that stands for nothing.

    Attributes:
        message: What is wrong.
        hint: The way out.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


class Filler:
    """Fills placeholders in.

    Attributes:
        values: What each placeholder stands for; None for a group of `matches` that took no part in the match.
    """

    def __init__(self, values: Mapping[str, str | None]) -> None:
        self.values = values

    def fill(self, text: str) -> str:
        """Return `text` with its placeholders filled in, and `{{` and `}}` as single braces.

        Raises:
            PlaceholderError: There is another brace in it.
        """
        if "{" not in text and "}" not in text:
            return text
        return re.sub(_BRACES, self._replacement, text)

    def fill_all(self, value: Any) -> Any:
        """Return `value` with every string in it filled.

        Raises:
            PlaceholderError: As in `fill`.
        """
        if isinstance(value, str):
            return self.fill(value)
        if isinstance(value, dict):
            return {key: self.fill_all(below) for key, below in value.items()}
        if isinstance(value, list):
            return [self.fill_all(below) for below in value]
        return value

    def _replacement(self, match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            if len(match[0]) == 1:
                raise PlaceholderError(
                    f"a single {match[0]} in {quote(match.string)}", f"write {match[0] * 2} for a brace itself"
                )
            return match[0][0]
        filling = self.values.get(name)
        if filling is not None:
            return filling
        if name in self.values:
            message = f"nothing to fill {{{name}}} with: that group of matches took no part in the name"
            raise PlaceholderError(message, "")
        near = nearest(name, self.values)
        known = join_names([f"{{{each}}}" for each in self.values])
        hint = f"did you mean {{{near}}}?" if near else f"known here: {known}; {{{{ writes a brace"
        raise PlaceholderError(f"unknown placeholder {{{name}}}", hint)


def has_braces(value: Any) -> bool:
    """Say whether any string in `value` has a brace, so that filling it may change it."""
    if isinstance(value, str):
        return "{" in value or "}" in value
    if isinstance(value, dict):
        return any(has_braces(below) for below in value.values())
    return isinstance(value, list) and any(has_braces(below) for below in value)
