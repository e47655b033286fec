"""Which paths of a spec the templates read, on every branch, without running them.

Goes through the parsed templates as a rendering would, but takes both sides of every condition and every key of
every map that the schema names. Templates have to be plain enough for that: what it can't follow, it refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jinja2
from jinja2 import nodes

from generator.render.instrument import WHITESPACE

Path = tuple[str, ...]
ANY_KEY = "*"


class NotFollowedError(Exception):
    """A template reads a spec in a way that can't be told without running it."""


@dataclass(frozen=True)
class At:
    """A value of the spec: the paths at which it may stand."""

    paths: frozenset[Path]


@dataclass(frozen=True)
class KnownText:
    """A string: the ones that it may be, or None if that is not known."""

    options: frozenset[str]


@dataclass(frozen=True)
class KnobAt:
    """What `knob()` returns."""

    paths: frozenset[Path]


@dataclass(frozen=True)
class Table:
    """A literal map or list of a template."""

    items: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, eq=False)
class MacroOf:
    """A macro, with the names of the template that it stands in."""

    node: Any
    names: Mapping[str, Any]


UNKNOWN = object()


@dataclass
class Reads:
    """What the templates read.

    Attributes:
        values: The paths whose values they read.
        described: The paths whose description or bounds they read.
    """

    keys: Callable[[Path], list[str]]
    values: set[Path] = field(default_factory=set)
    described: set[Path] = field(default_factory=set)


def read_templates(sources: Mapping[str, str], roots: Iterable[str], keys: Callable[[Path], list[str]]) -> Reads:
    """Return what the templates in `sources` read.

    Args:
        sources: The templates' texts, by name.
        roots: The names of the spec's top level.
        keys: The keys that the schema names in the map at a path, or `["*"]` for a free one or a list.
    """
    environment = jinja2.Environment(**WHITESPACE)
    environment.filters.update(dict.fromkeys(("part", "identifier", "hcl"), str))
    trees = {name: environment.parse(source, name) for name, source in sources.items()}
    reads = Reads(keys)
    top = {name: At(frozenset({(name,)})) for name in roots}
    for name in sources:
        if not name.startswith("_"):
            _Walk(reads, trees, name, dict(top)).body(trees[name].body)
    return reads


class _Walk:
    def __init__(
        self, reads: Reads, trees: Mapping[str, nodes.Template], template: str, names: dict[str, Any]
    ) -> None:
        self.reads, self.trees, self.template, self.names = reads, trees, template, names

    def fail(self, node: Any, what: str) -> NotFollowedError:
        return NotFollowedError(f"{self.template}:{node.lineno}: {what}")

    # Statements.

    def body(self, body: Iterable[nodes.Node]) -> None:
        for node in body:
            follow = getattr(self, f"do_{type(node).__name__.lower()}", None)
            if follow is None:
                raise self.fail(node, f"a {type(node).__name__.lower()}, which is not followed")
            follow(node)

    def do_output(self, node: Any) -> None:
        for child in node.nodes:
            if not isinstance(child, nodes.TemplateData):
                self.use(self.value(child))

    def do_if(self, node: Any) -> None:
        self.use(self.value(node.test))
        for part in (node.body, node.elif_, node.else_):
            self.body(part)

    def do_for(self, node: Any) -> None:
        for key, item in self.items(node.iter):
            self.bind(node.target, key, item)
            if node.test:
                self.use(self.value(node.test))
            self.body(node.body)
        self.body(node.else_)

    def do_assign(self, node: Any) -> None:
        if isinstance(node.target, nodes.NSRef):
            self.use(self.value(node.node))
            return
        assert isinstance(node.target, nodes.Name), f"{self.template}:{node.lineno}"
        value = self.value(node.node)
        known = self.names.get(node.target.name)
        # Two branches may set one name: it is then either.
        self.names[node.target.name] = _either(known, value) if isinstance(known, KnownText) else value

    def do_assignblock(self, node: Any) -> None:
        self.body(node.body)
        self.names[node.target.name] = UNKNOWN

    def do_macro(self, node: Any) -> None:
        self.names[node.name] = MacroOf(node, self.names)

    def do_fromimport(self, node: Any) -> None:
        module = self.module(node.template.value)
        for name in node.names:
            theirs, ours = (name, name) if isinstance(name, str) else name
            self.names[ours] = module[theirs]

    def do_import(self, node: Any) -> None:
        self.names[node.target] = Table(tuple(self.module(node.template.value).items()))

    def module(self, template: str) -> dict[str, Any]:
        walk = _Walk(self.reads, self.trees, template, {})
        walk.body(self.trees[template].body)
        return walk.names

    # Expressions.

    def use(self, value: Any) -> None:
        """Note that a value is printed or decided upon."""
        if isinstance(value, At):
            self.reads.values |= value.paths

    def value(self, node: Any) -> Any:
        method = getattr(self, f"of_{type(node).__name__.lower()}", None)
        if method:
            return method(node)
        for child in node.iter_child_nodes():
            self.use(self.value(child))
        return UNKNOWN

    def of_const(self, node: Any) -> Any:
        return KnownText(frozenset({node.value})) if isinstance(node.value, str) else UNKNOWN

    def of_name(self, node: Any) -> Any:
        return self.names.get(node.name, UNKNOWN)

    def of_dict(self, node: Any) -> Any:
        pairs = [(self.value(pair.key), self.value(pair.value)) for pair in node.items]
        texts = [(sorted(key.options), value) for key, value in pairs if isinstance(key, KnownText)]
        for key, value in pairs:
            self.use(UNKNOWN if isinstance(key, KnownText) else value)
        return Table(tuple((text, value) for options, value in texts for text in options))

    def of_list(self, node: Any) -> Any:
        return Table(tuple((str(position), self.value(item)) for position, item in enumerate(node.items)))

    of_tuple = of_list

    def of_condexpr(self, node: Any) -> Any:
        self.use(self.value(node.test))
        return _either(self.value(node.expr1), self.value(node.expr2) if node.expr2 else UNKNOWN)

    def of_concat(self, node: Any) -> Any:
        options = {""}
        for operand in node.nodes:
            value = self.value(operand)
            self.use(value)
            if not isinstance(value, KnownText):
                return UNKNOWN
            options = {before + after for before in options for after in value.options}
        return KnownText(frozenset(options))

    def of_getattr(self, node: Any) -> Any:
        return self.step(node, self.value(node.node), frozenset({node.attr}))

    def of_getitem(self, node: Any) -> Any:
        owner, key = self.value(node.node), self.value(node.arg)
        if isinstance(key, KnownText):
            return self.step(node, owner, key.options)
        if isinstance(owner, At):
            if isinstance(node.arg, nodes.Const | nodes.Slice):
                return At(frozenset((*path, ANY_KEY) for path in owner.paths))
            raise self.fail(node, "a key of the spec that can't be told")
        return UNKNOWN

    def step(self, node: Any, owner: Any, keys: frozenset[str]) -> Any:
        if isinstance(owner, At):
            found = frozenset((*path, key) for path in owner.paths for key in keys)
            self.reads.values |= {path for path in found if not self.reads.keys(path)}
            return At(found)
        if isinstance(owner, KnobAt):
            if keys == {"value"}:
                return At(owner.paths)
            self.reads.described |= owner.paths
            return UNKNOWN
        if isinstance(owner, Table):
            items = dict(owner.items)
            named = [items[key] for key in keys if key in items]
            result = named[0] if named else UNKNOWN
            for other in named[1:]:
                result = _either(result, other)
            return result
        return UNKNOWN

    def of_filter(self, node: Any) -> Any:
        value = self.value(node.node)
        for argument in (*node.args, *node.kwargs):
            self.use(self.value(argument))
        if node.name in {"dictsort", "items", "list", "sort", "unique"}:
            return value
        if node.name == "map" and isinstance(value, At):
            [attribute] = [self.value(each.value) for each in node.kwargs if each.key == "attribute"] or [None]
            if attribute is not None:
                if not isinstance(attribute, KnownText):
                    raise self.fail(node, "an attribute that can't be told")
                for path in attribute.options:
                    found = value
                    for step in path.split("."):
                        found = self.step(node, found, frozenset({step}))
                    self.use(found)
                return UNKNOWN
            return At(frozenset((*path, key) for path in value.paths for key in self.reads.keys(path)))
        self.use(value)
        return value if node.name in {"lower", "upper"} and isinstance(value, KnownText) else UNKNOWN

    def of_call(self, node: Any) -> Any:
        arguments = [self.value(argument) for argument in node.args]
        keywords = {keyword.key: self.value(keyword.value) for keyword in node.kwargs}
        if isinstance(node.node, nodes.Name) and node.node.name == "knob":
            return self.knob(node, arguments)
        called = self.value(node.node)
        if isinstance(called, MacroOf):
            self.macro(called, arguments, keywords)
            return UNKNOWN
        for value in (*arguments, *keywords.values()):
            self.use(value)
        return UNKNOWN

    def knob(self, node: Any, arguments: list[Any]) -> KnobAt:
        paths: set[Path] = {()}
        for argument in arguments:
            if not isinstance(argument, KnownText):
                raise self.fail(node, "a knob whose path can't be told")
            paths = {(*path, *key.split(".")) for path in paths for key in argument.options}
        return KnobAt(frozenset(paths))

    def macro(self, called: MacroOf, arguments: list[Any], keywords: dict[str, Any]) -> None:
        names = dict(called.names)
        parameters: list[str] = [argument.name for argument in called.node.args]
        defaults = called.node.defaults
        for name, default in zip(parameters[len(parameters) - len(defaults) :], defaults, strict=True):
            names[name] = self.value(default)
        names.update(zip(parameters, arguments, strict=False))
        names.update(keywords)
        _Walk(self.reads, self.trees, self.template, names).body(called.node.body)

    # Loops.

    def items(self, node: Any) -> Iterable[tuple[Any, Any]]:
        value = self.value(node)
        if isinstance(value, Table):
            return [(item, item) for _, item in value.items]
        if isinstance(value, At):
            self.reads.values |= {path for path in value.paths if self.reads.keys(path) in ([], [ANY_KEY])}
            return [
                (KnownText(frozenset({key})), At(frozenset({(*path, key)})))
                for path in sorted(value.paths)
                for key in self.reads.keys(path) or [ANY_KEY]
            ]
        return [(UNKNOWN, UNKNOWN)]

    def bind(self, target: Any, key: Any, item: Any) -> None:
        if isinstance(target, nodes.Tuple):
            values = [inner for _, inner in item.items] if isinstance(item, Table) else [key, item]
            targets: list[Any] = target.items
            for name, value in zip(targets, values, strict=True):
                self.names[name.name] = value
        else:
            self.names[target.name] = item


def _either(one: Any, other: Any) -> Any:
    for kind, attribute in ((At, "paths"), (KnownText, "options"), (KnobAt, "paths")):
        if isinstance(one, kind) and isinstance(other, kind):
            return kind(getattr(one, attribute) | getattr(other, attribute))
    return one if other is UNKNOWN or other is None else other
