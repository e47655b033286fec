"""Random text as hashicorp/random makes it, and its bcrypt hash."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from standin.messagepack import UNKNOWN
from standin.schema import Attribute, Failed, Problem, Value

try:
    import bcrypt as _bcrypt_package
except ImportError:  # libcrypt does as well
    _bcrypt_package: ModuleType | None = None  # type: ignore[no-redef]

CLASSES = {
    "upper": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lower": "abcdefghijklmnopqrstuvwxyz",
    "numeric": "0123456789",
    "special": "!@#$%&*()-_=+[]{}<>:?",
}
_BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_BCRYPT_LAST = ".Oeu"  # 22 digits hold 132 bits, of which a salt has 128
_BCRYPT_BYTES = 72  # what bcrypt reads of a password
_VALUE, _COMBINATION = "Invalid Attribute Value", "Invalid Attribute Combination"


def options() -> list[Attribute]:
    """Return the arguments that shape a generated string."""
    return [
        Attribute("length", "number", required=True),
        *(Attribute(name, "bool", optional=True, computed=True, default=True) for name in CLASSES),
        *(Attribute(f"min_{name}", "number", optional=True, computed=True, default=0) for name in CLASSES),
        Attribute("override_special", "string", optional=True),
    ]


def below(limit: int) -> int:
    """Return a uniform integer from 0 to `limit` - 1, of the system's generator."""
    size = (limit.bit_length() + 7) // 8 + 8
    return int.from_bytes(os.urandom(size), "big") % limit


def generate(given: Value) -> str:
    """Return a string with the length, classes and minimums that the options ask for."""
    alphabets = dict(CLASSES)
    if given.get("override_special"):
        alphabets["special"] = given["override_special"]
    pool = "".join(alphabet for name, alphabet in alphabets.items() if given[name])
    chosen = [_pick(alphabet) for name, alphabet in alphabets.items() for _ in range(given[f"min_{name}"])]
    chosen += [_pick(pool) for _ in range(given["length"] - len(chosen))]
    for at in range(len(chosen) - 1, 0, -1):
        other = below(at + 1)
        chosen[at], chosen[other] = chosen[other], chosen[at]
    return "".join(chosen)


def check(given: Value) -> Iterator[Problem]:
    """Yield what is wrong with the options; says nothing about unknown ones."""
    minimums = [f"min_{name}" for name in CLASSES]
    for name in minimums:
        if _known_number(given.get(name)) and given[name] < 0:
            yield Problem(name, _VALUE, f"Attribute {name} value must be at least 0, got: {given[name]}")
    yield from _check_length(given, minimums)
    if all(given.get(name) is False for name in CLASSES):
        yield Problem(
            "special",
            _COMBINATION,
            "At least one attribute out of [special, upper, lower, numeric] must be specified as true",
        )
    number, numeric = given.get("number"), given.get("numeric")
    if isinstance(number, bool) and isinstance(numeric, bool) and number != numeric:
        yield Problem("number", _COMBINATION, "number and numeric are configured with different values")


def bcrypt(text: str) -> str:
    """Return the `$2a$10$` hash, by libcrypt (libxcrypt, part of every Debian) or the bcrypt package.

    Raises:
        Failed: Neither is here.
    """
    raw = text.encode()[:_BCRYPT_BYTES]
    salt = "$2a$10$" + "".join(_pick(_BCRYPT_ALPHABET) for _ in range(21)) + _pick(_BCRYPT_LAST)
    hashed = _libcrypt(raw, salt.encode())
    if hashed is None and _bcrypt_package:
        hashed = _bcrypt_package.hashpw(raw, salt.encode())
    if hashed is None:
        raise Failed("Create Random password error", "neither libcrypt with bcrypt nor the bcrypt package is here")
    return hashed.decode()


def _libcrypt(raw: bytes, salt: bytes) -> bytes | None:
    try:
        library = ctypes.PyDLL("libcrypt.so.1")  # crypt() is not thread-safe: keep the GIL
    except OSError:
        return None
    library.crypt.restype = ctypes.c_char_p
    hashed: bytes | None = library.crypt(raw, salt)
    return hashed if hashed and hashed.startswith(b"$2a$10$") else None


def _check_length(given: Value, minimums: list[str]) -> Iterator[Problem]:
    length = given.get("length")
    if not _known_number(length):
        return
    if length < 1:
        yield Problem("length", _VALUE, f"Attribute length value must be at least 1, got: {length}")
    elif all(given.get(name) is not UNKNOWN for name in minimums):
        total = sum(given.get(name) or 0 for name in minimums)
        if length < total:
            yield Problem(
                "length",
                _VALUE,
                "Attribute length value must be at least sum of min_upper, min_lower, min_numeric, "
                f"min_special ({total}), got: {length}",
            )


def _known_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _pick(alphabet: str) -> str:
    return alphabet[below(len(alphabet))]
