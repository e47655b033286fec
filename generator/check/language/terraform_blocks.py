"""What `terraform` blocks say: versions, providers and where state is kept.

Source: https://developer.hashicorp.com/terraform/language/terraform
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.language.block_shapes import backends
from generator.check.language.block_structure import ViolationPlace, constant, header_of, is_identifier, name_of
from generator.check.language.dialect import ANY, Dialect, dialect_of
from generator.check.rule import Place, Violation
from generator.check.schema.version_constraints import allows
from generator.check.schema.violation import suggestion
from generator.hcl import Attribute, Block, Expression, Literal, Module, Traversal
from generator.hcl.evaluation.types import ConversionError, bool_of, number_of
from generator.hcl.evaluation.values import NotEvaluated
from generator.hcl.syntax.tree import ObjectExpression, Tuple

RELEASES = tuple(f"1.{minor}.{patch}" for minor in range(18) for patch in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99))
"""Versions of Terraform and OpenTofu of which a constraint has to allow one, those of 1.17 the newest.

Source: https://github.com/hashicorp/terraform/releases, where 1.17 has alphas
"""
_VERSION = (
    r"v?\d+(?:\.\d+)*(?:-(?:\d+[0-9A-Za-z~-]*(?:\.[0-9A-Za-z~-]+)*)|-?(?:[A-Za-z~-]+[0-9A-Za-z~-]*"
    r"(?:\.[0-9A-Za-z~-]+)*))?(?:\+[0-9A-Za-z~-]+(?:\.[0-9A-Za-z~-]+)*)?"
)
_CONSTRAINT = re.compile(rf"\s*(?:=|!=|>|<|>=|<=|~>)?\s*{_VERSION}\s*")
"""Source: https://github.com/hashicorp/go-version/blob/v1.7.0/constraint.go"""
_REMOVED = {"azure": "azurerm", "artifactory": "", "etcd": "", "etcdv3": "", "manta": "", "swift": "", "atlas": ""}
"""Backends that there were, and what they are called now."""
_PROVIDER_KEYS = ("source", "version", "configuration_aliases")
_MOST_PARTS = 3
_PLAIN_NAMES = frozenset({"aws", "random", "archive", "null", "terraform", "tls", "time", "local", "external"})
"""Names of providers that need no look."""
_PART = re.compile(r"[0-9a-z](?:[0-9a-z_-]*[0-9a-z])?", re.IGNORECASE)
_HOST = re.compile(r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+(?::\d+)?|localhost(?::\d+)?")


def violations(module: Module, dialect: Dialect = ANY) -> Iterator[Violation]:
    """Yield what is wrong with the settings of a module."""
    requirements: list[Block] = []
    stores: list[Block] = []
    is_opentofu = dialect_of(module, dialect).name == "opentofu"
    for block in module.settings.blocks:
        attribute = block.body.attributes.get("required_version")
        if attribute is not None and not is_opentofu:  # which goes by its language block, if any
            yield from _required_version(attribute)
        experiments = block.body.attributes.get("experiments")
        if experiments and not (isinstance(experiments.expression, Tuple) and not experiments.expression.items):
            message = "experiments are for alphas of Terraform: no release takes any"
            yield Violation(experiments.expression, message)
        for inner in block.body.blocks:
            if inner.type == "required_providers":
                requirements.append(inner)
                for entry in inner.body.attributes.values():
                    yield from _required_provider(entry)
                for nested in inner.body.blocks:
                    yield Violation(
                        header_of(nested), "required_providers has no blocks", f"write {nested.type} = …"
                    )
            elif inner.type in ("backend", "cloud", "state_store"):
                stores.append(inner)
            if inner.type == "backend" and len(inner.labels) == 1:
                yield from _backend(inner, early=is_opentofu)
    yield from _again(requirements, "a module has one block required_providers, write all of it there")
    yield from _again(stores, "state is kept in one place: this is a second block for it")
    yield from _provider_names(module)


def _provider_names(module: Module) -> Iterator[Violation]:
    for resource in (*module.resources(), *module.data(), *module.ephemerals()):
        name = resource.provider.partition(".")[0]
        if name not in _PLAIN_NAMES:
            named = resource.body.attributes.get("provider")
            yield from _provider_name(name, named.expression if named else header_of(resource.block))
    for provider in module.providers:
        yield from _provider_name(provider.name, header_of(provider.block))
        if provider.alias and not is_identifier(provider.alias):
            place = provider.block.body.attributes["alias"].expression
            yield Violation(
                place, f'"{provider.alias}" is no name', "a letter or _, then letters, digits, _ and -"
            )


def _again(blocks: list[Block], message: str) -> Iterator[Violation]:
    for block in blocks[1:]:
        first = blocks[0].location
        yield Violation(header_of(block), f"{message}; the first is at {first.path}:{first.line}")


def unreadable(constraint: str) -> bool:
    """Whether a version constraint can't be read."""
    return not all(_CONSTRAINT.fullmatch(part) for part in constraint.split(","))


def _required_version(attribute: Attribute) -> Iterator[Violation]:
    node = attribute.expression
    if not isinstance(node, Literal):
        return
    text = node.value
    if not isinstance(text, str) or unreadable(text):
        yield Violation(node, "this is no version constraint", 'such as ">= 1.11, < 2.0"')
    elif not any(allows(text, release) for release in RELEASES):
        yield Violation(node, f'no Terraform from 1.0 to 1.17 is one that "{text}" allows')


def _required_provider(entry: Attribute) -> Iterator[Violation]:
    node = entry.expression
    if not isinstance(node, ObjectExpression):
        if isinstance(node, Literal) and (not isinstance(node.value, str) or unreadable(node.value)):
            yield Violation(node, "this is no version constraint", 'such as "~> 6.0"')
        elif not isinstance(node, Literal):
            wrong = constant(entry)
            if wrong:
                yield Violation(wrong[0], wrong[1], wrong[2])
        return
    yield from _provider_name(entry.name, name_of(entry))
    for key, value in node.items:
        word = key.value if isinstance(key, Literal) else ""
        if word not in _PROVIDER_KEYS:
            hint = suggestion(str(word), _PROVIDER_KEYS)
            yield Violation(
                key, f'a required provider has no "{word}"', hint or "settings belong in a provider block"
            )
        elif word == "configuration_aliases":
            yield from _aliases(entry.name, value)
        elif not isinstance(value, Literal) or not isinstance(value.value, str):
            yield Violation(value, f'"{word}" is a text in quotes')
        elif word == "version" and unreadable(value.value):
            yield Violation(value, "this is no version constraint", 'such as "~> 6.0"')
        elif word == "source":
            yield from _source(value, value.value)


def _provider_name(name: str, place: Place) -> Iterator[Violation]:
    if not _PART.fullmatch(name) or "_" in name or "--" in name or name != name.lower():
        hint = f"such as {name.lower().replace('_', '-').strip('-')}"
        yield Violation(place, f'"{name}" is no name of a provider: small letters, digits and single dashes', hint)


def _source(place: Place, source: str) -> Iterator[Violation]:
    parts = source.split("/")
    names, host = parts[-2:], parts[0] if len(parts) == _MOST_PARTS else ""
    is_right = len(parts) <= _MOST_PARTS and all(_PART.fullmatch(part) and "--" not in part for part in names)
    if not is_right or (host and not _HOST.fullmatch(host)):
        yield Violation(place, f'"{source}" is no address of a provider', 'such as "hashicorp/aws"')
    elif names[-1].startswith("terraform-"):
        name = names[-1].removeprefix("terraform-").removeprefix("provider-")
        hint = f'write "{"/".join([*parts[:-1], name])}"'
        yield Violation(place, f'the address of a provider has no "terraform-" in it, as "{source}" has', hint)


def _aliases(name: str, node: Expression) -> Iterator[Violation]:
    if not isinstance(node, Tuple):
        yield Violation(node, "configuration_aliases is a list", f"such as [{name}.other]")
        return
    for item in node.items:
        if not isinstance(item, Traversal) or item.root != name or len(item.steps) > 1:
            yield Violation(
                item, f"an alias begins with the provider's name here, {name}", f"such as {name}.other"
            )


def _backend(block: Block, early: bool) -> Iterator[Violation]:
    """Yield what is wrong with a backend; `early` says that variables have values when it is read."""
    name = block.labels[0]
    known = backends().get(name)
    if known is None:
        now = _REMOVED.get(name)
        message = f'there is no backend "{name}"' if now is None else f'there is no backend "{name}" any more'
        hint = suggestion(name, backends()) if now is None else now and f'write "{now}"'
        yield Violation(header_of(block), message, hint)
        return
    for attribute in block.body.attributes.values():
        wrong = None if early else constant(attribute)
        if wrong is not None:
            hint = "give it with terraform init -backend-config"
            yield Violation(ViolationPlace(wrong[0].location, wrong[0].end), wrong[1], hint)
        elif known and attribute.name not in known and attribute.name != "//":
            hint = suggestion(attribute.name, known)
            yield Violation(name_of(attribute), f'the backend "{name}" has no argument "{attribute.name}"', hint)
        elif known:
            yield from _check_type(attribute, known.get(attribute.name, ""))
    for inner in block.body.blocks:
        if known and known.get(inner.type) != "block":
            hint = suggestion(inner.type, known)
            yield Violation(header_of(inner), f'the backend "{name}" has no block "{inner.type}"', hint)


def _check_type(attribute: Attribute, kind: str) -> Iterator[Violation]:
    node = attribute.expression
    if not isinstance(node, Literal) or node.value is None or kind not in ("bool", "number"):
        return
    try:
        (bool_of if kind == "bool" else number_of)(node.value)
    except ConversionError as error:
        yield Violation(node, f'"{attribute.name}": {error}')
    except NotEvaluated:
        pass
