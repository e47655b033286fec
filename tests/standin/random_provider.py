"""hashicorp/random's stand-in: password, string, id, uuid, integer; the ephemeral password."""

from __future__ import annotations

import base64
import os
import uuid
from collections.abc import Iterator
from typing import Any

from standin import passwords
from standin.schema import Attribute, Ephemeral, Failed, Problem, Provider, Resource, Value, replacing

_KEEPERS = Attribute("keepers", ["map", "string"], optional=True)
_RESULT = Attribute("result", "string", computed=True)
_SECRETS = (
    Attribute("result", "string", computed=True, sensitive=True),
    Attribute("bcrypt_hash", "string", computed=True, sensitive=True),
)
_ID = Attribute("id", "string", computed=True)
_NUMBER = Attribute("number", "bool", optional=True, computed=True, deprecated=True, default=True)


class String(Resource):
    """`random_string`."""

    version = 3
    attributes = replacing([_KEEPERS, *passwords.options(), _NUMBER, _ID, _RESULT])

    def validate(self, configuration: Value) -> Iterator[Problem]:
        """Yield what is wrong with the options."""
        return passwords.check(configuration)

    def plan(self, prior: Value | None, proposed: Value, configuration: Value) -> tuple[Value, list[str]]:
        """Plan with `number` and `numeric` as one."""
        both = {name: configuration.get(name) for name in ("number", "numeric")}
        given = next((value for value in both.values() if value is not None), None)
        if given is not None:
            same = dict.fromkeys(both, given)
            proposed, configuration = proposed | same, configuration | same
        return super().plan(prior, proposed, configuration)

    def create(self, planned: Value) -> Value:
        """Return the state with a new string, which is the id as well."""
        text = passwords.generate(planned)
        return planned | {"result": text, "id": text}

    def import_(self, identifier: str) -> Value:
        """Return the state of a string that exists."""
        empty: Value = dict.fromkeys(each.name for each in self.attributes)
        return self.with_defaults(empty) | {"length": len(identifier), "result": identifier, "id": identifier}


class Password(String):
    """`random_password`: a string that is secret, with its bcrypt hash."""

    attributes = replacing([_KEEPERS, *passwords.options(), _NUMBER, _ID, *_SECRETS])

    def create(self, planned: Value) -> Value:
        """Return the state with a new password; its id is the word none."""
        text = passwords.generate(planned)
        return planned | {"result": text, "id": "none", "bcrypt_hash": passwords.bcrypt(text)}

    def import_(self, identifier: str) -> Value:
        """Return the state of a password that exists."""
        return super().import_(identifier) | {"id": "none", "bcrypt_hash": passwords.bcrypt(identifier)}


class EphemeralPassword(Ephemeral):
    """The ephemeral `random_password`: a new one at each opening, kept nowhere."""

    attributes = (*passwords.options(), *_SECRETS)

    def validate(self, configuration: Value) -> Iterator[Problem]:
        """Yield what is wrong with the options."""
        return passwords.check(configuration)

    def open(self, configuration: Value) -> Value:
        """Return a new password."""
        given = self.with_defaults(configuration)
        text = passwords.generate(given)
        return given | {"result": text, "bcrypt_hash": passwords.bcrypt(text)}


class Identifier(Resource):
    """`random_id`: random bytes in five notations."""

    attributes = replacing(
        [
            _KEEPERS,
            Attribute("byte_length", "number", required=True),
            Attribute("prefix", "string", optional=True),
            *(Attribute(name, "string", computed=True) for name in ("b64_std", "b64_url", "dec", "hex", "id")),
        ]
    )

    def validate(self, configuration: Value) -> Iterator[Problem]:
        """Yield an error for a length below one byte."""
        length = configuration.get("byte_length")
        if isinstance(length, int) and length < 1:
            detail = f"Attribute byte_length value must be at least 1, got: {length}"
            yield Problem("byte_length", "Invalid Attribute Value", detail)

    def create(self, planned: Value) -> Value:
        """Return the state with new bytes."""
        return planned | _notations(os.urandom(planned["byte_length"]), planned["prefix"] or "")

    def import_(self, identifier: str) -> Value:
        """Return the state of an id that exists, given as `PREFIX,BASE64` or `BASE64`."""
        prefix, _, text = identifier.rpartition(",")
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        own: Value = {"keepers": None, "byte_length": len(raw), "prefix": prefix or None}
        return own | _notations(raw, prefix)


class Uuid(Resource):
    """`random_uuid`."""

    attributes = replacing([_KEEPERS, _ID, _RESULT])

    def create(self, planned: Value) -> Value:
        """Return the state with a new version 4 UUID."""
        text = str(uuid.UUID(bytes=os.urandom(16), version=4))
        return planned | {"id": text, "result": text}


class Integer(Resource):
    """`random_integer`."""

    attributes = replacing(
        [
            _KEEPERS,
            Attribute("min", "number", required=True),
            Attribute("max", "number", required=True),
            Attribute("seed", "string", optional=True),
            _ID,
            Attribute("result", "number", computed=True),
        ]
    )

    def create(self, planned: Value) -> Value:
        """Return the state with a new number; `seed` is taken and not used."""
        lowest, highest = planned["min"], planned["max"]
        if highest < lowest:
            raise Failed(
                "Create Random Integer Error",
                "The minimum (min) value needs to be smaller than or equal to maximum (max) value.",
            )
        number = lowest + passwords.below(highest - lowest + 1)
        return planned | {"result": number, "id": str(number)}


def _notations(raw: bytes, prefix: str) -> dict[str, Any]:
    url = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return {
        "id": url,
        "b64_url": prefix + url,
        "b64_std": prefix + base64.b64encode(raw).decode(),
        "hex": prefix + raw.hex(),
        "dec": prefix + str(int.from_bytes(raw, "big")),
    }


PROVIDER = Provider(
    "random",
    "3.7.2",
    resources={
        "random_password": Password(),
        "random_string": String(),
        "random_id": Identifier(),
        "random_uuid": Uuid(),
        "random_integer": Integer(),
    },
    ephemerals={"random_password": EphemeralPassword()},
)
