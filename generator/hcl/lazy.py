"""What most modules never need is imported when one does; this is the one place that does so."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


@cache
def on_demand(module: str, name: str) -> Any:
    """Return something of a module, which is imported for it."""
    return getattr(import_module(module), name)


@cache
def matcher(pattern: str) -> Callable[..., re.Match[str] | None]:
    """Return the match method of a pattern, which is compiled for it: that takes as long as parsing a file."""
    return re.compile(pattern).match
