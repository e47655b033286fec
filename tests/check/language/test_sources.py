"""Where called modules come from."""

from __future__ import annotations

import pytest

from generator import hcl
from generator.check.language.dialect import ANY, Dialect
from generator.check.language.sources import violations

OLD, NEW, OPENTOFU = Dialect("terraform", "1.11"), Dialect("terraform", "1.15"), Dialect("opentofu", "1.10")
CALL = 'module "m" {\n  source = %s\n}\nvariable "v" {\n  default = "a"\n}\nvariable "c" {\n  const = true\n}\n'


def said(text: str, dialect: Dialect = ANY, **files: str) -> list[str]:
    """Return what is wrong with the calls of a module."""
    others = {f"m/{name}.tf": content.encode() for name, content in files.items()}
    return [one.message for one in violations(hcl.load({"main.tf": text.encode(), **others}), dialect)]


@pytest.mark.parametrize(
    "source",
    [
        "./m",
        "../m",
        "terraform-aws-modules/lambda/aws",
        "terraform-aws-modules/lambda/aws//modules/deploy",
        "app.terraform.io/example/vpc/aws",
        "git::https://example.com/vpc.git?ref=v1.2.0",
        "git@github.com:hashicorp/example.git",
        "github.com/hashicorp/example",
        "https://example.com/vpc-module.zip",
        "s3::https://s3-eu-west-1.amazonaws.com/bucket/vpc.zip",
        "www.googleapis.com/storage/v1/modules/foo.zip",
        "/srv/modules/queue",
    ],
)
def test_a_source_is_a_folder_a_registrys_name_or_a_url(source: str) -> None:
    assert not said(CALL % f'"{source}"')


@pytest.mark.parametrize(
    "source", ["modules/queue", "queue", "", "a/b/c/d/e", "---.com/a/b/aws", "hashicorp/consul/AWS"]
)
def test_other_texts_are_none(source: str) -> None:
    assert said(CALL % f'"{source}"') == [f'"{source}" is no source of a module']


@pytest.mark.parametrize("source", ["./m", "../m", "git::https://example.com/m.git"])
def test_a_version_is_for_modules_of_a_registry(source: str) -> None:
    assert said(f'module "m" {{\n  source = "{source}"\n  version = "1.0.0"\n}}\n')


@pytest.mark.parametrize("source", ["var.c", '"./${var.v}"', "local.x", 'join("/", [".", "m"])'])
def test_names_and_functions_came_with_1_15(source: str) -> None:
    assert said(CALL % source, OLD)
    assert said(f'terraform {{\n  required_version = "~> 1.11.0"\n}}\n{CALL % source}')


@pytest.mark.parametrize(
    "source", ["var.c", '"./${var.c}"', "local.x", '"${path.module}/m"', 'join("/", [".", "m"])']
)
def test_const_variables_are_there_when_modules_are_fetched(source: str) -> None:
    text = CALL % source + 'locals {\n  x = "./${var.c}"\n}\n'

    assert not said(text, NEW)
    assert not said(text)
    assert not said(text, OPENTOFU)


@pytest.mark.parametrize("source", ["var.v", "local.y", "each.key", "terraform.workspace", "terraform_data.x.id"])
def test_other_names_are_not(source: str) -> None:
    text = CALL % source + "locals {\n  y = var.v\n}\n"

    assert [one.endswith("has no value yet when modules are fetched") for one in said(text, NEW)] == [True]


@pytest.mark.parametrize("source", ["var.v", "terraform.workspace"])
def test_opentofu_knows_more_of_them(source: str) -> None:
    assert not said(CALL % source, OPENTOFU)


def test_import_blocks_of_a_called_module_came_with_1_16() -> None:
    inner = 'resource "terraform_data" "a" {}\nimport {\n  to = terraform_data.a\n  id = "i"\n}\n'
    text = 'module "m" {\n  source = "./m"\n}\n'

    assert said(text, OLD, main=inner)
    assert not said(text, Dialect("terraform", "1.16"), main=inner)
