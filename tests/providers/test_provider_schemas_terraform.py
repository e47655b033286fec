"""The shipped data says what the providers themselves say, attribute by attribute."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from schema_documents import to_document, without_descriptions
from terraform_bench import Terraform

from generator import providers
from generator.providers.packing import pack

pytestmark = pytest.mark.slow

CONFIGURATION = """\
terraform {
  required_providers {
    archive = { source = "hashicorp/archive" }
    aws     = { source = "hashicorp/aws" }
    random  = { source = "hashicorp/random" }
  }
}

resource "terraform_data" "built_in" {}
"""
HOST = "registry.terraform.io/"
KEYS = {"resource_schemas": "resource", "data_source_schemas": "data", "ephemeral_resource_schemas": "ephemeral"}


@pytest.fixture(scope="module")
def schemas(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `terraform providers schema -json` says, by the providers' sources without the default host."""
    folder = tmp_path_factory.mktemp("schemas")
    (folder / "main.tf").write_text(CONFIGURATION)
    terraform.prepare(folder)
    document = terraform.json(folder, "providers", "schema", "-json")
    return {source.removeprefix(HOST): each for source, each in document["provider_schemas"].items()}


def types(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for key, kind in KEYS.items():
        for name, one in schema.get(key, {}).items():
            yield kind, name, one["block"]


@pytest.mark.parametrize("source", ["hashicorp/aws", providers.BUILT_IN])
def test_every_type_of_a_provider_is_as_it_says(schemas: dict[str, Any], source: str) -> None:
    expected = {(kind, name): block for kind, name, block in types(schemas[source])}
    release = providers.release(source, providers.releases(source)[0])

    assert {(kind, name) for kind in providers.KINDS for name in release.type_names(kind)} == set(expected)
    for (kind, name), block in expected.items():
        found = release.lookup(kind, name)
        assert found is not None
        assert to_document(found) == without_descriptions(block), name
    own = without_descriptions(schemas[source].get("provider", {}).get("block", {}))
    assert to_document(release.provider_block()) == own


def test_what_was_derived_holds_what_the_installed_provider_has(
    terraform: Terraform, schemas: dict[str, Any]
) -> None:
    """Ours may be newer, and have more types; a stand-in has less of each type."""
    stand_ins = {each.name for each in terraform.providers if each.origin == "stand-in"}
    for name in ("random", "archive"):
        for kind, type_name, block in types(schemas[f"hashicorp/{name}"]):
            found = providers.lookup(kind, type_name)
            assert found is not None
            ours, theirs = to_document(found), without_descriptions(block)
            assert ours["attributes"] == theirs["attributes"], type_name
            if name not in stand_ins:
                assert ours == theirs, type_name


def test_packing_twice_gives_the_same_bytes(schemas: dict[str, Any]) -> None:
    small = {"resource_schemas": dict(list(schemas["hashicorp/aws"]["resource_schemas"].items())[:200])}
    turned = json.loads(json.dumps(small, sort_keys=True))

    assert pack(small, "hashicorp/aws", "1.0.0") == pack(turned, "hashicorp/aws", "1.0.0")


def test_bindings_say_what_the_provider_says_field_by_field(schemas: dict[str, Any]) -> None:
    """The control of how 6.x is derived: bindings of 5.100.0, which terraform can be asked about."""
    script, real = _script(), schemas["hashicorp/aws"]
    try:
        package = script.control()
    except OSError as why:
        pytest.skip(f"the bindings of 5.100.0 can't be had: {why}")
    derived, version = script.bindings.schemas(package)
    bare = json.loads(json.dumps(derived))
    script.complete(derived, real, deprecated=())

    assert version == "5.100.0"
    compared = 0
    for key in ("resource_schemas", "data_source_schemas"):
        assert derived[key].keys() == real[key].keys()
        for name in real[key]:
            compared += _compare(
                derived[key][name]["block"], without_descriptions(real[key][name]["block"]), name, True
            )
            _compare(bare[key][name]["block"], without_descriptions(real[key][name]["block"]), name, False)
    assert compared > 32_000  # attributes; the others are in what is cut
    own = without_descriptions(real["provider"]["block"])
    assert _compare(derived["provider"]["block"], own, "provider", True) > 20


_CUT = re.compile(r"aws_quicksight_\w+\.definition|aws_wafv2_\w+\..*statement")
"""Blocks that contain themselves."""

_NOT_TOLD = re.compile(r"\.edge_sets$|^aws_quicksight_analysis.definition$")
"""Types of which bindings do not tell all."""


def _compare(ours: dict[str, Any], theirs: dict[str, Any], path: str, complete: bool) -> int:
    """Hold a derived block to the provider's; return how many attributes were compared.

    Args:
        ours: The derived block.
        theirs: The provider's.
        path: The way to it.
        complete: Whether what bindings do not tell has been added.
    """
    own, others = ours.get("attributes", {}), theirs.get("attributes", {})
    blocks, other_blocks = ours.get("block_types", {}), theirs.get("block_types", {})
    computed = {name for name in own if name in other_blocks and own[name].keys() <= {"type", "computed"}}
    assert own.keys() - (set() if complete else computed) == others.keys(), path
    flags = ("required", "optional", "computed", *(("deprecated", "sensitive", "write_only") if complete else ()))
    for name in others:
        where = f"{path}.{name}"
        assert [own[name].get(flag) for flag in flags] == [others[name].get(flag) for flag in flags], where
        assert own[name]["type"] == others[name]["type"] or _NOT_TOLD.search(where), where
    assert blocks.keys() | (set() if complete else computed) == other_blocks.keys(), path
    count = len(others)
    for name, block in blocks.items():
        where, other = f"{path}.{name}", other_blocks[name]
        if block["block"].get("open"):
            assert _CUT.match(where), where
            continue
        bounds = [[each.get(bound, 0) for bound in ("min_items", "max_items")] for each in (block, other)]
        if not complete:  # bindings tell whether one is needed, and whether there may be more than one
            bounds = [[bool(minimum), maximum == 1] for minimum, maximum in bounds]
        assert bounds[0] == bounds[1], where
        assert block["nesting_mode"] == other["nesting_mode"], where
        count += _compare(block["block"], other["block"], where, complete)
    return count


def test_the_types_that_take_an_id_are_those_whose_provider_does(
    terraform: Terraform, schemas: dict[str, Any], tmp_path: Path
) -> None:
    script = _script()
    questions = dict(script.ask_for_ids(schemas["hashicorp/aws"]))
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    for address, text in questions.items():
        (tmp_path / f"{address}.tf").write_text(text)
    terraform.prepare(tmp_path)
    said = terraform.diagnostics(tmp_path)

    refused = {each.file.removesuffix(".tf") for each in said if each.summary == "Invalid or unknown key"}
    release = providers.release("hashicorp/aws", "5.100.0")
    assert len(refused) > 1_500
    assert {
        address for address in questions if release.takes_id(*address.split("."))
    } == questions.keys() - refused


def _script() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "provider_schemas.py"
    specification = importlib.util.spec_from_file_location("provider_schemas_script", path)
    assert specification is not None and specification.loader is not None
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    return script
