"""Sensitive values in the text of files, covered up before anything is shown of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from generator.hcl.evaluation.references import bare_reference
from generator.hcl.module.marks import MARKED, name_of, sources
from generator.hcl.module.module import Module
from generator.hcl.syntax.structure import Attribute, Block, Body
from generator.hcl.syntax.tree import (
    Call,
    Expression,
    Literal,
    Node,
    ObjectExpression,
    Parentheses,
    Source,
    Traversal,
    Tuple,
    walk,
)

CONCEALED = "(sensitive value)"

_TELLING_NOTHING = 4
"""A sensitive text that is shorter is not searched for elsewhere: it is found everywhere. A bound of ours."""
_APART = frozenset({"concat", "jsonencode", "list", "map", "merge", "tolist", "tomap", "toset"})
"""Functions whose results keep their arguments apart: one of them may be sensitive, and the one beside it not."""
_CLEARING = frozenset({"nonsensitive", "issensitive"})

_HEADER = re.compile(r'\s*[\w-]+(?:[ \t]+"[\w.*-]*")*[ \t]*\{')
_HEREDOC = re.compile(r"<<-?(\w+)\s*$")
_WRITTEN = re.compile(r'"(?:\\.|[^"\\])*(?:"|$)|(?<=[=:,\[(\s])-?\d[\d.eE+-]*')


class Sensitive(Protocol):
    """What a schema says of an argument."""

    @property
    def sensitive(self) -> bool:
        """Whether its value is not to be shown."""
        ...


class Nested(Protocol):
    """What a schema says of a block within another."""

    @property
    def block(self) -> Holder:
        """What the block may hold."""
        ...


class Holder(Protocol):
    """What a schema says of a block."""

    @property
    def attributes(self) -> Mapping[str, Sensitive]:
        """By name."""
        ...

    @property
    def blocks(self) -> Mapping[str, Nested]:
        """By type."""
        ...


SchemaOf = Callable[[str, str], Holder | None]
"""Returns what a resource may hold, by its kind and type; None where that is not known."""


class Secrets:
    """What of a module's files is sensitive.

    Attributes:
        places: Where literals stand that are: from offset to offset, by file.
        names: The variables and locals that are the value of a sensitive attribute: "var.token", "local.token".
        texts: The literals, as they are written.
    """

    def __init__(self, module: Module, schema_of: SchemaOf) -> None:
        self._module, self._schema_of = module, schema_of
        self.places: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self.names: set[str] = set()
        self.texts: set[str] = set()
        for variable in module.variables.values():
            if variable.sensitive or variable.ephemeral:
                self._take(f"var.{variable.name}")
        for output in module.outputs.values():
            value = output.view.attribute("value")
            if value and (output.sensitive or output.ephemeral):
                self._cover_all([value.expression])
        for resource in (*module.resources(), *module.data(), *module.ephemerals()):
            self._cover_all(_sensitive(resource.body, schema_of(resource.kind, resource.type)))
        for source in module.sources.values():
            self._cover_all(call for call in source.calls if call.name == "sensitive")
        self._cover_beside()

    def _take(self, name: str) -> None:
        """Cover what a variable or local is, and what that is in its turn."""
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if name not in self.names:
                self.names.add(name)
                waiting += filter(None, map(self._cover, self._text_of(name)))

    def _text_of(self, name: str) -> list[Expression]:
        """Return what a variable or local is written as."""
        kind, _, rest = name.partition(".")
        if kind == "local" and rest in self._module.locals:
            return [self._module.locals[rest].attribute.expression]
        if kind == "var" and rest in self._module.variables:
            default = self._module.variables[rest].default.expression
            given = [each.expression for each in self._module.all_given if each.name == rest]
            return [default, *given] if default else given
        return []

    def _cover(self, expression: Expression) -> str:
        """Cover what an expression says; return the name of the variable or local that it is, if it is one."""
        for node in walk(expression):
            self._cover_literal(node)
        reference = bare_reference(expression)
        return reference.address if reference and reference.kind in ("var", "local") else ""

    def _cover_all(self, expressions: Iterable[Expression]) -> None:
        for expression in expressions:
            name = self._cover(expression)
            if name:
                self._take(name)

    def _cover_literal(self, node: Node) -> None:
        """Cover a text or number."""
        if not isinstance(node, Literal) or node.value is None or isinstance(node.value, bool):
            return
        self.places[node.source.path].add((node.start, node.stop))
        text = node.text.strip('"')
        if len(text) >= _TELLING_NOTHING:
            self.texts.add(text)

    def _cover_beside(self) -> None:
        """Cover what stands beside a sensitive value in what is made of it: all of that is sensitive then."""
        marks = _Marks(self._module, self._schema_of)
        for expression in marks.expressions():
            for part in marks.beside(expression):
                self._cover_literal(part)


class _Marks:
    """Tells what is made of sensitive values. What is referred to is looked at once, however long the chain."""

    def __init__(self, module: Module, schema_of: SchemaOf) -> None:
        self._module, self._schema_of = module, schema_of
        self._schemas: dict[str, Holder | None] = {}
        self._names: set[str] = {MARKED}
        self._marked: dict[Attribute, None] = {}
        self._by_file = _attributes_by_file(module)
        owners = dict(_owners(module))
        mentions: dict[str, list[Traversal]] = defaultdict(list)
        for source in module.sources.values():
            for traversal in source.traversals:
                mentions[name_of(traversal, "sensitive")].append(traversal)
        waiting: list[str] = []
        for source in module.sources.values():
            for call in source.calls:
                attribute = self._holder(call) if call.name == "sensitive" else None
                if attribute and self._is_made_of(attribute, MARKED):
                    waiting.append(owners.get(attribute, ""))
        waiting += (name for name in mentions if name and self._is_declared(name))
        while waiting:
            name = waiting.pop()
            if name and name not in self._names:
                self._names.add(name)
                for traversal in mentions[name]:
                    attribute = self._holder(traversal)
                    if attribute and self._is_made_of(attribute, name):
                        waiting.append(owners.get(attribute, ""))

    def _holder(self, node: Node) -> Attribute | None:
        """Return the argument that something stands in."""
        attributes = self._by_file.get(node.source.path, [])
        at = bisect_right(attributes, node.start, key=lambda attribute: attribute.start) - 1
        return attributes[at] if at >= 0 and node.start < attributes[at].stop else None

    def _is_made_of(self, attribute: Attribute, name: str) -> bool:
        """Keep an argument if a name has a part in its value, which a function may have made plain."""
        if attribute not in self._marked and not {name, MARKED}.isdisjoint(
            sources(attribute.expression, "sensitive")
        ):
            self._marked[attribute] = None
        return attribute in self._marked

    def _is_declared(self, name: str) -> bool:
        """Return whether something is said to be sensitive where it is declared, or by its schema."""
        kind, _, rest = name.partition(".")
        if kind == "var":
            variable = self._module.variables.get(rest)
            return bool(variable and (variable.sensitive or variable.ephemeral))
        address, _, attribute = name.rpartition("/")
        if address not in self._schemas:
            resource = self._module.resource(address) if address else None
            self._schemas[address] = self._schema_of(resource.kind, resource.type) if resource else None
        schema = self._schemas[address]
        known = schema.attributes.get(attribute) if schema else None
        return bool(known and known.sensitive)

    def expressions(self) -> Iterator[Expression]:
        """Yield the arguments' values that are made of something sensitive, each."""
        for attribute in self._marked:
            yield attribute.expression

    def beside(self, expression: Expression) -> Iterator[Node]:
        """Yield the parts of an expression that are one value with something sensitive."""
        nodes: list[tuple[Node, int]] = [(expression, -1)]
        for at, (node, _) in enumerate(nodes):
            nodes += ((child, at) for child in node.children())
        marked = [self._is_marked(node) for node, _ in nodes]
        for at in range(len(nodes) - 1, 0, -1):
            parent = nodes[at][1]
            holder = nodes[parent][0]
            if marked[at] and not (isinstance(holder, Call) and holder.name in _CLEARING):
                marked[parent] = True
        within = [False] * len(nodes)
        cleared = [isinstance(node, Call) and node.name in _CLEARING for node, _ in nodes]
        for at, (node, parent) in enumerate(nodes):
            if parent >= 0:
                within[at], cleared[at] = within[parent], cleared[at] or cleared[parent]
            within[at] = not cleared[at] and (within[at] or (marked[at] and not _keeps_apart(node)))
            if within[at]:
                yield node

    def _is_marked(self, node: Node) -> bool:
        if isinstance(node, Call):
            return node.name == "sensitive"
        return isinstance(node, Traversal) and not self._names.isdisjoint(sources(node, "sensitive"))


def _attributes_by_file(module: Module) -> dict[str, list[Attribute]]:
    """Return all arguments that a module has, by their files, in order."""
    found: dict[str, list[Attribute]] = defaultdict(list)
    waiting: list[Block] = list(module.blocks)
    while waiting:
        block = waiting.pop()
        for attribute in block.body.attributes.values():
            found[attribute.source.path].append(attribute)
        waiting += block.body.blocks
    for attributes in found.values():
        attributes.sort(key=lambda attribute: attribute.start)
    return found


def _owners(module: Module) -> Iterator[tuple[Attribute, str]]:
    """Yield the arguments that can be referred to, with their names."""
    for local in module.locals.values():
        yield local.attribute, f"local.{local.name}"
    for resource in (*module.resources(), *module.data()):
        for name, attribute in resource.body.attributes.items():
            yield attribute, f"{resource.address}/{name}"


def _keeps_apart(node: Node) -> bool:
    """Return whether one part of a value may be sensitive without the others."""
    return isinstance(node, (ObjectExpression, Tuple, Parentheses, Traversal)) or (
        isinstance(node, Call) and node.name in _APART
    )


def cover_secrets(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Return a text with what is sensitive covered up; it keeps its lines."""
    for start, stop in sorted(places, reverse=True):
        text = f"{text[:start]}{CONCEALED}{chr(10) * text.count(chr(10), start, stop)}{text[stop:]}"
    return text


def covered_line(source: Source, number: int, places: Iterable[tuple[int, int]]) -> str:
    """Return a line of a file with a star for each character that is sensitive: its columns stay.

    Of a file that can't be parsed that is all that could be a value.
    """
    if any(problem.code in ("syntax", "encoding") for problem in source.diagnostics):
        lines = cover_all(source.text, lambda text: "*" * len(text)).split("\n")
        return lines[number - 1].rstrip("\r")
    line = source.line(number)
    begin = source.start_of(number)
    for start, stop in places:
        first, last = max(start - begin, 0), min(stop - begin, len(line))
        if first < last:
            line = f"{line[:first]}{'*' * (last - first)}{line[last:]}"
    return line


def without(text: str, secrets: Iterable[str]) -> str:
    """Return a text without the sensitive texts that are known from elsewhere."""
    for secret in sorted(secrets, key=lambda one: (-len(one), one)):
        text = text.replace(secret, CONCEALED)
    return text


def _as_sensitive(_: str) -> str:
    return CONCEALED


def cover_all(text: str, cover: Callable[[str], str] = _as_sensitive) -> str:
    """Return a text that can't be parsed with all that could be a value covered up; it keeps its lines.

    Args:
        text: The text.
        cover: Returns what stands in place of a value.
    """
    lines = []
    closing = ""
    for line in text.split("\n"):
        if closing:
            ends = line.strip() == closing
            closing = "" if ends else closing
            lines.append(line if ends else cover(line))
            continue
        header = _HEADER.match(line)
        start = header.end() if header else 0
        lines.append(line[:start] + _WRITTEN.sub(lambda found: cover(found[0]), line[start:]))
        heredoc = _HEREDOC.search(line)
        closing = heredoc[1] if heredoc else ""
    return "\n".join(lines)


def _sensitive(body: Body, schema: Holder | None) -> Iterator[Expression]:
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
