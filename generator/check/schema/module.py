"""A whole module held against the schemas of the providers that it uses."""

from __future__ import annotations

from collections.abc import Container, Iterator

from generator import providers
from generator.check.facts.memo import once
from generator.check.rule import Violation
from generator.check.schema.body import BodyChecker, Occurrence
from generator.check.schema.calls import check_call, check_output
from generator.check.schema.meta import ARGUMENTS, BLOCKS, PROVIDER_ARGUMENTS, check_meta
from generator.check.schema.provisioners import check_provisioners
from generator.check.schema.references import check_path, check_reference, follow, follow_type
from generator.check.schema.types import provider_type
from generator.check.schema.versions import allows
from generator.check.schema.violation import Kind, SchemaViolation, at, suggestion
from generator.hcl import Block, Module, Node, Reference, Resource, Traversal, Unknown
from generator.providers import BlockSchema, Type

_STRING = Type("string")
_REFERENCES = frozenset({"resource", "data", "ephemeral"})
_ADDRESSES_ONLY = frozenset({"moved", "import", "removed", "terraform", "variable"})
"""Top-level blocks in which names of resources are no references to their attributes."""

_PROVIDER_BLOCKS = frozenset({"_"})


@once
def schema_violations(module: Module) -> list[SchemaViolation]:
    """Return all that is wrong with a module by its providers' schemas, in the order of the places."""
    found = dict.fromkeys(ModuleChecker(module).check())
    return sorted(found, key=lambda each: (each.location, each.kind, each.message))


def violations(module: Module, kinds: Container[Kind]) -> Iterator[Violation]:
    """Yield what a rule about some kinds of schema violations finds in a module."""
    for found in schema_violations(module):
        if found.kind in kinds:
            yield Violation(found, found.message, found.hint, found.address)


class ModuleChecker:
    """What is known of a module's providers, and the checks that need it."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._required = module.settings.required_providers
        self._declared = dict.fromkeys(provider.address for provider in module.providers)
        self._unknown: dict[str, SchemaViolation] = {}
        self._sources: dict[str, str] = {}
        self._schemas: dict[str, BlockSchema | None] = {}
        ephemeral_variables = (variable.ephemeral for variable in module.variables.values())
        self._has_ephemeral = bool(module.ephemerals()) or any(ephemeral_variables)

    def check(self) -> Iterator[SchemaViolation]:
        """Yield all that is wrong, in no particular order."""
        module = self._module
        for resource in (*module.resources(), *module.data(), *module.ephemerals()):
            yield from self._resource(resource)
        yield from self._providers()
        for call in module.module_calls.values():
            called = call.called
            if called is not None:
                yield from check_call(call, called, self._type_of)
        for block in module.blocks:
            if block.type not in _ADDRESSES_ONLY:
                yield from self._references(block)
        yield from self._unknown.values()

    def _source(self, local_name: str, node: Node) -> str:
        """Return the source of a provider by its name here; empty, and noted, where its schemas are not here."""
        if local_name not in self._sources:
            self._sources[local_name] = self._find_source(local_name, node)
        return self._sources[local_name]

    def _find_source(self, local_name: str, node: Node) -> str:
        required = self._required.get(local_name)
        source = providers.normal_source(required.source if required and required.source else local_name)
        version = providers.known_providers().get(source)
        if version is None:
            message = f'the schemas of the provider "{source}" are not here: what uses it is not checked'
        elif required and required.version and not allows(required.version, version):
            message = (
                f'the schemas of "{source}" here are those of {version}, which "{required.version}" '
                "does not allow: what uses it is not checked"
            )
        else:
            return source
        self._unknown[source] = at("unknown-provider", message, required.attribute if required else node)
        return ""

    def _schema(self, resource: Resource) -> BlockSchema | None:
        """Return the schema of a resource, None where there is none."""
        if resource.address not in self._schemas:
            local_name = resource.provider.partition(".")[0]
            source = self._source(local_name, resource.block)
            own = source and providers.source_of(resource.kind, resource.type) == source
            self._schemas[resource.address] = providers.lookup(resource.kind, resource.type) if own else None
        return self._schemas[resource.address]

    def _resource(self, resource: Resource) -> Iterator[SchemaViolation]:
        """Yield what is wrong with one block whose type a provider brings."""
        kind, address = resource.kind, resource.address
        for violation in check_meta(kind, resource.block):
            yield violation._replace(address=address)
        yield from self._alias(resource)
        if kind != "data":
            yield from check_provisioners(resource, self._type_of)
        schema = self._schema(resource)
        if schema is None:
            yield from self._unknown_type(resource)
            return
        if schema.deprecated:
            message = f"{_WORDS[kind]} {resource.type} is deprecated"
            end = resource.block.header_end
            yield SchemaViolation("deprecated", message, resource.location, end, "", address)
        checker = BodyChecker(address, self._type_of, self._has_ephemeral and kind != "ephemeral")
        instances = resource.instances
        occurrence = Occurrence(resource.block, resource.body, instances or [resource.view], not instances)
        checker.check(occurrence, schema, ARGUMENTS, BLOCKS[kind])
        yield from checker.found
        yield from self._own_id(resource, schema)
        yield from self._ignored_changes(resource, schema)

    def _own_id(self, resource: Resource, schema: BlockSchema) -> Iterator[SchemaViolation]:
        """Yield that the `id` can't be set, where the schema says more than is so."""
        attribute, argument = resource.body.attributes.get("id"), schema.attributes.get("id")
        if not attribute or not argument or not (argument.optional and argument.computed):
            return
        set_ = any(not each["id"].absent for each in resource.instances)
        if set_ and not providers.takes_id(resource.kind, resource.type):
            message = '"id" can\'t be set, the provider says what it is'
            yield at("computed", message, attribute, address=resource.address)

    def _unknown_type(self, resource: Resource) -> Iterator[SchemaViolation]:
        """Yield that a provider does not have a type, where it is one that we know."""
        kind, name = resource.kind, resource.type
        source = self._source(resource.provider.partition(".")[0], resource.block)
        if not source:
            return
        others = [other for other in providers.KINDS if providers.source_of(other, name) == source]
        hint = suggestion(name, providers.type_names(kind, source))
        if others:
            hint = f'there is {_WORDS[others[0]]} of that name: write {others[0]} "{name}"'
        message = f'the provider "{source}" has no {_WORDS[kind].partition(" ")[2]} "{name}"'
        end = resource.block.header_end
        yield SchemaViolation("unknown-type", message, resource.location, end, hint, resource.address)

    def _alias(self, resource: Resource) -> Iterator[SchemaViolation]:
        """Yield that a resource asks for a configuration of its provider that nothing declares."""
        attribute = resource.body.attributes.get("provider")
        name, _, alias = resource.provider.partition(".")
        if attribute is None or not alias:
            return
        required = self._required.get(name)
        aliases = required.aliases if required else []
        if resource.provider not in self._declared and resource.provider not in aliases:
            message = f'there is no configuration of the provider "{name}" with the alias "{alias}"'
            hint = suggestion(resource.provider, [*self._declared, *aliases])
            yield at("provider-alias", message, attribute.expression, hint, resource.address)

    def _providers(self) -> Iterator[SchemaViolation]:
        """Yield what is wrong with the configurations of providers."""
        seen: set[str] = set()
        for provider in self._module.providers:
            block, address = provider.block, f"provider.{provider.address}"
            if provider.address in seen:
                message = f'the provider "{provider.address}" is configured already'
                hint = "give each further configuration an alias of its own"
                end = block.header_end
                yield SchemaViolation("provider-alias", message, block.location, end, hint, address)
            seen.add(provider.address)
            source = self._source(provider.name, block)
            schema = providers.provider_block(source) if source and self._is_used(provider.name) else None
            if schema is not None:
                checker = BodyChecker(address, self._type_of, False)
                occurrence = Occurrence(block, block.body, [provider.view])
                checker.check(occurrence, schema, PROVIDER_ARGUMENTS, _PROVIDER_BLOCKS)
                yield from checker.found

    def _is_used(self, local_name: str) -> bool:
        """Whether anything may use a provider: Terraform does not look at how an idle one is configured."""
        module = self._module
        users = (*module.resources(), *module.data(), *module.ephemerals())
        return bool(module.module_calls) or any(one.provider.partition(".")[0] == local_name for one in users)

    def _references(self, block: Block) -> Iterator[SchemaViolation]:
        """Yield what is wrong with the references in a top-level block."""
        own = self._module.resource(_address(block))
        for reference in self._module.references(block):
            if reference.kind == "module":
                yield from self._output(reference)
            resource = own if reference.kind == "self" else None
            if reference.kind in _REFERENCES:
                resource = self._module.resource(reference.address)
            if resource is not None and resource.kind != "module" and reference.rest:
                schema = self._schema(resource)
                if schema is not None:
                    yield from check_reference(reference, resource, schema, _address(block))

    def _output(self, reference: Reference) -> Iterator[SchemaViolation]:
        """Yield what is wrong with a reference to a call of a module."""
        call = self._module.module_calls.get(reference.address.removeprefix("module."))
        called = call.called if call else None
        if call and called is not None:
            yield from check_output(reference, call, called)

    def _ignored_changes(self, resource: Resource, schema: BlockSchema) -> Iterator[SchemaViolation]:
        """Yield what lifecycle is to ignore and is not there."""
        for lifecycle in resource.body.of_type("lifecycle"):
            attribute = lifecycle.body.attributes.get("ignore_changes")
            for item in getattr(attribute.expression, "items", ()) if attribute else ():
                if isinstance(item, Traversal):
                    yield from check_path(item, schema, resource.address)

    def _type_of(self, value: object) -> Type | None:
        """Return of which type an unknown value will be, as far as references and templates tell."""
        if not isinstance(value, Unknown):
            return None
        if value.parts or value.encoded is not None:
            return _STRING
        reference = value.reference
        if reference is None:
            return None
        if reference.kind == "var":
            return self._variable_type(reference)
        if reference.kind not in _REFERENCES:
            return None
        resource = self._module.resource(reference.address)
        schema = self._schema(resource) if resource is not None else None
        return follow(reference.rest, resource, schema).type if resource and schema else None

    def _variable_type(self, reference: Reference) -> Type | None:
        variable = self._module.variables.get(reference.address.removeprefix("var."))
        return follow_type(provider_type(variable.type), reference.rest) if variable else None


_WORDS = {"resource": "the resource type", "data": "the data source", "ephemeral": "the ephemeral resource type"}


def _address(block: Block) -> str:
    """Return the address of what a block declares, empty where it declares nothing that has one."""
    if block.type in _REFERENCES and len(block.labels) > 1:
        prefix = "" if block.type == "resource" else f"{block.type}."
        return f"{prefix}{block.labels[0]}.{block.labels[1]}"
    return f"{block.type}.{block.labels[0]}" if block.labels else ""
