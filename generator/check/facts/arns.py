"""ARNs as they are written: with what is literal in them, through locals, and holes for all that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from generator import bounds
from generator.check.facts.memo import once
from generator.check.rule import Place
from generator.hcl import Expression, Literal, Module, Node, Template, Traversal
from generator.hcl.evaluation.references import reference_of
from generator.hcl.syntax.structure import Attribute, Block
from generator.hcl.syntax.tree import Call, Parentheses, Source, Tuple
from generator.location import Location

_HOLE = "\x00"
_START, _BARE = "arn:", '"arn'
"""How ARNs begin, whole or in pieces. Most blocks have neither, and are passed over."""

_PROSE = frozenset({"description", "error_message", "alarm_description"})
"""Attributes that tell people something."""

_BLOCKS = frozenset({"resource", "data", "ephemeral", "locals", "output", "module", "provider", "check"})


class ArnText(NamedTuple):
    """An ARN in the text of a module.

    Attributes:
        partition, service, region: Its fields as far as they are literal; empty where they are not, or not there.
        place: Where it is.
    """

    partition: str
    service: str
    region: str
    place: Place


class _Spot(NamedTuple):
    source: Source
    start: int
    stop: int

    @property
    def location(self) -> Location:
        return self.source.location(self.start)

    @property
    def end(self) -> Location:
        return self.source.location(self.stop)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"\barn:([a-z-]+|\x00):([a-z0-9-]+|\x00):([a-z0-9*-]*|\x00)(?=:)")


@once
def written_arns(module: Module) -> Iterator[ArnText]:
    """Yield the ARNs in resources, data sources, locals and outputs; those in variables can be set otherwise."""
    texts = (local.attribute.expression for local in module.locals.values())
    through_locals = any(_BARE in text.text for text in texts if isinstance(text, (Template, Literal, Call)))
    known = _Texts(module)
    for block in module.blocks:
        if block.type in _BLOCKS:
            text = block.text
            if _START in text or _BARE in text or (through_locals and "local." in text):
                yield from _in_block(known, block)


def _in_block(texts: _Texts, block: Block) -> Iterator[ArnText]:
    waiting: list[Node] = [block.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Attribute) and node.name in _PROSE:
            continue
        if isinstance(node, (Template, Literal)) or (isinstance(node, Call) and node.name == "join"):
            text = texts.of(node)
            elsewhere = texts.of_locals_in(node) if _START in text else []
            for found in islice(_pattern().finditer(text), bounds.ARNS.limit) if _START in text else ():
                if any(f"{found[0]}:" in other for other in elsewhere):
                    continue  # it is reported where that local is
                fields = [field.replace(_HOLE, "") for field in found.groups()]
                yield ArnText(fields[0], fields[1], fields[2], _place(node, found[0]))
        waiting += [child for child in node.children() if not _is_text_of(node, child)]


def _is_text_of(node: Node, child: Node) -> bool:
    """Whether a child is a piece of its parent's own text, which was read with it."""
    return isinstance(node, Template) and isinstance(child, Literal)


def _place(node: Expression, text: str) -> Place:
    """Return where in a text an ARN begins, so that it is the right line of a heredoc."""
    literal = text.partition(_HOLE)[0]
    at = node.text.find(literal) if literal != "arn:" else -1
    return _Spot(node.source, node.start + at, node.start + at + len(literal)) if at >= 0 else node


class _Texts:
    """What is literal in the texts of a module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        regions = [provider.block.body.attributes.get("region") for provider in module.providers]
        references = module.references(*(region for region in regions if region))
        # The region that a provider is told is what all else is deployed to, even if a local spells it out.
        of_regions = (one.address[6:] for one in references if one.kind == "local")
        self._locals = dict.fromkeys(of_regions, _HOLE)
        self._depth = 0

    def of(self, node: Expression) -> str:
        """Return a text, with holes for what is not literal."""
        text = self._of(node)
        return text if len(text) <= bounds.ARN_TEXT.limit else _HOLE

    def of_locals_in(self, node: Node) -> list[str]:
        """Return the texts of the locals that a text has in it."""
        parts = node.parts if isinstance(node, Template) else ()
        return [self._local(part) for part in parts if isinstance(part, Traversal)]

    def _of(self, node: Expression) -> str:
        if isinstance(node, Parentheses):
            return self.of(node.inner)
        if isinstance(node, Literal):
            return str(node.value)
        if isinstance(node, Template):
            return "".join(map(self.of, node.parts))
        if isinstance(node, Call) and node.name == "join" and len(node.arguments) == 2:  # noqa: PLR2004
            separator, items = node.arguments
            if isinstance(separator, Literal) and isinstance(items, Tuple):
                return str(separator.value).join(map(self.of, items.items))
        return self._local(node) if isinstance(node, Traversal) else _HOLE

    def _local(self, node: Traversal) -> str:
        reference = reference_of(node)
        local = self._module.locals.get(reference.address[6:]) if reference else None
        if reference is None or reference.kind != "local" or reference.rest or local is None:
            return _HOLE
        if local.name not in self._locals:
            self._locals[local.name] = _HOLE  # for one that leads back to itself
            if self._depth < bounds.ARN_LOCALS.limit:
                self._depth += 1
                self._locals[local.name] = self.of(local.attribute.expression)
                self._depth -= 1
        return self._locals[local.name]
