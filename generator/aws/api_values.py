"""What AWS's APIs say of the texts and numbers that they are given: see scripts/api_values.py."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.hcl.lazy import on_demand

_FILE = Path(__file__).with_name("api_values.json")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class ApiValue(NamedTuple):
    """What an API says of a value.

    Attributes:
        words: What it may be; empty for anything.
        least: The lowest number, or how many characters it has at least.
        most: The highest number, or how many characters it has at most.
        pattern: What it matches as a whole, as RE2 has it; empty for anything.
        plain: Whether the pattern takes any word of letters, digits, `-` and `_` that begins with no sign.
        number: Whether it is a number.
    """

    words: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    pattern: str = ""
    plain: bool = False
    number: bool = False

    def refusal(self, value: object) -> str:
        """Return why a value is refused, empty where it is not."""
        if self.number:
            return self._out_of_bounds(value, "") if type(value) in (int, float) else ""
        if not isinstance(value, str):
            return ""
        if self.words:
            return "" if value in self.words else f"AWS has no {value}"
        return self._out_of_bounds(len(value), " characters") or self._no_match(value)

    def _out_of_bounds(self, count: Any, unit: str) -> str:
        has = f", this has {count}" if unit else ""
        if self.most is not None and count > self.most:
            return f"AWS takes {self.most}{unit} at most{has}"
        if self.least is not None and count < self.least:
            return f"AWS takes {self.least}{unit} at least{has}"
        return ""

    def _no_match(self, value: str) -> str:
        if (
            not self.pattern
            or (self.plain and _PLAIN.fullmatch(value))
            or _compiled(self.pattern).fullmatch(value)
        ):
            return ""
        return f"AWS takes what matches {self.pattern}"


@cache
def api_values() -> Mapping[str, Mapping[str, ApiValue]]:
    """Return what is known of arguments, by type and name."""
    types = json.loads(_FILE.read_text("utf-8"))["types"]
    return {
        name: {
            argument: ApiValue(**{**about, "words": tuple(about.get("words", ()))})
            for argument, about in each.items()
        }
        for name, each in types.items()
    }


@cache
def _compiled(pattern: str) -> Any:
    if "\\p{" in pattern or "[[:" in pattern:  # which Python's own does not have
        return on_demand("re2", "compile")(pattern)
    return re.compile(re.sub(r"\\x\{([0-9A-Fa-f]{4})\}", r"\\u\1", pattern), re.ASCII)
