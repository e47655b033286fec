"""What the rules know of AWS: the tables hold together, and name what the provider has."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from rule_cases import violations

from generator import hcl, providers
from generator.aws.actions import takes_resource
from generator.aws.name_bounds import NAMES
from generator.aws.runtimes import RUNTIMES, lifetime, successor
from generator.check.catalogue import all_rules
from generator.check.facts.arns import written_arns
from generator.check.facts.environment_life import is_ephemeral
from generator.check.facts.partial_texts import identity, known_pieces, least_length
from generator.check.facts.statements import statements
from generator.hcl import Module

OUT = Path(__file__).parents[2] / "out"
REVIEW_RULES = [rule for rule in all_rules() if rule.id.startswith("TFG1")]


def load(text: str) -> Module:
    return hcl.load({"main.tf": text.encode()})


@pytest.mark.parametrize("type_", NAMES)
def test_bounds_are_of_an_argument_that_the_provider_has(type_: str) -> None:
    bounds = NAMES[type_]
    schema = providers.resource(type_)

    assert schema
    assert bounds.attribute in schema.attributes
    assert not bounds.parent or bounds.parent in schema.attributes
    assert 0 < bounds.minimum <= bounds.maximum
    assert not bounds.characters or re.fullmatch(f"[{bounds.characters}]+", "abc")


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_days_of_a_runtime_are_dates_and_its_successor_outlives_it(runtime: str) -> None:
    life = lifetime(runtime)
    newest = lifetime(successor(runtime))

    assert life and newest
    assert all(datetime.date.fromisoformat(day) for day in life)
    assert newest.deprecated >= life.deprecated


def test_successors_are_of_the_same_language() -> None:
    assert successor("nodejs18.x") == "nodejs24.x"
    assert successor("python2.7") == "python3.14"
    assert successor("go1.x") == "provided.al2023"
    assert successor("dotnetcore3.1") == "dotnet10"
    assert lifetime("cobol") is None


@pytest.mark.parametrize(
    ("action", "takes"),
    [
        ("dynamodb:PutItem", True),
        ("*", True),
        ("s3:*", True),
        ("xray:PutTraceSegments", False),
        ("XRAY:PutTelemetryRecords", False),
        ("ec2:Describe*", False),
        ("ec2:CreateNetworkInterface", False),
        ("ec2:RunInstances", True),
        ("ssmmessages:OpenDataChannel", False),
        ("logs:DescribeLogGroups", False),
        ("logs:PutLogEvents", True),
    ],
)
def test_which_actions_take_a_resource(action: str, takes: bool) -> None:
    assert takes_resource(action) is takes


def test_texts_are_the_same_where_their_unknown_parts_are() -> None:
    module = load(
        """
        variable "a" {}
        locals {
          one   = "x-${var.a}-y"
          same  = join("-", ["x", var.a, "y"])
          like  = format("x-%s-y", var.a)
          other = "x-${var.b}-y"
          file  = "x-${path.cwd}"
          known = "x-y"
        }
        """
    )
    values = {name: local.value.value for name, local in module.locals.items()}

    assert identity(values["one"]) is not None
    assert identity(values["one"]) != identity(values["other"])
    assert identity(values["file"]) is None
    assert identity(values["known"]) == "x-y"
    assert known_pieces(values["one"]) == ["x-", "-y"]
    assert least_length(values["one"]) == 4
    assert identity([1]) is None


def test_statements_are_read_from_all_forms_of_policies() -> None:
    module = load(
        """
        locals {
          shared = { Effect = "Allow", Action = "a:One", Resource = "*" }
        }
        resource "aws_iam_policy" "encoded" {
          policy = jsonencode({ Statement = [local.shared, { effect = "Deny", NotAction = ["a:Two"] }] })
        }
        resource "aws_iam_policy" "written" {
          policy = <<-JSON
            {"Statement": {"Effect": "Allow", "Principal": "*", "Action": ["a:Three", "${var.x}"],
             "Condition": {"StringEquals": {"aws:SourceArn": "${var.y}"}}}}
          JSON
        }
        resource "aws_iam_policy" "unknown" {
          policy = var.policy
        }
        data "aws_iam_policy_document" "block" {
          statement {
            actions   = ["a:Four"]
            resources = ["arn"]
          }
        }
        """
    )
    found = {one.actions.texts or one.other_actions.texts: one for one in statements(module)}

    assert set(found) == {("a:One",), ("a:Two",), ("a:Three",), ("a:Four",)}
    assert found["a:One",].actions.place.location.line == 3
    assert found["a:Two",].effect == "Deny"
    assert found["a:Three",].public
    assert found["a:Three",].conditions == {"aws:sourcearn"}
    assert not found["a:Three",].actions.complete
    assert found["a:Four",].address == "data.aws_iam_policy_document.block"


def test_an_arn_is_found_once_at_its_line() -> None:
    module = load(
        """
        locals {
          start = "arn:aws:sqs:eu-west-1:1"
          queue = "${local.start}:q"
        }
        output "text" {
          value = <<-TEXT
            one
            arn:aws:sns:eu-west-1:1:t
          TEXT
        }
        """
    )
    found = [(arn.service, arn.region, arn.place.location.line) for arn in written_arns(module)]

    assert sorted(found) == [("sns", "eu-west-1", 9), ("sqs", "eu-west-1", 3)]


@pytest.mark.parametrize(
    ("text", "ephemeral"),
    [
        ('provider "aws" {\n  default_tags {\n    tags = { Ephemeral = "true" }\n  }\n}', True),
        ('provider "aws" {\n  default_tags {\n    tags = merge(var.tags, { ephemeral = true })\n  }\n}', False),
        ('variable "tags" {}\nvariable "ephemeral" {\n  default = true\n}', True),
        ('variable "environment_suffix" {\n  default = "pr-12"\n}', True),
        ('variable "environment" {\n  default = "Preview-3"\n}', True),
        ('variable "environment" {\n  default = "prod"\n}', False),
        ('variable "name" {\n  default = "pr-12"\n}', False),
        ('variable "environment_suffix" {}', False),
    ],
)
def test_how_an_environment_says_that_it_is_ephemeral(text: str, ephemeral: bool) -> None:
    assert is_ephemeral(load(text)) is ephemeral


@pytest.mark.parametrize("environment", sorted(path.name for path in OUT.iterdir() if path.is_dir()))
def test_shipped_environments_are_quiet(environment: str) -> None:
    folder = OUT / environment
    paths = [path for path in folder.rglob("*") if path.is_file()]
    names = [path.relative_to(folder).as_posix() for path in paths]
    module = hcl.load(
        {name: path.read_bytes() if name.endswith(".tf") else b"" for name, path in zip(names, paths, strict=True)}
    )

    assert [(rule.id, found.message) for rule in REVIEW_RULES for found in violations(rule, module)] == []
