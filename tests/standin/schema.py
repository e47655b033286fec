"""What a provider is made of: attributes, and the resource, data source and ephemeral resource types."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from standin.messagepack import UNKNOWN
from standin.protobuf import data_field, integer_field

Value = dict[str, Any]
"""The attributes of one resource by name; a value may be UNKNOWN."""

NESTED_AS_SET = 3
"""tfplugin6's `Schema.NestedBlock.NestingMode.SET`."""


class Failed(Exception):
    """A failure that becomes an error diagnostic of Terraform's."""

    def __init__(self, summary: str, detail: str) -> None:
        super().__init__(summary, detail)
        self.summary, self.detail = summary, detail


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a configuration; `attribute` is None where it is about the whole block."""

    attribute: str | None
    summary: str
    detail: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; `type` is cty's type as JSON, such as "string" or ["map", "string"]."""

    name: str
    type: str | list[str]
    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False
    replaces: bool = False
    deprecated: bool = False
    default: Any = None

    def message(self) -> bytes:
        """Return the attribute as tfplugin6's `Schema.Attribute`."""
        return (
            data_field(1, self.name)
            + data_field(2, json.dumps(self.type, separators=(",", ":")))
            + integer_field(4, self.required)
            + integer_field(5, self.optional)
            + integer_field(6, self.computed)
            + integer_field(7, self.sensitive)
            + integer_field(9, self.deprecated)
        )


def replacing(attributes: Sequence[Attribute]) -> list[Attribute]:
    """Return the attributes, a change of any of which that is not computed alone replaces the resource."""
    return [replace(each, replaces=each.required or each.optional) for each in attributes]


class Type:
    """A type with a schema; its instances have no state."""

    version = 0
    attributes: Sequence[Attribute] = ()
    blocks: Mapping[str, Sequence[Attribute]] = {}

    def schema(self) -> bytes:
        """Return tfplugin6's `Schema`."""
        block = b"".join(data_field(2, each.message()) for each in self.attributes)
        for name, attributes in self.blocks.items():
            inner = b"".join(data_field(2, each.message()) for each in attributes)
            block += data_field(3, data_field(1, name) + data_field(2, inner) + integer_field(3, NESTED_AS_SET))
        return integer_field(1, self.version) + data_field(2, block)

    def validate(self, configuration: Value) -> Iterator[Problem]:
        """Yield what is wrong with a configuration, which may hold unknown values."""
        yield from ()

    def with_defaults(self, value: Value) -> Value:
        """Return `value` with defaults for what is null."""
        defaults = {each.name: each.default for each in self.attributes}
        return {name: defaults.get(name) if given is None else given for name, given in value.items()}


class Resource(Type):
    """A managed resource; by default what is planned is what is, and nothing drifts."""

    def create(self, planned: Value) -> Value:
        """Return the new state.

        Raises:
            Failed: It can't be made.
        """
        raise NotImplementedError

    def plan(self, prior: Value | None, proposed: Value, configuration: Value) -> tuple[Value, list[str]]:
        """Return the planned state, and the attributes whose change forces a replacement."""
        value = dict(proposed)
        for each in self.attributes:
            if configuration.get(each.name) is not None:
                continue
            if each.default is not None:  # it holds unless the configuration says otherwise
                value[each.name] = each.default
            elif each.computed and prior is None:
                value[each.name] = UNKNOWN
        if prior is None:
            return value, []
        return value, [
            each.name
            for each in self.attributes
            if each.replaces and (value[each.name] is UNKNOWN or value[each.name] != prior.get(each.name))
        ]

    def import_(self, identifier: str) -> Value | None:
        """Return the state of something that exists, or None where this type can't be imported."""
        return None


class DataSource(Type):
    """A data source."""

    def read(self, configuration: Value) -> Value:
        """Return the whole value.

        Raises:
            Failed: It can't be read.
        """
        raise NotImplementedError


class Ephemeral(Type):
    """An ephemeral resource."""

    def open(self, configuration: Value) -> Value:
        """Return the whole value.

        Raises:
            Failed: It can't be made.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class Provider:
    """A provider: its name below hashicorp/, the release it follows, and its types by name."""

    name: str
    version: str
    resources: Mapping[str, Resource] = field(default_factory=dict)
    data_sources: Mapping[str, DataSource] = field(default_factory=dict)
    ephemerals: Mapping[str, Ephemeral] = field(default_factory=dict)
