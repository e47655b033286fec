"""Modules that are the same several times over: for what has to grow no faster than the text does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator import hcl
from generator.hcl.evaluation.references import head
from generator.hcl.syntax.tree import Source

_REFERRED = frozenset({"var", "local", "resource", "data", "ephemeral", "module"})
_NAMELESS = frozenset({"provider", "terraform"})


def grown(files: Mapping[str, bytes], copies: int) -> dict[str, bytes]:
    """Return a module with so many copies of all `.tf` files; each copy's names, and references to them, are its own.

    Files without anything that has a name come once, and so do all that are no `.tf` files.
    """
    module = hcl.load(files)
    found = {name: content for name, content in files.items() if not name.endswith(".tf")}
    for name, source in module.sources.items():
        if name.endswith(".tf"):
            places = sorted({*_declared(module, source), *_referred(source)}, reverse=True)
            for number in range(copies if places else 1):
                text = source.text
                for at in places:
                    text = f"{text[:at]}_{number}{text[at:]}"
                found[f"{name[:-3]}_{number}.tf"] = text.encode()
    return found


def _declared(module: hcl.Module, source: Source) -> Iterator[int]:
    """Yield where the names end that a file declares."""
    for block in module.blocks:
        if block.type == "locals":
            for attribute in block.body.attributes.values():
                if attribute.source is source:
                    yield attribute.start + len(attribute.name)
        elif block.source is source and block.labels and block.type not in _NAMELESS:
            header = block.header
            yield block.start + len(header) - header.endswith('"')


def _referred(source: Source) -> Iterator[int]:
    """Yield where the names end that a file refers to."""
    for traversal in source.traversals:
        kind, address, _ = head(traversal)
        if kind in _REFERRED and source.text.startswith(address, traversal.start):
            yield traversal.start + len(address)
