"""References to attributes of resources and data sources, held against the schemas of what they refer to.

Terraform itself looks at some of them only when it plans: what stands behind a splat or an index that is not
literal. Here all are looked at.

Source: https://developer.hashicorp.com/terraform/language/expressions/references
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from generator import bounds
from generator.check.schema.body import deprecation
from generator.check.schema.violation import Kind, SchemaViolation, at, suggestion
from generator.hcl import SPLAT, Key, Reference, Resource, Traversal
from generator.providers import BlockSchema, NestedBlock, Type

Step: TypeAlias = str | Key
Place: TypeAlias = BlockSchema | NestedBlock | Type


class ReferenceProblem(NamedTuple):
    """What is wrong with a step of a reference."""

    kind: Kind
    message: str
    hint: str = ""


class Destination(NamedTuple):
    """Where a reference leads.

    Attributes:
        type: The type of the value there, None where it is not known, or is a whole block.
        problem: What is wrong with the way there.
        deprecated: The way to a deprecated attribute, by names with dots between, empty where there is none.
    """

    type: Type | None = None
    problem: ReferenceProblem | None = None
    deprecated: str = ""


def check_reference(
    reference: Reference, resource: Resource, schema: BlockSchema, address: str = ""
) -> Iterator[SchemaViolation]:
    """Yield what is wrong with a reference to a resource, data source or ephemeral resource that is declared.

    Args:
        reference: The reference.
        resource: What it refers to.
        schema: The schema of that.
        address: In what it stands.
    """
    own = reference.kind == "self"
    reached = _walk(schema, reference.rest, False) if own else follow(reference.rest, resource, schema)
    if reached.problem:
        kind, message, hint = reached.problem
        yield at(kind, f"{reference.address}: {message}", reference.node, hint, address)
    if reached.deprecated:
        since, hint, needs = deprecation(f"{type_path(resource)}.{reached.deprecated}")
        name = reached.deprecated.rpartition(".")[2]
        message = f'{reference.address}: the attribute "{name}" is deprecated{since}'
        yield at("deprecated", message, reference.node, hint, address)._replace(needs=needs)


def check_path(path: Traversal, schema: BlockSchema, address: str) -> Iterator[SchemaViolation]:
    """Yield what is wrong with a path into a resource, as `ignore_changes` has them."""
    problem = _walk(schema, (path.root, *path.steps), False).problem
    if problem:
        yield at(problem.kind, problem.message, path, problem.hint, address)


def type_path(resource: Resource) -> str:
    """Return the type of a resource with its kind, where it is another: "aws_sqs_queue", "data.aws_sqs_queue"."""
    return resource.type if resource.kind == "resource" else f"{resource.kind}.{resource.type}"


def follow(steps: Sequence[Step], resource: Resource, schema: BlockSchema) -> Destination:
    """Return where the steps after a resource's address lead.

    Args:
        steps: Attribute names, and a `Key` for each index, as in `Reference.rest`.
        resource: What the address is of.
        schema: Its schema.
    """
    arguments = resource.block.body.attributes
    repeated = next((name for name in ("count", "for_each") if name in arguments), "")
    first = steps[0] if steps else None
    if first is None:
        return Destination()
    if isinstance(first, Key):
        problem = _instance_key(first, repeated, resource, len(steps) > 1)
        return Destination(problem=problem) if problem else _walk(schema, steps[1:], first is SPLAT)
    if repeated:
        key = "count.index" if repeated == "count" else "each.key"
        message = f'it has {repeated}, so ".{first}" is to be asked of one of its instances'
        return Destination(
            problem=ReferenceProblem("instance-key", message, f"such as {resource.address}[{key}].{first}")
        )
    return _walk(schema, steps, False)


def follow_type(type_: Type, steps: Sequence[Step]) -> Type | None:
    """Return the type of what some steps lead to from a value of a type, None where it is not known."""
    place: Place | ReferenceProblem | None = type_
    for step in steps:
        if not isinstance(place, Type) or step is SPLAT:
            return None
        place = _step(place, step, "")
    return place if isinstance(place, Type) else None


def _instance_key(key: Key, repeated: str, resource: Resource, more: bool) -> ReferenceProblem | None:
    """Return what is wrong with an index right after a resource's address."""
    if key is SPLAT:
        if repeated == "for_each" and more:
            hint = f"values({resource.address})[*] is a list of its instances"
            return ReferenceProblem(
                "instance-key", "it has for_each: a splat can't go over its map of instances", hint
            )
        return None
    if not repeated:
        return ReferenceProblem(
            "instance-key", "it has neither count nor for_each, so no index", "leave out the index"
        )
    if repeated == "count" and isinstance(key.value, str) and not key.value.isdecimal():
        return ReferenceProblem("instance-key", f'it has count, so its index is a number, not "{key.value}"')
    return None


def _walk(schema: BlockSchema, steps: Sequence[Step], listed: bool) -> Destination:
    """Follow steps from an instance; `listed` says that a splat makes a list of what they lead to."""
    place: Place = schema
    name, deprecated, lists = "", "", int(listed)
    names: list[str] = []
    for step in steps:
        if isinstance(place, NestedBlock) and place.nesting in ("single", "group"):
            place = place.block
        # After a splat an index may be one of the list that it makes: `x.*.arn[0]`.
        reached = None if lists and isinstance(step, Key) and step is not SPLAT else _step(place, step, name)
        if reached is None or isinstance(reached, ReferenceProblem):
            return Destination(None, reached, deprecated)
        if isinstance(step, str):
            name = step
            names.append(step)
            if isinstance(place, BlockSchema) and step in place.attributes and place.attributes[step].deprecated:
                deprecated = ".".join(names)
        lists += step is SPLAT
        place = reached
    if not isinstance(place, Type) or lists > bounds.TYPE_DEPTH.limit:
        return Destination(deprecated=deprecated)
    for _ in range(lists):
        place = Type("list", place)
    return Destination(place, None, deprecated)


def _step(place: Place, step: Step, name: str) -> Place | ReferenceProblem | None:
    """Return where one step leads, what is wrong with it, or None where that can't be known.

    Args:
        place: Where it starts.
        step: The step.
        name: The name of what is there.
    """
    if isinstance(place, BlockSchema):
        return _into_block(place, step)
    if isinstance(place, NestedBlock):
        return _into_blocks(place, step, name)
    if step is SPLAT:
        return (place.element or place) if place.kind in ("list", "set") else _splat_of_one(place)
    if isinstance(step, str):
        return _attribute_of(place, step, name)
    return _element_of(place, step, name)


def _into_block(schema: BlockSchema, step: Step) -> Place | ReferenceProblem | None:
    if step is SPLAT or schema.open:
        return None
    if isinstance(step, Key):
        if not isinstance(step.value, str):
            return ReferenceProblem("unknown-attribute", "an object has attributes, not elements with a number")
        hint = f"write .{step.value}"
        return ReferenceProblem("unknown-attribute", "an attribute is to be asked for by a dot and its name", hint)
    argument = schema.attributes.get(step)
    if argument is not None:
        return argument.type
    nested = schema.blocks.get(step)
    if nested is not None:
        return nested
    hint = suggestion(step, [*schema.attributes, *schema.blocks])
    return ReferenceProblem("unknown-attribute", f'there is no attribute "{step}"', hint)


def _into_blocks(nested: NestedBlock, step: Step, name: str) -> Place | ReferenceProblem | None:
    if nested.nesting == "map" or step is SPLAT:
        return nested.block
    if nested.nesting == "set":
        hint = "a for expression with an if clause finds elements"
        return ReferenceProblem("unknown-attribute", f'the blocks "{name}" are a set, which has no indexes', hint)
    if isinstance(step, Key):
        return nested.block
    return ReferenceProblem("unknown-attribute", f'the blocks "{name}" are a list', f"write .{name}[0].{step}")


def _splat_of_one(place: Type) -> Place | None:
    """Return what a splat takes of a value that is no list: the value itself, as the only element."""
    return place if place.kind in ("string", "number", "bool", "map", "object") else None


def _attribute_of(place: Type, step: str, name: str) -> Place | ReferenceProblem | None:
    if place.kind == "object":
        found = place.attributes.get(step)
        hint = "" if found else suggestion(step, place.attributes)
        return found or ReferenceProblem("unknown-attribute", f'"{name}" has no attribute "{step}"', hint)
    if place.kind == "map":
        return place.element
    if place.kind == "dynamic":
        return None
    if place.kind in ("list", "set", "tuple"):
        return ReferenceProblem("unknown-attribute", f'"{name}" is a {place}, which has no attribute "{step}"')
    return ReferenceProblem("unknown-attribute", f'"{name}" is a {place.kind}, which has no attributes')


def _element_of(place: Type, key: Key, name: str) -> Place | ReferenceProblem | None:
    kind = place.kind
    if kind == "list" and isinstance(key.value, str) and not key.value.isdecimal():
        return ReferenceProblem("unknown-attribute", f'"{name}" is a list, its indexes are numbers')
    if kind in ("list", "map"):
        return place.element
    if kind == "object" and isinstance(key.value, str):
        return _attribute_of(place, key.value, name)
    if kind == "set":
        hint = "tolist() makes a list of it"
        return ReferenceProblem("unknown-attribute", f'"{name}" is a set, whose elements have no indexes', hint)
    if kind in ("string", "number", "bool"):
        return ReferenceProblem("unknown-attribute", f'"{name}" is a {kind}, which has no elements')
    return None
