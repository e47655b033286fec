"""Modules that a configuration calls, looked into with the values that they get.

What is wrong in one stands at its own line, and names the call.

Source: https://developer.hashicorp.com/terraform/language/modules
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from generator import bounds
from generator.check import catalogue, engine
from generator.check.engine import CheckSettings, Target
from generator.check.rule import Category
from generator.check.schema.module_checker import provider_versions_of
from generator.check.schema.provider_versions import ProviderChoice
from generator.hcl import Module
from generator.location import Location
from generator.model.finding import Finding, Findings

OF_ROOTS = frozenset({
    "TFG009", "TFG012", "TFG016", "TFG017", "TFG125", "TFG126", "TFG127", "TFG128", "TFG132", "TFG137",
})  # fmt: skip
"""Rules about what a whole configuration has, or what nobody but a module's author can mend."""
_DEPRECATIONS = {"TFG015"}


def together(findings: Findings, target: Target, settings: CheckSettings) -> Findings:
    """Return the findings in a module, and those in the modules that it calls.

    Args:
        findings: Those in the module itself.
        target: The module.
        settings: What the run wants.
    """
    choice = _choice(target.module, settings.provider_choice)
    inner = settings._replace(wanted=settings.wanted - _of_roots(), upgrade=None, provider_choice=choice)
    known = {(each.rule, each.location) for each in findings.found}
    unique: dict[tuple[str, Location, str], Finding] = {}
    suppressed, files = findings.suppressed, findings.files
    seen: set[str] = set()
    for path, address, module, quiet in _walk_calls(target.module, "", "", quiet=False):
        wanted = inner._replace(wanted=inner.wanted - _DEPRECATIONS) if quiet else inner
        found = engine.check(Target(module, target.folder, target.environment), wanted)
        for each in found.found:
            own = _seen_from_root(each, path, address)
            if (own.rule, own.location) not in known:
                unique.setdefault((own.rule, own.location, each.message), own)
        if path not in seen:
            suppressed, files = suppressed + found.suppressed, files + found.files
            seen.add(path)
    every = sorted([*findings.found, *unique.values()], key=lambda each: (each.location, each.rule, each.message))
    return Findings(tuple(every), suppressed, files)


def _choice(module: Module, choice: ProviderChoice) -> ProviderChoice:
    """Return what is set about providers, with the versions that the root means: they are those of all modules."""
    meant = provider_versions_of(module, choice)
    for name in module.settings.required_providers:
        versions = meant.of(name)
        if len(versions) == 1 and meant.source(name) not in dict(choice.versions):
            choice = choice.at(meant.source(name), versions[0].version)
    return choice


def _of_roots() -> frozenset[str]:
    conventions = (each.id for each in catalogue.describe_rules() if each.category is Category.CONVENTION)
    return OF_ROOTS.union(conventions)


def _walk_calls(
    module: Module, path: str, address: str, *, quiet: bool
) -> Iterator[tuple[str, str, Module, bool]]:
    """Yield the modules that a module calls, directly and through others, with their folder and address.

    With each, whether nobody wants to hear what is deprecated in it: a call says so, of all below it.
    """
    for call in module.module_calls.values():
        here = f"{address}.{call.address}".lstrip(".")
        for instance in call.instances[: bounds.CALL_INSTANCES.limit]:
            called = call.instance_module(instance)
            if called is not None and called.sources:
                below = posixpath.normpath(posixpath.join(path, call.folder))
                within = quiet or call.view["ignore_nested_deprecations"].value is True
                yield below, here, called, within
                yield from _walk_calls(called, below, here, quiet=within)


def _seen_from_root(finding: Finding, path: str, address: str) -> Finding:
    def placed(location: Location) -> Location:
        return location._replace(path=f"{path}/{location.path}")

    inner = finding.address if not finding.address.startswith("var.") else ""
    return finding._replace(
        location=placed(finding.location),
        end=placed(finding.end),
        address=f"{address}.{inner}" if inner else address,
        message=f"{finding.message}, as {address} is called",
    )
