"""What a module declares where its files can't be read in full."""

from __future__ import annotations

from generator.hcl import Module


def may_be_lost(module: Module, name: str) -> bool:
    """Whether a declaration of the name may stand where a file could not be read for its syntax."""
    return any(
        f'"{name}"' in source.text or f"{name} " in source.text or f"{name}=" in source.text
        for source in module.sources.values()
        if any(found.severity == "error" for found in source.diagnostics)
    )
