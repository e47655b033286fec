"""A block's body held against its schema: what may be in it, what must, and of which types.

What is in the text is checked once for each block; values are checked in each instance, as far as they are known.

Source: https://developer.hashicorp.com/terraform/language/syntax/configuration
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from generator import bounds
from generator.aws.upgrades import DEPRECATIONS, SUCCESSORS
from generator.check.schema.violation import Kind, SchemaViolation, suggestion
from generator.hcl import Attribute, Block, BlockView, Body, Expression, Literal, Node, Template
from generator.providers import AttributeSchema, BlockSchema, NestedBlock, Type, mismatch
from generator.providers.acceptance import TypeOf

_DYNAMIC_ARGUMENTS = frozenset({"for_each", "iterator", "labels"})
_NONE: frozenset[str] = frozenset()


class Occurrence(NamedTuple):
    """A body where it stands, with what it is evaluated to.

    Attributes:
        owner: The block that it belongs to.
        body: The body.
        views: One for each instance; where there are none, what one would be.
        idle: Whether there are none: a value that something else decides may make no sense then.
    """

    owner: Block
    body: Body
    views: Sequence[BlockView]
    idle: bool = False


class BodyChecker:
    """Holds the bodies of one resource, data source or provider against its schema; `found` is what is wrong."""

    def __init__(self, address: str, type_of: TypeOf, stored: bool) -> None:
        """Take what is the same for all bodies.

        Args:
            address: Whose they are.
            type_of: Says of which type unknown values are.
            stored: Whether Terraform stores what is in them, which it must not do with ephemeral values.
        """
        self.address, self.type_of, self.stored = address, type_of, stored
        self.found: list[SchemaViolation] = []

    def check(
        self,
        occurrence: Occurrence,
        schema: BlockSchema,
        path: str = "",
        meta_arguments: frozenset[str] = _NONE,
        meta_blocks: frozenset[str] = _NONE,
    ) -> None:
        """Check a body and all within it.

        Args:
            occurrence: The body.
            schema: Its schema.
            path: The type, and the blocks in it that lead here: "aws_lambda_function.vpc_config".
            meta_arguments: What Terraform itself takes there, which is not looked at.
            meta_blocks: The blocks that it takes.
        """
        if schema.open:
            return
        body = occurrence.body
        if body.json:
            meta_arguments |= meta_blocks | {"//", "dynamic"}
        confused = set()
        for name, attribute in body.attributes.items():
            argument = schema.attributes.get(name)
            if name in meta_arguments:
                continue
            if argument is not None:
                self._argument(attribute, argument, occurrence, path)
            elif name in meta_blocks:
                confused.add(name)
                self._at_name("block-or-map", f'"{name}" is a block, not an argument', attribute)
            elif name not in schema.blocks:
                settable = [each for each, known in schema.attributes.items() if known.settable]
                hint = SUCCESSORS.get(f"{path}.{name}") or suggestion(name, [*settable, *schema.blocks])
                self._at_name("unknown-argument", f'there is no argument "{name}" here', attribute, hint)
            elif not body.json:
                confused.add(name)
                hint = f"write {name} {{ … }} without an equals sign"
                self._at_name("block-or-map", f'"{name}" is a block here, not an argument', attribute, hint)
        present = _by_type(body.blocks, meta_blocks)
        for name, blocks in present.items():
            nested = schema.blocks.get(name) or _argument_as_blocks(name, body, schema)
            if nested is None:
                confused.add(name)
                self._unknown_blocks(name, blocks, schema, path)
            else:
                self._blocks(name, blocks, nested, occurrence, path)
        if body.json:
            self._json_blocks(occurrence, schema, path)
        self._missing(occurrence, schema, confused.union(present))

    def _argument(
        self, attribute: Attribute, argument: AttributeSchema, occurrence: Occurrence, path: str
    ) -> None:
        """Check the value of an argument in each instance."""
        name, expression = attribute.name, attribute.expression
        if (
            argument.settable
            and not argument.deprecated
            and _is_text(expression)
            and argument.type.kind == "string"
        ):
            return
        views = occurrence.views[: bounds.BLOCK_INSTANCES.limit]
        if occurrence.idle and views and views[0][name].references:
            return
        seen: set[Kind] = set()
        if not views and isinstance(expression, Literal):
            self._value(attribute, argument, expression.value, seen, path)
        if argument.required and any(may_be_given(view, expression) for view in views if view[name].absent):
            return
        for view in views:
            value = view[name]
            if self.stored and value.ephemeral and not argument.write_only:
                message = f'"{name}" is stored, and ephemeral values must not be'
                self._once(seen, "ephemeral", message, attribute, expression)
            self._value(attribute, argument, value.value, seen, path)

    def _value(
        self, attribute: Attribute, argument: AttributeSchema, value: object, seen: set[Kind], path: str
    ) -> None:
        name = attribute.name
        if value is None:
            if argument.required:
                message = f'the argument "{name}" is required, and null counts as not set'
                self._once(seen, "missing-argument", message, attribute, attribute)
            return
        why = mismatch(value, argument.type, self.type_of)
        if why:
            message = f'wrong value for "{name}": {why}'
            self._once(seen, "wrong-type", message, attribute, attribute.expression)
            return
        if not argument.settable:
            message = f'"{name}" can\'t be set, the provider says what it is'
            self._once(seen, "computed", message, attribute, attribute)
        if argument.deprecated:
            since, hint, needs = deprecation(f"{path}.{name}")
            message = f'the argument "{name}" is deprecated{since}'
            self._once(seen, "deprecated", message, attribute, attribute, hint=hint, needs=needs)

    def _once(
        self,
        seen: set[Kind],
        kind: Kind,
        message: str,
        attribute: Attribute,
        start: Node,
        *,
        hint: str = "",
        needs: str = "",
    ) -> None:
        """Add a violation that goes from a node to the end of an argument, once for all instances."""
        if kind not in seen:
            seen.add(kind)
            end = attribute.expression.end
            self.found.append(SchemaViolation(kind, message, start.location, end, hint, self.address, needs))

    def _unknown_blocks(self, name: str, blocks: Sequence[Block], schema: BlockSchema, path: str) -> None:
        """Say that blocks of a type have no place here; of arguments written as blocks, what they are."""
        argument = schema.attributes.get(name)
        for block in blocks:
            if argument is not None:
                hint = f"write {name} = {_form(argument.type)}"
                self._at_header("block-or-map", f'"{name}" is an argument here, not a block', block, hint)
            else:
                near = suggestion(name, [*schema.blocks, *schema.attributes])
                hint = SUCCESSORS.get(f"{path}.{name}") or near
                self._at_header("unknown-block", f'there is no block "{name}" here', block, hint)

    def _blocks(
        self, name: str, blocks: Sequence[Block], nested: NestedBlock, occurrence: Occurrence, path: str
    ) -> None:
        """Check the blocks of one type: how many there are, and each."""
        made = [view.blocks(name) for view in occurrence.views[: bounds.BLOCK_INSTANCES.limit]]
        known = made and not occurrence.idle and all(_is_known(block, occurrence.views[0]) for block in blocks)
        self._count(name, blocks, nested, made if known else [])
        below: dict[int, list[BlockView]] = {}
        for of_one_instance in made:
            for view in of_one_instance:
                below.setdefault(id(view.body), []).append(view)
        for block in blocks:
            body: Body | None = block.body
            if block.type == "dynamic":
                body = self._dynamic(block)
            elif block.labels and nested.nesting != "map":
                self._at_header("unknown-block", f'blocks "{name}" have no labels', block)
            if nested.block.deprecated:
                since, hint, needs = deprecation(f"{path}.{name}")
                self._at_header("deprecated", f'the block "{name}" is deprecated{since}', block, hint, needs)
            if body is not None:
                inner = Occurrence(block, body, below.get(id(body), ()), occurrence.idle)
                self.check(inner, nested.block, f"{path}.{name}")

    def _count(
        self, name: str, blocks: Sequence[Block], nested: NestedBlock, made: Sequence[Sequence[BlockView]]
    ) -> None:
        """Check how many blocks of a type there are, where dynamic ones are known to make so many."""
        static = sum(block.type != "dynamic" for block in blocks)
        dynamic = static != len(blocks)
        certain = [sum(view.certain for view in views) for views in made] if dynamic else [static]
        maximum = 1 if nested.nesting in ("single", "group") else nested.maximum
        most = max(certain, default=static)
        if maximum and most > maximum:
            place = blocks[maximum] if len(blocks) > maximum else blocks[-1]
            message = f"no more than {_some(maximum, name)} may be here, there are {most}"
            self._at_header("too-many-blocks", message, place)
        known = [len(views) for views in made if all(view.certain for view in views)] if dynamic else [static]
        fewest = min(known, default=nested.minimum)
        if fewest < nested.minimum:
            message = f"at least {_some(nested.minimum, name)} must be here, there {_are(fewest)}"
            self._at_header("missing-block", message, blocks[-1])

    def _dynamic(self, block: Block) -> Body | None:
        """Check what a dynamic block itself is made of; return the body of what it makes."""
        body = block.body
        contents = body.of_type("content")
        if "for_each" not in body.attributes:
            self._at_header("missing-argument", 'a dynamic block needs "for_each"', block)
        if not contents:
            self._at_header("missing-block", 'a dynamic block needs a block "content"', block)
        for name, attribute in body.attributes.items():
            if name not in _DYNAMIC_ARGUMENTS:
                message = f'a dynamic block has no argument "{name}"'
                self._at_name("unknown-argument", message, attribute, 'it belongs into its block "content"')
        for content in contents[1:]:
            self._at_header("too-many-blocks", 'a dynamic block has one block "content"', content)
        for other in body.blocks:
            if other.type != "content":
                message = f'a dynamic block has no block "{other.type}"'
                self._at_header("unknown-block", message, other, 'it belongs into its block "content"')
        return contents[0].body if contents else None

    def _json_blocks(self, occurrence: Occurrence, schema: BlockSchema, path: str) -> None:
        """Check what a JSON body has for blocks, which only the schema tells from arguments."""
        for name, nested in schema.blocks.items():
            below: dict[int, list[BlockView]] = {}
            for view in occurrence.views[: bounds.BLOCK_INSTANCES.limit]:
                for each in view.blocks(name):
                    below.setdefault(id(each.body), []).append(each)
            for same in below.values():
                inner = Occurrence(occurrence.owner, same[0].body, same, occurrence.idle)
                self.check(inner, nested.block, f"{path}.{name}")

    def _missing(self, occurrence: Occurrence, schema: BlockSchema, present: set[str]) -> None:
        """Say which required arguments and blocks are not there."""
        body, owner = occurrence.body, occurrence.owner
        for name in schema.required:
            if name not in body.attributes and name not in present:
                self._at_header("missing-argument", f'the required argument "{name}" is missing', owner)
        for name, nested in schema.needed_blocks:
            if name in present or (body.json and (name in body.attributes or "dynamic" in body.attributes)):
                continue
            message = f"at least {_some(nested.minimum, name)} must be here"
            if not nested.minimum:
                message = f'the block "{name}" is missing, and it has required arguments'
            self._at_header("missing-block", message, owner)

    def _at_name(self, kind: Kind, message: str, attribute: Attribute, hint: str = "") -> None:
        """Add a violation that stands at an argument's name."""
        end = attribute.source.location(attribute.start + len(attribute.name))
        self.found.append(SchemaViolation(kind, message, attribute.location, end, hint, self.address))

    def _at_header(self, kind: Kind, message: str, block: Block, hint: str = "", needs: str = "") -> None:
        """Add a violation that stands at a block's type and labels."""
        end = block.header_end
        self.found.append(SchemaViolation(kind, message, block.location, end, hint, self.address, needs))


def alike(body: Body, first: BlockSchema, second: BlockSchema) -> bool:
    """Return whether two schemas say the same of a body: of all that is in it, and of what must be.

    It is a quick answer: False only says that both are to be asked.
    """
    if first is second:
        return True
    if body.json or first.open or second.open or "id" in body.attributes:
        return False
    if first.deprecated != second.deprecated or {*first.required} != {*second.required}:
        return False
    needed = ({name: block.minimum for name, block in each.needed_blocks} for each in (first, second))
    if next(needed) != next(needed):
        return False
    for name in body.attributes:
        if first.attributes.get(name) is not second.attributes.get(name) or name in first.blocks | second.blocks:
            return False
    return all(_blocks_alike(name, blocks, first, second) for name, blocks in _by_type(body.blocks, _NONE).items())


def _blocks_alike(name: str, blocks: Sequence[Block], first: BlockSchema, second: BlockSchema) -> bool:
    """Return whether two schemas say the same of the blocks of one type."""
    one, other = first.blocks.get(name), second.blocks.get(name)
    if one is None or other is None:
        return one is other and first.attributes.get(name) is second.attributes.get(name)
    if (one.nesting, one.minimum, one.maximum) != (other.nesting, other.minimum, other.maximum):
        return False
    bodies = (
        body
        for block in blocks
        for body in (
            [each.body for each in block.body.of_type("content")] if block.type == "dynamic" else [block.body]
        )
    )
    return all(alike(body, one.block, other.block) for body in bodies)


def deprecation(path: str) -> tuple[str, str, str]:
    """Return since when an attribute is deprecated, what to write instead, and which version has that."""
    known = DEPRECATIONS.get(path)
    return (f" since {known.since}", known.instead, known.needs) if known else ("", "", "")


def _by_type(blocks: Iterable[Block], leave_out: frozenset[str]) -> dict[str, list[Block]]:
    """Return the blocks by their type, dynamic ones under what they make."""
    found: dict[str, list[Block]] = {}
    for block in blocks:
        if block.type not in leave_out:
            name = block.labels[0] if block.type == "dynamic" and block.labels else block.type
            found.setdefault(name, []).append(block)
    return found


def _argument_as_blocks(name: str, body: Body, schema: BlockSchema) -> NestedBlock | None:
    """Return an argument as the blocks that it is written as; None where it may not be.

    Terraform allows it for lists and sets of objects, where the argument is not set as well.
    """
    argument = schema.attributes.get(name)
    if argument is None or name in body.attributes or not argument.type.of_blocks:
        return None
    return _as_blocks(argument.type)


@cache
def _as_blocks(type_: Type) -> NestedBlock:
    """Return a list or set of objects as blocks: none of their arguments is required then."""
    element = type_.element
    assert element is not None
    arguments = {name: AttributeSchema.optional_of(each) for name, each in element.attributes.items()}
    return NestedBlock(type_.kind, 0, 0, lambda: BlockSchema(arguments, {}, False))


def _is_known(block: Block, view: BlockView) -> bool:
    """Whether it is for the module alone to say how many blocks come of a block."""
    if block.type != "dynamic":
        return True
    for_each = block.body.attributes.get("for_each")
    return bool(block.body.of_type("content") and for_each and not may_be_given(view, for_each.expression))


def may_be_given(view: BlockView, expression: Expression) -> bool:
    """Whether whoever calls the module may give what an expression is: variables are in it.

    A variable's default is followed elsewhere; null and [] are often there to be replaced.
    """
    for reference in view.module.references(expression):
        if reference.kind in ("var", "each", "count"):
            return True
        before = view.module.dependencies(reference.address) if reference.kind == "local" else ()
        if any(address.startswith("var.") for address in before):
            return True
    return False


def _is_text(expression: object) -> bool:
    """Whether an expression is a string, whatever it evaluates to."""
    if isinstance(expression, Literal):
        return isinstance(expression.value, str)
    return isinstance(expression, Template) and not expression.wraps


def _form(type_: Type) -> str:
    return {"map": "{ … }", "object": "{ … }", "list": "[ … ]", "set": "[ … ]"}.get(type_.kind, "…")


def _some(number: int, name: str) -> str:
    return f'one block "{name}"' if number == 1 else f'{number} blocks "{name}"'


def _are(number: int) -> str:
    return {0: "is none", 1: "is one"}.get(number, f"are {number}")
