"""What a change means, and what of security it touches."""

from __future__ import annotations

import pytest
from meaning_cases import CASES, Case
from sides import changes, compared, queue

from generator import providers
from generator.aws.meanings import MEANINGS
from generator.aws.replacement import known_types, replacement_of
from generator.aws.security_marks import MARKS, POLICIES
from generator.aws.updates import UPDATES
from generator.model.change import Action, Effect, Gravity


def resource(type_: str, body: str | None) -> str:
    if body is None:
        return ""
    lines = body.replace("; ", "\n")
    if "jsonencode" not in body:
        lines = lines.replace("{ ", "{\n").replace(" }", "\n}")
    return f'resource "{type_}" "r" {{\n{lines}\n}}\n'


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.type} {case.before} > {case.after}"[:90])
def test_an_edit_is_told_as_what_comes_of_it(case: Case) -> None:
    found = changes(resource(case.type, case.before), resource(case.type, case.after))

    change = found[f"{case.type}.r"]
    assert (change.effect, change.meaning, change.security) == (case.effect, case.meaning, case.security)


def test_what_is_replaced_for_another_is_not_called_renamed() -> None:
    before = queue('  name = "a"') + (
        'resource "aws_lambda_event_source_mapping" "m" {\n  event_source_arn = aws_sqs_queue.q.arn\n'
        '  function_name = "f"\n}\n'
    )

    found = changes(before, before.replace('"a"', '"b"'))

    mapping = found["aws_lambda_event_source_mapping.m"]
    assert mapping.effect is Effect.REPLACE
    assert mapping.meaning == "replaces the event source: messages wait in the source meanwhile"


def test_an_instance_that_goes_is_held_back_by_prevent_destroy_and_a_whole_resource_is_not() -> None:
    before = queue('  count = 2\n  name = "a${count.index}"\n  lifecycle {\n    prevent_destroy = true\n  }')

    (fewer,) = changes(before, before.replace("= 2", "= 1")).values()
    gone = changes(before, "")

    assert fewer.effect is Effect.DESTROY
    assert fewer.meaning.endswith("the plan fails, for prevent_destroy is set")
    assert {change.meaning for change in gone.values()} == {"destroys the queue: the messages in it are lost"}


def test_what_a_removed_block_lets_go_of_stays() -> None:
    removed = "removed {\n  from = aws_sqs_queue.q\n  lifecycle {\n    destroy = false\n  }\n}\n"

    change = changes(queue('  name = "a"'), removed)["aws_sqs_queue.q"]

    assert (change.action, change.effect) == (Action.REMOVED, Effect.NONE)
    assert change.meaning == "stays as it is: Terraform lets go of it"


def test_a_renamed_resource_without_a_moved_block_is_replaced() -> None:
    (change,) = [
        each
        for each in changes(queue('  name = "a"'), queue('  name = "a"', "other")).values()
        if each.kind == "resource"
    ]

    assert change.action is Action.RENAMED
    assert change.effect is Effect.REPLACE
    assert change.meaning == "replaces the queue: the messages in it are lost"


def test_tags_from_the_provider_change_in_place() -> None:
    before = 'provider "aws" {\n  default_tags {\n    tags = { a = "b" }\n  }\n}\n' + queue('  name = "a"')

    change = changes(before, before.replace('"b"', '"c"'))["aws_sqs_queue.q"]

    assert (change.effect, change.meaning) == (Effect.UPDATE, "")


def test_every_attribute_says_whether_it_replaces() -> None:
    change = changes(queue('  name = "a"\n  delay_seconds = 1'), queue('  name = "b"\n  delay_seconds = 2'))[
        "aws_sqs_queue.q"
    ]

    assert {each.path: each.replaces for each in change.attributes} == {"name": True, "delay_seconds": False}


def test_data_is_about_types_and_arguments_that_there_are() -> None:
    paths = {(each.type, each.path) for each in UPDATES if each.path}
    paths |= {(type_, path) for type_, marks in MARKS.items() if type_ != "*" for path in marks}
    paths |= {(type_, path) for type_, path in POLICIES if type_ != "*"}
    for type_ in known_types():
        known = replacement_of(type_)
        assert known is not None
        paths |= {(type_, path) for path in (*known.replaces, *known.kept, *known.unnoticed, *known.sometimes)}
    for type_, path in sorted(paths):
        source = providers.source_of("resource", type_) or ""
        versions = (providers.release(source, version) for version in providers.releases(source))
        assert any(_has(version.lookup("resource", type_), path.split(".")) for version in versions), (type_, path)


def _has(block: providers.BlockSchema | None, names: list[str]) -> bool:
    name, *rest = names
    if block is None or not rest:
        return block is not None and (name in block.attributes or name in block.blocks)
    return name in block.blocks and _has(block.blocks[name].block, rest)


def test_every_meaning_has_a_source() -> None:
    assert all(each.source.startswith("https://") for each in (*MEANINGS.values(), *UPDATES))
    assert set(MEANINGS) == set(known_types())


def test_what_is_said_of_security_tells_no_sensitive_value() -> None:
    hidden = 'variable "s" {\n  default   = "hunter2"\n  sensitive = true\n}\n'
    statement = '{ Effect = "Allow", Action = "a:B", Principal = { AWS = "x-${var.s}" }, Resource = var.s }'
    after = (
        f"{hidden}"
        'resource "aws_sns_topic_subscription" "s" {\n  endpoint = "https://${var.s}.example"\n  protocol = "https"\n}\n'
        'resource "aws_lambda_permission" "p" {\n  principal = var.s\n}\n'
        f'resource "aws_sqs_queue_policy" "p" {{\n  policy = jsonencode({{ Statement = [{statement}] }})\n}}\n'
    )

    for found in (changes(hidden, after), changes(after, hidden)):
        marks = [mark for change in found.values() for mark in change.security]
        assert len(marks) == 3
        assert not [mark for mark in marks if "hunter2" in mark]


PROVIDER = 'provider "aws" {\n  region              = "%s"\n  allowed_account_ids = ["%s"]\n}\n'


@pytest.mark.parametrize(
    ("region", "account", "said"),
    [
        ("eu-west-1", "111122223333", "moves from region us-east-1 to eu-west-1: "),
        ("us-east-1", "444455556666", "moves from account 111122223333 to 444455556666: "),
        ("us-gov-east-1", "444455556666", "moves from region us-east-1 to us-gov-east-1: "),
    ],
)
def test_an_environment_that_goes_elsewhere_is_the_gravest(region: str, account: str, said: str) -> None:
    before, after = PROVIDER % ("us-east-1", "111122223333"), PROVIDER % (region, account)
    gone = queue('  name = "a"')

    found = compared(before + gone, after)

    assert found is not None
    assert [change.address for change in found.changes] == ["provider.aws", "aws_sqs_queue.q"]
    assert [change.gravity for change in found.changes] == [Gravity.PLACE, Gravity.LOSS]
    assert found.changes[0].meaning.startswith(said)


@pytest.mark.parametrize(
    "provider",
    [
        'provider "aws" {\n  region = "%s"\n  alias = "edge"\n}\n',
        'provider "aws" {\n  retry_mode = "%s"\n}\n',
        'provider "aws" {\n  default_tags {\n    tags = { region = "%s" }\n  }\n}\n',
        'variable "r" {\n}\nprovider "aws" {\n  region = "${var.r}%s"\n}\n',
    ],
)
def test_another_change_of_a_provider_is_no_move(provider: str) -> None:
    (change,) = changes(provider % "us-east-1", provider % "").values()

    assert (change.gravity, change.meaning) == (Gravity.OTHER, "")


@pytest.mark.parametrize(
    ("before", "after", "gravity"),
    [
        (queue('  name = "a"'), "", Gravity.LOSS),
        (queue("  message_retention_seconds = 600"), queue("  message_retention_seconds = 60"), Gravity.LOSS),
        (queue("  message_retention_seconds = 60"), queue("  message_retention_seconds = 600"), Gravity.OTHER),
        (queue("  sqs_managed_sse_enabled = true"), queue("  sqs_managed_sse_enabled = false"), Gravity.SECURITY),
        (resource("aws_lambda_function", 'function_name = "a"'), "", Gravity.GONE),
        (resource("aws_cloudwatch_log_group", 'name = "a"; skip_destroy = true'), "", Gravity.GONE),
        (resource("aws_vpc", 'cidr_block = "a"'), resource("aws_vpc", 'cidr_block = "b"'), Gravity.UNCLEAR),
        ("", queue('  name = "a"'), Gravity.OTHER),
    ],
)
def test_how_much_a_change_matters(before: str, after: str, gravity: Gravity) -> None:
    (change,) = changes(before, after).values()

    assert change.gravity is gravity


@pytest.mark.parametrize(
    ("kind", "kept", "free", "way_out"),
    [
        ("aws_dynamodb_table", "deletion_protection_enabled = true", "deletion_protection_enabled = false",
         "turned deletion_protection_enabled off"),
        ("aws_cloudwatch_log_group", "deletion_protection_enabled = true", "", "turned deletion_protection_enabled off"),
        ("aws_cognito_user_pool", 'deletion_protection = "ACTIVE"', 'deletion_protection = "INACTIVE"',
         "made deletion_protection INACTIVE"),
        ("aws_backup_vault", "", "force_destroy = true",
         "turned force_destroy on, or all backups in it are deleted"),
        ("aws_backup_vault", "force_destroy = false", "force_destroy = var.unknown",
         "turned force_destroy on, or all backups in it are deleted"),
    ],
)  # fmt: skip
def test_what_aws_refuses_to_delete_says_the_way_out(kind: str, kept: str, free: str, way_out: str) -> None:
    before, without = (resource(kind, f'name = "a"; {argument}') for argument in (kept, free))

    assert changes(before, "")[f"{kind}.r"].refused == way_out
    assert changes(without, "")[f"{kind}.r"].refused == ""
