"""One side of a comparison: an environment's files, the module that they make up, and the places in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from generator.diff.file_changes import on_top
from generator.diff.subjects import Subject, address_of, hides, schema_of, subjects
from generator.hcl import Attribute, Block, Diagnostic, Instance, Module, Node, Resource
from generator.hcl.module import symbolic
from generator.hcl.module.loading import ParsedFiles, is_configuration, read_file
from generator.hcl.module.override_files import is_override
from generator.hcl.module.secrecy import CONCEALED, Secrets, cover_secrets
from generator.location import Location
from generator.model.change import Extent
from generator.model.finding import Origin

_VARIABLES = (".tfvars", ".tfvars.json")

_NOT_UNDERSTOOD = frozenset({"action", "language"})
"""Blocks that a module has, and that are compared as they are written."""


class Snapshot(NamedTuple):
    """An environment as it is, or would be, in its folder.

    Attributes:
        environment: Its name.
        files: What is in the folder, by path.
        origin: What made the lines of the files, if that is known.
        names: The names that are its own in values, longest first: its name, its suffix.
    """

    environment: str
    files: Mapping[str, bytes]
    origin: Origin | None = None
    names: tuple[str, ...] = ()


def _header(node: Node) -> str:
    """Return how a block or argument begins, as an address: `action.aws_lambda_invoke.warm`."""
    return ".".join((node.type, *node.labels)) if isinstance(node, Block) else getattr(node, "name", "")


def is_read(path: str) -> bool:
    """Return whether Terraform reads a file by itself."""
    return is_configuration(path) or ("/" not in path and path.endswith(_VARIABLES))


class Side:
    """One side.

    Attributes:
        snapshot: The files.
        module: What they say.
    """

    def __init__(self, snapshot: Snapshot, parsed: ParsedFiles) -> None:
        self.snapshot = snapshot
        self.module: Module = symbolic.load(snapshot.files, hides, parsed)
        self._on_top = [
            node
            for path in self.module.sources
            if is_configuration(path)
            for node in on_top(read_file(path, snapshot.files[path], parsed)[1])
        ]
        self._texts: dict[str, list[str]] = {}

    @cached_property
    def problems(self) -> list[Diagnostic]:
        """Why files can't be read as configuration."""
        return [
            problem
            for source in self.module.sources.values()
            for problem in source.diagnostics
            if problem.code in ("syntax", "encoding", "duplicate")
        ]

    @property
    def is_overridden(self) -> bool:
        """Whether some files are laid over others: how blocks are written tells less then than what they hold."""
        return any(is_override(name) for name in self.module.sources)

    @property
    def written(self) -> dict[str, tuple[Node, ...]]:
        """What everything is written as, by its address, its key left out."""
        return self._understood | self.others

    @cached_property
    def others(self) -> dict[str, tuple[Node, ...]]:
        """What stands in the files and is not understood, so that nothing in them goes unseen.

        Blocks of types that tfgen does not know, with too few or too many labels, or declared a second time;
        arguments outside of blocks; values of variables that are not declared.
        """
        module = self.module
        known = {id(node) for nodes in self._understood.values() for node in nodes}
        known |= {id(block) for block in module.moved}
        overridden = [block for block in module.blocks if self.is_overridden and block.type not in _NOT_UNDERSTOOD]
        headers = {_header(block) for block in overridden}
        shared = [block for block in module.blocks if block.type == "locals"]
        left = [
            *(node for node in self._on_top if id(node) not in known and _header(node) not in headers),
            *(inner for block in shared for inner in block.body.blocks),
            *(node for node, _, _ in module.duplicates if isinstance(node, Attribute)),
            *(given for given in module.all_given if given.name not in module.variables),
        ]
        found: dict[str, list[Node]] = {}
        for node in left:
            if id(node) not in {id(block) for block in shared}:
                address = _header(node)
                found.setdefault(address if address not in self._understood else f"{address} again", []).append(
                    node
                )
        return {address: tuple(nodes) for address, nodes in found.items()}

    @cached_property
    def _understood(self) -> dict[str, tuple[Node, ...]]:
        module = self.module
        found: dict[str, tuple[Node, ...]] = {
            f"local.{name}": (one.attribute,) for name, one in module.locals.items()
        }
        found |= {one.address: (one.block,) for one in module.variables.values()}
        found |= {f"output.{name}": (one.block,) for name, one in module.outputs.items()}
        found |= {f"provider.{one.address}": (one.block,) for one in module.providers}
        found |= {address_of(block): (block,) for block in (*module.checks, *module.imports, *module.removed)}
        found["terraform"] = tuple(module.settings.blocks)
        for resource in self.declared():
            found.setdefault(resource.address, (resource.block,))
        for name, given in module.given.items():
            found[f"var.{name}"] = (*found.get(f"var.{name}", ()), given)
        return found

    def declared(self) -> Iterable[Resource]:
        """Return the resources, data sources, ephemeral resources and module calls."""
        module = self.module
        return [*module.resources(), *module.data(), *module.ephemerals(), *module.module_calls.values()]

    def instance(self, address: str) -> Instance | None:
        """Return the instance of a resource or module call at an address."""
        resource = self.module.resource(address.partition("[")[0])
        found = resource.instances if resource else ()
        return next((instance for instance in found if instance.address == address), None)

    def subjects(self, wanted: Callable[[str], bool]) -> dict[str, Subject]:
        """Return what is declared, by address; see `subjects.subjects`."""
        return subjects(self.module, wanted)

    @cached_property
    def secrets(self) -> Secrets:
        """What of the files is sensitive."""
        return Secrets(self.module, schema_of)

    def lines(self, path: str) -> list[str]:
        """Return the lines of a file, sensitive values covered up."""
        if path not in self._texts:
            source = self.module.sources.get(path)
            text = source.text if source else ""
            self._texts[path] = cover_secrets(text, self.secrets.places.get(path, ())).split("\n")
        return self._texts[path]

    def extent(self, node: Node) -> Extent:
        """Return where something stands."""
        return self._extent(node.location, node.end)

    def header(self, node: Node) -> Extent:
        """Return where a block begins: what to point at for what it lacks."""
        return self._extent(node.location, node.header_end if isinstance(node, Block) else node.end)

    def _extent(self, start: Location, end: Location) -> Extent:
        lines = self.lines(start.path)[start.line - 1 : end.line]
        origin = self.snapshot.origin
        source = origin(start.path, start.line) if origin else None
        if source and lines and CONCEALED in lines[0]:  # what went in is what must not be read
            values = tuple(value._replace(value=CONCEALED) for value in source.values)
            source = source._replace(values=values)
        return Extent(start, end, "\n".join(line.rstrip("\r") for line in lines), source)
