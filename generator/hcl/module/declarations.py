"""What a module declares besides resources: variables, locals, outputs, providers and settings."""

from __future__ import annotations

from typing import Protocol

from generator.hcl.evaluation.types import Type
from generator.hcl.evaluation.values import Raw
from generator.hcl.module.value import Value
from generator.hcl.module.views import BlockView, ViewContext
from generator.hcl.syntax.structure import Attribute, Block
from generator.hcl.syntax.tree import Expression, Literal, ObjectExpression, Traversal, Tuple
from generator.location import Location


class DeclarationContext(ViewContext, Protocol):
    """What declarations ask of the module that they are in."""

    def variable(self, name: str) -> Raw:
        """Return a variable's value."""
        ...

    def variable_type(self, name: str) -> Type:
        """Return what a variable is constrained to."""
        ...

    def local(self, name: str) -> Raw:
        """Return a local value."""
        ...


class _BlockDeclaration:
    """A block of the module by itself."""

    __slots__ = ("block", "module", "name", "view")

    def __init__(self, module: DeclarationContext, block: Block) -> None:
        self.module, self.block = module, block
        self.name = block.labels[0]
        self.view = BlockView(module, block.type, block.labels, block.body, block, {})

    @property
    def location(self) -> Location:
        """Where it starts."""
        return self.block.location

    @property
    def end(self) -> Location:
        """Where its header ends."""
        return self.block.header_end

    @property
    def deprecation(self) -> str:
        """Why it is deprecated, empty where it is not."""
        text = self.view["deprecated"].value
        return text if isinstance(text, str) else ""

    def flag(self, name: str) -> bool:
        """Whether an attribute is known to be true."""
        attribute = self.block.body.attributes.get(name)
        return attribute is not None and self.view[name].value is True


class Variable(_BlockDeclaration):
    """A variable.

    Attributes:
        given: The expression that a file of variable values has for it.
    """

    __slots__ = ("given",)

    def __init__(self, module: DeclarationContext, block: Block) -> None:
        super().__init__(module, block)
        self.given: Expression | None = None

    @property
    def address(self) -> str:
        """`var.name`."""
        return f"var.{self.name}"

    @property
    def type(self) -> Type:
        """The type that it is constrained to; "any" if to none."""
        return self.module.variable_type(self.name)

    @property
    def value(self) -> Value:
        """What it is: as given, or the default; unknown where there is neither."""
        node = self.given or self.default.expression
        return Value(self.module, self.module.variable(self.name), node, node or self.block)

    @property
    def default(self) -> Value:
        """Its default as it is written; absent where there is none, or null."""
        return self.view["default"]

    @property
    def required(self) -> bool:
        """Whether it has no default."""
        return "default" not in self.block.body.attributes

    @property
    def sensitive(self) -> bool:
        """Whether it is declared sensitive."""
        return self.flag("sensitive")

    @property
    def ephemeral(self) -> bool:
        """Whether it is declared ephemeral."""
        return self.flag("ephemeral")

    @property
    def nullable(self) -> bool:
        """Whether it may be null."""
        return "nullable" not in self.block.body.attributes or self.flag("nullable")

    @property
    def validations(self) -> list[BlockView]:
        """Its validation blocks."""
        return self.view.blocks("validation")


class Output(_BlockDeclaration):
    """An output."""

    __slots__ = ()

    @property
    def value(self) -> Value:
        """Its value."""
        return self.view["value"]

    @property
    def sensitive(self) -> bool:
        """Whether it is declared sensitive; whether its value is, the value says."""
        return self.flag("sensitive")

    @property
    def ephemeral(self) -> bool:
        """Whether it is declared ephemeral."""
        return self.flag("ephemeral")


class Provider(_BlockDeclaration):
    """A provider configuration."""

    __slots__ = ()

    @property
    def alias(self) -> str:
        """Its alias, empty where it has none."""
        value = self.view["alias"].value
        return value if isinstance(value, str) else ""

    @property
    def address(self) -> str:
        """Its name, with the alias if it has one: "aws", "aws.use1"."""
        return f"{self.name}.{self.alias}" if self.alias else self.name


class Local:
    """A local value."""

    __slots__ = ("attribute", "module", "name")

    def __init__(self, module: DeclarationContext, attribute: Attribute) -> None:
        self.module, self.attribute, self.name = module, attribute, attribute.name

    @property
    def address(self) -> str:
        """`local.name`."""
        return f"local.{self.name}"

    @property
    def location(self) -> Location:
        """Where it starts."""
        return self.attribute.location

    @property
    def end(self) -> Location:
        """Where its name ends."""
        return self.attribute.source.location(self.attribute.start + len(self.name))

    @property
    def value(self) -> Value:
        """What it is."""
        node = self.attribute.expression
        return Value(self.module, self.module.local(self.name), node, node)


class RequiredProvider:
    """An entry of required_providers.

    Attributes:
        name: The local name.
        attribute: Where it is written.
        source: Such as "hashicorp/aws"; by the name where it is not set.
        version: The version constraint, empty where there is none.
        aliases: The configuration aliases, such as "aws.use1".
    """

    __slots__ = ("aliases", "attribute", "name", "source", "version")

    def __init__(self, module: DeclarationContext, attribute: Attribute) -> None:
        self.attribute, self.name = attribute, attribute.name
        self.source, self.version = f"hashicorp/{attribute.name}", ""
        self.aliases: list[str] = []
        node = attribute.expression
        if isinstance(node, Literal) and isinstance(node.value, str):
            self.version = node.value
            return
        if not isinstance(node, ObjectExpression):
            message = "a required provider is a version constraint, or an object with source and version"
            module.report("structure", message, node)
            return
        for key, value in node.items:
            name = key.value if isinstance(key, Literal) else ""
            if name in ("source", "version"):
                text = module.compute(value, {})
                setattr(self, name, text if isinstance(text, str) else "")
            elif name == "configuration_aliases" and isinstance(value, Tuple):
                self.aliases = [item.text for item in value.items if isinstance(item, Traversal)]

    @property
    def location(self) -> Location:
        """Where it starts."""
        return self.attribute.location

    @property
    def end(self) -> Location:
        """Where its name ends."""
        return self.attribute.source.location(self.attribute.start + len(self.name))


class TerraformSettings:
    """All `terraform` blocks together.

    Attributes:
        blocks: The blocks.
        views: The same, evaluated.
        required_providers: By local name.
        backend: The backend's block, labels[0] is its type; None where there is none.
        cloud: The cloud block.
    """

    __slots__ = ("backend", "blocks", "cloud", "required_providers", "views")

    def __init__(self, module: DeclarationContext, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.views = [BlockView(module, block.type, [], block.body, block, {}) for block in blocks]
        self.required_providers = {
            attribute.name: RequiredProvider(module, attribute)
            for block in blocks
            for inner in block.body.of_type("required_providers")
            for attribute in inner.body.attributes.values()
        }
        self.backend = next((one for view in self.views for one in view.blocks("backend")), None)
        self.cloud = next((one for view in self.views for one in view.blocks("cloud")), None)

    @property
    def required_version(self) -> Value | None:
        """The constraint on Terraform's version; None where there is none."""
        for view in self.views:
            if "required_version" in view.body.attributes:
                return view["required_version"]
        return None
