"""Skeleton."""

from __future__ import annotations

from collections.abc import Mapping


class Module: ...


def load(files: Mapping[str, bytes], *, tfvars: Mapping[str, bytes] | None = None) -> Module:
    """Return the module that these files make up."""
    raise NotImplementedError
