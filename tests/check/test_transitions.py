"""The rules about changes: each over its own examples, and over changes that come close."""

from __future__ import annotations

import datetime
import re
import sys

import pytest

from generator import diff, hcl
from generator.check import transition_run
from generator.check.catalogue import transition_rules
from generator.check.engine import CheckSettings, Target
from generator.check.transition import Transition, TransitionRule
from generator.diff import Snapshot
from generator.model.finding import Category, Finding

RULES = {rule.id: rule for rule in transition_rules()}
READERS = {"table_name": ("reporting",)}
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)


def sides(example: str) -> tuple[str, str]:
    """Return what an example has before and after."""
    _, before, after = re.split(r"^# (?:before|after)\n", example, flags=re.MULTILINE)
    return before, after


def found(before: str, after: str | None, *wanted: str) -> list[Finding]:
    """Return what rules about changes find; the environment is destroyed where there is nothing after."""
    old, new = ({"main.tf": (text or "").encode()} for text in (before, after))
    changes = diff.compare(Snapshot("dev", old), None if after is None else Snapshot("dev", new))
    modules = hcl.load(old), hcl.load(new)
    assert not [one.message for module in modules for one in module.diagnostics]
    assert changes is None or not changes.notes
    transition = Transition(*modules, changes.changes if changes else (), after is not None, READERS)
    settings = CheckSettings(frozenset(wanted or RULES), {}, datetime.date(2026, 1, 15))
    targets = (Target(module, "out/dev", "dev") for module in modules)
    return list(transition_run.check(transition, *targets, settings).found)


def marked(text: str) -> set[int]:
    return {at for at, line in enumerate(text.splitlines(), 1) if line.endswith("# expect")}


@each_rule
def test_the_bad_example_is_flagged_where_it_says_so_and_the_good_one_is_not(rule: TransitionRule) -> None:
    before, after = sides(rule.bad)
    places = marked(before) | marked(after)

    assert len(places) == 1
    assert [(one.rule, one.location.line, one.category) for one in found(before, after, rule.id)] == [
        (rule.id, *places, Category.CHANGE)
    ]
    assert found(*sides(rule.good), rule.id) == []


@each_rule
def test_a_rule_is_named_and_described(rule: TransitionRule) -> None:
    module = sys.modules[rule.check.__module__]

    assert module.__name__.rpartition(".")[2] == f"{rule.id.lower()}_{rule.name.replace('-', '_')}"
    assert (module.__doc__ or "").startswith(f"{rule.id} {rule.name}: ")
    assert not rule.summary.endswith(".")
    assert rule.reason.endswith(".")
    assert rule.source.startswith("https://")


@each_rule
def test_no_change_breaks_nothing(rule: TransitionRule) -> None:
    for text in (*sides(rule.bad), *sides(rule.good)):
        assert found(text, text, rule.id) == []


IN_BUCKET = 'terraform {\n  backend "s3" {\n    bucket = "states"\n    key    = "dev"\n  }\n}\n'
BESIDE = 'terraform {\n  backend "local" {}\n}\n'
ELSEWHERE = 'terraform {\n  backend "local" {\n    path = "../dev.tfstate"\n  }\n}\n'
GIVEN_LATER = 'terraform {\n  backend "s3" {}\n}\n'
TOPIC = 'resource "aws_sns_topic" "a" {\n  name = "a"\n}\n'


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (IN_BUCKET, BESIDE, True),
        (BESIDE, IN_BUCKET, True),
        (IN_BUCKET, "", True),
        ("", IN_BUCKET, True),
        (BESIDE, ELSEWHERE, True),
        (BESIDE, "", False),
        (IN_BUCKET, GIVEN_LATER, False),
        (GIVEN_LATER, BESIDE, False),
    ],
)
def test_a_state_is_moved_from_or_to_a_file_as_well(before: str, after: str, moved: bool) -> None:
    found_there = found(before + TOPIC, after + TOPIC.replace('= "a"', '= "b"'), "TFG402")

    assert bool(found_there) == moved


EPHEMERAL = """\
ephemeral "random_password" "token" {
  length = %s
}
resource "aws_ssm_parameter" "token" {
  name             = "/dev/token"
  type             = "SecureString"
  value_wo         = ephemeral.random_password.token.result
  value_wo_version = %s
}
"""


@pytest.mark.parametrize(("version", "told"), [("1", ["TFG407"]), ("2", [])])
def test_a_write_only_value_that_is_made_otherwise_is_sent_with_its_next_version_alone(
    version: str, told: list[str]
) -> None:
    assert [each.rule for each in found(EPHEMERAL % (48, 1), EPHEMERAL % (64, version), "TFG407")] == told
    assert found(EPHEMERAL % (48, 1), EPHEMERAL % (48, version), "TFG407") == []


API = """\
resource "aws_api_gateway_rest_api" "main" {
  name = "events-dev"

  endpoint_configuration {
    types            = ["%s"]
    vpc_endpoint_ids = %s
  }
}
"""
ENDPOINT = '["vpce-0123456789abcdef0"]'


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (("PRIVATE", ENDPOINT), ("REGIONAL", "null"), 1),
        (("PRIVATE", ENDPOINT), ("EDGE", "null"), 1),
        (("PRIVATE", "null"), ("EDGE", "null"), 1),
        (("PRIVATE", "null"), ("REGIONAL", "null"), 0),
        (("PRIVATE", ENDPOINT), ("PRIVATE", "null"), 0),
        (("REGIONAL", "null"), ("PRIVATE", ENDPOINT), 0),
        (("REGIONAL", "null"), ("EDGE", "null"), 0),
    ],
)
def test_a_private_api_becomes_public_without_endpoints_and_regional_first(
    before: tuple[str, str], after: tuple[str, str], told: int
) -> None:
    assert len(found(API % before, API % after, "TFG412")) == told
