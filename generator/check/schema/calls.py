"""Calls of modules in folders below, held against the variables and outputs that those declare.

Source: https://developer.hashicorp.com/terraform/language/modules/syntax
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.schema.body import BodyChecker, Occurrence
from generator.check.schema.variable_types import provider_type
from generator.check.schema.violation import SchemaViolation, at, suggestion
from generator.hcl import SPLAT, Body, Key, Literal, Module, ModuleCall, Reference, Traversal
from generator.hcl.syntax.tree import ObjectExpression
from generator.providers import AttributeSchema, BlockSchema, normal_source
from generator.providers.acceptance import TypeOf

ARGUMENTS = frozenset(
    {"source", "version", "providers", "count", "for_each", "depends_on", "ignore_nested_deprecations"}
)
_ESCAPE = "_"
_OF_PROXIES = {"alias", "version"}
"""What a provider block has, by which a module says that it takes that configuration."""


def check_call(call: ModuleCall, called: Module, type_of: TypeOf) -> Iterator[SchemaViolation]:
    """Yield what is wrong with what a call gives to the module that it calls.

    A folder without configuration is a module that takes nothing, as Terraform has it. One without files is in no
    clone.
    """
    if not called.sources and not called.exists_below("."):
        hint = "terraform init would not find a module there"
        yield _at_header(call, f"there are no files in {call.view['source'].value}", hint)
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
    yield from _deprecated(call, called)
    yield from _blocks(call, called)
    yield from _missing(call, called)
    yield from _providers(call, called)


def _blocks(call: ModuleCall, called: Module) -> Iterator[SchemaViolation]:
    for block in call.body.blocks:
        if block.type not in (_ESCAPE, "lifecycle"):
            hint = f"write {block.type} = …" if block.type in called.variables else ""
            message = f'a call of a module has no block "{block.type}"'
            yield SchemaViolation("module-call", message, block.location, block.header_end, hint, call.address)


def _deprecated(call: ModuleCall, called: Module) -> Iterator[SchemaViolation]:
    """Yield the variables that a call sets and that the module calls deprecated, but for a null."""
    for name, attribute in call.body.attributes.items():
        variable = called.variables.get(name)
        is_null = isinstance(attribute.expression, Literal) and attribute.expression.value is None
        if variable is not None and variable.deprecation and not is_null:
            message = f'the variable "{name}" is deprecated: {variable.deprecation}'
            yield at("deprecated", message, attribute, "", call.address)


def _missing(call: ModuleCall, called: Module) -> Iterator[SchemaViolation]:
    if call.body.of_type(_ESCAPE):
        return
    for name, variable in called.variables.items():
        if variable.required and name not in call.body.attributes:
            yield _at_header(call, f'the module needs a value for "{name}", which has no default')


def _providers(call: ModuleCall, called: Module) -> Iterator[SchemaViolation]:
    """Yield what does not fit of the configurations of providers that a call gives."""
    attribute = call.body.attributes.get("providers")
    given = attribute.expression.items if attribute and isinstance(attribute.expression, ObjectExpression) else []
    if attribute and not isinstance(attribute.expression, ObjectExpression):
        return
    needed = {alias for one in called.settings.required_providers.values() for alias in one.aliases}
    configured = {one.address for one in called.providers if not one.block.body.attributes.keys() <= _OF_PROXIES}
    for key, value in given:
        name = key.value if isinstance(key, Literal) else key.text
        if name in configured:
            message = f'the module configures the provider "{name}" itself, and takes no other configuration of it'
            yield at("module-call", message, key, "", call.address)
        elif isinstance(value, Traversal) and value.steps and not _is_configured(call, value.text):
            message = f'there is no configuration "{value.text}" of a provider'
            yield at("module-call", message, value, "", call.address)
        elif isinstance(value, Traversal) and _source(call.caller, value.text) != _source(called, name):
            message = (
                f"{value.text} is {_source(call.caller, value.text)}, the module takes {_source(called, name)}"
            )
            yield at("module-call", message, value, "name the same source in both", call.address)
    named = {key.value if isinstance(key, Literal) else key.text for key, _ in given}
    for name in sorted(needed - named - {one.address for one in called.providers}):
        hint = f"write providers = {{ {name} = … }}"
        yield _at_header(call, f'the module needs a configuration "{name}" of a provider', hint)
    word = next((each for each in ("count", "for_each", "depends_on") if each in call.body.attributes), "")
    if configured and word:
        message = f'{word} can\'t be used here: the module configures the provider "{min(configured)}" itself'
        yield at("module-call", message, call.body.attributes[word], "", call.address)


def _source(module: Module, name: str) -> str:
    """Return which provider a configuration is of, by its name in a module."""
    local = name.partition(".")[0]
    required = module.settings.required_providers.get(local)
    return normal_source(required.source if required and required.source else local)


def _is_configured(call: ModuleCall, name: str) -> bool:
    module = call.caller
    required = module.settings.required_providers.get(name.partition(".")[0])
    aliases = required.aliases if required else []
    return name in aliases or any(one.address == name for one in module.providers)


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
    output = called.outputs.get(name) if isinstance(name, str) else None
    if output is not None and output.deprecation:
        message = f'the output "{name}" of {reference.address} is deprecated: {output.deprecation}'
        yield at("deprecated", message, reference.node)
    if isinstance(name, str) and output is None:
        hint = suggestion(name, called.outputs)
        yield at("module-call", f'{reference.address} has no output "{name}"', reference.node, hint)


def _is_readable(called: Module) -> bool:
    """Whether all that a module declares is known: nothing is lost to an error of its syntax."""
    return all(source.is_whole for source in called.sources.values())


def _at_header(call: ModuleCall, message: str, hint: str = "") -> SchemaViolation:
    return SchemaViolation("module-call", message, call.location, call.end, hint, call.address)
