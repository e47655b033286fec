"""Protocol Buffers on the wire: the fields that tfplugin6's messages are made of.

Source: https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

Fields = dict[int, list[bytes | int]]

VARINT, FIXED_64, LENGTH_DELIMITED, FIXED_32 = 0, 1, 2, 5
_MAXIMUM_VARINT_BITS = 64


def varint(number: int) -> bytes:
    """Return `number` in base 128, least significant group first; a negative one as 64 bits."""
    number &= (1 << _MAXIMUM_VARINT_BITS) - 1
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def data_field(field: int, data: bytes | str) -> bytes:
    """Return a length-delimited field: a string, bytes or a message."""
    raw = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | LENGTH_DELIMITED) + varint(len(raw)) + raw


def integer_field(field: int, number: int) -> bytes:
    """Return an integer, enum or bool field; proto3 leaves a zero out."""
    return varint(field << 3 | VARINT) + varint(number) if number else b""


def parse(message: bytes) -> Fields:
    """Return every field of a message by number: integers, or bytes for whatever has a length.

    Raises:
        ValueError: The message is cut short, or uses a wire type that proto3 no longer has.
    """
    fields: Fields = {}
    at = 0
    while at < len(message):
        key, at = _take_varint(message, at)
        value, at = _take_value(key & 7, message, at)
        fields.setdefault(key >> 3, []).append(value)
    return fields


def data(fields: Fields, field: int) -> bytes:
    """Return the last bytes given for `field`, empty where it is absent."""
    value = fields.get(field, [b""])[-1]
    return value if isinstance(value, bytes) else b""


def text(fields: Fields, field: int) -> str:
    """Return the string given for `field`, empty where it is absent."""
    return data(fields, field).decode()


def _take_varint(message: bytes, at: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, _MAXIMUM_VARINT_BITS + 6, 7):
        if at >= len(message):
            raise ValueError("a varint is cut short")
        byte = message[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
    raise ValueError("a varint is longer than ten bytes")


def _take_value(wire_type: int, message: bytes, at: int) -> tuple[bytes | int, int]:
    if wire_type == VARINT:
        return _take_varint(message, at)
    if wire_type == LENGTH_DELIMITED:
        size, at = _take_varint(message, at)
    elif wire_type in (FIXED_32, FIXED_64):
        size = 4 if wire_type == FIXED_32 else 8
    else:
        raise ValueError(f"wire type {wire_type} is not in proto3")
    if at + size > len(message):
        raise ValueError("a field is cut short")
    return message[at : at + size], at + size
