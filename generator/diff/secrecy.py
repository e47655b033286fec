"""Sensitive values in the text of files, covered up before anything is shown of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.diff.subjects import schema_of
from generator.diff.values import CONCEALED
from generator.hcl import Expression, Literal, Module, Node, walk
from generator.hcl.syntax.reference import bare_reference
from generator.hcl.syntax.structure import Body
from generator.providers import BlockSchema

_TELLING_NOTHING = 4
"""A sensitive text that is shorter is not searched for elsewhere: it is found everywhere. A bound of ours."""


class Secrets:
    """What of a module's files is sensitive.

    Attributes:
        places: Where literals stand that are: from offset to offset, by file.
        names: The variables and locals that are the value of a sensitive attribute: "var.token", "local.token".
        texts: The literals, as they are written.
    """

    def __init__(self, module: Module) -> None:
        self._module = module
        self.places: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self.names: set[str] = set()
        self.texts: set[str] = set()
        for variable in module.variables.values():
            if variable.sensitive:
                self._take(f"var.{variable.name}")
        for resource in (*module.resources(), *module.data(), *module.ephemerals()):
            schema = schema_of(resource.kind, resource.type)
            for expression in _sensitive(resource.body, schema):
                self._cover(expression)
        for source in module.sources.values():
            for call in source.calls:
                if call.name == "sensitive":
                    self._cover(call)

    def _take(self, name: str) -> None:
        """Cover what a variable or local is."""
        if name in self.names:
            return
        self.names.add(name)
        kind, _, rest = name.partition(".")
        if kind == "local" and rest in self._module.locals:
            self._cover(self._module.locals[rest].attribute.expression)
        if kind == "var" and rest in self._module.variables:
            default = self._module.variables[rest].default.expression
            given = (each.expression for each in self._module.all_given if each.name == rest)
            for expression in (*([default] if default else []), *given):
                self._cover(expression)

    def _cover(self, expression: Expression) -> None:
        reference = bare_reference(expression)
        if reference and reference.kind in ("var", "local"):
            self._take(reference.address)
        for literal in _literals(expression):
            self.places[literal.source.path].add((literal.start, literal.stop))
            text = literal.text.strip('"')
            if len(text) >= _TELLING_NOTHING:
                self.texts.add(text)


def covered(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Return a text with what is sensitive covered up; it keeps its lines."""
    for start, stop in sorted(places, reverse=True):
        text = f"{text[:start]}{CONCEALED}{chr(10) * text.count(chr(10), start, stop)}{text[stop:]}"
    return text


def _sensitive(body: Body, schema: BlockSchema | None) -> Iterator[Expression]:
    """Yield what is assigned to arguments whose values are sensitive."""
    if schema is None:
        return
    for name, attribute in body.attributes.items():
        known = schema.attributes.get(name)
        if known and known.sensitive:
            yield attribute.expression
    for block in body.blocks:
        dynamic = block.type == "dynamic" and bool(block.labels)
        nested = schema.blocks.get(block.labels[0] if dynamic else block.type)
        for inner in block.body.of_type("content") if dynamic else [block]:
            yield from _sensitive(inner.body, nested.block if nested else None)


def _literals(node: Node) -> Iterator[Literal]:
    """Yield the texts and numbers that an expression is made of."""
    for inner in walk(node):
        if isinstance(inner, Literal) and inner.value is not None and not isinstance(inner.value, bool):
            yield inner
