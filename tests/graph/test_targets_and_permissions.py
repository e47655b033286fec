from generator import hcl
from generator.graph.permissions import rights
from generator.graph.targets import Targets, values_at
from generator.hcl import Instance, Module

MODULE = """
locals {
  table = aws_dynamodb_table.events.arn
}
resource "aws_dynamodb_table" "events" {
  name = "events"
}
resource "aws_sqs_queue" "q" {
  for_each = toset(["a", "b"])
  name     = "q-${each.key}"
}
resource "aws_iam_role" "r" {
  name = "role"
}
resource "aws_iam_role_policy" "json" {
  role   = aws_iam_role.r.name
  policy = jsonencode({ Statement = [
    { Effect = "Allow", Action = "dynamodb:PutItem", Resource = local.table },
    { Effect = "Deny", Action = "sqs:SendMessage", Resource = aws_sqs_queue.q["b"].arn },
  ] })
}
data "aws_iam_policy_document" "doc" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.q["a"].arn]
  }
}
resource "aws_iam_policy" "managed" {
  policy = data.aws_iam_policy_document.doc.json
}
resource "aws_iam_role_policy_attachment" "a" {
  role       = "role"
  policy_arn = aws_iam_policy.managed.arn
}
resource "aws_lambda_function" "fn" {
  function_name = "fn"
  role          = aws_iam_role.r.arn
  dead_letter_config {
    target_arn = "arn:aws:sqs:eu-west-1:111122223333:q-b"
  }
}
"""


def module() -> Module:
    return hcl.load({"main.tf": MODULE.encode()})


def function(found: Module) -> Instance:
    return found.resources("aws_lambda_function")[0].instances[0]


def test_rights_are_read_of_json_and_of_documents_and_what_is_denied_is_none() -> None:
    found = module()

    assert [(one.owner.address, one.target.address) for one in rights(found, Targets(found))] == [
        ("aws_lambda_function.fn", "aws_dynamodb_table.events"),
        ("aws_lambda_function.fn", 'aws_sqs_queue.q["a"]'),
    ]


def test_a_value_leads_to_what_has_the_name_that_its_arn_ends_with() -> None:
    found = module()
    (value,) = values_at(function(found), "dead_letter_config.target_arn")

    assert [one.address for one in Targets(found).carriers(value)] == ['aws_sqs_queue.q["b"]']
    assert Targets(found).referents(value, function(found)) == [], (
        "a text that happens to be a name is no reference"
    )


def test_absent_values_are_none() -> None:
    assert values_at(function(module()), "dead_letter_config.nothing") == []
    assert values_at(function(module()), "environment.variables") == []
