"""Blocks held against what Terraform itself takes in them.

Source: https://github.com/hashicorp/terraform/tree/v1.16.0-rc2/internal/configs
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.check.language.block_shapes import Argument, Availability, BlockShape, shapes
from generator.check.language.dialect import ANY, Dialect, dialect_of, lacks
from generator.check.rule import Violation
from generator.check.schema.violation import suggestion
from generator.hcl import Attribute, Block, Body, Literal, Module, Node, Traversal, walk
from generator.hcl.evaluation.functions import FUNCTIONS
from generator.hcl.evaluation.types import ConversionError, bool_of, text_of
from generator.hcl.syntax.tree import Call, ObjectExpression, Template, Tuple
from generator.location import Location

_ESCAPE = "_"
_FUNCTIONS = {
    **dict.fromkeys(("base64gunzip", "cidrcontains", "urldecode"), Availability(terraform=None)),
    **{name: Availability(None, "1.13") for name in FUNCTIONS if name.startswith("assume")},
    "convert": Availability("1.15", "1.13"),
    "ephemeralasnull": Availability("1.10", "1.11"),
    "templatestring": Availability("1.9", "1.7"),
}
"""Functions that not every version has.

Source: https://opentofu.org/docs/language/functions/ and https://github.com/hashicorp/terraform/releases
"""
_NAMESPACE = "provider::"


class ViolationPlace:
    """A place that a violation stands at."""

    __slots__ = ("end", "location")

    def __init__(self, location: Location, end: Location) -> None:
        self.location, self.end = location, end


def name_of(attribute: Attribute) -> ViolationPlace:
    """Return the place of an argument's name."""
    source = attribute.source
    return ViolationPlace(attribute.location, source.location(attribute.start + len(attribute.name)))


def header_of(block: Block) -> ViolationPlace:
    """Return the place of a block's header."""
    return ViolationPlace(block.location, block.header_end)


def violations(module: Module, dialect: Dialect = ANY) -> Iterator[Violation]:
    """Yield what is in the blocks of a module, or lacks, against what Terraform, or OpenTofu, takes."""
    known = shapes()
    version = module.settings.required_version
    required = version.value if version and isinstance(version.value, str) else ""
    meant = dialect_of(module, dialect)
    for call in (call for source in module.sources.values() for call in source.calls):
        since = _FUNCTIONS.get(call.name)
        why = lacks(since, meant, required) if since else ""
        if why:
            yield Violation(call, f"there is no function {call.name} here: {why}")
        elif call.name.startswith(_NAMESPACE):
            name = call.name.split("::")[1]
            if name not in module.settings.required_providers:
                message = f'a function of the provider "{name}", which required_providers does not name'
                yield Violation(call, message, f'name it there, with source = "…/{name}"')
    for block in module.blocks:
        shape = known.get(block.type)
        if shape is not None:
            yield from _block(block, shape, lambda since: lacks(since, meant, required))


def test_body_violations(module: Module, body: Body, dialect: Dialect = ANY) -> Iterator[Violation]:
    """Yield what is in a file for `terraform test`, or lacks, against what is taken there."""
    version = module.settings.required_version
    required = version.value if version and isinstance(version.value, str) else ""
    meant = dialect_of(module, dialect)
    known = shapes("tests")
    for attribute in body.attributes.values():
        yield Violation(name_of(attribute), f'"{attribute.name}" can\'t stand outside of blocks')
    seen: set[str] = set()
    for block in body.blocks:
        shape = known.get(block.type)
        if shape is None:
            message = f'a file of tests has no block "{block.type}"'
            yield Violation(header_of(block), message, suggestion(block.type, known))
        elif len(block.labels) != shape.labels:
            message = f'a block "{block.type}" has {shape.labels or "no"} label{"s" * (shape.labels > 1)}'
            yield Violation(header_of(block), message)
        elif shape.most and block.type in seen:
            yield Violation(header_of(block), f'there is a block "{block.type}" already')
        else:
            yield from _block(block, shape, lambda since: lacks(since, meant, required))
        seen.add(block.type)


Lacks = Callable[[Availability], str]
"""Says why something is not in the language that is meant; empty where it is."""


def _block(block: Block, shape: BlockShape, lacks: Lacks) -> Iterator[Violation]:
    why = lacks(shape.since)
    if why:
        yield Violation(header_of(block), f'there is no block "{block.type}" here: {why}')
        return
    if shape.names:
        for label in block.labels:
            if not is_identifier(label):
                hint = "a letter or _, then letters, digits, _ and -"
                yield Violation(header_of(block), f'"{label}" is no name', hint)
    yield from _body(block, block.body, shape, lacks)


def _body(block: Block, body: Body, shape: BlockShape, lacks: Lacks) -> Iterator[Violation]:
    for name, attribute in body.attributes.items():
        argument = shape.arguments.get(name)
        if argument is not None:
            yield from _argument(block, attribute, argument, lacks)
        elif shape.rest is not None:
            yield from _argument(block, attribute, shape.rest, lacks)
        elif not shape.open and not (body.json and (name == "//" or name in shape.blocks)):
            near = suggestion(name, [*shape.arguments, *shape.blocks])
            hint = f"write {name} {{ … }} without an equals sign" if name in shape.blocks else near
            yield Violation(name_of(attribute), f'{_a(block)} has no argument "{name}"', hint)
    if shape.required and not body.of_type(_ESCAPE):
        for name in shape.required:
            if name not in body.attributes:
                yield Violation(header_of(block), f'{_a(block)} needs an argument "{name}"')
    if body.blocks or shape.blocks:
        yield from _blocks(block, body, shape, lacks)


def _blocks(block: Block, body: Body, shape: BlockShape, lacks: Lacks) -> Iterator[Violation]:
    seen: dict[str, int] = {}
    for inner in body.blocks:
        known = shape.blocks.get(inner.type)
        seen[inner.type] = seen.get(inner.type, 0) + 1
        if known is None:
            if not shape.open or shape.only_arguments:
                yield Violation(header_of(inner), f'{_a(block)} has no block "{inner.type}"', _way(inner, shape))
        elif known.reserved:
            yield Violation(header_of(inner), f'the block name "{inner.type}" is reserved by Terraform')
        elif len(inner.labels) != known.labels:
            wanted = ("no label", "one label", "two labels")[known.labels]
            yield Violation(header_of(inner), f'a block "{inner.type}" has {wanted}, this has {len(inner.labels)}')
        elif known.most and seen[inner.type] > known.most:
            yield Violation(header_of(inner), f'there is a block "{inner.type}" already')
        else:
            yield from _block(inner, known, lacks)
    for name, known in shape.blocks.items():
        if seen.get(name, 0) < known.least and not body.json:
            yield Violation(header_of(block), f'{_a(block)} needs a block "{name}"')


def _way(inner: Block, shape: BlockShape) -> str:
    if inner.type in shape.arguments or shape.only_arguments:
        return f"write {inner.type} = …"
    return suggestion(inner.type, [*shape.blocks, *shape.arguments])


def _argument(block: Block, attribute: Attribute, argument: Argument, lacks: Lacks) -> Iterator[Violation]:
    check = _CHECKS.get(argument.kind)
    why = lacks(argument.since)
    if why:
        yield Violation(name_of(attribute), f'{_a(block)} has no argument "{attribute.name}": {why}')
    elif argument.kind == "reserved":
        yield Violation(name_of(attribute), f'"{attribute.name}" is reserved by Terraform in {_a(block)}')
    elif check is not None and lacks(argument.freer):
        wrong = check(attribute, argument, block.body.json)
        if wrong is not None:
            node, message, hint = wrong
            yield Violation(ViolationPlace(node.location, node.end), message, hint)


_Wrong = tuple[Node, str, str] | None


def constant(attribute: Attribute) -> _Wrong:
    """Return what is wrong with an argument that Terraform reads before anything has a value."""
    for node in walk(attribute.expression):
        if isinstance(node, Traversal):
            return node, f'"{attribute.name}" is to be a constant: nothing can be referred to here', ""
        if isinstance(node, Call):
            return node, f'"{attribute.name}" is to be a constant: no function can be called here', ""
    return None


def _any_constant(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    return constant(attribute)


def _text(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    node = attribute.expression
    if isinstance(node, (Tuple, ObjectExpression)):
        return node, f'"{attribute.name}" is a text', ""
    if isinstance(node, Literal) and node.value is not None:
        try:
            text_of(node.value)
        except ConversionError as error:
            return node, f'"{attribute.name}": {error}', ""
    return constant(attribute)


def _bool(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    node = attribute.expression
    wrong = (node, f'"{attribute.name}" is true or false', "")
    if isinstance(node, (Tuple, ObjectExpression)):
        return wrong
    if isinstance(node, Literal):
        try:
            bool_of(node.value)
        except ConversionError:
            return wrong
    return constant(attribute)


def _word(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    given = word_of(attribute)
    if argument.words and given not in argument.words:
        hint = suggestion(given or "", argument.words)
        return attribute.expression, f'"{attribute.name}" is {" or ".join(argument.words)}', hint
    return None


def _keyword(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    if not json and isinstance(attribute.expression, Literal):
        word = argument.words[0]
        return (
            attribute.expression,
            f'"{attribute.name}" is a word without quotes',
            f"write {attribute.name} = {word}",
        )
    return _word(attribute, argument, json)


def word_of(attribute: Attribute) -> str | None:
    """Return the bare or quoted word that an argument is."""
    node = attribute.expression
    if isinstance(node, Traversal) and not node.steps:
        return node.root
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


def _addresses(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    node = attribute.expression
    if not isinstance(node, Tuple):
        return node, f'"{attribute.name}" is a list of addresses', "write it in brackets, [ … ]"
    for item in node.items:
        quoted = isinstance(item, Literal) and isinstance(item.value, str)
        if not isinstance(item, Traversal) and not quoted:
            return item, f'"{attribute.name}" has addresses alone, such as aws_sqs_queue.orders', ""
    return None


def _references(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    node = attribute.expression
    items = node.items if isinstance(node, Tuple) else []
    if not isinstance(node, (Tuple, Template)) and not (json and isinstance(node, Literal)):
        return node, f'"{attribute.name}" is a list of references', "write it in brackets, [ … ]"
    for item in items:
        if isinstance(item, (ObjectExpression, Tuple, Call)) or (isinstance(item, Literal) and not json):
            return item, f'"{attribute.name}" has references alone, such as aws_sqs_queue.orders.arn', ""
    return None


def _attributes(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    node = attribute.expression
    if word_of(attribute) == "all":
        return None
    if not isinstance(node, Tuple):
        return node, f'"{attribute.name}" is a list of attribute names, or the word all', ""
    for item in node.items:
        if isinstance(item, Literal) and item.value == "*":
            return item, '["*"] is no list of attributes', f"write {attribute.name} = all"
        name = isinstance(item, Traversal) or (isinstance(item, Literal) and isinstance(item.value, str))
        if not name:
            return item, f'"{attribute.name}" has names of attributes alone', ""
    return None


def _condition(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    if any(isinstance(node, Traversal) for node in walk(attribute.expression)):
        return None
    hint = "refer to what it is about"
    return attribute.expression, "a condition that refers to nothing is always the same", hint


def _map(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    node = attribute.expression
    return None if isinstance(node, ObjectExpression) else (node, f'"{attribute.name}" is a map, {{ … }}', "")


def _object(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    node = attribute.expression
    return (node, f'"{attribute.name}" is an object, {{ … }}', "") if isinstance(node, (Literal, Tuple)) else None


def _values(attribute: Attribute, argument: Argument, json: bool) -> _Wrong:
    referring = next((node for node in walk(attribute.expression) if isinstance(node, Traversal)), None)
    if referring is not None:
        return referring, f'"{attribute.name}" refers to nothing', ""
    return _object(attribute, argument, json)


_CHECKS: Mapping[str, Callable[[Attribute, Argument, bool], _Wrong]] = {
    "text": _text,
    "bool": _bool,
    "constant": _any_constant,
    "word": _word,
    "keyword": _keyword,
    "addresses": _addresses,
    "references": _references,
    "attributes": _attributes,
    "condition": _condition,
    "map": _map,
    "object": _object,
    "values": _values,
}


def is_identifier(text: str) -> bool:
    """Whether a text is a name as Terraform has them: letters, digits, `_` and `-`, the first no digit or `-`.

    Source: https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers
    """
    return bool(text) and text.replace("-", "_").isidentifier() and not text.startswith("-")


def _a(block: Block) -> str:
    return f'a block "{block.type}"'
