"""A throw-away self-signed P-256 certificate for "localhost".

It protects one unix socket between Terraform and its child for the child's lifetime and is fit for nothing
else: the arithmetic takes no care to run in constant time. It is here because the standard library can use
a certificate but not make one.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time

Point = tuple[int, int]

# The curve of FIPS 186-4, D.1.2.3: its field, the order of its generator, and the generator.
PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
GENERATOR = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)

SEQUENCE, SET, INTEGER, BIT_STRING, OCTET_STRING, UTF8, TIME = 0x30, 0x31, 0x02, 0x03, 0x04, 0x0C, 0x18
_P256 = bytes.fromhex("06082a8648ce3d030107")
_EC_PUBLIC_KEY = bytes.fromhex("06072a8648ce3d0201")
_ECDSA_WITH_SHA256 = bytes.fromhex("06082a8648ce3d040302")
_COMMON_NAME = bytes.fromhex("0603550403")
_ALTERNATIVE_NAME = bytes.fromhex("0603551d11")
_BASIC_CONSTRAINTS = bytes.fromhex("0603551d13")
_TRUE = b"\x01\x01\xff"
_AN_HOUR, _THIRTY_DAYS = 3600, 30 * 86_400  # seconds


def self_signed() -> tuple[bytes, str]:
    """Return a new certificate as DER, and its key and itself as PEM."""
    secret = _random_scalar()
    public = b"\x00\x04" + b"".join(part.to_bytes(32, "big") for part in multiply(secret, GENERATOR))
    body = _to_be_signed(public)
    algorithm = der(SEQUENCE, _ECDSA_WITH_SHA256)
    signature = der(SEQUENCE, *map(_integer, sign(secret, body)))
    certificate = der(SEQUENCE, body, algorithm, der(BIT_STRING, b"\x00", signature))
    key = der(
        SEQUENCE,
        _integer(1),
        der(OCTET_STRING, secret.to_bytes(32, "big")),
        der(0xA0, _P256),
        der(0xA1, der(BIT_STRING, public)),
    )
    return certificate, _pem("EC PRIVATE KEY", key) + _pem("CERTIFICATE", certificate)


def sign(secret: int, message: bytes) -> tuple[int, int]:
    """Return the ECDSA signature of `message` with SHA-256."""
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    nonce = _random_scalar()
    r = multiply(nonce, GENERATOR)[0] % ORDER
    return r, pow(nonce, -1, ORDER) * (digest + r * secret) % ORDER


def multiply(scalar: int, point: Point) -> Point:
    """Return `scalar` times `point`, by doubling and adding in Jacobian coordinates."""
    x, y, z = 0, 1, 0  # the point at infinity
    for bit in f"{scalar:b}":
        x, y, z = _double(x, y, z)
        if bit == "1":
            x, y, z = _add(x, y, z, point)
    inverse = pow(z, -1, PRIME)
    return x * inverse**2 % PRIME, y * inverse**3 % PRIME


def der(tag: int, *parts: bytes) -> bytes:
    """Return a DER element of at most 65,535 bytes."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    if size < 0x100:
        return bytes([tag, 0x81, size]) + body
    return bytes([tag, 0x82, *size.to_bytes(2, "big")]) + body


def _double(x: int, y: int, z: int) -> tuple[int, int, int]:
    if z == 0:
        return x, y, z
    delta, gamma = z * z % PRIME, y * y % PRIME
    beta = x * gamma % PRIME
    alpha = 3 * (x - delta) * (x + delta) % PRIME  # the curve's a is -3
    doubled = (alpha * alpha - 8 * beta) % PRIME
    z = ((y + z) ** 2 - gamma - delta) % PRIME
    return doubled, (alpha * (4 * beta - doubled) - 8 * gamma * gamma) % PRIME, z


def _add(x: int, y: int, z: int, point: Point) -> tuple[int, int, int]:
    if z == 0:
        return *point, 1
    zz = z * z % PRIME
    h = (point[0] * zz - x) % PRIME
    r = (point[1] * zz * z - y) % PRIME
    hh = h * h % PRIME
    hhh, v = h * hh % PRIME, x * hh % PRIME
    added = (r * r - hhh - 2 * v) % PRIME
    return added, (r * (v - added) - y * hhh) % PRIME, z * h % PRIME


def _to_be_signed(public: bytes) -> bytes:
    key = der(SEQUENCE, der(SEQUENCE, _EC_PUBLIC_KEY, _P256), der(BIT_STRING, public))
    name = der(SEQUENCE, der(SET, der(SEQUENCE, _COMMON_NAME, der(UTF8, b"localhost"))))
    extensions = der(
        SEQUENCE,
        _extension(_ALTERNATIVE_NAME, der(SEQUENCE, der(0x82, b"localhost"))),
        _extension(_BASIC_CONSTRAINTS, der(SEQUENCE, _TRUE), critical=True),
    )
    now = time.time()
    return der(
        SEQUENCE,
        der(0xA0, _integer(2)),  # version 3
        _integer(int.from_bytes(os.urandom(8), "big")),
        der(SEQUENCE, _ECDSA_WITH_SHA256),
        name,
        der(SEQUENCE, _time(now - _AN_HOUR), _time(now + _THIRTY_DAYS)),
        name,
        key,
        der(0xA3, extensions),
    )


def _extension(identifier: bytes, value: bytes, critical: bool = False) -> bytes:
    return der(SEQUENCE, identifier, _TRUE if critical else b"", der(OCTET_STRING, value))


def _integer(number: int) -> bytes:
    return der(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _time(seconds: float) -> bytes:
    return der(TIME, time.strftime("%Y%m%d%H%M%SZ", time.gmtime(seconds)).encode())


def _random_scalar() -> int:
    return int.from_bytes(os.urandom(40), "big") % (ORDER - 1) + 1


def _pem(name: str, content: bytes) -> str:
    text = base64.b64encode(content).decode()
    lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN {name}-----\n{lines}\n-----END {name}-----\n"
