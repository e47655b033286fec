"""The way to a value of a spec, as people write it: `functions.authorizer.timeout_seconds`."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from generator import bounds
from generator.errors import SpecError
from generator.naming import ValuePath, quote

_STEP = r'\.?([A-Za-z0-9_*-]+)|\[([0-9]{1,6})\]|\[("(?:[^"\\]|\\.)*")\]'


@lru_cache(maxsize=1024)
def parse_path(text: str) -> ValuePath:
    """Return the path that `text` writes: the inverse of `format_path`.

    Raises:
        SpecError: `text` is no path.
    """
    path, end = leading_path(text)
    if end != len(text) or not path:
        raise SpecError(f"{quote(text)} is not the path of a knob", hint=PATH_HINT)
    return path


PATH_HINT = 'such as functions.authorizer.timeout_seconds, accounts[0] or tags["a.b"]'


def leading_path(text: str) -> tuple[ValuePath, int]:
    """Return the path that `text` starts with, and where it ends.

    Raises:
        SpecError: It is longer than a spec is deep.
    """
    steps: list[str | int] = []
    at = 0
    while match := re.compile(_STEP).match(text, at):
        bare, index, key = match.groups()
        if bare is not None and (match[0][0] == ".") != bool(steps):
            break
        try:
            steps.append(bare if bare is not None else int(index) if index is not None else json.loads(key))
        except ValueError:
            break
        if len(steps) > bounds.SPEC_LEVELS.limit:
            raise SpecError(f"the path has more than {bounds.SPEC_LEVELS.limit} levels")
        at = match.end()
    return tuple(steps), at
