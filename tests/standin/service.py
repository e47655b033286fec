"""tfplugin6.Provider: bytes in, bytes out, for any provider that `schema` describes.

Field numbers are those of Terraform's docs/plugin-protocol/tfplugin6.8.proto.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from standin import protobuf
from standin.messagepack import pack, unpack
from standin.protobuf import Fields, data_field, integer_field
from standin.schema import Failed, Provider, Type, Value

_ERROR = 1  # Diagnostic.Severity
_PLAN_DESTROY = integer_field(2, 1)  # ServerCapabilities


class Service:
    """Answers a provider's calls."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._methods: Mapping[str, Callable[[Fields], bytes]] = {
            "GetProviderSchema": self._schemas,
            "GetMetadata": self._metadata,
            "ValidateProviderConfig": _nothing,
            "ConfigureProvider": _nothing,
            "StopProvider": _nothing,
            "GetFunctions": _nothing,
            "ValidateResourceConfig": lambda call: self._validate(provider.resources, call),
            "ValidateDataResourceConfig": lambda call: self._validate(provider.data_sources, call),
            "ValidateEphemeralResourceConfig": lambda call: self._validate(provider.ephemerals, call),
            "UpgradeResourceState": self._upgrade,
            "ReadResource": _read_resource,
            "PlanResourceChange": lambda call: _diagnosed(4, lambda: self._plan(call)),
            "ApplyResourceChange": lambda call: _diagnosed(3, lambda: self._apply(call)),
            "ImportResourceState": lambda call: _diagnosed(2, lambda: self._import(call)),
            "ReadDataSource": lambda call: _diagnosed(2, lambda: self._read_data(call)),
            "OpenEphemeralResource": lambda call: _diagnosed(1, lambda: self._open(call)),
            "RenewEphemeralResource": _nothing,
            "CloseEphemeralResource": _nothing,
        }

    def call(self, method: str, message: bytes) -> bytes | None:
        """Return the answer to a method of tfplugin6.Provider, or None where we have no such method."""
        answer = self._methods.get(method)
        return answer(protobuf.parse(message)) if answer else None

    def _schemas(self, _call: Fields) -> bytes:
        provider = self._provider
        types: list[tuple[int, Mapping[str, Type]]] = [
            (2, provider.resources),
            (3, provider.data_sources),
            (8, provider.ephemerals),
        ]
        entries = [
            data_field(field, data_field(1, name) + data_field(2, each.schema()))
            for field, kind in types
            for name, each in kind.items()
        ]
        empty = data_field(2, b"")  # the provider itself, and its metadata, take no arguments
        return data_field(1, empty) + b"".join(entries) + data_field(5, empty) + data_field(6, _PLAN_DESTROY)

    def _metadata(self, _call: Fields) -> bytes:
        provider = self._provider
        kinds = ((3, provider.data_sources), (4, provider.resources), (6, provider.ephemerals))
        names = [data_field(field, data_field(1, name)) for field, kind in kinds for name in kind]
        return data_field(1, _PLAN_DESTROY) + b"".join(names)

    def _validate(self, types: Mapping[str, Type], call: Fields) -> bytes:
        problems = types[protobuf.text(call, 1)].validate(_dynamic(call, 2))
        return b"".join(data_field(1, _diagnostic(each.summary, each.detail, each.attribute)) for each in problems)

    def _upgrade(self, call: Fields) -> bytes:
        resource = self._provider.resources[protobuf.text(call, 1)]
        stored = json.loads(protobuf.data(protobuf.parse(protobuf.data(call, 3)), 1) or b"{}")
        state = {each.name: stored.get(each.name) for each in resource.attributes}
        return data_field(1, _to_dynamic(resource.with_defaults(state)))

    def _plan(self, call: Fields) -> bytes:
        resource = self._provider.resources[protobuf.text(call, 1)]
        prior, proposed, configuration = (_dynamic(call, field) for field in (2, 3, 4))
        if proposed is None:  # a destroy
            return data_field(1, _to_dynamic(None))
        value, replacing = resource.plan(prior, proposed, configuration)
        paths = b"".join(data_field(2, _path(name)) for name in replacing)
        return data_field(1, _to_dynamic(value)) + paths

    def _apply(self, call: Fields) -> bytes:
        resource = self._provider.resources[protobuf.text(call, 1)]
        prior, planned = _dynamic(call, 2), _dynamic(call, 3)
        state = resource.create(planned) if prior is None else planned
        return data_field(1, _to_dynamic(state))

    def _import(self, call: Fields) -> bytes:
        name = protobuf.text(call, 1)
        state = self._provider.resources[name].import_(protobuf.text(call, 2))
        if state is None:
            raise Failed("Resource Import Not Implemented", f"{name} can't be imported")
        return data_field(1, data_field(1, name) + data_field(2, _to_dynamic(state)))

    def _read_data(self, call: Fields) -> bytes:
        source = self._provider.data_sources[protobuf.text(call, 1)]
        return data_field(1, _to_dynamic(source.read(_dynamic(call, 2))))

    def _open(self, call: Fields) -> bytes:
        ephemeral = self._provider.ephemerals[protobuf.text(call, 1)]
        return data_field(3, _to_dynamic(ephemeral.open(_dynamic(call, 2))))


def _nothing(_call: Fields) -> bytes:
    return b""


def _read_resource(call: Fields) -> bytes:
    """Answer with the state as it is: nothing of ours changes behind Terraform's back."""
    return data_field(1, protobuf.data(call, 2)) + data_field(3, protobuf.data(call, 3))


def _diagnosed(field: int, work: Callable[[], bytes]) -> bytes:
    """Return what `work` does, or its failure in the diagnostics at `field`."""
    try:
        return work()
    except Failed as failure:
        return data_field(field, _diagnostic(failure.summary, failure.detail))


def _diagnostic(summary: str, detail: str, attribute: str | None = None) -> bytes:
    where = data_field(4, _path(attribute)) if attribute else b""
    return integer_field(1, _ERROR) + data_field(2, summary) + data_field(3, detail) + where


def _path(attribute: str) -> bytes:
    return data_field(1, data_field(1, attribute))


def _dynamic(call: Fields, field: int) -> Any:
    """Return the DynamicValue at `field`: MessagePack, or JSON."""
    value = protobuf.parse(protobuf.data(call, field))
    packed, text = protobuf.data(value, 1), protobuf.data(value, 2)
    if packed:
        return unpack(packed)
    return json.loads(text) if text else None


def _to_dynamic(value: Value | None) -> bytes:
    return data_field(1, pack(value))
