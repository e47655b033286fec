"""HPACK, HTTP/2's header compression: a decoder, and the one form of header that we write.

Source: https://www.rfc-editor.org/rfc/rfc7541
"""

from __future__ import annotations

# Appendix A: the names, then the few values that are not empty.
_NAMES_TEXT = (
    ":authority :method :method :path :path :scheme :scheme :status :status :status :status :status :status "
    ":status accept-charset accept-encoding accept-language accept-ranges accept access-control-allow-origin "
    "age allow authorization cache-control content-disposition content-encoding content-language "
    "content-length content-location content-range content-type cookie date etag expect expires from host "
    "if-match if-modified-since if-none-match if-range if-unmodified-since last-modified link location "
    "max-forwards proxy-authenticate proxy-authorization range referer refresh retry-after server set-cookie "
    "strict-transport-security transfer-encoding user-agent vary via www-authenticate"
)
_VALUES = {
    2: "GET", 3: "POST", 4: "/", 5: "/index.html", 6: "http", 7: "https", 8: "200", 9: "204", 10: "206",
    11: "304", 12: "400", 13: "404", 14: "500", 16: "gzip, deflate",
}  # fmt: skip
STATIC_TABLE = tuple((name, _VALUES.get(number, "")) for number, name in enumerate(_NAMES_TEXT.split(), 1))

# Appendix B is a canonical code, so the lengths of its codes define it. Left out are codes of more than
# 15 bits (control characters, the backslash, bytes from 0x7f on): gRPC's headers hold none of them.
_CODES_BY_LENGTH = (
    (5, "012aceiost"), (6, " %-./3456789=A_bdfghlmnpru"), (7, ":BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz"),
    (8, "&*,;XZ"), (10, '!"()?'), (11, "'+|"), (12, "#>"), (13, "\0$@[]~"), (14, "^}"), (15, "<`{"),
)  # fmt: skip
_LONGEST_CODE = 15
_ENTRY_OVERHEAD = 32  # bytes that section 4.1 adds to an entry's size
_DEFAULT_TABLE_SIZE = 4096


def _huffman_code() -> dict[tuple[int, int], str]:
    table, code, last = {}, 0, 5
    for length, characters in _CODES_BY_LENGTH:
        code <<= length - last
        last = length
        for character in characters:
            table[length, code] = character
            code += 1
    return table


_HUFFMAN = _huffman_code()


def literal(name: str, value: str) -> bytes:
    """Return a header as a literal without indexing, uncompressed; both parts under 127 bytes."""
    parts = (name.encode(), value.encode())
    return b"\x00" + b"".join(bytes([len(part)]) + part for part in parts)


def huffman_decode(coded: bytes) -> str:
    """Return the text that `coded` stands for.

    Raises:
        ValueError: It has a code that is not in our part of the table.
    """
    out, code, length = [], 0, 0
    for bit in (byte >> shift & 1 for byte in coded for shift in range(7, -1, -1)):
        code, length = code << 1 | bit, length + 1
        character = _HUFFMAN.get((length, code))
        if character is not None:
            out.append(character)
            code = length = 0
        elif length > _LONGEST_CODE:
            raise ValueError("a Huffman code outside the table")
    return "".join(out)  # up to seven one bits of padding are left over


class Decoder:
    """Reads header blocks of one connection; its table lives as long as the connection."""

    def __init__(self) -> None:
        self._table: list[tuple[str, str]] = []
        self._limit = _DEFAULT_TABLE_SIZE
        self._block, self._at = b"", 0

    def decode(self, block: bytes) -> list[tuple[str, str]]:
        """Return the headers of a whole block, in order."""
        self._block, self._at = block, 0
        headers = []
        while self._at < len(block):
            first = block[self._at]
            if first & 0x80:
                headers.append(self._entry(self._integer(7)))
            elif first & 0xE0 == 0x20:
                self._limit = self._integer(5)
                self._evict()
            else:
                headers.append(self._literal(indexed=bool(first & 0x40)))
        return headers

    def _literal(self, indexed: bool) -> tuple[str, str]:
        number = self._integer(6 if indexed else 4)
        name = self._entry(number)[0] if number else self._string()
        header = (name, self._string())
        if indexed:
            self._table.insert(0, header)
            self._evict()
        return header

    def _integer(self, bits: int) -> int:
        limit = (1 << bits) - 1
        number = self._block[self._at] & limit
        self._at += 1
        if number < limit:
            return number
        shift = 0
        while True:
            byte = self._block[self._at]
            self._at += 1
            number += (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    def _string(self) -> str:
        huffman = self._block[self._at] & 0x80
        size = self._integer(7)
        raw = self._block[self._at : self._at + size]
        self._at += size
        return huffman_decode(raw) if huffman else raw.decode("latin-1")

    def _entry(self, number: int) -> tuple[str, str]:
        if number <= len(STATIC_TABLE):
            return STATIC_TABLE[number - 1]
        return self._table[number - len(STATIC_TABLE) - 1]

    def _evict(self) -> None:
        while sum(len(name) + len(value) + _ENTRY_OVERHEAD for name, value in self._table) > self._limit:
            self._table.pop()
