"""What environments must not share."""

from __future__ import annotations

import pickle

import pytest

from generator import hcl
from generator.check.fleet import ACROSS_RULES, Facts, FleetRule, compare, facts, sharing
from generator.model.finding import Finding

ALL = frozenset(rule.id for rule in ACROSS_RULES)


def taken(environment: str, text: str) -> Facts:
    return facts(hcl.load({"main.tf": text.encode()}), environment, f"out/{environment}")


def between(*texts: str, **options: int) -> list[Finding]:
    modules = [taken(f"env-{number}", text) for number, text in enumerate(texts)]
    return compare(modules, ALL, {"TFG204": options})


def modules_of(example: str) -> list[str]:
    first, _, second = example.removeprefix("# dev\n").partition("# prod\n")
    assert first and second
    return [first, second]


@pytest.mark.parametrize("rule", ACROSS_RULES, ids=lambda rule: rule.id)
def test_the_bad_example_is_flagged_in_both_modules_that_share_and_the_good_one_is_not(rule: FleetRule) -> None:
    flagged = between(*modules_of(rule.bad))

    assert {finding.rule for finding in flagged} == {rule.id}
    reader = {"env-1"} if rule.id == "TFG206" else set()  # what is read of another is wrong where it is read
    assert {finding.environment for finding in flagged} == (reader or {"env-0", "env-1"})
    assert between(*modules_of(rule.good)) == []


PROVIDER = 'provider "aws" {\n  region = "%s"\n  allowed_account_ids = ["%s"]\n}\n'
EAST, WEST = PROVIDER % ("us-east-1", "111122223333"), PROVIDER % ("eu-west-1", "111122223333")
OTHER_ACCOUNT = PROVIDER % ("us-east-1", "444455556666")
QUEUE = 'resource "aws_sqs_queue" "q" {\n  name = "orders"\n}\n'
ROLE = 'resource "aws_iam_role" "r" {\n  name = "orders"\n}\n'
BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "orders"\n}\n'
ACCOUNT = 'resource "aws_api_gateway_account" "main" {\n  count = var.owned ? 1 : 0\n}\n'


def owned(value: str) -> str:
    return f'{ACCOUNT}variable "owned" {{\n  default = {value}\n}}\n'


@pytest.mark.parametrize(
    ("first", "second", "rules"),
    [
        (EAST + QUEUE, EAST + QUEUE, {"TFG203"}),
        (EAST + QUEUE, WEST + QUEUE, set()),
        (EAST + QUEUE, OTHER_ACCOUNT + QUEUE, set()),
        (EAST + ROLE, WEST + ROLE, {"TFG203"}),
        (EAST + ROLE, OTHER_ACCOUNT + ROLE, set()),
        (EAST + BUCKET, PROVIDER % ("eu-west-1", "444455556666") + BUCKET, {"TFG203"}),
        (EAST + QUEUE, EAST + QUEUE.replace('"orders"', "var.unknown"), set()),
        (EAST + QUEUE, EAST + QUEUE.replace("sqs_queue", "sns_topic"), set()),
        (EAST + owned("true"), EAST + owned("true"), {"TFG205"}),
        (EAST + owned("true"), EAST + owned("false"), set()),
        (EAST + owned("true"), WEST + owned("true"), set()),
    ],
)
def test_only_what_is_in_one_account_and_region_is_in_conflict(first: str, second: str, rules: set[str]) -> None:
    assert {finding.rule for finding in between(first, second)} == rules


def test_an_output_that_is_read_and_not_there_is_named_with_the_nearest() -> None:
    (rule,) = (rule for rule in ACROSS_RULES if rule.id == "TFG206")
    (found,) = between(*modules_of(rule.bad))

    assert found.message == 'env-0 has no output queue (did you mean "queues"?)'
    assert (found.location.line, found.address) == (11, "data.terraform_remote_state.app")
    assert between(modules_of(rule.bad)[1]) == []


def test_a_finding_names_the_others_and_stands_at_the_name() -> None:
    found = between(QUEUE, "locals {}\n", QUEUE, QUEUE)

    first = found[0]
    assert first.message == 'the name "orders" is also that of env-2, env-3'
    assert (first.location.line, first.address, first.text) == (2, "aws_sqs_queue.q", '  name = "orders"')
    assert (first.environment, first.folder) == ("env-0", "out/env-0")
    assert len(found) == 3


def test_one_module_alone_is_in_no_conflict_with_itself() -> None:
    assert between(QUEUE + QUEUE.replace('"q"', '"p"')) == []


def state(backend: str, body: str) -> str:
    return f'terraform {{\n  backend "{backend}" {{\n{body}\n  }}\n}}\n'


@pytest.mark.parametrize(
    ("text", "conflict"),
    [
        (state("s3", 'bucket = "b"\nkey = "k"'), True),
        (state("s3", 'bucket = "b"'), False),  # the key comes with -backend-config
        (state("gcs", 'bucket = "b"\nprefix = "k"'), True),
        (state("local", 'path = "terraform.tfstate"'), False),  # in each module's own folder
        ("", False),
    ],
)
def test_states_are_told_apart_by_what_decides_where_they_are(text: str, conflict: bool) -> None:
    assert {finding.rule for finding in between(text, text)} == ({"TFG201"} if conflict else set())


def reserving(amount: int) -> str:
    return f'resource "aws_lambda_function" "f" {{\n  reserved_concurrent_executions = {amount}\n}}\n'


def test_reservations_are_added_up_over_an_account() -> None:
    assert between(reserving(450), reserving(450)) == []
    assert between(reserving(-1), reserving(900)) == []
    assert {finding.rule for finding in between(reserving(451), reserving(450))} == {"TFG204"}
    assert between(reserving(451), reserving(450), account_limit=2000) == []
    assert "reserve 901 together, of the 900" in between(reserving(451), reserving(450))[0].message


def test_one_module_that_reserves_too_much_is_a_matter_of_its_own() -> None:
    assert between(reserving(2000), "locals {}\n") == []


def test_facts_from_other_processes_share_what_they_have_in_common() -> None:
    own = facts(hcl.load({"main.tf": (EAST + QUEUE + ROLE).encode()}), "env-0", "out/env-0")
    known: dict[object, object] = {}
    one, other = (sharing(pickle.loads(pickle.dumps(own)), known) for _ in range(2))

    assert one == other == own
    assert len(own.facts) > 1
    for left, right in zip(one.facts, other.facts, strict=True):
        assert left.text is right.text
        assert left.location is right.location
        assert all(a is b for a, b in zip(left.key, right.key, strict=True))
