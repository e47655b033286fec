"""Every rule over its own examples and its cases; see `rule_cases` for how these are written."""

from __future__ import annotations

import random
import sys

import pytest
from rule_cases import TODAY, Case, cases, flagged, module_name, own_case, violations

from generator import hcl
from generator.check import engine
from generator.check.catalogue import all_rules
from generator.check.engine import CheckSettings, Target
from generator.check.rule import Rule

RULES = {rule.id: rule for rule in all_rules()}
KNOWN_CASES = [case for case in cases() if case.rule in RULES]
FIRST_TWENTY = [f"TFG{number:03}" for number in range(1, 21)]

each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)


@pytest.mark.parametrize("case", KNOWN_CASES, ids=str)
def test_case_is_flagged_at_its_marks_and_nowhere_else(case: Case) -> None:
    assert case.name.startswith(("bad", "good"))
    assert bool(case.expected) == case.bad
    assert flagged(RULES[case.rule], case) == case.expected


@each_rule
@pytest.mark.parametrize("name", ["bad", "good"])
def test_own_example_is_flagged_where_it_says_so(rule: Rule, name: str) -> None:
    case = own_case(rule, name)

    assert not [one for one in hcl.load(case.files).diagnostics if one.code != "duplicate"]
    assert bool(case.expected) == case.bad
    assert flagged(rule, case) == case.expected


@each_rule
def test_rule_is_named_and_described(rule: Rule) -> None:
    module = sys.modules[rule.check.__module__]

    assert module.__name__.rpartition(".")[2] == module_name(rule)
    assert (module.__doc__ or "").startswith(f"{rule.id} {rule.name}: ")
    assert module.RULE is rule
    assert rule.summary[:1].isupper() or rule.summary[:1].isdigit()
    assert not rule.summary.endswith(".")
    assert rule.reason.endswith(".")
    assert rule.source.startswith("https://") or rule.source.startswith("seed failure ")


@each_rule
def test_rule_has_cases_of_both_kinds(rule: Rule) -> None:
    names = [case.name for case in cases() if case.rule == rule.id]

    assert [name for name in names if name.startswith("bad")]
    assert [name for name in names if name.startswith("good")]


@each_rule
def test_messages_are_one_line_without_full_stop(rule: Rule) -> None:
    for case in [own_case(rule, "bad"), *(case for case in KNOWN_CASES if case.rule == rule.id)]:
        for found in violations(rule, hcl.load(case.files)):
            assert found.message and "\n" not in found.message and not found.message.endswith(".")
            assert found.place.location <= found.place.end


def test_all_of_the_first_twenty_are_there() -> None:
    assert [name for name in FIRST_TWENTY if name not in RULES] == []


def test_rules_survive_any_of_the_cases_and_broken_ones() -> None:
    random_ = random.Random(20)
    for case in [*cases(), *(own_case(rule, "bad") for rule in RULES.values())]:
        broken = {}
        for name, content in case.files.items():
            cut = random_.randrange(len(content) + 1)
            broken[name] = content[:cut] + content[cut + random_.randrange(12) :]
        for files in (case.files, broken):
            module = hcl.load(files)
            for rule in RULES.values():
                assert {found.place.location.path for found in violations(rule, module)} <= files.keys(), rule.id


def test_what_is_told_stands_on_one_line_whatever_the_names() -> None:
    text = 'resource "aws_x\\ny" "a" {}\nresource "aws_iam_role" "r" {\n  name = "x\\ny"\n}\n'
    wanted = CheckSettings(frozenset(RULES), {}, TODAY)

    found = engine.check(Target(hcl.load({"main.tf": text.encode()})), wanted).found

    assert any("x\\ny" in finding.message for finding in found)
    assert all(len((one.message + one.hint + one.address).splitlines()) == 1 for one in found)
