"""The shipped data says what the providers themselves say, attribute by attribute."""

from __future__ import annotations

import importlib.util
import json
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


def types(schemas: dict[str, Any], source: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for key, kind in KEYS.items():
        for name, schema in schemas[source].get(key, {}).items():
            yield kind, name, schema["block"]


@pytest.mark.parametrize("source", ["hashicorp/aws", providers.BUILT_IN])
def test_every_type_of_a_provider_is_as_it_says(schemas: dict[str, Any], source: str) -> None:
    expected = {(kind, name): block for kind, name, block in types(schemas, source)}

    assert {(kind, name) for kind in providers.KINDS for name in providers.type_names(kind, source)} == set(
        expected
    )
    for (kind, name), block in expected.items():
        found = providers.lookup(kind, name)
        assert found is not None
        assert to_document(found) == without_descriptions(block), name


def test_the_provider_blocks_are_as_the_providers_say(schemas: dict[str, Any]) -> None:
    for source in ("hashicorp/aws", "hashicorp/random", "hashicorp/archive"):
        found = providers.provider_block(source)
        assert found is not None
        assert to_document(found) == without_descriptions(schemas[source]["provider"].get("block", {})), source


def test_what_was_written_down_holds_what_the_installed_provider_has(
    terraform: Terraform, schemas: dict[str, Any]
) -> None:
    """Ours may be newer, and have more types; a stand-in has less of each type."""
    stand_ins = {each.name for each in terraform.providers if each.origin == "stand-in"}
    for name in ("random", "archive"):
        for kind, type_name, block in types(schemas, f"hashicorp/{name}"):
            found = providers.lookup(kind, type_name)
            assert found is not None
            ours, theirs = to_document(found), without_descriptions(block)
            assert ours["attributes"] == theirs["attributes"], type_name
            if name not in stand_ins:
                assert ours == theirs, type_name


def test_packing_twice_gives_the_same_bytes(schemas: dict[str, Any]) -> None:
    small = {source: schemas[source] for source in schemas if source != "hashicorp/aws"}
    small["hashicorp/aws"] = {
        "resource_schemas": dict(list(schemas["hashicorp/aws"]["resource_schemas"].items())[:200])
    }
    versions = dict.fromkeys(small, "1.0.0")
    turned = json.loads(json.dumps(small, sort_keys=True))

    assert pack(small, versions) == pack(dict(reversed(turned.items())), versions)


def test_nothing_is_shipped_that_no_provider_has(schemas: dict[str, Any]) -> None:
    root = Path(__file__).parents[2] / "scripts" / "schemas"
    written: dict[str, Any] = {}
    for file in root.glob("*.json"):
        written |= json.loads(file.read_text(encoding="utf-8"))["provider_schemas"]
    expected = {
        (kind, name)
        for source, each in (schemas | {key.removeprefix(HOST): value for key, value in written.items()}).items()
        for kind, name, _ in types({source: each}, source)
    }

    assert {(kind, name) for kind in providers.KINDS for name in providers.type_names(kind)} == expected
    for source, each in written.items():
        for kind, name, block in types({source: each}, source):
            found = providers.lookup(kind, name)
            assert found is not None
            assert to_document(found) == without_descriptions(block), name


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
    assert len(refused) > 1_500
    assert {
        address for address in questions if providers.takes_id(*address.split("."))
    } == questions.keys() - refused


def _script() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "provider_schemas.py"
    specification = importlib.util.spec_from_file_location("provider_schemas_script", path)
    assert specification is not None and specification.loader is not None
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    return script
