from check.facts.facts_module import module_of

from generator.check.facts.missing_declarations import may_be_lost, missing_references
from generator.check.facts.tables import lasting_tables
from generator.check.facts.ties import addresses, existing, is_made_after, leads_to
from generator.check.facts.usage import unused_addresses

MODULE = module_of(
    """
    locals {
      role   = aws_iam_role.r.arn
      circle = local.circle
    }
    variable "used" {}
    variable "unused" {
      default = 1
    }
    resource "aws_iam_role" "r" {
      name = var.used
    }
    resource "aws_iam_role" "never" {
      count = 0
    }
    resource "aws_lambda_function" "fn" {
      role       = local.role
      depends_on = [aws_sqs_queue.q]
    }
    resource "aws_sqs_queue" "q" {
      name = var.missing
    }
    resource "aws_dynamodb_table" "events" {
      name = "events"
    }
    resource "aws_dynamodb_table" "locks" {
      name     = "locks"
      hash_key = "LockID"
    }
    """
)


def test_what_is_used_nowhere_but_where_it_is_declared() -> None:
    variables = {one.address: one.block for one in MODULE.variables.values()}
    locals_ = {one.address: one.attribute for one in MODULE.locals.values()}

    assert unused_addresses(MODULE, dict(variables)) == ["var.unused"]
    assert unused_addresses(MODULE, dict(locals_)) == ["local.circle"]


def test_ties_lead_through_locals() -> None:
    function = MODULE.resource("aws_lambda_function.fn")
    assert function

    assert "aws_iam_role.r" in addresses(MODULE, function, "role")
    assert {"aws_iam_role.r", "aws_sqs_queue.q"} <= leads_to(MODULE, function)
    assert is_made_after(MODULE, function, {"aws_sqs_queue.q"})
    assert not is_made_after(MODULE, function, {"aws_dynamodb_table.events"})
    assert [one.name for one in existing(MODULE.resources("aws_iam_role"))] == ["r"]


def test_a_reference_without_a_declaration() -> None:
    found = missing_references(MODULE, lambda one: one.root != "var" or one.steps[0] in MODULE.variables)

    assert [one.address for one in found] == ["var.missing"]


def test_a_declaration_may_be_in_a_file_that_can_not_be_read() -> None:
    assert not may_be_lost(MODULE, "missing")
    assert may_be_lost(module_of('variable "missing" {\n  default = \n}\n'), "missing")


def test_a_table_of_locks_does_not_last() -> None:
    assert [one.resource.name for one in lasting_tables(MODULE)] == ["events"]
