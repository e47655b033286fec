"""`.tf.json` and `.tfvars.json` files to the same syntax tree.

Source:
    https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

import json
import re
import string

from generator.hcl.syntax.expressions import ExpressionReader
from generator.hcl.syntax.lexer import SyntaxProblem, number
from generator.hcl.syntax.parser import decode, is_static
from generator.hcl.syntax.structure import Attribute, Block, Body
from generator.hcl.syntax.templates import MAXIMUM_DEPTH, normal_form_c
from generator.hcl.syntax.tokens import END
from generator.hcl.syntax.tree import Expression, Literal, Node, ObjectExpression, Source, Tuple, walk

_TOKEN = re.compile(
    r'[ \t\r\n]*+(?:("(?:[^"\\\x00-\x1f]|\\.)*+")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)'
    r"|(true|false|null)|([{}\[\]:,])|(\Z))"
).match
_WORDS = {"true": True, "false": False, "null": None}
_TEXT, _NUMBER, _WORD = 1, 2, 3  # groups

_LABELS = {
    "": {
        "terraform": 0, "locals": 0, "moved": 0, "import": 0, "removed": 0, "provider": 1, "variable": 1,
        "output": 1, "module": 1, "check": 1, "resource": 2, "data": 2, "ephemeral": 2, "action": 2,
        "language": 0,
    },
    "terraform": {"required_providers": 0, "backend": 1, "cloud": 0, "provider_meta": 1},
    "variable": {"validation": 0},
    "output": {"precondition": 0},
    "resource": {"lifecycle": 0, "provisioner": 1, "connection": 0, "dynamic": 1},
    "data": {"lifecycle": 0, "dynamic": 1},
    "ephemeral": {"lifecycle": 0, "dynamic": 1},
    "provider": {"dynamic": 1},
    "lifecycle": {"precondition": 0, "postcondition": 0, "action_trigger": 0},
    "action": {"config": 0},
    "language": {"compatible_with": 0},
    "check": {"assert": 0, "data": 2},
    "dynamic": {"content": 0},
    "content": {"dynamic": 1},
}  # fmt: skip
"""The blocks that the language itself has, by the block that they are in, with how many labels they take."""

_AS_EXPRESSIONS = frozenset({"depends_on", "replace_triggered_by"})
"""Attributes, besides those that are no expressions, whose strings are references and not templates."""


def parse_json(path: str, content: bytes, values_only: bool = False) -> tuple[Source, Body]:
    """Return a JSON file's source and body.

    Args:
        path: What the file is called.
        content: What it holds.
        values_only: Whether all properties are attributes, as in a file of variable values.
    """
    source = decode(path, content)
    body = Body(source, 0, len(source.text), json=True)
    reader = _JsonReader(source)
    try:
        root = reader.read_all()
    except SyntaxProblem as problem:
        source.report(problem.message, problem.start, problem.stop, hint=problem.hint)
        return source, body
    for one in _objects(root):
        _fill(body, one, "", 0, values_only)
    source.traversals.sort(key=lambda node: node.start)
    source.calls.sort(key=lambda node: node.stop)
    return source, body


class _JsonReader:
    """Reads JSON values; strings stay as they are written until it is known what they are."""

    __slots__ = ("group", "source", "start", "stop", "token")

    def __init__(self, source: Source) -> None:
        self.source, self.token, self.group, self.start, self.stop = source, "", 0, 0, 0

    def read_all(self) -> Expression:
        self.advance()
        value = self.value(0)
        if self.token:
            raise self.expected("the end of the file")
        return value

    def advance(self) -> None:
        found = _TOKEN(self.source.text, self.stop)
        if not found:
            start = self.stop
            while self.source.text[start] in " \t\r\n":
                start += 1
            raise SyntaxProblem("expected JSON here", start, start + 1)
        self.group = found.lastindex or 0
        self.token, self.stop = found[self.group], found.end()
        self.start = self.stop - len(self.token)

    def expected(self, what: str) -> SyntaxProblem:
        shown = f'"{self.token}"' if self.token else "the end of the file"
        if self.token[:1] == '"':  # values may be secret, and are not repeated
            shown = "a string"
        elif self.token[:1] in ("-", *string.digits):
            shown = "a number"
        return SyntaxProblem(f"expected {what}, found {shown}", self.start, self.stop)

    def value(self, depth: int) -> Expression:
        if depth > MAXIMUM_DEPTH:
            raise SyntaxProblem(f"values nest deeper than {MAXIMUM_DEPTH}", self.start, self.stop)
        start, stop, token = self.start, self.stop, self.token
        if token == "{":
            return self.object(depth)
        if token == "[":
            return self.array(depth)
        if self.group == _TEXT:
            found: Literal = _RawString(self.source, start, stop, token)
        elif self.group == _NUMBER:
            found = Literal(self.source, start, stop, number(token))
        elif self.group == _WORD:
            found = Literal(self.source, start, stop, _WORDS[token])
        else:
            raise self.expected("a JSON value")
        self.advance()
        return found

    def object(self, depth: int) -> Expression:
        start = self.start
        items: list[tuple[Expression, Expression]] = []
        self.advance()
        while self.token != "}":
            if self.group != _TEXT:
                raise self.expected('a name in double quotes or "}"')
            key = _RawString(self.source, self.start, self.stop, self.token)
            self.advance()
            if self.token != ":":
                raise self.expected('":" after the name')
            self.advance()
            items.append((key, self.value(depth + 1)))
            self.separator("}")
        stop = self.stop
        self.advance()
        return ObjectExpression(self.source, start, stop, items)

    def array(self, depth: int) -> Expression:
        start = self.start
        items: list[Expression] = []
        self.advance()
        while self.token != "]":
            items.append(self.value(depth + 1))
            self.separator("]")
        stop = self.stop
        self.advance()
        return Tuple(self.source, start, stop, items)

    def separator(self, closer: str) -> None:
        if self.token == ",":
            self.advance()
            if self.token == closer:
                raise self.expected("another element after the comma")
        elif self.token != closer:
            raise self.expected(f'"," or "{closer}"')


class _RawString(Literal):
    """A string as it is written, quotes and escapes and all."""

    __slots__ = ()


def _fill(body: Body, value: ObjectExpression, block_type: str, depth: int, values_only: bool = False) -> None:
    """Put the properties of an object into a body as blocks and attributes."""
    known = {} if values_only else _LABELS.get(block_type, {})
    for key, part in value.items:
        name = _text(key)
        if name == "//" and not values_only:
            continue
        if name in known:
            _add_blocks(body, name, key.start, part, known[name], [], depth + 1)
            continue
        if name in body.attributes:
            body.source.report(f'"{name}" is set twice here', key.start, key.stop, code="duplicate")
            continue
        static = is_static(block_type, depth, name)
        plain = values_only or block_type == "required_providers"
        references = not plain and (static or name in _AS_EXPRESSIONS)
        expression = _expression(part, plain, references, static)
        body.attributes[name] = Attribute(body.source, key.start, part.stop, name, expression)


def _add_blocks(  # noqa: PLR0917
    body: Body, name: str, start: int, value: Expression, labels_left: int, labels: list[str], depth: int
) -> None:
    for one in _objects(value):
        if labels_left:
            for key, part in one.items:
                if _text(key) != "//":
                    _add_blocks(body, name, key.start, part, labels_left - 1, [*labels, _text(key)], depth)
            continue
        inner = Body(body.source, one.start, one.stop, json=True)
        _fill(inner, one, name, depth)
        body.blocks.append(Block(body.source, start, one.stop, name, labels, inner, one.start + 1))


def _objects(value: Expression) -> list[ObjectExpression]:
    """Return the objects that a value is, one or an array of them; what is none is reported."""
    if isinstance(value, ObjectExpression):
        return [value]
    if isinstance(value, Literal) and value.value is None:
        return []
    if isinstance(value, Tuple):
        return [one for item in value.items for one in _objects(item)]
    value.source.report("expected a JSON object", value.start, value.stop)
    return []


def _text(node: Expression) -> str:
    return (
        str(json.loads(node.value)) if isinstance(node, _RawString) and _is_valid(node) else node.text.strip('"')
    )


def _is_valid(node: _RawString) -> bool:
    try:
        json.loads(node.value)
    except ValueError:
        node.source.report("this string has an escape that JSON has not", node.start, node.stop)
        return False
    return True


def _expression(node: Expression, plain: bool, references: bool, static: bool) -> Expression:
    """Return a value with its strings read: as templates, as they are (`plain`), or as expressions."""
    if isinstance(node, Tuple):
        node.items = [_expression(item, plain, references, static) for item in node.items]
        return node
    if isinstance(node, ObjectExpression):
        node.items = [
            (_expression(key, plain, False, static), _expression(value, plain, references, static))
            for key, value in node.items
        ]
        return node
    if not isinstance(node, _RawString):
        return node
    text = _text(node)
    if not references and (plain or ("${" not in text and "%{" not in text)):
        return Literal(node.source, node.start, node.stop, normal_form_c(text))
    inner = Source(node.source.path, text)
    reader = ExpressionReader(inner)
    try:
        if references:
            reader.advance()
            found = reader.expression()
            if reader.kind != END:
                raise reader.expected("the end of the reference")
        else:
            found = reader.template()
    except SyntaxProblem as problem:
        node.source.report(problem.message, node.start, node.stop, hint=problem.hint)
        return Literal(node.source, node.start, node.stop, normal_form_c(text))
    _move(found, inner, node, static)
    return found


def _move(found: Expression, inner: Source, node: Node, static: bool) -> None:
    """Put what was read of a string's text where the string is; escapes before it make columns differ."""
    for part in walk(found):
        part.source = node.source
        part.start = min(part.start + node.start + 1, node.stop)
        part.stop = min(part.stop + node.start + 1, node.stop)
    if not static:
        node.source.traversals += inner.traversals
        node.source.calls += inner.calls
