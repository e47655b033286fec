"""One reader for both forms of a policy."""

from generator import hcl
from generator.aws.policies import PolicyStatement, read_block, read_json
from generator.hcl import Module

_TEXT = """
locals {
  statement = {
    Sid       = "One"
    Effect    = "Allow"
    Principal = { AWS = ["1", "2"] }
    Action    = ["a:Get", var.action]
    Resource  = "arn:of:it"
    Condition = { StringEquals = { "aws:SourceArn" = ["arn"] } }
  }
}
variable "action" {}
resource "aws_sqs_queue_policy" "json" {
  queue_url = "q"
  policy    = jsonencode({ Version = "2012-10-17", Statement = [local.statement, "no statement"] })
}
data "aws_iam_policy_document" "block" {
  statement {
    sid       = "One"
    actions   = ["a:Get", var.action]
    resources = "arn:of:it"
    principals {
      type        = "AWS"
      identifiers = ["1", "2"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = ["arn"]
    }
  }
}
"""


def both() -> tuple[Module, PolicyStatement, PolicyStatement]:
    module = hcl.load({"main.tf": _TEXT.encode()})
    policy = read_json(module, module.resources("aws_sqs_queue_policy")[0].instances[0]["policy"])
    assert policy
    assert policy.version == "2012-10-17"
    assert not policy.complete
    (block,) = module.data("aws_iam_policy_document")[0].instances[0].blocks("statement")
    return module, policy.statements[0], read_block(block)


def test_both_forms_say_the_same() -> None:
    _, of_json, of_block = both()

    for name in ("sid", "effect", "principal", "resource", "condition"):
        assert of_json.parts[name] == of_block.parts[name], name
    for statement in (of_json, of_block):
        assert statement.texts("action") == ("a:Get",)
        assert not statement.complete("action")
        assert statement.complete("resource")
        assert statement.texts("notaction") == ()


def test_a_part_stands_where_it_is_written_through_a_local_too() -> None:
    _, of_json, of_block = both()

    assert of_json.place("Resource").location.line == 8
    assert of_block.place("Resource").location.line == 21
    assert of_block.place("NotAction").location.line == 18, "the block, where the part is not set"
    assert [one.value("Resource").value for one in (of_json, of_block)] == ["arn:of:it"] * 2


def test_what_is_no_json_is_no_policy() -> None:
    module = hcl.load({"main.tf": b'resource "aws_iam_policy" "p" {\n  policy = var.p\n}\nvariable "p" {}\n'})

    assert read_json(module, module.resources("aws_iam_policy")[0].instances[0]["policy"]) is None
