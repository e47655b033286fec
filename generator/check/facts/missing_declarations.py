"""What a module refers to without declaring it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.check.facts.memo import memoize, once
from generator.hcl import Module, Reference, Traversal
from generator.hcl.evaluation.references import reference_of

MISNAMED = {"locals": "local", "variable": "var", "variables": "var", "vars": "var", "modules": "module"}
"""Words that references are begun with by mistake, and those that are meant."""


def traversals(module: Module) -> Iterator[Traversal]:
    """Yield every traversal in the configuration, without the work of making a reference of each."""
    for source in module.sources.values():
        yield from source.traversals


def missing_references(module: Module, is_declared: Callable[[Traversal], bool]) -> Iterator[Reference]:
    """Yield the references whose traversals are not declared, in the order of the text."""
    for traversal in traversals(module):
        if not is_declared(traversal):
            reference = reference_of(traversal)
            if reference and not may_be_lost(module, reference.address.rpartition(".")[2]):
                yield reference


@memoize
def may_be_lost(module: Module, name: str) -> bool:
    """Whether a declaration of the name may stand where a file could not be read for its syntax."""
    return any(
        f'"{name}"' in text or f"{name} " in text or f"{name}=" in text for text in _unreadable_texts(module)
    )


@once
def _unreadable_texts(module: Module) -> Iterator[str]:
    """Yield the texts of the files that could not be read in full."""
    for source in module.sources.values():
        if not source.is_whole:
            yield source.text
