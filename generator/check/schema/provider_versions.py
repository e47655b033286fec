"""Which versions of its providers a module means, and the schemas that these have.

The first that tells decides: what the run or the project's settings say, the lock file beside the module, what the
module itself requires. Where that allows several majors whose schemas are here, each of them is meant. Where
nothing tells, they are too, but what the newest takes is not held against the others: `terraform init` takes it.

Source: https://developer.hashicorp.com/terraform/language/files/dependency-lock
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from generator import providers
from generator.check.schema.version_constraints import allows, allows_before, within
from generator.check.schema.violation import SchemaViolation, at
from generator.hcl import Module, Node
from generator.naming import version_numbers
from generator.providers import Release

_AWS = "hashicorp/aws"
LOCK_FILE = ".terraform.lock.hcl"
_LOCKED = re.compile(r'^provider "([^"\n]+)" \{[^}]*?^ *version *= *"([^"\n]+)"', re.MULTILINE)


def locked_versions(text: str) -> dict[str, str]:
    """Return the versions in a lock file, by the providers' sources."""
    return {providers.normal_source(name): version for name, version in _LOCKED.findall(text)}


class ProviderChoice(NamedTuple):
    """What a run sets about providers.

    Attributes:
        versions: Pairs of a provider's source and the version that is meant, such as "6.69.1" or "6".
        folder: Where the project keeps schemas of its own; empty where it has none.
    """

    versions: tuple[tuple[str, str], ...] = ()
    folder: str = ""

    def at(self, source: str, version: str) -> ProviderChoice:
        """Return the same with a version of a provider."""
        others = (each for each in self.versions if each[0] != source)
        return self._replace(versions=(*others, (source, version)))


AS_REQUIRED = ProviderChoice()
"""Nothing is set: a module's own requirements and lock file decide."""


class ProviderVersion(NamedTuple):
    """A version that is meant.

    Attributes:
        release: The schemas that it is held against: those of the newest version of its major.
        version: The newest version that may be deployed, which can be older than these.
    """

    release: Release
    version: str


class ProviderVersions:
    """The versions of all providers of a module; `unknown` has what is to be said of those that are not here."""

    def __init__(self, module: Module, choice: ProviderChoice) -> None:
        self._module, self._choice = module, choice
        self._required = module.settings.required_providers
        self._known: dict[str, tuple[ProviderVersion, ...]] = {}
        self._locked: dict[str, str] | None = None
        self.unknown: dict[str, SchemaViolation] = {}
        self._asks_for_older = False

    def source(self, local_name: str) -> str:
        """Return the source of a provider by its name in the module."""
        required = self._required.get(local_name)
        return providers.normal_source(required.source if required and required.source else local_name)

    def of(self, local_name: str, node: Node | None = None) -> tuple[ProviderVersion, ...]:
        """Return what is meant by a provider, the oldest first; nothing where its schemas are not here.

        Args:
            local_name: The provider's name in the module.
            node: What uses it, where it is to be said that its schemas are not here.
        """
        if local_name not in self._known:
            self._known[local_name] = self._find(local_name, node)
        return self._known[local_name]

    def oldest(self, source: str) -> str:
        """Return the oldest version that is meant of a provider, empty where none of it is in use."""
        users = (*self._module.resources(), *self._module.data(), *self._module.ephemerals())
        names = dict.fromkeys(one.provider.partition(".")[0] for one in users)
        found = [meant for name in names if self.source(name) == source for meant in self.of(name)]
        return found[0].release.version if found else ""

    @property
    def most(self) -> int:
        """How many versions are meant of the provider of which the most are."""
        module = self._module
        users = (*module.resources(), *module.data(), *module.ephemerals())
        return max((len(self.of(one.provider.partition(".")[0], one.block)) for one in users), default=1) or 1

    @cached_property
    def newest_suffices(self) -> bool:
        """Whether nothing that the module requires allows an older version beside the newest."""
        return self.most > 0 and not self._asks_for_older

    def may_lack(self, needed: str) -> bool:
        """Tell whether a version of hashicorp/aws may be in use that lacks what came with another.

        Args:
            needed: The version that it came with, empty where all have it.
        """
        if not needed or _AWS in dict(self._choice.versions):
            return False
        required = (each.version for name, each in self._required.items() if self.source(name) == _AWS)
        constraints = (self._constraint(_AWS, version) for version in required)
        return any(each and allows_before(each, needed) for each in constraints)

    def label(self, number: int) -> str:
        """Return the versions that have a number of those that are meant, for people: the newest is "6.x"."""
        several = {meant[number].release for meant in self._known.values() if len(meant) > max(number, 1)}
        labels = []
        for release in sorted(several, key=lambda each: each.source):
            newest = providers.releases(release.source, self._choice.folder)[-1]
            label = f"{newest.partition('.')[0]}.x" if release.version == newest else release.version
            labels.append(label if len(several) == 1 else f"{release.source} {label}")
        return ", ".join(labels)

    def _find(self, local_name: str, node: Node | None) -> tuple[ProviderVersion, ...]:
        source, required = self.source(local_name), self._required.get(local_name)
        constraint = self._constraint(source, required.version if required else "")
        versions = providers.releases(source, self._choice.folder)
        newest: dict[int, str] = {}
        for version in versions:
            major = version_numbers(version)[0]
            if major not in newest or allows(constraint, version) or not allows(constraint, newest[major]):
                newest[major] = version
        allowed = ((version, within(constraint, major, version)) for major, version in newest.items())
        found = tuple(
            ProviderVersion(providers.release(source, version, self._choice.folder), newest_allowed)
            for version, newest_allowed in allowed
            if newest_allowed
        )
        if len(found) > 1 and constraint:
            self._asks_for_older = True
        place = required.attribute if required else node
        if not found and place is not None:
            message = f'the schemas of the provider "{source}" are not here: what uses it is not checked'
            if versions:
                message = (
                    f'the schemas of "{source}" here are those of {" and ".join(newest.values())}, which '
                    f'"{constraint}" does not allow: what uses it is not checked'
                )
            hint = "tfgen schemas add takes what terraform providers schema -json prints"
            self.unknown[source] = at("unknown-provider", message, place, hint)
        return found

    def _constraint(self, source: str, required: str) -> str:
        chosen = dict(self._choice.versions).get(source)
        if chosen:
            return f"~> {chosen}.0" if chosen.isdecimal() else f"= {chosen}"
        if self._locked is None:
            text = self._module.files.get(LOCK_FILE, b"").decode("utf-8", "replace")
            self._locked = locked_versions(text)
        locked = self._locked.get(source)
        return f"= {locked}" if locked else required
