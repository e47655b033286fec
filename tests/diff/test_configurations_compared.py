"""Two configurations to what differs: values, not texts."""

from __future__ import annotations

import pytest
from sides import changes, compared, queue, rendering, told

from generator import diff
from generator.model.change import Action, Effect

ROLE = 'resource "aws_iam_role" "r" {{\n  name = "r"\n  assume_role_policy = {}\n}}\n'


def test_a_value_is_told_with_its_address_its_way_and_both_places() -> None:
    before = 'variable "delay" {\n  default = 5\n}\n' + queue("  delay_seconds = var.delay")
    after = before.replace("default = 5", "default = 7")

    change = changes(before, after)["aws_sqs_queue.q"]

    assert (change.kind, change.type, change.action) == ("resource", "aws_sqs_queue", Action.CHANGED)
    (attribute,) = change.attributes
    assert (attribute.path, attribute.old, attribute.new) == ("delay_seconds", "5", "7")
    assert attribute.before is not None
    assert attribute.after is not None
    assert str(attribute.after.location) == "main.tf:5:3"
    assert attribute.after.text == "  delay_seconds = var.delay"
    assert told(before, after)["var.delay"] == [("default", "5", "7")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (queue("  delay_seconds = 5"), queue("  # why\n  delay_seconds   = 5 // so")),
        (queue("  delay_seconds = 5"), queue('  delay_seconds = "5"')),
        (queue("  fifo_queue = true"), queue('  fifo_queue = "true"')),
        (queue('  name = "5"'), queue("  name = 5")),
        (queue("  name = null"), queue("")),
        (queue('  name = "a"\n  delay_seconds = 5'), queue('  delay_seconds = 5\n  name = "a"')),
        (queue('  name = "a"') + queue("", "b"), queue("", "b") + queue('  name = "a"')),
        ('locals {\n  a = "x"\n}\n' + queue("  name = local.a"), queue('  name = "x"')),
        (
            'locals {\n  a = aws_kms_key.k.id\n}\nresource "aws_kms_key" "k" {}\n'
            + queue("  kms_master_key_id = local.a"),
            'locals {\n  b = aws_kms_key.k.id\n}\nresource "aws_kms_key" "k" {}\n'
            + queue('  kms_master_key_id = "${local.b}"'),
        ),
        (queue("  depends_on = [aws_a.a, aws_b.b]"), queue("  depends_on = [aws_b.b, aws_a.a]")),
        (queue("  depends_on = []"), queue("")),
        (queue("  provider = aws"), queue("")),
        (queue("  tags = {\n    a = 1\n    b = null\n  }"), queue('  tags = { "a" = "1" }')),
        (
            'resource "aws_vpc_endpoint" "e" {\n  security_group_ids = ["b", "a"]\n}\n',
            'resource "aws_vpc_endpoint" "e" {\n  security_group_ids = ["a", "b", "a"]\n}\n',
        ),
        (ROLE.format("jsonencode({ A = 1, B = [1, 2] })"), ROLE.format('"{ \\"B\\": [1, 2], \\"A\\": 1 }"')),
        (ROLE.format("jsonencode({ A = 1 })"), ROLE.format('<<-EOT\n    {"A":\n      1}\n  EOT')),
    ],
)
def test_what_means_the_same_is_no_change(before: str, after: str) -> None:
    assert changes(before, after) == {}
    assert diff.same_meaning(rendering(before), rendering(after))
    found = compared(before, after)
    assert found is not None
    assert not found.affected
    assert [file.cosmetic for file in found.files] == [True]


UNKNOWN = """
locals {{
  {local} = {value}
}}
resource "aws_kms_key" "k" {{}}
resource "aws_sqs_queue" "q" {{
  name = local.{local}
}}
"""


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("aws_kms_key.k.id", "aws_kms_key.k.arn", "aws_kms_key.k.id", "aws_kms_key.k.arn"),
        (
            '"${aws_kms_key.k.id}-a"',
            '"${aws_kms_key.k.id}-b"',
            '"${aws_kms_key.k.id}-a"',
            '"${aws_kms_key.k.id}-b"',
        ),
        (
            "upper(aws_kms_key.k.id)",
            "lower(aws_kms_key.k.id)",
            "upper(aws_kms_key.k.id)",
            "lower(aws_kms_key.k.id)",
        ),
        (
            'aws_kms_key.k.id == "" ? "a" : "b"',
            'aws_kms_key.k.id == "" ? "a" : "c"',
            '(aws_kms_key.k.id == "") ? "a" : "b"',
            '(aws_kms_key.k.id == "") ? "a" : "c"',
        ),
        (
            'join("", [for x in aws_kms_key.k.grants : x.id])',
            'join("", [for y in aws_kms_key.k.grants : y.name])',
            'join("", [for value in aws_kms_key.k.grants : value.id])',
            'join("", [for value in aws_kms_key.k.grants : value.name])',
        ),
    ],
)
def test_what_cannot_be_known_differs_where_it_is_made_of_something_else(
    before: str, after: str, old: str, new: str
) -> None:
    one = UNKNOWN.format(local="a", value=before)

    assert changes(one, UNKNOWN.format(local="renamed", value=f"( {before} )")) == {}
    assert told(one, UNKNOWN.format(local="b", value=after)) == {"aws_sqs_queue.q": [("name", old, new)]}


def test_the_name_that_a_loop_gives_its_elements_does_not_matter() -> None:
    loop = "[for {0} in aws_kms_key.k.grants : upper({0}.id) if {0}.ok]"

    before, after = (UNKNOWN.format(local="a", value=loop.format(name)) for name in ("x", "grant"))

    assert changes(before, after) == {}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('  name = "a"', '  name = "b"', [("name", '"a"', '"b"')]),
        ("", '  name = "b"', [("name", None, '"b"')]),
        ('  name = "a"', "", [("name", '"a"', None)]),
        ("  tags = { a = 1 }", "  tags = { a = 2, b = 3 }", [("tags.a", '"1"', '"2"'), ("tags.b", None, '"3"')]),
        ('  tags = { "a b" = 1 }', '  tags = { "a b" = 2 }', [('tags["a b"]', '"1"', '"2"')]),
        (
            "  redrive_policy = jsonencode({ maxReceiveCount = 3, deadLetterTargetArn = aws_sqs_queue.d.arn })",
            "  redrive_policy = jsonencode({ maxReceiveCount = 5, deadLetterTargetArn = aws_sqs_queue.d.arn })",
            [("redrive_policy.maxReceiveCount", "3", "5")],
        ),
    ],
)
def test_each_member_that_differs_is_told(
    before: str, after: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert told(queue(before), queue(after)) == {"aws_sqs_queue.q": expected}


def policy(*statements: str) -> str:
    return (
        'resource "aws_iam_role_policy" "p" {\n  role = "r"\n  policy = jsonencode({\n'
        f'    Version = "2012-10-17"\n    Statement = [{", ".join(statements)}]\n  }})\n}}\n'
    )


READ = '{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject", "s3:ListBucket"], Resource = aws_s3_bucket.b.arn }'
WRITE = '{ Sid = "Write", Effect = "Allow", Action = "s3:PutObject", Resource = "*" }'


def test_a_policy_is_compared_inside_and_without_order() -> None:
    before = policy(READ, WRITE)

    swapped = policy(WRITE, READ.replace('"s3:GetObject", "s3:ListBucket"', '"s3:ListBucket", "s3:GetObject"'))
    assert changes(before, swapped) == {}
    assert changes(before, policy(READ, WRITE.replace('"s3:PutObject"', '["s3:PutObject"]'))) == {}
    wider = policy(READ.replace('"s3:ListBucket"', '"s3:*"'), WRITE)
    assert told(before, wider)["aws_iam_role_policy.p"] == [
        ("policy.Statement[0].Action", '["s3:GetObject", "s3:ListBucket"]', '["s3:GetObject", "s3:*"]')
    ]
    assert told(before, policy(READ))["aws_iam_role_policy.p"] == [
        (
            "policy.Statement[1]",
            '{ Action = "s3:PutObject", Effect = "Allow", Resource = "*", Sid = "Write" }',
            None,
        )
    ]


def test_json_text_that_a_provider_does_not_normalise_is_also_a_text() -> None:
    def function(value: str) -> str:
        return f'resource "aws_ssm_parameter" "p" {{\n  type = "String"\n  insecure_value = {value}\n}}\n'

    found = changes(function('"{\\"a\\":1}"'), function('"{ \\"a\\": 1 }"'))["aws_ssm_parameter.p"]

    assert [(each.path, each.because) for each in found.attributes] == [
        ("insecure_value", "the same JSON, formatted otherwise")
    ]


def test_nested_blocks_are_paired_by_what_they_are() -> None:
    def table(*blocks: str) -> str:
        return 'resource "aws_dynamodb_table" "t" {\n  name = "t"\n' + "\n".join(blocks) + "\n}\n"

    one = 'attribute {\n  name = "a"\n  type = "S"\n}'
    two = 'attribute {\n  name = "b"\n  type = "S"\n}'
    assert changes(table(one, two), table(two, one)) == {}  # a set
    assert told(table(one, two), table(two.replace('"S"', '"N"'), one))["aws_dynamodb_table.t"] == [
        ("attribute[0].type", '"S"', '"N"')
    ]
    assert told(table(), table("point_in_time_recovery {\n  enabled = true\n}"))["aws_dynamodb_table.t"] == [
        ("point_in_time_recovery[0].enabled", None, "true")
    ]


def test_dynamic_blocks_are_what_they_make() -> None:
    before = queue("") + 'resource "thing" "t" {\n  part {\n    n = 1\n  }\n  part {\n    n = 2\n  }\n}\n'
    after = (
        queue("")
        + 'resource "thing" "t" {\n  dynamic "part" {\n    for_each = [1, 2]\n    content {\n      n = part.value\n    }\n  }\n}\n'
    )

    assert changes(before, after) == {}
    assert told(before, after.replace("[1, 2]", "[1, 3]"))["thing.t"] == [("part[1].n", "2", "3")]


def test_instances_are_told_by_their_address() -> None:
    before = 'resource "aws_sqs_queue" "q" {\n  for_each = { a = 1, b = 2 }\n  delay_seconds = each.value\n}\n'
    after = before.replace("{ a = 1, b = 2 }", "{ a = 1, b = 3, c = 4 }")

    found = changes(before, after)

    assert {address: change.action for address, change in found.items()} == {
        'aws_sqs_queue.q["b"]': Action.CHANGED,
        'aws_sqs_queue.q["c"]': Action.ADDED,
    }


def test_everything_that_is_declared_is_told_of() -> None:
    before = """
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
  backend "s3" {
    key = "a"
  }
}
provider "aws" {
  region = "eu-west-1"
}
variable "v" {
  type        = string
  default     = "x"
}
output "o" {
  value = 1
}
module "m" {
  source = "./m"
  size   = 1
}
data "aws_region" "r" {}
ephemeral "aws_ssm_parameter" "e" {
  arn = "a"
}
check "c" {
  assert {
    condition     = 1 == 1
    error_message = "no"
  }
}
"""
    after = before
    for old, new in (
        (">= 1.5", ">= 1.6"), ("~> 5.0", "~> 6.0"), ('key = "a"', 'key = "b"'), ("eu-west-1", "eu-west-2"),
        ("type        = string", "type        = any"), ("value = 1", "value = 2"), ("size   = 1", "size   = 2"),
        ('"aws_region" "r" {}', '"aws_region" "r" {\n  name = "x"\n}'), ('arn = "a"', 'arn = "b"'), ("1 == 1", "2 == 2"),
    ):  # fmt: skip
        assert old in after
        after = after.replace(old, new)

    assert told(before, after) == {
        "terraform": [
            ("required_version", '">= 1.5"', '">= 1.6"'),
            ("backend.s3.key", '"a"', '"b"'),
            ("required_providers.aws.version", '"~> 5.0"', '"~> 6.0"'),
        ],
        "provider.aws": [("region", '"eu-west-1"', '"eu-west-2"')],
        "var.v": [("type", "string", "any")],
        "output.o": [("value", "1", "2")],
        "module.m": [("size", "1", "2")],
        "data.aws_region.r": [("name", None, '"x"')],
        "ephemeral.aws_ssm_parameter.e": [("arn", '"a"', '"b"')],
        "check.c": [("assert[0].condition", "1 == 1", "2 == 2")],
    }
    assert {change.kind for change in changes(before, after).values()} == {
        "terraform", "provider", "variable", "output", "module", "data", "ephemeral", "check",
    }  # fmt: skip


def test_values_of_variables_that_files_give_count() -> None:
    files = {"main.tf": 'variable "n" {\n  default = 1\n}\n' + queue("  delay_seconds = var.n")}

    found = told(files, {**files, "terraform.tfvars": "n = 2\n"})

    assert found == {"aws_sqs_queue.q": [("delay_seconds", "1", "2")], "var.n": [("value", None, "2")]}


def test_what_terraform_leaves_as_it_is_is_told_apart() -> None:
    before = queue('  name = "a"\n  delay_seconds = 1\n  lifecycle {\n    ignore_changes = [delay_seconds]\n  }')
    found = changes(before, before.replace("= 1", "= 2"))["aws_sqs_queue.q"]
    assert (found.effect, [(each.applies, each.because) for each in found.attributes]) == (
        Effect.NONE,
        [(False, "lifecycle.ignore_changes")],
    )

    found = changes(queue("  policy = jsonencode({})"), queue(""))["aws_sqs_queue.q"]
    assert [(each.path, each.applies) for each in found.attributes] == [("policy", False)]

    found = changes(queue(""), queue("  lifecycle {\n    prevent_destroy = true\n  }"))["aws_sqs_queue.q"]
    assert found.effect is Effect.NONE


def test_files_that_are_read_count() -> None:
    files = {"main.tf": queue('  name = trimspace(file("${path.module}/name.txt"))'), "name.txt": "a\n"}

    assert told(files, {**files, "name.txt": "b\n"}) == {
        "aws_sqs_queue.q": [("name", "(sensitive value)", "(sensitive value)")]
    }


def test_an_environment_that_is_new_or_gone_has_all_its_changes() -> None:
    side = rendering(queue('  name = "a"') + 'output "o" {\n  value = 1\n}\n')

    added, removed = diff.compare(None, side), diff.compare(side, None)

    assert added is not None
    assert removed is not None
    assert (added.action, {(each.address, each.action) for each in added.changes}) == (
        Action.ADDED,
        {("aws_sqs_queue.q", Action.ADDED), ("output.o", Action.ADDED)},
    )
    assert (removed.action, {each.action for each in removed.changes}) == (Action.REMOVED, {Action.REMOVED})
    assert diff.compare(None, None) is None
    assert not diff.same_meaning(None, side)
