"""What a change is to the rules about changes, and what such a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from generator.aws.replacement import argument
from generator.check.rule import Category, Option, Place, Severity, Violation
from generator.hcl import Instance, Module, Resource
from generator.location import Location
from generator.model.change import Change, Effect

StateIdentity = tuple[str, ...]
"""Where a state is: the backend's type, and what of its settings decides that."""


class OldPlace(NamedTuple):
    """A place on the old side, for a violation by something that is gone.

    Attributes:
        place: The place there.
    """

    place: Place

    @property
    def location(self) -> Location:
        """Where it begins."""
        return self.place.location

    @property
    def end(self) -> Location:
        """Where it ends."""
        return self.place.end


class Ending(NamedTuple):
    """A resource that Terraform destroys, for good or to make it anew.

    Attributes:
        change: What becomes of it.
        before: It as it was.
        after: It as it will be; None where it goes for good.
    """

    change: Change
    before: Instance
    after: Instance | None

    @property
    def place(self) -> Place:
        """What to point at: what replaces it, or what it was."""
        return self.after or OldPlace(self.before)

    @property
    def verb(self) -> str:
        """What Terraform does with it."""
        return "replaced" if self.change.effect is Effect.REPLACE else "destroyed"


@dataclass(frozen=True)
class Transition:
    """An environment before and after a change.

    Attributes:
        before: What it was; a module without files where it was not there.
        after: What it will be; likewise where it is gone.
        changes: What differs, with what Terraform does about it.
        whole: Whether the environment is there on both sides, and not made or destroyed as a whole.
        readers: The environments that read an output from the environment's state, by the output's name.
    """

    before: Module
    after: Module
    changes: tuple[Change, ...]
    whole: bool = True
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def concealed(self) -> Transition:
        """Return the same where nothing is known of what files hold."""
        return replace(self, before=self.before.concealed(), after=self.after.concealed())

    @cached_property
    def endings(self) -> tuple[Ending, ...]:
        """What Terraform destroys, for good or to make it anew."""
        return tuple(self._endings())

    def _endings(self) -> Iterator[Ending]:
        for change in self.changes:
            if change.kind == "resource" and change.effect in (Effect.DESTROY, Effect.REPLACE):
                before = instance(self.before, change.previous or change.address)
                after = instance(self.after, change.address) if change.effect is Effect.REPLACE else None
                if before:
                    yield Ending(change, before, after)

    @cached_property
    def ended(self) -> frozenset[str]:
        """The addresses, of the old side, of what Terraform destroys."""
        return frozenset(ending.before.address for ending in self.endings)

    def left_users(self, declared: str, *types: str) -> list[Instance]:
        """Return the old side's instances that refer to something, directly or through locals, and that stay.

        Args:
            declared: The address of what is used, without a key.
            types: The types of resources to look at; all where none is named.
        """
        found = []
        for resource in self.before.resources(*types):
            if declared in used_by(self.before, resource):
                found += [one for one in resource.instances if one.address not in self.ended]
        return found

    def makes_first(self, after: Instance) -> bool:
        """Return whether Terraform makes the new one before it destroys the old one.

        It does so as well for what something depends on that asks for it.
        https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
        """
        address = after.resource.address
        for resource in self.after.resources():
            if resource.address == address or address in self.after.dependencies(resource.address):
                lifecycle = resource.lifecycle
                if lifecycle and lifecycle["create_before_destroy"].value is True:
                    return True
        return False


class TransitionRule(NamedTuple):
    """A rule about a change; the attributes are those of `Rule`, but for `check`.

    Attributes:
        check: Yields what breaks the rule in a transition; what stands on the old side as `OldPlace`.
    """

    id: str
    name: str
    severity: Severity
    summary: str
    reason: str
    source: str
    bad: str
    good: str
    check: Callable[[Transition], Iterable[Violation]]
    options: tuple[Option, ...] = ()
    category: Category = Category.CHANGE


def instance(module: Module, address: str) -> Instance | None:
    """Return the instance of a resource at an address, None where there is none."""
    resource = module.resource(address.partition("[")[0])
    found = resource.instances if resource else ()
    return next((one for one in found if one.address == address), None)


def used_by(module: Module, resource: Resource) -> set[str]:
    """Return the addresses that a resource refers to, directly or through local values."""
    found: set[str] = set()
    waiting = [resource.address]
    while waiting:
        for address in module.direct_dependencies(waiting.pop()):
            if address not in found:
                found.add(address)
                if address.startswith("local."):
                    waiting.append(address)
    return found


def changed_arguments(change: Change) -> set[str]:
    """Return the ways to the arguments whose change Terraform does something about, without indexes and keys."""
    return {argument(each.path) for each in change.attributes if each.applies}


def pair(before: str, after: str) -> str:
    """Return an example of a change."""
    return f"# before\n{before}\n# after\n{after}"
