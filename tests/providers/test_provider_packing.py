"""What is packed reads back as it was, whatever a provider says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schema_documents import BLOCKS, NAMES, to_document

from generator.providers.packing import pack
from generator.providers.store import Release

SOURCE = "acme/things"


def packed(resources: dict[str, Any]) -> bytes:
    provider = {"resource_schemas": {name: {"block": block} for name, block in resources.items()}}
    return pack(provider, SOURCE, "1.2.3")


def read_back(content: bytes, name: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "1.2.3.bin"
        file.write_bytes(content)
        release = Release(str(file))
        block = release.lookup("resource", name)
        document = None if block is None else to_document(block)
        release.close()
        return document


@settings(deadline=None, max_examples=20)
@given(st.dictionaries(NAMES, BLOCKS, min_size=1, max_size=5))
def test_every_schema_reads_back_as_it_was(resources: dict[str, Any]) -> None:
    content = packed(resources)

    for name, block in resources.items():
        assert read_back(content, name) == block


@settings(deadline=None, max_examples=30)
@given(BLOCKS, st.integers(1, 4))
def test_what_types_share_reads_back_in_each(block: dict[str, Any], count: int) -> None:
    big = {f"an_attribute_number_{number}": {"type": "string", "optional": True} for number in range(20)}
    shared = {"nesting_mode": "list", "block": {"attributes": big, "block_types": {"x": _one(block)}}}
    resources = {f"r{number}": {"block_types": {"shared": shared}} for number in range(count)}
    resources["other"] = {"block_types": {"deeper": _one({"block_types": {"shared": shared}})}}
    content = packed(resources)

    for name, expected in resources.items():
        assert read_back(content, name) == expected


def _one(block: dict[str, Any]) -> dict[str, Any]:
    return {"nesting_mode": "single", "block": block}


def test_the_same_input_gives_the_same_bytes_in_any_order() -> None:
    blocks = {"a": {"attributes": {"x": {"type": "string"}, "y": {"type": "bool"}}}, "b": {}}
    turned = {"b": {}, "a": {"attributes": {"y": {"type": "bool"}, "x": {"type": "string"}}}}

    assert packed(blocks) == packed(turned)


def test_a_provider_keeps_its_source_and_version() -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(pack({}, "example.com/a/b", "2.0.0"))
        file.flush()
        release = Release(file.name)
        assert (release.source, release.version) == ("example.com/a/b", "2.0.0")
        assert to_document(release.provider_block()) == {}
        release.close()


def test_a_block_that_is_cut_is_open() -> None:
    document = read_back(packed({"r": {"block_types": {"x": _one({"open": True})}}}), "r")

    assert document == {"block_types": {"x": _one({"open": True})}}


def test_an_attribute_that_is_described_attribute_by_attribute_becomes_an_object() -> None:
    inner = {"attributes": {"a": {"type": "string", "required": True}, "b": {"type": "bool", "optional": True}}}
    attribute = {"nested_type": inner | {"nesting_mode": "list"}, "optional": True}

    document = read_back(packed({"r": {"attributes": {"x": attribute}}}), "r")

    assert document["attributes"]["x"]["type"] == ["list", ["object", {"a": "string", "b": "bool"}, ["b"]]]


@pytest.mark.parametrize(
    "block",
    [
        {"attributes": {"x": {"type": "string", "surprising": True}}},
        {"block_types": {"x": {"nesting_mode": "list", "block": {}, "surprising": True}}},
        {"attributes": {"x": {"type": "strange"}}},
    ],
)
def test_what_the_data_has_no_place_for_is_refused(block: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"surprising|strange"):
        packed({"r": block})
