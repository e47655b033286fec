"""Which versions of a provider a module means, and what is said where they differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import hcl
from generator.check.schema.module_checker import provider_versions_of, schema_violations
from generator.check.schema.provider_versions import AS_REQUIRED, ProviderChoice
from generator.check.schema.version_constraints import within
from generator.providers.packing import pack

FUNCTION = """
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::111122223333:role/f"
  region        = "eu-west-1"
}

resource "aws_eip" "e" {
  vpc = true
}
"""


def requiring(version: str, text: str = FUNCTION) -> str:
    constraint = f', version = "{version}"' if version else ""
    return f'terraform {{\n  required_providers {{\n    aws = {{ source = "hashicorp/aws"{constraint} }}\n  }}\n}}\n{text}'


def messages(text: str, choice: ProviderChoice = AS_REQUIRED, **files: str) -> list[str]:
    contents = {"main.tf": text.encode()} | {name: content.encode() for name, content in files.items()}
    return [each.message for each in schema_violations(hcl.load(contents), choice)]


NO_REGION = 'there is no argument "region" here'
NO_VPC = 'there is no argument "vpc" here'
OLD_VPC = 'the argument "vpc" is deprecated'


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("~> 5.100", [NO_REGION, OLD_VPC]),
        ("5.60.0", [NO_REGION, OLD_VPC]),
        ("~> 6.0", [NO_VPC]),
        (">= 6.28", [NO_VPC]),
        (">= 6.100", [NO_VPC]),  # a newer one than we carry, of a major that we do
        (
            ">= 5.100.0, < 7.0.0",
            [f"{NO_REGION}, with 5.100.0", f"{OLD_VPC}, with 5.100.0", f"{NO_VPC}, with 6.x"],
        ),
        ("", [f"{NO_VPC}, with 6.x"]),  # of which `terraform init` takes the newest
    ],
)
def test_what_the_module_requires_decides(version: str, expected: list[str]) -> None:
    assert messages(requiring(version)) == expected


@pytest.mark.parametrize("version", ["~> 4.0", ">= 7.0"])
def test_a_major_that_is_not_carried_is_said_to_be_so(version: str) -> None:
    [message] = messages(requiring(version))

    assert "5.100.0 and 6.69.1" in message and f'"{version}" does not allow' in message


def test_a_lock_file_comes_before_what_is_required() -> None:
    lock = (
        'provider "registry.terraform.io/hashicorp/aws" {\n  version     = "6.10.0"\n  constraints = "> 5.0"\n}\n'
    )

    assert messages(requiring("> 5.0"), **{".terraform.lock.hcl": lock}) == [NO_VPC]
    assert messages(requiring("> 5.0"), **{".terraform.lock.hcl": "what is this {"})[-1] == f"{NO_VPC}, with 6.x"


@pytest.mark.parametrize("chosen", ["6", "6.69.1", "6.3.0"])
def test_what_is_set_for_the_run_comes_before_all(chosen: str) -> None:
    choice = ProviderChoice((("hashicorp/aws", chosen),))

    assert messages(requiring("~> 5.100"), choice) == [NO_VPC]


def test_what_has_no_other_way_in_the_older_version_is_not_told() -> None:
    table = """
resource "aws_dynamodb_table" "t" {
  name         = "t"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  global_secondary_index {
    name            = "by-id"
    hash_key        = "id"
    projection_type = "ALL"
  }
}
"""

    for constraint in (">= 5.100.0, < 7.0.0", ">= 6.1.876, < 7.0.0", "~> 6.0", "> 6.28"):
        assert messages(requiring(constraint, table)) == []
    [chosen] = messages(requiring("~> 6.0", table), ProviderChoice((("hashicorp/aws", "6"),)))
    assert chosen == 'the argument "hash_key" is deprecated since 6.29.0'
    [message] = messages(requiring("~> 6.29", table))
    assert message == 'the argument "hash_key" is deprecated since 6.29.0'


def test_where_anything_may_be_in_a_block_nothing_is_said() -> None:
    rule = (
        'resource "aws_quicksight_analysis" "a" {\n  analysis_id = "a"\n  name = "a"\n'
        "  definition {\n    anything = 1\n    at { all = true }\n  }\n}\n"
    )

    assert messages(requiring("~> 6.0", rule)) == []


def test_a_project_brings_schemas_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "acme" / "things"
    folder.mkdir(parents=True)
    thing = {"block": {"attributes": {"size": {"type": "number", "required": True}}}}
    (folder / "1.2.3.bin").write_bytes(pack({"resource_schemas": {"things_one": thing}}, "acme/things", "1.2.3"))
    text = (
        'terraform {\n  required_providers {\n    things = { source = "acme/things" }\n  }\n}\n'
        'resource "things_one" "o" { colour = "red" }\nresource "things_two" "t" {}\n'
    )

    [unknown] = messages(text)
    assert "are not here" in unknown
    assert messages(text, ProviderChoice(folder=str(tmp_path))) == [
        'the required argument "size" is missing',
        'there is no argument "colour" here',
        'the provider "acme/things" has no resource type "things_two"',
    ]


@pytest.mark.parametrize(
    ("constraint", "major", "newest"),
    [
        ("", 6, "6.69.1"),
        ("~> 6.10.0", 6, "6.10.9999"),
        ("< 6.20", 6, "6.19.9999"),
        ("= 6.20.0", 6, "6.20.0"),
        (">= 6.70", 6, "6.9999.9999"),
        ("~> 5.0", 6, ""),
        (">= 7", 6, ""),
    ],
)
def test_the_newest_version_of_a_major_that_a_constraint_allows(constraint: str, major: int, newest: str) -> None:
    assert within(constraint, major, "6.69.1") == newest


def test_versions_are_told_by_the_number_of_the_newest() -> None:
    meant = provider_versions_of(hcl.load({"main.tf": requiring(">= 5.100.0").encode()}))

    assert meant.most == 2
    assert [meant.label(number) for number in range(2)] == ["5.100.0", "6.x"]
