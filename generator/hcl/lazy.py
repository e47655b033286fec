"""What most modules never need is imported when one does; this is the one place that does so."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any


@cache
def on_demand(module: str, name: str) -> Any:
    """Return something of a module, which is imported for it."""
    return getattr(import_module(module), name)
