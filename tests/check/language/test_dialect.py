"""Whose language is meant: Terraform's or OpenTofu's, newer and older."""

from __future__ import annotations

import pytest

from generator import hcl
from generator.check.language import block_structure, terraform_blocks
from generator.check.language.dialect import ANY, Dialect, looks_at_both, read_dialect

TERRAFORM, OPENTOFU = Dialect("terraform"), Dialect("opentofu")
RESOURCE = 'resource "terraform_data" "r" {\n  lifecycle {\n    %s\n  }\n}\n'
REPEATED = 'provider "aws" {\n  alias = "a"\n  for_each = toset(["x"])\n  region = each.value\n}\n'


def said(text: str, dialect: Dialect = ANY, name: str = "main.tf") -> list[str]:
    """Return what is wrong with a file."""
    return [one.message for one in block_structure.violations(hcl.load({name: text.encode()}), dialect)]


@pytest.mark.parametrize(
    ("text", "dialect", "version"),
    [
        ('variable "v" {\n  deprecated = "d"\n}\n', TERRAFORM, "1.15"),
        ('variable "v" {\n  const = true\n}\n', OPENTOFU, "1.12"),
        ('output "o" {\n  value = 1\n  type = string\n}\n', TERRAFORM, "1.15"),
        (RESOURCE % "destroy = false", TERRAFORM, "1.16"),
        (RESOURCE % "enabled = var.x", OPENTOFU, "1.11"),
        ('action "aws_lambda_invoke" "a" {\n  config {\n    x = 1\n  }\n}\n', TERRAFORM, "1.14"),
        (RESOURCE % "action_trigger {\n events = [after_create]\n actions = [action.a.b]\n}", TERRAFORM, "1.14"),
        (REPEATED, OPENTOFU, "1.9"),
        ("terraform {\n  encryption {\n    state {}\n  }\n}\n", OPENTOFU, "1.7"),
        ('language {\n  compatible_with {\n    opentofu = "1.12"\n  }\n}\n', OPENTOFU, "1.12"),
        (RESOURCE % "prevent_destroy = var.x", OPENTOFU, "1.12"),
    ],
)
def test_what_came_later_is_there_from_its_version_on(text: str, dialect: Dialect, version: str) -> None:
    before = f"1.{int(version[2:]) - 1}"

    assert not said(text, dialect)
    assert not said(text, dialect._replace(version=version))
    assert said(text, dialect._replace(version=before))


@pytest.mark.parametrize("required", [">= 1.11", "~> 1.15", ">= 1.0, < 2.0"])
def test_a_requirement_that_allows_a_version_that_has_it_is_enough(required: str) -> None:
    text = f'terraform {{\n  required_version = "{required}"\n}}\nvariable "v" {{\n  deprecated = "d"\n}}\n'

    assert not said(text)


def test_a_requirement_that_excludes_all_versions_that_have_it_is_said() -> None:
    text = 'terraform {\n  required_version = "~> 1.11.0"\n}\nvariable "v" {\n  deprecated = "d"\n}\n'

    assert said(text) == [
        'a block "variable" has no argument "deprecated": Terraform has it from 1.15 on, which "~> 1.11.0" excludes'
    ]


def test_what_the_other_alone_has_is_said_where_a_dialect_is_set() -> None:
    assert said(REPEATED, TERRAFORM) == ['a block "provider" has no argument "for_each": only OpenTofu has it']
    assert said('output "o" {\n  value = 1\n  type = string\n}\n', OPENTOFU)
    assert said('output "o" {\n  value = urldecode("a")\n}\n', TERRAFORM)
    assert not said('output "o" {\n  value = urldecode("a")\n}\n', OPENTOFU)


def test_what_a_module_uses_tells_where_nothing_is_set() -> None:
    assert not said(REPEATED)
    assert not said('output "o" {\n  value = urldecode("a")\n}\n', name="main.tofu")
    assert said('output "o" {\n  value = urldecode("a")\n}\n')


def test_opentofu_takes_variables_in_a_backend() -> None:
    module = hcl.load({"main.tf": b'terraform {\n  backend "s3" {\n    bucket = var.b\n  }\n}\n'})

    assert list(terraform_blocks.violations(module))
    assert not list(terraform_blocks.violations(module, OPENTOFU))


def test_a_file_for_opentofu_stands_for_its_twin() -> None:
    module = hcl.load(
        {"a.tf": b"locals {\n  x = 1\n}\n", "a.tofu": b"locals {\n  y = 1\n}\n", "b.tf": b"locals {\n  z = 1\n}\n"}
    )

    assert sorted(module.locals) == ["y", "z"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("terraform", Dialect("terraform")),
        ("opentofu 1.10", Dialect("opentofu", "1.10")),
        ("tofu", None),
        ("terraform one", None),
        (5, None),
    ],
)
def test_settings(text: object, expected: Dialect | None) -> None:
    assert read_dialect(text) == expected


@pytest.mark.parametrize(
    ("required", "dialect", "expected"),
    [
        (">= 1.11", ANY, True),
        (">= 1.12", ANY, False),
        ("~> 1.11.0", ANY, True),
        ("", ANY, False),
        ("", Dialect("terraform", "1.11"), True),
        (">= 1.0", Dialect("terraform", "1.13"), False),
        (">= 1.0", OPENTOFU, False),
    ],
)
def test_terraform_before_1_12_looks_at_both_operands(required: str, dialect: Dialect, expected: bool) -> None:
    text = f'terraform {{\n  required_version = "{required}"\n}}\n' if required else ""

    assert looks_at_both(hcl.load({"main.tf": text.encode()}), dialect) is expected
