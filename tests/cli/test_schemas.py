"""`tfgen schemas`, and the versions of providers that a check is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.cli.main import app

SIZE = {"attributes": {"size": {"type": "number", "required": True}}}
SCHEMAS = {
    "format_version": "1.0",
    "provider_schemas": {
        "registry.terraform.io/acme/things": {"resource_schemas": {"things_one": {"version": 0, "block": SIZE}}},
        "registry.terraform.io/hashicorp/aws": {"resource_schemas": {}},
        "terraform.io/builtin/terraform": {"resource_schemas": {}},
    },
}
LOCK = """
provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = "~> 5.100"
}

provider "registry.terraform.io/acme/things" {
  version = "1.2.3"
}
"""
THING = (
    'terraform {\n  required_providers {\n    things = { source = "acme/things", version = "~> 1.0" }\n  }\n}\n'
)
EIP = 'resource "aws_eip" "e" {\n  vpc = true\n}\n'
BATCH = 'resource "aws_batch_compute_environment" "b" {\n  compute_environment_name = "b"\n  type = "MANAGED"\n}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def found(*arguments: str) -> list[tuple[str, str]]:
    """The findings of a check as JSON: rule and message."""
    result = tfgen("check", "--format", "json", *arguments)
    assert result.exit_code in (0, 1), result.output
    return [(each["rule"], each["message"]) for each in json.loads(result.stdout)["findings"]]


def test_it_lists_what_there_is() -> None:
    lines = tfgen("schemas").stdout.splitlines()

    assert [line.split(":")[0] for line in lines if line.startswith("hashicorp/aws ")] == [
        "hashicorp/aws 5.100.0",
        "hashicorp/aws 6.69.1",
    ]
    assert lines == sorted(lines)


def test_what_terraform_prints_is_added_and_then_checked(folder: Path) -> None:
    (folder / "main.tf").write_text(THING + 'resource "things_one" "o" {\n  colour = "red"\n}\n')
    (folder / "schemas.json").write_text(json.dumps(SCHEMAS))
    (folder / ".terraform.lock.hcl").write_text(LOCK)
    assert [rule for rule, _ in found("--select", "TFG006", "--select", "TFG137")] == ["TFG137"]

    result = tfgen("schemas", "add", "schemas.json")

    assert result.exit_code == 0, result.output
    assert "acme/things 1.2.3: provider-schemas/acme/things/1.2.3.bin" in result.stderr
    assert "hashicorp/aws 5.100.0: comes with tfgen" in result.stderr
    assert [path.name for path in folder.rglob("*.bin")] == ["1.2.3.bin"]
    assert "acme/things 1.2.3: 1 resource types" in tfgen("schemas").stdout
    assert found("--select", "TFG006", "--select", "TFG137") == [
        ("TFG006", 'the required argument "size" is missing'),
        ("TFG006", 'there is no argument "colour" here'),
    ]


def test_without_a_lock_file_the_version_is_to_be_said(folder: Path) -> None:
    (folder / "schemas.json").write_text(json.dumps(SCHEMAS))

    refused = tfgen("schemas", "add", "schemas.json")
    assert refused.exit_code == 2
    assert "the version of acme/things, hashicorp/aws is not known" in refused.stderr

    versions = ("--provider", "acme/things=2.0.0", "--provider", "aws=5.100.0")
    assert tfgen("schemas", "add", "schemas.json", *versions).exit_code == 0
    assert (folder / "provider-schemas" / "acme" / "things" / "2.0.0.bin").is_file()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("no json", "this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
        ("[]", "there are no provider_schemas in it"),
        ('{"provider_schemas": {"acme/things": 1}}', "there are no provider_schemas in it"),
        (
            '{"provider_schemas": {"acme/things": {"resource_schemas": {"x": {"block": {"attributes": {"a": {}}}}}}}}',
            "this is no schema of a provider",
        ),
        ('{"provider_schemas": {"acme/../../etc": {}}}', "is no provider and version"),
    ],
)
def test_a_file_of_something_else_is_refused(folder: Path, content: str, message: str) -> None:
    (folder / "schemas.json").write_text(content)

    result = tfgen(
        "schemas", "add", "schemas.json", "--provider", "acme/things=1.0.0", "--provider", "acme/../../etc=1.0.0"
    )

    assert result.exit_code == 2
    assert message in result.stderr
    assert list(folder.rglob("*.bin")) == []


def test_other_words_are_refused() -> None:
    assert tfgen("schemas", "remove", "x").exit_code == 2
    assert tfgen("schemas", "add").exit_code == 2
    assert tfgen("schemas", "add", "missing.json").exit_code == 2


@pytest.mark.parametrize("version", ["aws=6.69.1", "aws=6", "hashicorp/aws=6.3"])
def test_a_check_is_told_a_version(folder: Path, version: str) -> None:
    (folder / "main.tf").write_text(EIP)

    assert found("--select", "TFG006", "--select", "TFG015", "--provider", version) == [
        ("TFG006", 'there is no argument "vpc" here')
    ]


def test_the_settings_tell_a_version(folder: Path) -> None:
    (folder / "main.tf").write_text(EIP)
    (folder / "tfgen.toml").write_text('[check.providers]\naws = "5.100.0"\n')

    assert found("--select", "TFG006", "--select", "TFG015") == [("TFG015", 'the argument "vpc" is deprecated')]
    assert found("--select", "TFG006", "--select", "TFG015", "--provider", "aws=6")[0][0] == "TFG006"


@pytest.mark.parametrize("version", ["aws", "aws=", "aws=x", "=6", "aws=9", "acme/other=1", "aws=6.1.1.1"])
def test_a_version_that_there_is_not_is_refused(folder: Path, version: str) -> None:
    (folder / "main.tf").write_text(EIP)

    assert tfgen("check", "--provider", version).exit_code == 2
    assert tfgen("check", "--upgrade", version).exit_code == 2


def test_wrong_settings_of_versions_are_told_with_their_place(folder: Path) -> None:
    (folder / "main.tf").write_text(EIP)
    (folder / "tfgen.toml").write_text('[check.providers]\naws = "new"\n')

    result = tfgen("check")

    assert result.exit_code == 2
    assert 'tfgen.toml:2:1: "aws" has to be a version' in result.stderr


def test_an_upgrade_tells_what_differs_alone(folder: Path) -> None:
    (folder / "main.tf").write_text(
        'resource "aws_sqs_queue" "q" {\n  delay = 1\n}\n'
        + EIP
        + BATCH
        + 'resource "aws_opsworks_stack" "s" {\n  name = "s"\n}\n'
        'resource "aws_api_gateway_account" "a" {}\n'
        'data "aws_region" "r" {}\noutput "r" {\n  value = data.aws_region.r.id\n}\n'
    )

    told = found("--upgrade", "aws=6")

    assert [(rule, message) for rule, message in told if rule == "TFG006"] == [
        ("TFG006", 'there is no argument "vpc" here'),
        ("TFG006", 'there is no argument "compute_environment_name" here'),
        ("TFG006", 'the provider "hashicorp/aws" has no resource type "aws_opsworks_stack"'),
    ]
    assert [message for rule, message in told if rule == "TFG015"] == [
        'data.aws_region.r: the attribute "id" is deprecated since 6.47.0'
    ]
    behaviour = [message for rule, message in told if rule == "TFG302"]
    assert len(behaviour) == 2
    assert all(message.startswith("since 6.0.0 ") for message in behaviour)
    assert {rule for rule, _ in told} == {"TFG006", "TFG015", "TFG302"}
    assert "write name" in tfgen("check", "--upgrade", "aws=6").stdout


def test_where_the_new_version_is_in_use_nothing_differs(folder: Path) -> None:
    (folder / "main.tf").write_text(EIP)

    assert found("--upgrade", "aws=6", "--provider", "aws=6") == []
    assert found("--upgrade", "random=3") == []
