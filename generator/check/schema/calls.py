"""Calls of modules in folders below, held against the variables and outputs that those declare.

Source: https://developer.hashicorp.com/terraform/language/modules/syntax
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.schema.body import BodyChecker, Occurrence
from generator.check.schema.types import provider_type
from generator.check.schema.violation import SchemaViolation, at, suggestion
from generator.hcl import SPLAT, Body, Key, Module, ModuleCall, Reference
from generator.providers import AttributeSchema, BlockSchema
from generator.providers.conversion import TypeOf

ARGUMENTS = frozenset({"source", "version", "providers", "count", "for_each", "depends_on"})
_ESCAPE = "_"


def check_call(call: ModuleCall, called: Module, type_of: TypeOf) -> Iterator[SchemaViolation]:
    """Yield what is wrong with what a call gives to the module that it calls."""
    if not called.sources:
        hint = "terraform init would not find a module there"
        yield _at_header(call, f"there are no .tf files in {call.view['source'].value}", hint)
        return
    if not _is_readable(called):
        return
    schema = BlockSchema(
        {name: AttributeSchema.optional_of(provider_type(each.type)) for name, each in called.variables.items()},
        {},
        False,
    )
    checker = BodyChecker(call.address, type_of, False)
    instances = call.instances
    body = Body(call.body.source, call.body.start, call.body.stop, json=call.body.json)
    body.attributes.update(call.body.attributes)
    checker.check(Occurrence(call.block, body, instances or [call.view], not instances), schema, "", ARGUMENTS)
    for found in checker.found:
        yield found._replace(kind="module-call")
    yield from _blocks(call, called)
    yield from _missing(call, called)


def _blocks(call: ModuleCall, called: Module) -> Iterator[SchemaViolation]:
    for block in call.body.blocks:
        if block.type != _ESCAPE:
            hint = f"write {block.type} = …" if block.type in called.variables else ""
            message = f'a call of a module has no block "{block.type}"'
            yield SchemaViolation("module-call", message, block.location, block.header_end, hint, call.address)


def _missing(call: ModuleCall, called: Module) -> Iterator[SchemaViolation]:
    if call.body.of_type(_ESCAPE):
        return
    for name, variable in called.variables.items():
        if variable.required and name not in call.body.attributes:
            yield _at_header(call, f'the module needs a value for "{name}", which has no default')


def check_output(reference: Reference, call: ModuleCall, called: Module) -> Iterator[SchemaViolation]:
    """Yield that a reference to a call reads an output that the module does not have, or lacks an index."""
    if not called.sources or not reference.rest or not _is_readable(called):
        return
    name, *rest = reference.rest
    arguments = call.body.attributes
    if "count" in arguments and isinstance(name, str):
        hint = f"such as {call.address}[count.index].{name}"
        message = f'{reference.address} has count, so ".{name}" is to be asked of one of its instances'
        yield at("module-call", message, reference.node, hint)
        return
    if "count" in arguments or "for_each" in arguments:
        if not isinstance(name, Key) or not rest or ("for_each" in arguments and name is SPLAT):
            return
        name = rest[0]
    if isinstance(name, str) and name not in called.outputs:
        hint = suggestion(name, called.outputs)
        yield at("module-call", f'{reference.address} has no output "{name}"', reference.node, hint)


def _is_readable(called: Module) -> bool:
    """Whether all that a module declares is known: nothing is lost to an error of its syntax."""
    return all(source.is_whole for source in called.sources.values())


def _at_header(call: ModuleCall, message: str, hint: str = "") -> SchemaViolation:
    return SchemaViolation("module-call", message, call.location, call.end, hint, call.address)
