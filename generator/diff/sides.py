"""One side of a comparison: the evaluated module of a rendering, and the places in its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from generator.change import Extent
from generator.diff.rendering import Rendering
from generator.diff.secrecy import Secrets, covered
from generator.diff.subjects import Subject, address_of, hides, subjects
from generator.hcl import Block, Module, Node, Resource, symbolic
from generator.hcl.loading import ParsedFiles, is_configuration
from generator.hcl.overrides import is_override
from generator.location import Location

_READING = ("file",)
"""What the names of all functions have in them that read files."""
_VARIABLES = (".tfvars", ".tfvars.json")


def is_read(path: str) -> bool:
    """Return whether Terraform reads a file by itself."""
    return is_configuration(path) or ("/" not in path and path.endswith(_VARIABLES))


class Side:
    """One side.

    Attributes:
        rendering: The files.
        module: What they say.
    """

    def __init__(self, rendering: Rendering, parsed: ParsedFiles) -> None:
        self.rendering = rendering
        self.module: Module = symbolic.load(rendering.files, hides, parsed)
        self._texts: dict[str, list[str]] = {}

    @cached_property
    def problems(self) -> list[str]:
        """Why files can't be read as configuration, a line for each."""
        return [
            f"{problem.location}: {problem.message}"
            for source in self.module.sources.values()
            for problem in source.diagnostics
            if problem.code in ("syntax", "encoding")
        ]

    @property
    def is_overridden(self) -> bool:
        """Whether some files are laid over others: how blocks are written tells less then than what they hold."""
        return any(is_override(name) for name in self.module.sources)

    @cached_property
    def written(self) -> dict[str, str]:
        """How everything is written that has an address, its key left out."""
        module = self.module
        found = {variable.address: variable.block.text for variable in module.variables.values()}
        found |= {f"local.{name}": local.attribute.text for name, local in module.locals.items()}
        found |= {f"output.{name}": output.block.text for name, output in module.outputs.items()}
        found |= {f"provider.{provider.address}": provider.block.text for provider in module.providers}
        found |= {address_of(block): block.text for block in (*module.checks, *module.imports, *module.removed)}
        found["terraform"] = "\n".join(block.text for block in module.settings.blocks)
        for resource in self.declared():
            found.setdefault(resource.address, resource.block.text)
        for name, given in module.given.items():
            if f"var.{name}" in found:
                found[f"var.{name}"] += given.text
        return found

    def declared(self) -> Iterable[Resource]:
        """Return the resources, data sources, ephemeral resources and module calls."""
        module = self.module
        return [*module.resources(), *module.data(), *module.ephemerals(), *module.module_calls.values()]

    def needs(self, address: str) -> frozenset[str]:
        """Return the addresses of what something refers to itself."""
        if address.startswith(("provider.", "terraform", "check.", "import.", "removed.", "var.")):
            blocks = self._blocks.get(address, [])
            return frozenset(one.address for one in self.module.references(*blocks))
        return self.module.direct_dependencies(address)

    @cached_property
    def _blocks(self) -> dict[str, list[Block]]:
        module = self.module
        found: dict[str, list[Block]] = {"terraform": module.settings.blocks}
        for block in (*module.checks, *module.imports, *module.removed):
            found.setdefault(address_of(block), []).append(block)
        for provider in module.providers:
            found.setdefault(f"provider.{provider.address}", []).append(provider.block)
        for variable in module.variables.values():
            found.setdefault(variable.address, []).append(variable.block)
        return found

    def reads_files(self, address: str) -> bool:
        """Return whether something may depend on what files hold that are no configuration."""
        text = self.written.get(address, "")
        return any(word in text for word in _READING)

    def subjects(self, wanted: Callable[[str], bool]) -> dict[str, Subject]:
        """Return what is declared, by address; see `subjects.subjects`."""
        return subjects(self.module, wanted)

    @cached_property
    def secrets(self) -> Secrets:
        """What of the files is sensitive."""
        return Secrets(self.module)

    def lines(self, path: str) -> list[str]:
        """Return the lines of a file, sensitive values covered up."""
        if path not in self._texts:
            source = self.module.sources.get(path)
            text = source.text if source else ""
            self._texts[path] = covered(text, self.secrets.places.get(path, ())).split("\n")
        return self._texts[path]

    def extent(self, node: Node) -> Extent:
        """Return where something stands."""
        return self._extent(node.location, node.end)

    def header(self, node: Node) -> Extent:
        """Return where a block begins: what to point at for what it lacks."""
        return self._extent(node.location, node.header_end if isinstance(node, Block) else node.end)

    def _extent(self, start: Location, end: Location) -> Extent:
        lines = self.lines(start.path)[start.line - 1 : end.line]
        origin = self.rendering.origin
        source = origin(start.path, start.line) if origin else None
        return Extent(start, end, "\n".join(line.rstrip("\r") for line in lines), source)
