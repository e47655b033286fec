"""A whole module held against the schemas of the providers that it uses."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import TypeVar

from generator import providers
from generator.aws.upgrades import SUCCESSORS
from generator.check.facts.memo import memoize
from generator.check.rule import Violation
from generator.check.schema.attribute_references import check_path, check_reference, follow, follow_type, type_path
from generator.check.schema.body import BodyChecker, Occurrence, alike, deprecation
from generator.check.schema.calls import check_call, check_output
from generator.check.schema.provider_versions import AS_REQUIRED, ProviderChoice, ProviderVersions
from generator.check.schema.provisioners import check_provisioners
from generator.check.schema.variable_types import provider_type
from generator.check.schema.violation import Kind, SchemaViolation, at, suggestion
from generator.hcl import Block, Module, Node, Reference, Resource, Traversal, Unknown
from generator.hcl.module.declarations import Provider
from generator.providers import BlockSchema, Release, Type

_STRING = Type("string")
_REFERENCES = frozenset({"resource", "data", "ephemeral"})
_ADDRESSES_ONLY = frozenset({"moved", "import", "removed", "terraform", "variable"})
"""Top-level blocks in which names of resources are no references to their attributes."""

_PROVIDER_BLOCKS = frozenset({"_"})

# What Terraform itself takes in blocks whose type a provider brings; `generator.check.language` checks that.
# https://developer.hashicorp.com/terraform/language/meta-arguments/count and the pages beside it
_ARGUMENTS = frozenset({"count", "for_each", "provider", "depends_on"})
_PROVIDER_ARGUMENTS = frozenset({"alias", "version", "for_each", "count", "depends_on", "source"})
_ESCAPE = "_"

_BLOCKS = {
    "resource": frozenset({"lifecycle", "connection", "provisioner", "locals", _ESCAPE}),
    "data": frozenset({"lifecycle", "locals", _ESCAPE}),
    "ephemeral": frozenset({"lifecycle", "connection", "provisioner", "locals", _ESCAPE}),
}
"""The blocks that Terraform takes in each kind, and those whose names it keeps for itself."""

_LATER_BLOCKS = {"terraform_data": frozenset({"store"})}
"""Blocks of types that are Terraform's own, which it has from a later version on: 1.16."""

_S = TypeVar("_S")


@memoize
def provider_versions_of(module: Module, choice: ProviderChoice = AS_REQUIRED) -> ProviderVersions:
    """Return which versions of its providers a module means."""
    return ProviderVersions(module, choice)


@memoize
def schema_violations(module: Module, choice: ProviderChoice = AS_REQUIRED) -> tuple[SchemaViolation, ...]:
    """Return all that is wrong with a module by its providers' schemas, in the order of the places.

    Where a module means several versions of a provider, what is wrong with one of them alone says with which.

    Args:
        module: The module.
        choice: What is set about providers.
    """
    found = dict.fromkeys(_VersionComparison(module, provider_versions_of(module, choice)).check())
    return tuple(sorted(found, key=lambda each: (each.location, each.kind, each.message)))


def violations(module: Module, kinds: Container[Kind], choice: ProviderChoice) -> Iterator[Violation]:
    """Yield what a rule about some kinds of schema violations finds in a module."""
    for found in schema_violations(module, choice):
        if found.kind in kinds:
            yield Violation(found, found.message, found.hint, found.address)


class _VersionComparison:
    """What is wrong with a module by the schemas of each of the versions that it means."""

    def __init__(self, module: Module, meant: ProviderVersions) -> None:
        self._module, self._meant = module, meant
        self._checkers = [ModuleChecker(module, meant, number) for number in range(meant.most)]

    def check(self) -> Iterator[SchemaViolation]:
        """Yield all that is wrong, in no particular order."""
        module, first = self._module, self._checkers[0]
        for resource in (*module.resources(), *module.data(), *module.ephemerals()):
            yield from self._of_all(resource, ModuleChecker.resource, self._is_alike(resource))
        for provider in first.used_providers():
            yield from self._of_all(provider, ModuleChecker.provider)
        yield from first.repeated_providers()
        for call in module.module_calls.values():
            called = call.called
            if called is not None:
                yield from check_call(call, called, first.type_of)
        for block in module.blocks:
            if block.type not in _ADDRESSES_ONLY:
                yield from self._of_all(block, ModuleChecker.references)
        yield from self._meant.unknown.values()

    def _of_all(
        self, subject: _S, check: Callable[[ModuleChecker, _S], Iterable[SchemaViolation]], alike: bool = False
    ) -> Iterator[SchemaViolation]:
        """Yield what is wrong with something by each version: what one version alone says, with its name."""
        first, *others = self._checkers
        may_lack = self._meant.may_lack  # what to write instead of what is deprecated
        if alike or not others:
            yield from (found for found in check(first, subject) if not may_lack(found.needs))
            return
        by_place: dict[tuple[object, ...], dict[int, SchemaViolation]] = {}
        for number, checker in enumerate(self._checkers):
            for found in check(checker, subject):
                by_place.setdefault((found.kind, found.location, found.message), {})[number] = found
        for by_version in by_place.values():
            number, found = next(iter(by_version.items()))
            if len(by_version) == len(self._checkers):
                if not may_lack(found.needs):
                    yield found
            elif self._meant.newest_suffices and len(self._checkers) - 1 not in by_version:
                continue
            elif not found.needs:
                yield found._replace(message=f"{found.message}, with {self._meant.label(number)}")

    def _is_alike(self, resource: Resource) -> bool:
        """Return whether all versions say the same of what a resource is made of, so that to ask one is enough."""
        first, *others = (checker.schema(resource) for checker in self._checkers)
        return all(
            (other is None and first is None) or (first and other and alike(resource.body, first, other))
            for other in others
        )


class ModuleChecker:
    """The checks of a module's parts against one version of each of its providers."""

    def __init__(self, module: Module, meant: ProviderVersions, number: int) -> None:
        """Take a module.

        Args:
            module: The module.
            meant: The versions of its providers.
            number: Which of them, where there are several: 0 is the oldest.
        """
        self._module, self._meant, self._number = module, meant, number
        self._required = module.settings.required_providers
        self._declared = dict.fromkeys(provider.address for provider in module.providers)
        self._schemas: dict[str, BlockSchema | None] = {}
        ephemeral_variables = (variable.ephemeral for variable in module.variables.values())
        self._has_ephemeral = bool(module.ephemerals()) or any(ephemeral_variables)

    def _release(self, local_name: str, node: Node) -> Release | None:
        """Return a provider's schemas by its name here; None, and noted, where they are not here."""
        meant = self._meant.of(local_name, node)
        return meant[min(self._number, len(meant) - 1)].release if meant else None

    def schema(self, resource: Resource) -> BlockSchema | None:
        """Return the schema of a resource, None where there is none."""
        if resource.address not in self._schemas:
            release = self._release(resource.provider.partition(".")[0], resource.block)
            found = release.lookup(resource.kind, resource.type) if release else None
            self._schemas[resource.address] = found
        return self._schemas[resource.address]

    def resource(self, resource: Resource) -> Iterator[SchemaViolation]:
        """Yield what is wrong with one block whose type a provider brings."""
        kind, address = resource.kind, resource.address
        yield from self._alias(resource)
        if kind != "data":
            yield from check_provisioners(resource, self.type_of)
        schema = self.schema(resource)
        if schema is None:
            yield from self._unknown_type(resource)
            return
        if schema.deprecated:
            since, hint, _ = deprecation(type_path(resource))
            message = f"{_WORDS[kind]} {resource.type} is deprecated{since}"
            end = resource.block.header_end
            yield SchemaViolation("deprecated", message, resource.location, end, hint, address)
        checker = BodyChecker(address, self.type_of, self._has_ephemeral and kind != "ephemeral")
        instances = resource.instances
        occurrence = Occurrence(resource.block, resource.body, instances or [resource.view], not instances)
        blocks = _BLOCKS[kind] | _LATER_BLOCKS.get(resource.type, frozenset())
        checker.check(occurrence, schema, type_path(resource), _ARGUMENTS, blocks)
        yield from checker.found
        yield from self._own_id(resource, schema)
        yield from self._ignored_changes(resource, schema)

    def _own_id(self, resource: Resource, schema: BlockSchema) -> Iterator[SchemaViolation]:
        """Yield that the `id` can't be set, where the schema says more than is so."""
        attribute, argument = resource.body.attributes.get("id"), schema.attributes.get("id")
        if not attribute or not argument or not (argument.optional and argument.computed):
            return
        set_ = any(not each["id"].absent for each in resource.instances)
        release = self._release(resource.provider.partition(".")[0], resource.block)
        if set_ and release and not release.takes_id(resource.kind, resource.type):
            message = '"id" can\'t be set, the provider says what it is'
            yield at("computed", message, attribute, address=resource.address)

    def _unknown_type(self, resource: Resource) -> Iterator[SchemaViolation]:
        """Yield that a provider does not have a type, where it is one that we know."""
        kind, name = resource.kind, resource.type
        release = self._release(resource.provider.partition(".")[0], resource.block)
        if release is None:
            return
        others = [other for other in providers.KINDS if release.has(other, name)]
        hint = SUCCESSORS.get(type_path(resource)) or suggestion(name, release.type_names(kind))
        if others:
            hint = f'there is {_WORDS[others[0]]} of that name: write {others[0]} "{name}"'
        message = f'the provider "{release.source}" has no {_WORDS[kind].partition(" ")[2]} "{name}"'
        end = resource.block.header_end
        yield SchemaViolation("unknown-type", message, resource.location, end, hint, resource.address)

    def _alias(self, resource: Resource) -> Iterator[SchemaViolation]:
        """Yield that a resource asks for a configuration of its provider that nothing declares."""
        attribute = resource.body.attributes.get("provider")
        provider = resource.provider.partition("[")[0]  # OpenTofu's configurations may have for_each
        name, _, alias = provider.partition(".")
        if attribute is None or not alias:
            return
        required = self._required.get(name)
        aliases = required.aliases if required else []
        if provider not in self._declared and provider not in aliases:
            message = f'there is no configuration of the provider "{name}" with the alias "{alias}"'
            hint = suggestion(resource.provider, [*self._declared, *aliases])
            yield at("provider-alias", message, attribute.expression, hint, resource.address)

    def used_providers(self) -> Iterator[Provider]:
        """Yield the configurations of providers that something may use: Terraform looks at no idle one."""
        return (provider for provider in self._module.providers if self._is_used(provider.name))

    def provider(self, provider: Provider) -> Iterator[SchemaViolation]:
        """Yield what is wrong with the configuration of a provider."""
        block, address = provider.block, f"provider.{provider.address}"
        release = self._release(provider.name, block)
        if release is not None:
            checker = BodyChecker(address, self.type_of, False)
            occurrence = Occurrence(block, block.body, [provider.view])
            checker.check(occurrence, release.provider_block(), "provider", _PROVIDER_ARGUMENTS, _PROVIDER_BLOCKS)
            yield from checker.found

    def repeated_providers(self) -> Iterator[SchemaViolation]:
        """Yield the configurations of providers that are there already."""
        seen: set[str] = set()
        for provider in self._module.providers:
            block, address = provider.block, f"provider.{provider.address}"
            if provider.address in seen:
                message = f'the provider "{provider.address}" is configured already'
                hint = "give each further configuration an alias of its own"
                end = block.header_end
                yield SchemaViolation("provider-alias", message, block.location, end, hint, address)
            seen.add(provider.address)

    def _is_used(self, local_name: str) -> bool:
        """Whether anything may use a provider."""
        module = self._module
        users = (*module.resources(), *module.data(), *module.ephemerals())
        return bool(module.module_calls) or any(one.provider.partition(".")[0] == local_name for one in users)

    def references(self, block: Block) -> Iterator[SchemaViolation]:
        """Yield what is wrong with the references in a top-level block."""
        own = self._module.resource(_address(block))
        for reference in self._module.references(block):
            if reference.kind == "module":
                yield from self._output(reference)
            resource = own if reference.kind == "self" else None
            if reference.kind in _REFERENCES:
                resource = self._module.resource(reference.address)
            later = _LATER_BLOCKS.get(resource.type, ()) if resource is not None else ()
            if (
                resource is not None
                and resource.kind != "module"
                and not {*later}.isdisjoint(reference.attributes)
            ):
                continue
            if resource is not None and resource.kind != "module" and reference.rest:
                schema = self.schema(resource)
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

    def type_of(self, value: object) -> Type | None:
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
        schema = self.schema(resource) if resource is not None else None
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
