"""Hash functions."""

from __future__ import annotations

import base64
import hashlib
import uuid

from generator.hcl.evaluation.types import text_of
from generator.hcl.evaluation.values import NotEvaluated, Raw

_NAMESPACES = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}


def digest(content: bytes, name: str, form: str = "hex") -> str:
    """Return the digest of some bytes, in "hex" or "base64"."""
    found = hashlib.new(name, content, usedforsecurity=False)
    return found.hexdigest() if form == "hex" else base64.b64encode(found.digest()).decode()


def md5(text: Raw) -> str:
    """`md5(text)`."""
    return digest(text_of(text).encode(), "md5")


def sha1(text: Raw) -> str:
    """`sha1(text)`."""
    return digest(text_of(text).encode(), "sha1")


def sha256(text: Raw) -> str:
    """`sha256(text)`."""
    return digest(text_of(text).encode(), "sha256")


def sha512(text: Raw) -> str:
    """`sha512(text)`."""
    return digest(text_of(text).encode(), "sha512")


def base64sha256(text: Raw) -> str:
    """`base64sha256(text)`."""
    return digest(text_of(text).encode(), "sha256", "base64")


def base64sha512(text: Raw) -> str:
    """`base64sha512(text)`."""
    return digest(text_of(text).encode(), "sha512", "base64")


def uuidv5(namespace: Raw, name: Raw) -> str:
    """`uuidv5(namespace, name)`."""
    space = text_of(namespace)
    try:
        return str(uuid.uuid5(_NAMESPACES.get(space) or uuid.UUID(space), text_of(name)))
    except ValueError:
        raise NotEvaluated from None
