"""Which names differ from one environment to the next: those of a module are compared for two suffixes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.check.facts.missing_declarations import traversals
from generator.check.facts.texts import text_of, unknowns, words
from generator.hcl import BlockView, Expression, Module, Resource, Unknown
from generator.hcl.evaluation.values import Raw

_ONE, _OTHER = "q1x", "z2y"
"""Two suffixes that nothing else has."""

_OPEN, _CLOSE = "\ue002", "\ue003"
"""What stands between them is the name of a variable without a value."""

_VARIABLE = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_ENVIRONMENT = frozenset({"environment", "env", "stage", "suffix", "workspace"})
_BESIDES = frozenset({"name", "id", "deployment", "deploy", "target", "short", "resource", "tag"})
_PROJECT = frozenset(
    {
        "project",
        "app",
        "application",
        "product",
        "service",
        "company",
        "organization",
        "org",
        "owner",
        "team",
        "system",
    }
)
"""A variable with such a name is the same in all environments."""

_SAME_EVERYWHERE = (
    "aws_caller_identity",
    "aws_region",
    "aws_partition",
    "aws_availability_zones",
    "aws_organizations",
)


class EnvironmentNames:
    """Tells whether names of a module carry the environment's suffix."""

    def __init__(self, module: Module, suffix_variables: Iterable[str]) -> None:
        self._module = module
        referred = {one.steps[0] for one in traversals(module) if one.root == "var" and one.steps}
        variables = {name for name in referred if isinstance(name, str)} | set(module.variables)
        self.rooted = not variables.isdisjoint(suffix_variables)
        suffixes = set(suffix_variables)
        if not self.rooted:
            suffixes |= {name for name in variables if _is_of_environment(name)}
        texts = {name: f"{_OPEN}{name}{_CLOSE}" for name in variables - suffixes if self._is_open_text(name)}
        self._values = [texts | dict.fromkeys(suffixes, text) for text in (_ONE, _OTHER)]
        self._supposed: list[Module] = []

    def _is_open_text(self, name: str) -> bool:
        """Whether a variable is a text that nothing says, or that is a default for callers to replace."""
        declared = self._module.variables.get(name)
        if declared is None:
            return True
        default = not self.rooted and declared.given is None and isinstance(declared.value.value, str)
        return (default or isinstance(declared.value.value, Unknown)) and declared.type in ("string", "any")

    def _module_with(self, which: int) -> Module:
        while len(self._supposed) <= which:
            self._supposed.append(self._module.supposing(self._values[len(self._supposed)]))
        return self._supposed[which]

    def lacking(self, resource: Resource, names: Iterable[str]) -> list[tuple[BlockView, str, str]]:
        """Return the instances with a name that is the same for any suffix, that attribute, and the name."""
        found = []
        others: list[BlockView] | None = None
        for at, instance in enumerate(_instances(self._module_with(0), resource)):
            for name in names:
                value = instance[name].value
                text = text_of(value)
                if text is None or text == "" or _ONE in text or self._may_carry(value, text):
                    continue
                if others is None:
                    others = list(_instances(self._module_with(1), resource))
                if len(others) > at and text_of(others[at][name].value) == text:
                    found.append((instance, name, _VARIABLE.sub(r"${var.\1}", text)))
        return found

    def _may_carry(self, value: Raw, text: str) -> bool:
        """Whether what is not known of a name may differ from environment to environment."""
        if any(_may_differ(part) for part in unknowns(value)):
            return True
        open_variables = _VARIABLE.findall(text)
        if len(open_variables) == 1 and not _VARIABLE.sub("", text):
            return open_variables[0] in self._module.variables
        if self.rooted:
            return False
        # Without a suffix of its own this may be a module, for which its caller makes up prefixes.
        return any(name in self._module.variables and _PROJECT.isdisjoint(words(name)) for name in open_variables)


def _instances(module: Module, resource: Resource) -> Iterable[BlockView]:
    same = module.resource(resource.address)
    return same.instances if same else []


def _is_of_environment(name: str) -> bool:
    said = set(words(name))
    return bool(said & _ENVIRONMENT) and said <= _ENVIRONMENT | _BESIDES


def _may_differ(part: Unknown) -> bool:
    reference = part.reference
    if reference is None:
        return True
    if reference.kind in ("terraform", "count", "path"):
        return False
    return not (reference.kind == "data" and reference.address.split(".")[1].startswith(_SAME_EVERYWHERE))


def named_by_another(module: Module, expression: Expression, names: dict[str, tuple[str, ...]]) -> bool:
    """Whether a name is made of another resource's name, which says all there is to say."""
    for reference in module.references(expression):
        other = module.resource(reference.address) if reference.kind == "resource" else None
        if other and not set(reference.attributes).isdisjoint(names.get(other.type, ())):
            return True
    return False
