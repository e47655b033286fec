"""The schemas of one version of a provider, read from a data file one type at a time.

The file, which `packing` writes, is made so that a type can be read without the rest:

    MAGIC, then the lengths of the next two parts as 32-bit big-endian numbers
    the preset dictionary of the records, deflated
    the index, deflated: a line "kind name offset length" for each record, offsets from the index's end
    the records, each deflated by itself with the preset dictionary

Kinds are p (the provider's own block; its name is the provider's source, its line ends in the version), r
(resource), d (data source), e (ephemeral resource), s (what several types share; its name is a number) and i (no
record: the type "data.aws_vpc" takes the `id` that its schema has for optional and computed).

A record is text: bodies with an empty line between them, the type's own first. A line of a body is one of

    !                                this block is deprecated
    *                                anything may be in this block: its schema contains itself, and is cut here
    <marks><type> name name …        attributes that are alike: marks of `schema.MARKS`, a type of `Type.encode`
    #<nesting><min>,<max>=<ref> name blocks that are alike: `schema.NESTINGS`, counts, the number of the body in
                                     this record, or <shared record>.<number>

Bodies that are alike are written once in a record, which is what makes types that repeat themselves small.
"""

from __future__ import annotations

import os
import re
import zlib
from functools import partial

from generator.providers.block_schema import NESTINGS, AttributeSchema, BlockSchema, NestedBlock

MAGIC = b"tfgen schemas 2\n"
LENGTHS = 2 * 4
WINDOW_BITS = -15
"""Records are deflated without zlib's header and checksum, which would be a tenth of them."""

_LINE = re.compile(r"^([^ \n]+ [^ \n]+) (.*)$", re.MULTILINE)
"""A line of an index: what it is about, and what it says."""

_attributes: dict[str, AttributeSchema] = {}


class Record:
    """The bodies of one record; each is parsed when it is first asked for."""

    __slots__ = ("_blocks", "_release", "_texts")

    def __init__(self, release: Release, text: str) -> None:
        self._release, self._texts = release, text.split("\n\n")
        self._blocks: dict[str, BlockSchema] = {}

    def block(self, reference: str) -> BlockSchema:
        """Return a body by its number here, or by what another record knows it by."""
        found = self._blocks.get(reference)
        if found is None:
            shared, dot, number = reference.partition(".")
            found = self._release.record("s", shared).block(number) if dot else self._parse(int(reference))
            self._blocks[reference] = found
        return found

    def _parse(self, number: int) -> BlockSchema:
        attributes: dict[str, AttributeSchema] = {}
        blocks: dict[str, NestedBlock] = {}
        deprecated = open_ = False
        for line in self._texts[number].split("\n"):
            code, *names = line.split(" ")
            if code.startswith("#"):
                counts, _, reference = code.partition("=")
                minimum, _, maximum = counts[2:].partition(",")
                nested = NestedBlock(NESTINGS[code[1]], int(minimum), int(maximum), partial(self.block, reference))
                blocks.update(dict.fromkeys(names, nested))
            elif names:
                attributes.update(dict.fromkeys(names, _attribute(code)))
            else:
                deprecated, open_ = deprecated or code == "!", open_ or code == "*"
        return BlockSchema(attributes, blocks, deprecated, open_)


class Records:
    """A data file, opened: its index, and its records.

    Raises:
        OSError: There is no such file.
        ValueError: It is not such a file, or not the whole of it.
    """

    def __init__(self, path: str, magic: bytes) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        head = self._read(0, len(magic) + LENGTHS)
        if not head.startswith(magic):
            raise ValueError(f"{path} holds something else, or is of another tfgen")
        dictionary = int.from_bytes(head[len(magic) : len(magic) + 4], "big")
        index = int.from_bytes(head[len(magic) + 4 :], "big")
        front = self._read(len(head), dictionary + index)
        self._records_start = len(head) + dictionary + index
        self._dictionary = zlib.decompress(front[:dictionary])
        self._lines: dict[str, str] = dict(_LINE.findall(zlib.decompress(front[dictionary:]).decode()))

    def close(self) -> None:
        """Let go of the file; it is otherwise open for as long as the process lives."""
        os.close(self._file)

    def line(self, kind: str, name: str) -> list[str]:
        """Return what the index says of a record: offset, length and what else; empty where there is none."""
        line = self._lines.get(f"{kind} {name}")
        return line.split(" ") if line is not None else []

    def lines(self, kind: str) -> list[list[str]]:
        """Return the index's lines about one kind of record, in the order of the names."""
        start = f"{kind} "
        return [
            [key[len(start) :], *line.split(" ")] for key, line in self._lines.items() if key.startswith(start)
        ]

    def text(self, kind: str, name: str) -> str:
        """Return a record that the index has."""
        offset, length, *_ = self.line(kind, name)
        inflate = zlib.decompressobj(WINDOW_BITS, self._dictionary)
        return inflate.decompress(self._read(self._records_start + int(offset), int(length))).decode()

    def _read(self, offset: int, length: int) -> bytes:
        content = os.pread(self._file, length, offset)  # moves no offset, which forked processes would share
        if len(content) != length:
            raise ValueError(f"{self._path} is cut short")
        return content


KINDS = {"resource": "r", "data": "d", "ephemeral": "e"}
"""The kinds of blocks whose type a provider brings, by the word that opens them."""


class Release:
    """One version of a provider: what its types may hold, and its own block.

    Attributes:
        source: The provider's source, such as "hashicorp/aws".
        version: The version, such as "5.100.0".

    Raises:
        OSError: There is no such file.
        ValueError: It is not such a file, or not the whole of it.
    """

    def __init__(self, path: str) -> None:
        self._file = Records(path, MAGIC)
        self._records: dict[tuple[str, str], Record] = {}
        ((self.source, _, _, self.version),) = self._file.lines("p")

    def __repr__(self) -> str:
        return f"<{self.source} {self.version}>"

    def close(self) -> None:
        """Let go of the file; see `Records.close`."""
        self._file.close()

    def has(self, kind: str, name: str) -> bool:
        """Return whether there is a type ("resource", "data" or "ephemeral", and its name)."""
        return bool(self._file.line(KINDS[kind], name))

    def lookup(self, kind: str, name: str) -> BlockSchema | None:
        """Return what a block of a type may hold.

        Args:
            kind: "resource", "data" or "ephemeral".
            name: The type, such as "aws_sqs_queue".

        Returns:
            The schema, without the arguments that Terraform itself takes in each such block; None where the
            provider has no such type.
        """
        return self.record(KINDS[kind], name).block("0") if self.has(kind, name) else None

    def provider_block(self) -> BlockSchema:
        """Return what the `provider` block may hold."""
        return self.record("p", self.source).block("0")

    def type_names(self, kind: str) -> tuple[str, ...]:
        """Return the names of all types of a kind, sorted."""
        return tuple(name for name, *_ in self._file.lines(KINDS[kind]))

    def takes_id(self, kind: str, name: str) -> bool:
        """Return whether the `id` of a type may be set, of which its schema says that it is optional and computed.

        The SDK adds one to all types that have none of their own, and refuses it where it is set.
        """
        return bool(self._file.line("i", f"{kind}.{name}"))

    def record(self, kind: str, name: str) -> Record:
        """Return a record that there is."""
        found = self._records.get((kind, name))
        if found is None:
            found = self._records[kind, name] = Record(self, self._file.text(kind, name))
        return found


def _attribute(code: str) -> AttributeSchema:
    found = _attributes.get(code)
    if found is None:
        found = _attributes[code] = AttributeSchema(code)
    return found
