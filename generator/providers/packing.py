"""Writes the data file that `store` reads, from what `terraform providers schema -json` says.

The same input gives the same bytes, with the same zlib.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from generator.providers.block_schema import MARKS, MARKS_BASE, NESTINGS
from generator.providers.schema_types import Type, from_json
from generator.providers.store import MAGIC, WINDOW_BITS

_KINDS = {"resource_schemas": "r", "data_source_schemas": "d", "ephemeral_resource_schemas": "e"}

_ALONE_CHARACTERS = 150
"""A body that is shorter than this stands in each record that needs it: reading another costs more."""

_DICTIONARY_HALF = 16_000
"""Bytes for words and for lines in the preset dictionary; deflate looks back 32 KiB."""

_MEMORY_LEVEL = 9


class Bodies:
    """The bodies of all types, each text once."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.children: list[tuple[int, ...]] = []
        self._numbers: dict[tuple[str, tuple[int, ...]], int] = {}

    def add(self, block: Mapping[str, Any]) -> int:
        """Add a block's schema and those in it; return its number.

        A text refers to the block's children by "=%0 " and so on, which are `children` of that number.

        Raises:
            ValueError: It says what the data has no place for.
        """
        children: list[int] = []
        groups: dict[str, list[str]] = defaultdict(list)
        for name, attribute in block.get("attributes", {}).items():
            groups[_attribute_code(attribute)].append(name)
        for name, nested in block.get("block_types", {}).items():
            number = self.add(nested["block"])
            if number not in children:
                children.append(number)
            groups[f"{_nesting_code(nested)}=%{children.index(number)}"].append(name)
        lines = [sign for sign, mark in (("!", "deprecated"), ("*", "open")) if block.get(mark)]
        lines += [f"{code} {' '.join(sorted(names))}" for code, names in sorted(groups.items())]
        key = ("\n".join(lines), tuple(children))
        if key not in self._numbers:
            self._numbers[key] = len(self.texts)
            self.texts.append(key[0])
            self.children.append(key[1])
        return self._numbers[key]

    def below(self, number: int) -> list[int]:
        """Return a body and all in it, itself first, each once."""
        found = {number: None}
        waiting = [number]
        while waiting:
            new = [child for child in self.children[waiting.pop(0)] if child not in found]
            found |= dict.fromkeys(new)
            waiting += new
        return list(found)


def pack(provider: Mapping[str, Any], source: str, version: str, settable_ids: Iterable[str] = ()) -> bytes:
    """Return the data file of one version of a provider.

    Args:
        provider: What terraform says of it under "provider_schemas".
        source: Its source address, such as "hashicorp/aws".
        version: Its version.
        settable_ids: The types whose optional and computed `id` may be set indeed: "data.aws_vpc".

    Raises:
        ValueError: The schemas say what the data has no place for.
    """
    bodies = Bodies()
    tops = sorted(_tops(bodies, provider, source))
    shared = _shared_bodies(bodies, tops)
    places = {number: f"{name}.{place}" for name, group in shared.items() for place, number in enumerate(group)}
    records = {("s", str(name)): _text(bodies, group, places) for name, group in shared.items()}
    for kind, name, top in tops:
        own = [number for number in bodies.below(top) if number == top or number not in places]
        records[kind, name] = _text(bodies, own, places)
    ends = {("p", source): f" {version}"}
    return pack_records(MAGIC, records, ends, (f"i {name} 0 0" for name in sorted(settable_ids)))


def pack_records(
    magic: bytes,
    records: Mapping[tuple[str, str], str],
    ends: Mapping[tuple[str, str], str] = {},
    more: Iterable[str] = (),
) -> bytes:
    """Return a data file of records; see `store`.

    Args:
        magic: What it begins with.
        records: The records, by kind and name.
        ends: With what the lines of some of them in the index end.
        more: Further lines of the index.
    """
    dictionary = _dictionary(records.values())
    index, content, offsets = [""], bytearray(), dict[str, str]()
    for (kind, name), text in sorted(records.items()):
        if text not in offsets:
            deflated = _deflate(text, dictionary)
            offsets[text] = f"{len(content)} {len(deflated)}"
            content += deflated
        index.append(f"{kind} {name} {offsets[text]}{ends.get((kind, name), '')}")
    index += more
    front = [zlib.compress(dictionary, 9), zlib.compress(("\n".join(index) + "\n").encode(), 9)]
    return magic + b"".join(len(part).to_bytes(4, "big") for part in front) + b"".join(front) + content


def _tops(bodies: Bodies, provider: Mapping[str, Any], source: str) -> Iterable[tuple[str, str, int]]:
    """Yield kind, name and body of each type, and of the provider's own block."""
    yield "p", source, bodies.add(provider.get("provider", {}).get("block", {}))
    for key, kind in _KINDS.items():
        for name, schema in sorted(provider.get(key, {}).items()):
            yield kind, name, bodies.add(schema["block"])


def _shared_bodies(bodies: Bodies, tops: Iterable[tuple[str, str, int]]) -> dict[int, list[int]]:
    """Return the bodies that stand in records of their own, by the record: those that the same types use."""
    users: dict[int, list[int]] = defaultdict(list)
    for user, (*_, top) in enumerate(tops):
        for number in bodies.below(top)[1:]:
            users[number].append(user)
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number in sorted(users):
        if len(users[number]) > 1 and len(bodies.texts[number]) >= _ALONE_CHARACTERS:
            groups[tuple(users[number])].append(number)
    return dict(enumerate(groups.values()))


def _text(bodies: Bodies, members: list[int], places: Mapping[int, str]) -> str:
    """Return a record, in which short bodies that are not its own stand as well."""
    inside = dict.fromkeys(members)
    for number in members:
        inside |= {each: None for each in bodies.below(number) if each not in places}
    order = {number: str(place) for place, number in enumerate(inside)}
    texts = []
    for number in inside:
        text = bodies.texts[number]
        for place, child in enumerate(bodies.children[number]):
            text = text.replace(f"=%{place} ", f"={order.get(child) or places[child]} ")
        texts.append(text)
    return "\n\n".join(texts)


def _dictionary(texts: Iterable[str]) -> bytes:
    """Return what the records have in common, the most useful last: words, then whole lines."""
    words: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for text in texts:
        words.update(set(text.split()))
        lines.update(set(text.split("\n")))
    return _most_useful(words, " ") + _most_useful(lines, "\n")


def _most_useful(counts: Counter[str], separator: str) -> bytes:
    often = [(count, part) for part, count in counts.items() if count > 2 and len(part) > 3]  # noqa: PLR2004
    ranked = sorted(often, key=lambda pair: ((pair[0] - 1) * len(pair[1]), pair[1]))
    return separator.join(part for _, part in ranked).encode()[-_DICTIONARY_HALF:]


def _deflate(text: str, dictionary: bytes) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, WINDOW_BITS, _MEMORY_LEVEL, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return deflate.compress(text.encode()) + deflate.flush()


def _attribute_code(attribute: Mapping[str, Any]) -> str:
    known = {*MARKS, "type", "nested_type", "description", "description_kind"}
    if not attribute.keys() <= known:
        raise ValueError(f"an attribute with {', '.join(sorted(attribute.keys() - known))}")
    marks = sum(1 << bit for bit, mark in enumerate(MARKS) if attribute.get(mark))
    nested = attribute.get("nested_type")
    found = _nested_type(nested) if nested else from_json(attribute["type"])
    return chr(MARKS_BASE + marks) + found.encode()


def _nested_type(nested: Mapping[str, Any]) -> Type:
    """Return the type of an attribute that is described attribute by attribute."""
    parts = nested["attributes"]
    attributes = {
        name: _nested_type(part["nested_type"]) if "nested_type" in part else from_json(part["type"])
        for name, part in parts.items()
    }
    optional = frozenset(name for name, part in parts.items() if not part.get("required"))
    found = Type("object", attributes=attributes, optional=optional)
    return found if nested["nesting_mode"] == "single" else Type(nested["nesting_mode"], found)


def _nesting_code(nested: Mapping[str, Any]) -> str:
    known = {"nesting_mode", "block", "min_items", "max_items"}
    if not nested.keys() <= known:
        raise ValueError(f"a nested block with {', '.join(sorted(nested.keys() - known))}")
    letter = next(letter for letter, nesting in NESTINGS.items() if nesting == nested["nesting_mode"])
    return f"#{letter}{nested.get('min_items', 0)},{nested.get('max_items', 0)}"
