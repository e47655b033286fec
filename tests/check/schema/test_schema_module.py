"""What the providers' schemas say against a module, with its place and the way out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import hcl
from generator.check.schema.module_checker import schema_violations
from generator.check.schema.provider_versions import AS_REQUIRED, ProviderChoice
from generator.check.schema.violation import SchemaViolation

ANCHORS = """\
resource "aws_sqs_queue" "one" {}
resource "aws_sqs_queue" "counted" { count = 2 }
resource "aws_sqs_queue" "each" { for_each = toset(["a", "b"]) }
resource "aws_instance" "one" {}
data "aws_region" "one" {}
ephemeral "random_password" "one" { length = 20 }
"""


def found(text: str, choice: ProviderChoice = AS_REQUIRED, **files: str) -> list[SchemaViolation]:
    all_files = {"main.tf": text.encode(), "anchors.tf": ANCHORS.encode()}
    all_files |= {name: content.encode() for name, content in files.items()}
    return [each for each in schema_violations(hcl.load(all_files), choice) if each.location.path != "anchors.tf"]


def kinds(text: str, choice: ProviderChoice = AS_REQUIRED) -> list[tuple[int, str]]:
    return [(each.location.line, each.kind) for each in found(text, choice)]


def queue(*lines: str) -> str:
    return "\n".join(['resource "aws_sqs_queue" "q" {', *lines, "}", ""])


@pytest.mark.parametrize(
    ("line", "kind", "hint"),
    [
        ('nme = "x"', "unknown-argument", 'did you mean "name"?'),
        ('something = "x"', "unknown-argument", ""),
        ("settings {}", "unknown-block", ""),
        ("tags { a = 1 }", "block-or-map", "write tags = { … }"),
        ("name {}", "block-or-map", "write name = …"),
        ("timeouts = {}", "block-or-map", "write timeouts { … } without an equals sign"),
        ("lifecycle = {}", "block-or-map", ""),
        ('visibility_timeout_seconds = "long"', "wrong-type", ""),
        ("fifo_queue = 1", "wrong-type", ""),
        ('tags = ["a"]', "wrong-type", ""),
        ("name = {}", "wrong-type", ""),
        ('arn = "x"', "computed", ""),
        ('id = "x"', "computed", ""),
        ("name = aws_sqs_queue.one.arnn", "unknown-attribute", 'did you mean "arn"?'),
        ("name = aws_sqs_queue.one.arn.more", "unknown-attribute", ""),
        ("name = aws_sqs_queue.one[0].arn", "instance-key", "leave out the index"),
        ("name = aws_sqs_queue.counted.arn", "instance-key", "such as aws_sqs_queue.counted[count.index].arn"),
        ("name = aws_sqs_queue.each.arn", "instance-key", "such as aws_sqs_queue.each[each.key].arn"),
        ("name = aws_sqs_queue.counted[0].arnn", "unknown-attribute", 'did you mean "arn"?'),
        ("name = join(aws_sqs_queue.counted[*].arnn)", "unknown-attribute", 'did you mean "arn"?'),
        ("name = aws_sqs_queue.counted[local.i].arnn", "unknown-attribute", 'did you mean "arn"?'),
        ("name = aws_sqs_queue.each[each.key].arnn", "unknown-attribute", 'did you mean "arn"?'),
        ('name = aws_sqs_queue.counted["a"].arn', "instance-key", ""),
        (
            "tags = aws_sqs_queue.each[*].arn",
            "instance-key",
            "values(aws_sqs_queue.each)[*] is a list of its instances",
        ),
        ('name = aws_sqs_queue.one["arn"]', "instance-key", "leave out the index"),
        ("name = data.aws_region.one.nme", "unknown-attribute", 'did you mean "name"?'),
        ("name = ephemeral.random_password.one.reslt", "unknown-attribute", 'did you mean "result"?'),
        ("name = ephemeral.random_password.one.result", "ephemeral", ""),
        (
            "name = aws_instance.one.root_block_device.volume_id",
            "unknown-attribute",
            "write .root_block_device[0].volume_id",
        ),
        ("name = aws_instance.one.root_block_device[0].volume", "unknown-attribute", ""),
        (
            "name = join(aws_instance.one.ebs_block_device[*].volum_id)",
            "unknown-attribute",
            'did you mean "volume_id"?',
        ),
        (
            "name = aws_instance.one.ebs_block_device[0].volume_id",
            "unknown-attribute",
            "a for expression with an if clause finds elements",
        ),
        ("tags = aws_sqs_queue.one.arn", "wrong-type", ""),
        ("name = aws_sqs_queue.one.tags", "wrong-type", ""),
        ("name = aws_sqs_queue.counted[*].arn", "wrong-type", ""),
        ("fifo_queue = aws_sqs_queue.one.visibility_timeout_seconds", "wrong-type", ""),
        ('tags = "${aws_sqs_queue.one.arn}-x"', "wrong-type", ""),
        ("provider = aws.other", "provider-alias", ""),
    ],
)
def test_one_wrong_line(line: str, kind: str, hint: str) -> None:
    violations = found(queue(f"  {line}"))
    violations.sort(key=lambda each: each.kind in ("ephemeral", "wrong-type"))  # what follows from the others

    assert (violations[0].kind, violations[0].hint) == (kind, hint)
    assert violations[0].location.line == 2
    assert violations[0].address == "aws_sqs_queue.q"
    assert {each.kind for each in violations} <= {kind, "wrong-type", "ephemeral"}


@pytest.mark.parametrize(
    "line",
    [
        'visibility_timeout_seconds = "30"',
        'fifo_queue = "true"',
        "name = 5",
        "name = null",
        "arn = null",
        "tags = { a = 1, b = true }",
        "name = aws_sqs_queue.counted[0].arn",
        'name = aws_sqs_queue.each["a"].arn',
        "name = aws_sqs_queue.one.tags.anything",
        "name = one(aws_sqs_queue.counted[*].arn)",
        "name = aws_sqs_queue.one.*.arn[0]",
        "name = aws_instance.one.root_block_device[0].volume_id",
        "name = aws_instance.one.root_block_device.0.volume_id",
        'name = join(",", aws_instance.one.ebs_block_device[*].volume_id)',
        "visibility_timeout_seconds = aws_sqs_queue.one.name",
        "name = var.unknown",
        "tags = data.unknown.x.y",
        'timeouts { create = "1m" }',
        "count = 1",
        'lifecycle { ignore_changes = [tags["a"], name] }',
        "lifecycle { ignore_changes = all }",
        "depends_on = [aws_sqs_queue.one]",
    ],
)
def test_one_right_line(line: str) -> None:
    assert kinds(queue(f"  {line}")) == []


def test_values_are_followed() -> None:
    text = 'variable "t" { default = "long" }\nlocals { t = var.t }\n' + queue(
        "  visibility_timeout_seconds = local.t"
    )

    [violation] = found(text)

    assert violation.message == (
        'wrong value for "visibility_timeout_seconds": a number is required, and "long" is not one'
    )
    assert str(violation.location) == "main.tf:4:32"


def test_a_default_of_null_or_nothing_is_there_to_be_replaced() -> None:
    text = (
        'variable "n" { default = null }\nvariable "l" { default = [] }\nlocals { n = var.n }\n'
        'resource "aws_api_gateway_method_settings" "m" {\n  stage_name = var.n\n  rest_api_id = local.n\n'
        '  method_path = null\n  dynamic "settings" {\n    for_each = var.l\n    content {}\n  }\n}\n'
    )

    assert kinds(text) == [(7, "missing-argument")]


def test_each_instance_is_looked_at_and_reported_once() -> None:
    lines = ['  for_each = { a = 1, b = "x", c = "y" }', "  delay_seconds = each.value"]

    assert kinds(queue(*lines)) == [(3, "wrong-type")]


def test_a_resource_without_instances_is_checked_where_nothing_else_decides() -> None:
    lines = ["  count = 0", "  delay_seconds = var.none", '  max_message_size = "x"', "  nme = 1"]
    text = 'variable "none" { default = "none" }\n' + queue(*lines)

    assert kinds(text) == [(5, "wrong-type"), (6, "unknown-argument")]


def test_required_arguments_and_blocks() -> None:
    text = 'resource "aws_api_gateway_method_settings" "m" {\n  stage_name = null\n  rest_api_id = "x"\n}\n'

    assert kinds(text) == [(1, "missing-argument"), (1, "missing-block"), (2, "missing-argument")]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ("settings {}", []),
        ('dynamic "settings" {\n for_each = [1]\n content {}\n}', []),
        ('dynamic "settings" {\n for_each = var.unknown\n content {}\n}', []),
        ('dynamic "settings" {\n for_each = []\n content {}\n}', ["missing-block"]),
        ('dynamic "settings" {\n for_each = [1, 2]\n content {}\n}', ["too-many-blocks"]),
        ('settings {}\ndynamic "settings" {\n for_each = [1]\n content {}\n}', ["too-many-blocks"]),
        ("settings {}\nsettings {}", ["too-many-blocks"]),
        ("settings = {}", ["block-or-map"]),
        ('dynamic "settings" {\n for_each = [1]\n}', ["missing-block"]),
        ('dynamic "settings" {\n content {}\n}', ["missing-argument"]),
        ('dynamic "settings" {\n for_each = [1]\n x = 1\n content {}\n}', ["unknown-argument"]),
        ('dynamic "setings" {\n for_each = [1]\n content {}\n}', ["missing-block", "unknown-block"]),
        ('dynamic "settings" {\n for_each = [1]\n content { cache = 1 }\n}', ["unknown-argument"]),
        (
            'dynamic "settings" {\n for_each = ["x"]\n content { caching_enabled = settings.value }\n}',
            ["wrong-type"],
        ),
        ('settings "label" {}', ["unknown-block"]),
    ],
)
def test_the_number_of_blocks(blocks: str, expected: list[str]) -> None:
    arguments = 'stage_name = "s"\nrest_api_id = "r"\nmethod_path = "*/*"'
    text = f'resource "aws_api_gateway_method_settings" "m" {{\n{arguments}\n{blocks}\n}}\n'

    assert sorted(kind for _, kind in kinds(text)) == expected


RULE = (
    "cidr_blocks = [], description = null, from_port = 1, ipv6_cidr_blocks = [], prefix_list_ids = [], "
    "protocol = 6, security_groups = [], self = false, to_port = 1"
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("ingress { from_port = 1 }", []),
        ("ingress { from_port = 1 }\ningress { to_port = 1 }", []),
        ('dynamic "ingress" {\n for_each = [1]\n content { from_port = ingress.value }\n}', []),
        (f"ingress = [{{ {RULE} }}]", []),
        ("ingress = []", []),
        ("ingress = [{ from_port = 1 }]", ["wrong-type"]),
        ("ingress = { from_port = 1 }", ["wrong-type"]),
        ("ingress { from_prt = 1 }", ["unknown-argument"]),
        ('ingress { from_port = "x" }', ["wrong-type"]),
        ("ingress = []\ningress {}", ["block-or-map"]),
    ],
)
def test_lists_of_objects_may_be_written_as_blocks(lines: str, expected: list[str]) -> None:
    assert [kind for _, kind in kinds(f'resource "aws_security_group" "g" {{\n{lines}\n}}\n')] == expected


def test_a_single_block_whose_arguments_are_required_is_required() -> None:
    text = 'resource "aws_verifiedpermissions_schema" "s" {\n  policy_store_id = "x"\n}\n'
    [violation] = found(text, ProviderChoice((("hashicorp/aws", "5"),)))

    assert (violation.kind, violation.message) == (
        "missing-block",
        'the block "definition" is missing, and it has required arguments',
    )


def test_what_is_deprecated_set_and_read() -> None:
    text = (
        'resource "aws_cloudwatch_event_rule" "r" {\n  is_enabled = true\n}\n'
        'resource "aws_simpledb_domain" "d" { name = "x" }\n'
        'resource "aws_s3_bucket" "b" {\n  lifecycle_rule {\n    enabled = true\n  }\n}\n'
        'output "o" { value = aws_cloudwatch_event_rule.r.is_enabled }\n'
    )

    assert kinds(text, ProviderChoice((("hashicorp/aws", "5.100.0"),))) == [
        (2, "deprecated"),
        (4, "deprecated"),
        (6, "deprecated"),
        (10, "deprecated"),
    ]


def test_write_only_takes_what_is_ephemeral() -> None:
    text = (
        'resource "aws_ssm_parameter" "p" {\n  name = "p"\n  type = "SecureString"\n'
        "  value_wo = ephemeral.random_password.one.result\n  value_wo_version = 1\n}\n"
    )

    assert kinds(text) == []
    assert kinds(text.replace("value_wo =", "value =")) == [(4, "ephemeral")]


def test_an_id_is_taken_where_the_provider_takes_one() -> None:
    assert kinds('data "aws_vpc" "v" { id = "x" }\n') == []
    assert kinds('data "aws_sqs_queue" "v" {\n  name = "x"\n  id = "x"\n}\n') == [(3, "computed")]
    assert kinds('data "aws_sqs_queue" "v" {\n  name = "x"\n  id = null\n}\n') == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('resource "aws_sqs_queu" "q" {}', 'did you mean "aws_sqs_queue"?'),
        (
            'data "aws_lambda_permission" "q" {}',
            'there is the resource type of that name: write resource "aws_lambda_permission"',
        ),
        ('resource "archive_fil" "q" {}', 'did you mean "archive_file"?'),
        ('resource "terraform_date" "q" {}', 'did you mean "terraform_data"?'),
    ],
)
def test_a_type_that_the_provider_does_not_have(text: str, hint: str) -> None:
    [violation] = found(text + "\n")

    assert (violation.kind, violation.hint) == ("unknown-type", hint)


def test_a_provider_that_we_do_not_know_is_left_alone_and_said_once() -> None:
    text = 'resource "google_project" "a" { x = 1 }\nresource "google_project" "b" { x = google_project.a.y }\n'

    [violation] = found(text)

    assert (violation.kind, violation.location.line) == ("unknown-provider", 1)
    assert '"hashicorp/google"' in violation.message


@pytest.mark.parametrize(
    ("requirement", "known"),
    [
        ('{ source = "hashicorp/aws", version = "~> 5.0" }', True),
        ('{ source = "registry.terraform.io/hashicorp/aws" }', True),
        ('{ source = "HashiCorp/AWS" }', True),
        ('"~> 5.0"', True),
        ('{ source = "hashicorp/aws", version = "~> 6.0" }', True),
        ('{ source = "hashicorp/aws", version = "~> 4.0" }', False),
        ('{ source = "acme/aws" }', False),
    ],
)
def test_the_provider_is_the_one_that_is_required(requirement: str, known: bool) -> None:
    text = f"terraform {{\n  required_providers {{\n    aws = {requirement}\n  }}\n}}\n" + queue("  nme = 1")
    expected = (7, "unknown-argument") if known else (3, "unknown-provider")

    assert kinds(text) == [expected]


def test_another_local_name_for_a_provider_that_we_know() -> None:
    text = 'terraform {\n  required_providers {\n    amazon = { source = "hashicorp/aws" }\n  }\n}\n' + queue(
        "  provider = amazon", "  nme = 1"
    )

    assert kinds(text) == [(8, "unknown-argument")]


def test_configurations_of_providers() -> None:
    text = (
        'provider "aws" {\n  regio = "x"\n  max_retries = "many"\n  default_tags { tag = {} }\n  assume_role = {}\n}\n'
        'provider "aws" {\n  alias = "other"\n  version = "5"\n}\nprovider "aws" {}\n'
        + queue("  provider = aws.other")
    )

    assert kinds(text) == [
        (2, "unknown-argument"),
        (3, "wrong-type"),
        (4, "unknown-argument"),
        (5, "block-or-map"),
        (11, "provider-alias"),
    ]


def test_an_alias_may_be_the_callers_to_configure() -> None:
    aliases = "configuration_aliases = [aws.other]"
    text = (
        f'terraform {{\n  required_providers {{\n    aws = {{ source = "hashicorp/aws", {aliases} }}\n  }}\n}}\n'
    )

    assert kinds(text + queue("  provider = aws.other")) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('provisioner "local-exec" { command = "x" }', 0),
        ('provisioner "local-exec" {}', 1),
        ('provisioner "local-exec" {\n command = "x"\n comand = "x"\n}', 1),
        ('provisioner "local-exec" {\n command = "x"\n when = destroy\n on_failure = continue\n}', 0),
        ('provisioner "own" { anything = 1 }', 1),
    ],
)
def test_provisioners(lines: str, expected: int) -> None:
    assert [kind for _, kind in kinds(queue(lines))] == ["meta-argument"] * expected


def test_ignored_changes_are_there() -> None:
    lines = ["  lifecycle {", "    ignore_changes = [nme, tags[0], arn.x, tags_all.a]", "  }"]

    assert kinds(queue(*lines)) == [(3, "unknown-attribute"), (3, "unknown-attribute")]


def test_references_in_outputs_locals_and_to_itself() -> None:
    text = (
        "locals {\n  a = aws_sqs_queue.one.nme\n}\n"
        'output "o" {\n  value = [for q in aws_sqs_queue.counted : q.arn]\n}\n'
        'module "m" {\n  source = "../m"\n  x = data.aws_region.one.rgion\n}\n'
        'moved {\n  from = aws_sqs_queue.one[0]\n  to = aws_sqs_queue.one\n}\n'
        + queue("  lifecycle {", "    postcondition {", "      condition = self.nme", '      error_message = "x"', "    }", "  }")
    )  # fmt: skip

    assert kinds(text) == [(2, "unknown-attribute"), (9, "unknown-attribute"), (18, "unknown-attribute")]


def test_json_is_checked_as_well() -> None:
    document = {
        "resource": {
            "aws_api_gateway_method_settings": {
                "m": {
                    "//": "a comment",
                    "rest_api_id": "x",
                    "stage_name": [1],
                    "settings": {"caching_enabled": "perhaps", "cachin": 1},
                    "lifecycle": {"create_before_destroy": True},
                }
            }
        }
    }

    violations = found("", **{"m.tf.json": json.dumps(document, indent=2)})

    assert [(each.location.line, each.kind) for each in violations] == [
        (4, "missing-argument"),
        (7, "wrong-type"),
        (11, "wrong-type"),
        (12, "unknown-argument"),
    ]


def test_what_is_wrong_has_a_start_and_an_end() -> None:
    [unknown, wrong] = found(queue('  nme = "x"', '  delay_seconds = "soon"'))

    assert (unknown.location.column, unknown.end.column) == (3, 6)
    assert (wrong.location.column, wrong.end.column) == (19, 25)


def test_the_shipped_environments_have_nothing_wrong() -> None:
    out = Path(__file__).parents[3] / "out"
    for folder in sorted(path for path in out.iterdir() if path.is_dir()):
        files = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
        assert schema_violations(hcl.load(files)) == (), folder.name


PIECES = st.sampled_from(
    ['resource "aws_sqs_queue" "q" {', "}", 'dynamic "x" {', "content {", "name = ", "[", "]", '"a"', "aws_sqs_queue.one", ".arn",
     "[*]", "for_each = ", "lifecycle {", "provider = aws.x", "\n", "tags", " = ", "{", "ignore_changes = [", 'data "" "" {',
     "settings", 'provider "aws" {', "count = 1", "each.value", 'provisioner "local-exec" {', "null", "-1", "${", "1e999"]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=25).map("\n".join))
def test_nothing_makes_it_fail(text: str) -> None:
    last = text.count("\n") + 1

    assert all(1 <= each.location.line <= each.end.line <= last for each in found(text))
