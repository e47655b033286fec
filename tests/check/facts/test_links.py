from check.facts.facts_module import instance, module_of

from generator.check.facts import links

MODULE = module_of(
    """
    locals {
      queue = aws_sqs_queue.q.arn
    }
    resource "aws_sqs_queue" "q" {
      name = "events"
    }
    resource "aws_sqs_queue" "none" {
      count = 0
    }
    resource "aws_sqs_queue" "some" {
      count = var.some
    }
    variable "some" {}
    resource "aws_lambda_function" "fn" {
      function_name = "reads"
      timeout       = 7
    }
    resource "aws_lambda_alias" "live" {
      function_name = aws_lambda_function.fn.function_name
      name          = "live"
    }
    resource "aws_lambda_event_source_mapping" "m" {
      event_source_arn = local.queue
      function_name    = aws_lambda_alias.live.arn
    }
    resource "aws_lambda_permission" "p" {
      function_name = "reads"
    }
    """
)


def test_a_queue_is_found_through_a_local_and_a_function_through_its_alias() -> None:
    mapping = instance(MODULE, "aws_lambda_event_source_mapping.m")

    queue = links.queue_of(MODULE, mapping["event_source_arn"])
    function = links.function_of(MODULE, mapping["function_name"])

    assert queue
    assert function
    assert (queue.address, function.address) == ("aws_sqs_queue.q", "aws_lambda_function.fn")


def test_a_function_is_found_by_its_name() -> None:
    permission = instance(MODULE, "aws_lambda_permission.p")
    found = links.function_of(MODULE, permission["function_name"])

    assert found
    assert found.address == "aws_lambda_function.fn"
    assert links.queue_of(MODULE, "no such queue") is None


def test_instances_are_those_that_are_there_or_may_be() -> None:
    found = {one.resource.name: links.certain(one) for one in links.instances(MODULE, "aws_sqs_queue")}

    assert found == {"q": True, "some": False}


def test_a_number_is_the_default_where_it_is_absent_and_none_where_it_is_not_known() -> None:
    function = instance(MODULE, "aws_lambda_function.fn")

    assert links.number_of(function["timeout"], 3) == 7
    assert links.number_of(function["memory_size"], 128) == 128
    assert links.number_of(instance(MODULE, "aws_lambda_event_source_mapping.m")["function_name"], 1) is None
