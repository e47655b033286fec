"""What a configuration declares, each by its address: what changes are told of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from generator import providers
from generator.diff.trees import BlockTree, Leaf, Schema, tree_of
from generator.hcl import Attribute as AttributeNode
from generator.hcl import Block, Expression, Instance, Literal, Module, Resource, Unknown
from generator.hcl.evaluation.normal_form import spell
from generator.hcl.evaluation.references import bare_reference
from generator.hcl.evaluation.symbols import Symbol
from generator.hcl.evaluation.values import SetValue
from generator.hcl.module.declarations import Output, Provider, RequiredProvider, Variable
from generator.hcl.module.views import BlockView
from generator.hcl.syntax.tree import ObjectExpression, Tuple

_REPEATED = frozenset({"count", "for_each"})
_OF_PROVIDERS = {"source": Literal, "version": Literal, "configuration_aliases": Tuple}
_LANGUAGE = frozenset({"depends_on", "lifecycle", "provider"})


@dataclass(frozen=True)
class Subject:
    """Something that is declared.

    Attributes:
        address: Where it is told of: `aws_lambda_function.fn["auth"]`, `output.url`.
        kind: See `Change.kind`.
        type: A resource's type, or empty.
        declared: The address without the instance's key, by which it is referred to.
        block: Its syntax.
        make: Makes its tree.
        instance: Of a resource or module call: which instance of it.
    """

    address: str
    kind: str
    type: str
    declared: str
    block: Block
    make: Callable[[], BlockTree]
    instance: Instance | None = None

    @cached_property
    def tree(self) -> BlockTree:
        """What it holds."""
        return self.make()


def schema_of(kind: str, type_: str) -> providers.BlockSchema | None:
    """Return what a resource may hold, None where that is not known."""
    return providers.lookup(kind, type_) if kind in providers.KINDS else None


def hides(kind: str, type_: str, attribute: str) -> bool:
    """Return whether a provider says that an attribute is sensitive."""
    schema = schema_of(kind, type_)
    known = schema.attributes.get(attribute) if schema else None
    return bool(known and known.sensitive)


def subjects(module: Module, wanted: Callable[[str], bool]) -> dict[str, Subject]:
    """Return what a module declares, by address; of what is declared twice the first.

    Args:
        module: The module.
        wanted: Whether something is of interest, by its address without a key.
    """
    found: dict[str, Subject] = {}
    for subject in _all(module, wanted):
        found.setdefault(subject.address, subject)
    return found


def _all(module: Module, wanted: Callable[[str], bool]) -> Iterator[Subject]:
    resources = [*module.resources(), *module.data(), *module.ephemerals(), *module.module_calls.values()]
    for resource in resources:
        if wanted(resource.address):
            yield from (of_instance(instance) for instance in resource.instances)
    for variable in module.variables.values():
        if wanted(variable.address):
            yield _of_variable(variable)
    for output in module.outputs.values():
        if wanted(f"output.{output.name}"):
            yield _of_output(output)
    for provider in module.providers:
        if wanted(f"provider.{provider.address}"):
            yield _of_provider(module, provider)
    if module.settings.blocks and wanted("terraform"):
        yield _of_settings(module)
    for block in (*module.checks, *module.imports, *module.removed):
        address = address_of(block)
        if wanted(address):
            yield _of_block(module, block.type, address, block)


def of_other(module: Module, address: str, block: Block) -> Subject:
    """Return a block of a type that tfgen does not know."""
    return _of_block(module, "other", address, block)


def _of_block(module: Module, kind: str, address: str, block: Block) -> Subject:
    view = BlockView(module, block.type, [], block.body, block, {})
    return Subject(address, kind, "", address, block, lambda: _plain(view))


def address_of(block: Block) -> str:
    """Return what a `check`, `import`, `removed` or `moved` block is told of as."""
    if block.labels:
        return f"{block.type}.{block.labels[0]}"
    named = block.body.attributes.get("to" if block.type in ("import", "moved") else "from")
    return f"{block.type}.{spell(named.expression)}" if named else block.type


def of_instance(instance: Instance) -> Subject:
    """Return an instance of a resource, data source, ephemeral resource or module call."""
    resource = instance.resource
    return Subject(
        instance.address,
        resource.kind,
        resource.type,
        resource.address,
        resource.block,
        lambda: _instance_tree(instance),
        instance,
    )


def _instance_tree(instance: Instance) -> BlockTree:
    resource = instance.resource
    schema = schema_of(resource.kind, resource.type)
    repeated = frozenset[str]() if isinstance(instance.key, Unknown) else _REPEATED
    tree = tree_of(instance, schema, repeated | _LANGUAGE)
    _add_language(tree, resource, instance)
    return tree


def _add_language(tree: BlockTree, resource: Resource, view: BlockView) -> None:
    attributes = resource.body.attributes
    default = resource.type.partition("_")[0]
    if "provider" in attributes and resource.provider != default:
        tree.attributes["provider"] = Leaf(Symbol([resource.provider]), attributes["provider"], evaluated=False)
    _add_names(tree, view, "depends_on")
    for block in view.blocks("lifecycle"):
        inner = tree_of(block)
        for name in ("ignore_changes", "replace_triggered_by"):
            inner.attributes.pop(name, None)
            _add_names(inner, block, name)
        tree.blocks["lifecycle"] = [inner]
        tree.nestings["lifecycle"] = "single"


def _add_names(tree: BlockTree, view: BlockView, name: str) -> None:
    """Add an argument that lists names, in any order."""
    attribute = view.attribute(name)
    if attribute is None:
        return
    items = getattr(attribute.expression, "items", [attribute.expression])
    names = {spell(item): _name(item) for item in items}
    if names:
        value = SetValue(names[text] for text in sorted(names))
        tree.attributes[name] = Leaf(value, attribute, evaluated=False)


def _name(node: Expression) -> Unknown:
    """Return what is named, rather than its value."""
    reference = bare_reference(node)
    return Unknown(reference) if reference else Symbol([spell(node)])


def _of_variable(variable: Variable) -> Subject:
    def make() -> BlockTree:
        tree = tree_of(variable.view)
        default = tree.attributes.get("default")
        if default and default.value is None:  # unlike any other argument: without it, a value has to be given
            tree.attributes["default"] = default._replace(value=Symbol(["null"]))
        elif default:
            value = default.value if variable.given else variable.module.variable(variable.name)
            tree.attributes["default"] = default._replace(
                value=value, sensitive=variable.sensitive or variable.ephemeral
            )
        if variable.given:
            value = variable.module.variable(variable.name)
            tree.attributes["value"] = Leaf(
                value, variable.given, sensitive=variable.sensitive or variable.ephemeral
            )
        return tree

    return Subject(variable.address, "variable", "", variable.address, variable.block, make)


def _of_output(output: Output) -> Subject:
    def make() -> BlockTree:
        tree = tree_of(output.view, without=frozenset({"depends_on"}))
        _add_names(tree, output.view, "depends_on")
        value = tree.attributes.get("value")
        if value and (output.sensitive or output.ephemeral):
            tree.attributes["value"] = value._replace(sensitive=True)
        return tree

    address = f"output.{output.name}"
    return Subject(address, "output", "", address, output.block, make)


def _of_provider(module: Module, provider: Provider) -> Subject:
    def make() -> BlockTree:
        required = module.settings.required_providers.get(provider.name)
        schema: Schema = providers.provider_block(required.source if required else provider.name)
        return tree_of(provider.view, schema)

    address = f"provider.{provider.address}"
    return Subject(address, "provider", "", address, provider.block, make)


def _of_settings(module: Module) -> Subject:
    settings = module.settings

    def make() -> BlockTree:
        tree = BlockTree(settings.blocks[0])
        for view in settings.views:
            inner = tree_of(view, without=frozenset({"required_providers"}))
            tree.attributes.update(inner.attributes)
            for name, blocks in inner.blocks.items():
                for block in blocks:
                    _put(tree, (name, *block.labels), replace(block, labels=(), _keys={}))
        for provider in settings.required_providers.values():
            _put(tree, ("required_providers", provider.name), _required_versions(provider))
        return tree

    return Subject("terraform", "terraform", "", "terraform", settings.blocks[0], make)


def _put(tree: BlockTree, way: tuple[str, ...], block: BlockTree) -> None:
    """Put a block into another, where its labels are part of the way to it: `backend.s3`."""
    name, *rest = way
    tree.nestings[name] = "single"
    if not rest:
        tree.blocks.setdefault(name, []).append(block)
        return
    holder = tree.blocks.setdefault(name, [BlockTree(block.node)])[0]
    _put(holder, tuple(rest), block)


def _required_versions(provider: RequiredProvider) -> BlockTree:
    tree = BlockTree(provider.attribute)
    tree.attributes["source"] = Leaf(provider.source, provider.attribute)
    if provider.version:
        tree.attributes["version"] = Leaf(provider.version, provider.attribute)
    if provider.aliases:
        aliases = [Symbol([alias]) for alias in sorted(provider.aliases)]
        tree.attributes["configuration_aliases"] = Leaf(aliases, provider.attribute)
    tree.attributes.update(_unread(provider.attribute))
    return tree


def _unread(required: AttributeNode) -> Iterator[tuple[str, Leaf]]:
    """Yield what is written of a required provider and is none of what Terraform reads there."""
    expression = required.expression
    if not isinstance(expression, ObjectExpression):
        if not isinstance(expression, Literal):
            yield "", Leaf(Symbol([spell(expression)]), required, evaluated=False)
        return
    for key, value in expression.items:
        name = str(key.value) if isinstance(key, Literal) else spell(key)
        if not isinstance(value, _OF_PROVIDERS.get(name, ())):
            yield name, Leaf(Symbol([spell(value)]), value, evaluated=False)


def _plain(view: BlockView) -> BlockTree:
    """Return a block of the language, in which resources are named rather than read."""
    tree = tree_of(view)
    for name in ("from", "to"):
        attribute = view.attribute(name)
        if attribute:
            tree.attributes[name] = Leaf(Symbol([spell(attribute.expression)]), attribute, evaluated=False)
    return tree
