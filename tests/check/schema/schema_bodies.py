"""Random bodies for resource types and data sources: valid by their schema, then perhaps broken in one place."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from generator import providers
from generator.providers import AttributeSchema, BlockSchema, NestedBlock, Type

ANCHORS = """\
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

resource "aws_sqs_queue" "one" {}

resource "aws_sqs_queue" "counted" {
  count = 2
}

resource "aws_sqs_queue" "each" {
  for_each = toset(["a", "b"])
}

resource "aws_instance" "one" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

data "aws_availability_zones" "one" {}

data "aws_region" "one" {}

variable "text" { type = string }
variable "number" { type = number }
variable "any" {}

locals {
  text   = "some-text"
  number = 42
  bool   = true
  list   = ["a", "b"]
  map    = { a = "x", b = "y" }
}
"""
"""What the bodies refer to; `terraform validate` takes it."""

_EXPRESSIONS = {
    "string": [
        '"x"', '"some-name"', "local.text", '"${local.text}-x"', "5", "true", "aws_sqs_queue.one.arn", "var.text",
        "var.any", 'aws_sqs_queue.each["a"].url', "aws_sqs_queue.counted[1].arn", "upper(local.text)", "local.list[0]",
        "data.aws_region.one.id", 'jsonencode({ a = local.number })', 'local.bool ? "a" : "b"', "<<-EOT\n  text\n  EOT\n",
        "one(aws_sqs_queue.counted[*].arn)", "aws_instance.one.root_block_device[0].volume_id", 'local.map["a"]',
        "aws_sqs_queue.one.tags.anything", 'join(",", [for q in aws_sqs_queue.counted : q.arn])', "null",
    ],
    "number": [
        "1", "5", '"7"', "local.number", "local.number + 1", "1.5", "var.number", "var.any", '"${local.number}"', "-1",
        "aws_sqs_queue.one.visibility_timeout_seconds", "length(local.list)", "null",
    ],
    "bool": ["true", "false", '"true"', "local.bool", "!local.bool", "local.number > 3", '"1"', "var.any", "null"],
    "dynamic": ['"x"', "1", "{ a = [1] }", "null"],
}  # fmt: skip
"""Expressions that Terraform takes for a primitive type."""

_BAD_REFERENCES = [
    "aws_sqs_queue.one.arnn", "aws_sqs_queue.one[0].arn", "aws_sqs_queue.counted.arn", "aws_sqs_queue.each.url",
    "aws_sqs_queue.one.arn.more", "data.aws_region.one.nme", 'aws_sqs_queue.each["a"].arnn', "data.aws_region.one[0].id",
    "aws_sqs_queue.counted[0].arnn", "aws_instance.one.root_block_device.volume_id", 'aws_sqs_queue.one["arn"]',
    "aws_instance.one.root_block_device[0].volume", "aws_instance.one.ebs_block_device[0].volume_id",
]  # fmt: skip
"""References that `terraform validate` itself refuses, whatever they are given to."""


@dataclass
class Argument:
    name: str
    expression: str
    schema: AttributeSchema | None = None


@dataclass
class Nested:
    """A block, in it a body; a dynamic one with an expression for how many."""

    name: str
    body: Body
    for_each: str = ""
    schema: NestedBlock | None = None


@dataclass
class Body:
    """A body; `kind` is that of the whole block, in its outermost body alone."""

    schema: BlockSchema | None
    arguments: list[Argument] = field(default_factory=list)
    blocks: list[Nested] = field(default_factory=list)
    kind: str = ""

    def walk(self) -> Iterator[Body]:
        yield self
        for block in self.blocks:
            yield from block.body.walk()

    def lines(self, indent: str) -> Iterator[str]:
        for each in self.arguments:
            yield f"{indent}{each.name} = {each.expression}"
        for block in self.blocks:
            if block.for_each:
                yield f'{indent}dynamic "{block.name}" {{'
                yield f"{indent}  for_each = {block.for_each}"
                yield f"{indent}  content {{"
                yield from block.body.lines(indent + "    ")
                yield f"{indent}  }}"
            else:
                yield f"{indent}{block.name} {{"
                yield from block.body.lines(indent + "  ")
            yield f"{indent}}}"


RELEASE = providers.release("hashicorp/aws", "5.100.0")
"""The version that terraform is there to judge with."""


@dataclass(frozen=True)
class Case:
    """One block, what was broken in it (nothing where the name is empty), and its text."""

    kind: str
    type: str
    name: str
    mutations: tuple[str, ...]
    text: str


def make_cases(seed: int, count: int) -> list[Case]:
    """Return random blocks, each of another type as long as there are some."""
    chance = random.Random(seed)
    kinds = [(kind, name) for kind in ("resource", "data") for name in RELEASE.type_names(kind)]
    chance.shuffle(kinds)
    return [_case(chance, *kinds[number % len(kinds)], number) for number in range(count)]


def _case(chance: random.Random, kind: str, type_name: str, number: int) -> Case:
    schema = RELEASE.lookup(kind, type_name)
    assert schema is not None
    body = _body(chance, schema, 3)
    body.kind = kind
    names: list[str] = []
    wanted = chance.choice([0, 0, 1, 1, 1, 1, 2])
    for _ in range(20):
        if len(names) < wanted:
            mutate = chance.choice(MUTATIONS)
            if mutate(chance, chance.choice(list(body.walk()))):
                names.append(mutate.__name__.removeprefix("_"))
    name = f"c{number}"
    text = "\n".join([f'{kind} "{type_name}" "{name}" {{', *body.lines("  "), "}", ""])
    return Case(kind, type_name, name, tuple(names), text)


def _body(chance: random.Random, schema: BlockSchema, depth: int) -> Body:
    """Return a body that is valid by its schema."""
    body = Body(schema)
    few = 3 / max(3, len(schema.attributes))
    for name, argument in sorted(schema.attributes.items()):
        if not argument.required and (not argument.optional or name == "id" or chance.random() > few):
            continue
        if argument.type.of_blocks and chance.random() < 0.5:
            body.blocks += [_blocks_of(chance, name, argument.type) for _ in range(chance.randint(1, 2))]
        else:
            body.arguments.append(Argument(name, _expression(chance, argument.type, argument.required), argument))
    for name, nested in sorted(schema.blocks.items()):
        if nested.minimum or (depth and chance.random() < 1.5 / max(3, len(schema.blocks))):
            body.blocks += _nested(chance, name, nested, depth)
    return body


def _nested(chance: random.Random, name: str, nested: NestedBlock, depth: int) -> Iterator[Nested]:
    most = 1 if nested.nesting in ("single", "group") else min(nested.maximum or 3, 3)
    count = max(nested.minimum, chance.randint(1, max(most, 1)))
    if depth and chance.random() < 0.15:
        several = "toset(local.list)" if most > 1 else '["x"]'
        known = json.dumps(list(range(count)))
        for_each = chance.choice([known, known, several, several, "var.any"])
        if nested.minimum <= 2:
            yield Nested(name, _body(chance, nested.block, depth - 1), for_each, nested)
            return
    for _ in range(count):
        yield Nested(name, _body(chance, nested.block, max(depth - 1, 0)), "", nested)


def _blocks_of(chance: random.Random, name: str, type_: Type) -> Nested:
    """Return a list or set of objects as a block: some of the attributes."""
    assert type_.element is not None
    body = Body(None)
    for inner, each in sorted(type_.element.attributes.items()):
        if chance.random() < 0.5:
            body.arguments.append(Argument(inner, _expression(chance, each, False)))
    return Nested(name, body)


def _expression(chance: random.Random, type_: Type, required: bool) -> str:
    """Return an expression that Terraform takes for a type."""
    if type_.kind in _EXPRESSIONS:
        found = chance.choice(_EXPRESSIONS[type_.kind])
        return _expression(chance, type_, required) if required and found == "null" else found
    if chance.random() < 0.1:
        return "var.any"
    element = type_.element
    if type_.kind in ("list", "set"):
        assert element is not None
        items = [_expression(chance, element, True) for _ in range(chance.randint(0, 2))]
        tuple_ = f"[{', '.join(each for each in items if '<<' not in each)}]"
        return chance.choice([tuple_, tuple_, f"concat({tuple_}, [])"])
    if type_.kind == "map":
        assert element is not None
        return f"{{ a = {_no_heredoc(chance, element)}, (local.text) = {_no_heredoc(chance, element)} }}"
    parts = [f"{name} = {_no_heredoc(chance, each)}" for name, each in sorted(type_.attributes.items())]
    return f"{{ {', '.join(parts)} }}"


def _no_heredoc(chance: random.Random, type_: Type) -> str:
    found = _expression(chance, type_, True)
    return '"x"' if "<<" in found else found


def _unknown_argument(chance: random.Random, body: Body) -> bool:
    names = [each.name for each in body.arguments] or ["thing"]
    name = chance.choice(names)
    wrong = chance.choice([f"{name}s", name[:-1] + "zz", "no_such_thing"])
    if wrong in names:
        return False
    body.arguments.append(Argument(wrong, '"x"'))
    return True


def _unknown_block(chance: random.Random, body: Body) -> bool:
    body.blocks.append(
        Nested(chance.choice(["no_such_block", "settingz"]), Body(None), chance.choice(["", "", "[1]"]))
    )
    return True


def _missing_argument(chance: random.Random, body: Body) -> bool:
    required = [each for each in body.arguments if each.schema and each.schema.required]
    if required:
        body.arguments.remove(chance.choice(required))
    return bool(required)


def _null_argument(chance: random.Random, body: Body) -> bool:
    required = [each for each in body.arguments if each.schema and each.schema.required]
    if not body.kind and chance.random() < 0.7:  # the SDK looks into few of these, see `Disagreement.reason`
        return False
    if required:
        chance.choice(required).expression = "null"
    return bool(required)


def _missing_block(chance: random.Random, body: Body) -> bool:
    needed = [each for each in body.blocks if each.schema and each.schema.minimum]
    if needed:
        name = chance.choice(needed).name
        body.blocks = [each for each in body.blocks if each.name != name]
    return bool(needed)


def _too_few_made(chance: random.Random, body: Body) -> bool:
    needed = [each for each in body.blocks if each.schema and each.schema.minimum]
    if needed:
        one = chance.choice(needed)
        body.blocks = [each for each in body.blocks if each.name != one.name or each is one]
        one.for_each = "[]"
    return bool(needed)


def _too_many_blocks(chance: random.Random, body: Body) -> bool:
    bounded = [each for each in body.blocks if each.schema and 0 < each.schema.maximum < 4]
    if bounded:
        one = chance.choice(bounded)
        assert one.schema is not None
        body.blocks += [Nested(one.name, one.body, "", one.schema) for _ in range(one.schema.maximum)]
    return bool(bounded)


def _too_many_made(chance: random.Random, body: Body) -> bool:
    bounded = [each for each in body.blocks if each.schema and 0 < each.schema.maximum < 4]
    if bounded:
        chance.choice(bounded).for_each = '["a", "b", "c", "d"]'
    return bool(bounded)


def _block_as_argument(chance: random.Random, body: Body) -> bool:
    blocks = [each for each in body.blocks if each.schema]
    if blocks:
        name = chance.choice(blocks).name
        body.blocks = [each for each in body.blocks if each.name != name]
        body.arguments = [each for each in body.arguments if each.name != name]
        body.arguments.append(Argument(name, chance.choice(["{}", "[{}]", "[]", "null"])))
    return bool(blocks)


def _argument_as_block(chance: random.Random, body: Body) -> bool:
    plain = [each for each in body.arguments if each.schema and not each.schema.type.of_blocks]
    if plain:
        one = chance.choice(plain)
        body.arguments.remove(one)
        body.blocks.append(Nested(one.name, Body(None), chance.choice(["", "", "[1]"])))
    return bool(plain)


def _wrong_type(chance: random.Random, body: Body) -> bool:
    known = [each for each in body.arguments if each.schema]
    if known:
        one = chance.choice(known)
        assert one.schema is not None
        one.expression = chance.choice(_WRONG.get(one.schema.type.kind, ['"x"', "5", "true", "local.text"]))
    return bool(known)


_WRONG = {
    "string": ["[]", "{}", "local.list", "local.map", '["x"]', "[for x in local.list : x]"],
    "number": ['"five"', "[1]", "{}", "true", "local.text", "local.list", '"${local.text}"', "local.bool"],
    "bool": ['"yes"', "1", "[]", '"True"', "local.text", "local.number"],
    "map": ['"x"', "[]", "[{}]", "local.list", "{ a = [1] }", "5"],
    "dynamic": ["null"],
}


def _set_computed(chance: random.Random, body: Body) -> bool:
    if body.schema is None:
        return False
    taken = {each.name for each in body.arguments} | {each.name for each in body.blocks}
    free = sorted(name for name, each in body.schema.attributes.items() if not each.settable and name not in taken)
    primitive = [name for name in free if body.schema.attributes[name].type.kind in ("string", "number", "bool")]
    if primitive:
        name = chance.choice(primitive)
        value = {"string": '"x"', "number": "1", "bool": "true"}[body.schema.attributes[name].type.kind]
        body.arguments.append(Argument(name, chance.choice([value, value, value, "var.any", "null"])))
    return bool(primitive)


def _set_id(chance: random.Random, body: Body) -> bool:
    if not body.kind or not body.schema or "id" not in body.schema.attributes:
        return False
    body.arguments = [each for each in body.arguments if each.name != "id"]
    body.arguments.append(Argument("id", '"x"'))
    return True


def _bad_reference(chance: random.Random, body: Body) -> bool:
    known = [each for each in body.arguments if each.schema]
    if known:
        chance.choice(known).expression = chance.choice(_BAD_REFERENCES)
    return bool(known)


def _bad_dynamic(chance: random.Random, body: Body) -> bool:
    blocks = [each for each in body.blocks if not each.for_each]
    if blocks:
        chance.choice(blocks).name += "z"
    return bool(blocks)


MUTATIONS: list[Callable[[random.Random, Body], bool]] = [
    _unknown_argument,
    _unknown_block,
    _missing_argument,
    _null_argument,
    _missing_block,
    _too_few_made,
    _too_many_blocks,
    _too_many_made,
    _block_as_argument,
    _argument_as_block,
    _wrong_type,
    _wrong_type,
    _set_computed,
    _set_id,
    _bad_reference,
    _bad_dynamic,
]
