"""MessagePack as Terraform uses it: plain values, and UNKNOWN for "known after apply".

Source: https://github.com/msgpack/msgpack/blob/master/spec.md, and Terraform's
docs/plugin-protocol/object-wire-format.md for how values of each type travel.
"""

from __future__ import annotations

import struct
from typing import Any, Final


class Unknown:
    """The type of UNKNOWN: a value that Terraform does not know yet."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false")


UNKNOWN: Final = Unknown()

_UNKNOWN_BYTES = b"\xd4\x00\x00"  # an extension of one byte, of type 0
_CONSTANTS = {None: 0xC0, False: 0xC2, True: 0xC3}
_VALUES = {tag: value for value, tag in _CONSTANTS.items()}
_NUMBERS = {
    0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q",
    0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q",
}  # fmt: skip
_SIZES = {
    0xC4: (">B", "binary"), 0xC5: (">H", "binary"), 0xC6: (">I", "binary"),
    0xC7: (">B", "extension"), 0xC8: (">H", "extension"), 0xC9: (">I", "extension"),
    0xD9: (">B", "text"), 0xDA: (">H", "text"), 0xDB: (">I", "text"),
    0xDC: (">H", "list"), 0xDD: (">I", "list"), 0xDE: (">H", "map"), 0xDF: (">I", "map"),
}  # fmt: skip


def pack(value: Any) -> bytes:
    """Return `value` in MessagePack.

    Raises:
        TypeError: It is none of null, UNKNOWN, bool, number, string, map, list.
    """
    if value is UNKNOWN:
        return _UNKNOWN_BYTES
    if value is None or isinstance(value, bool):
        return bytes([_CONSTANTS[value]])
    if isinstance(value, int):
        return _pack_integer(value)
    if isinstance(value, float):
        return b"\xcb" + struct.pack(">d", value)
    return _pack_sized(value)


def unpack(packed: bytes) -> Any:
    """Return the value that `packed` holds; whatever is an extension is UNKNOWN.

    Raises:
        ValueError: It is cut short, or something follows the value.
    """
    reader = _Reader(packed)
    try:
        value = reader.value()
    except (IndexError, struct.error):
        raise ValueError("a MessagePack value is cut short") from None
    if reader.at != len(packed):
        raise ValueError("something follows the MessagePack value")
    return value


def _pack_sized(value: Any) -> bytes:
    if isinstance(value, str):
        raw = value.encode()
        return _head(len(raw), 0xA0, 32, b"\xd9\xda\xdb") + raw
    if isinstance(value, dict):
        items = b"".join(pack(key) + pack(item) for key, item in value.items())
        return _head(len(value), 0x80, 16, b"\x00\xde\xdf") + items
    if isinstance(value, list | tuple):
        return _head(len(value), 0x90, 16, b"\x00\xdc\xdd") + b"".join(map(pack, value))
    raise TypeError(f"{type(value).__name__} has no MessagePack form")


def _pack_integer(value: int) -> bytes:
    if 0 <= value < 0x80:
        return bytes([value])
    if -0x20 <= value < 0:
        return bytes([value & 0xFF])
    if 0 <= value < 1 << 64:
        return b"\xcf" + struct.pack(">Q", value)
    if -(1 << 63) <= value < 0:
        return b"\xd3" + struct.pack(">q", value)
    return pack(str(value))  # Terraform reads a larger number from its digits


def _head(size: int, short: int, short_limit: int, tags: bytes) -> bytes:
    """Return what opens a string, list or map; `tags` are those for sizes of 1, 2 and 4 bytes, 0 for none."""
    if size < short_limit:
        return bytes([short | size])
    if tags[0] and size < 1 << 8:
        return tags[:1] + bytes([size])
    if size < 1 << 16:
        return tags[1:2] + struct.pack(">H", size)
    return tags[2:] + struct.pack(">I", size)


class _Reader:
    """Reads values one after another, from `at` on."""

    def __init__(self, packed: bytes) -> None:
        self.packed, self.at = packed, 0

    def value(self) -> Any:
        tag = self._number(">B")
        if tag < 0x80:
            return tag
        if tag >= 0xE0:
            return tag - 0x100
        if tag in _VALUES:
            return _VALUES[tag]
        if tag in _NUMBERS:
            return self._number(_NUMBERS[tag])
        if 0xD4 <= tag <= 0xD8:  # an extension of 1, 2, 4, 8 or 16 bytes
            return self._sized("extension", 1 << tag - 0xD4)
        return self._sized(*self._kind_and_size(tag))

    def _kind_and_size(self, tag: int) -> tuple[str, int]:
        if tag < 0x90:
            return "map", tag & 0x0F
        if tag < 0xA0:
            return "list", tag & 0x0F
        if tag < 0xC0:
            return "text", tag & 0x1F
        if tag not in _SIZES:
            raise ValueError(f"{tag:#x} is no MessagePack tag")
        form, kind = _SIZES[tag]
        return kind, self._number(form)

    def _sized(self, kind: str, size: int) -> Any:
        if kind == "list":
            return [self.value() for _ in range(size)]
        if kind == "map":
            return {self.value(): self.value() for _ in range(size)}
        raw = self._take(size + (kind == "extension"))  # an extension's type stands before its bytes
        if kind == "extension":
            return UNKNOWN  # with or without Terraform's refinements
        return raw.decode() if kind == "text" else raw

    def _number(self, form: str) -> Any:
        return struct.unpack(form, self._take(struct.calcsize(form)))[0]

    def _take(self, size: int) -> bytes:
        if self.at + size > len(self.packed):
            raise IndexError
        self.at += size
        return self.packed[self.at - size : self.at]
