"""Where the values on a line of a rendered file come from: through the variables and locals that it uses, too."""

from __future__ import annotations

from typing import NamedTuple

from generator import hcl
from generator.environments.pipeline import RenderedEnvironment
from generator.naming import ValuePath


class Use(NamedTuple):
    """A variable or local that a line uses.

    Attributes:
        address: "var.name" or "local.name".
        file: The rendered file that declares it.
        line: The line of its default, or of its value.
        values: The paths of the spec's values that went into that.
    """

    address: str
    file: str
    line: int
    values: tuple[ValuePath, ...]


class LineUses:
    """Follows what the lines of one rendered environment use."""

    def __init__(self, rendered: RenderedEnvironment) -> None:
        self._files = rendered.files
        self._module = hcl.load({path: file.text.encode() for path, file in rendered.files.items()})
        self._by_line: dict[tuple[str, int], list[str]] = {}
        for path, source in self._module.sources.items():
            for traversal in source.traversals:
                if traversal.root in ("var", "local") and traversal.steps and isinstance(traversal.steps[0], str):
                    place = path, source.position(traversal.start)[0]
                    self._by_line.setdefault(place, []).append(f"{traversal.root}.{traversal.steps[0]}")

    def uses(self, file: str, line: int) -> list[Use]:
        """Return the variables and locals that a line uses, directly or through others, each once."""
        found: dict[str, Use] = {}
        waiting = list(self._by_line.get((file, line), ()))
        for address in waiting:  # which grows
            attribute = None if address in found else self._attribute(address)
            if attribute is None:
                continue
            source = attribute.source
            lines = range(source.position(attribute.start)[0], source.position(attribute.stop)[0] + 1)
            sources = [self._files[source.path].source_map[number - 1] for number in lines]
            values = tuple(dict.fromkeys(path for one in sources for path in one.values))
            found[address] = Use(address, source.path, lines[0], values)
            for number in lines:
                waiting += self._by_line.get((source.path, number), ())
        return list(found.values())

    def _attribute(self, address: str) -> hcl.Attribute | None:
        """Return the default of a variable, or the value of a local; None where there is none."""
        kind, _, name = address.partition(".")
        if kind == "local":
            local = self._module.locals.get(name)
            return local.attribute if local else None
        variable = self._module.variables.get(name)
        return variable.block.body.attributes.get("default") if variable else None
