"""Drawings of modules: what leads where, however it is written."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from bundled_stack import rendered

from generator import hcl, providers
from generator.aws import carriers
from generator.graph import draw
from generator.model.diagram import Diagram

ROOT = Path(__file__).parents[2]


def drawn(text: str, everything: bool = False) -> Diagram:
    return draw(hcl.load({"main.tf": text.encode()}), everything)


def edges(diagram: Diagram) -> list[str]:
    """The edges as short lines: `function.f -writes-> table.t`, without the provider's part of types."""
    short = {
        node.address: re.sub(r"aws_(api_gateway_|apigatewayv2_|cloudwatch_event_|[a-z0-9]+_)", "", node.address)
        for node in diagram.nodes
    }
    return [f"{short[edge.source]} -{edge.label}-> {short[edge.target]}" for edge in diagram.edges]


def test_events_way_through_the_bundled_stack() -> None:
    diagram = draw(hcl.load(rendered("dev")))

    assert edges(diagram) == [
        "rest_api.main -authorizes with-> function.authorizer",
        "rest_api.main -POST /events-> function.event_ingestion",
        "bus.main -matches-> rule.processed",
        "bus.main -matches-> rule.received",
        "rule.processed -delivers-> queue.event_storage",
        "rule.processed -undelivered-> queue.undelivered",
        "rule.received -delivers-> queue.event_processing",
        "rule.received -undelivered-> queue.undelivered",
        "function.authorizer -failed calls-> queue.calls_dead_letter",
        "function.event_ingestion -puts events-> bus.main",
        "function.event_ingestion -failed calls-> queue.calls_dead_letter",
        "function.event_processing -puts events-> bus.main",
        "function.event_processing -failed calls-> queue.calls_dead_letter",
        "function.event_storage -writes-> table.events",
        "function.event_storage -failed calls-> queue.calls_dead_letter",
        "queue.event_processing -invokes-> function.event_processing",
        "queue.event_processing -dead letters-> queue.event_processing_dead_letter",
        "queue.event_storage -invokes-> function.event_storage",
        "queue.event_storage -dead letters-> queue.event_storage_dead_letter",
    ]
    roles = {node.address: node.role for node in diagram.nodes}
    assert roles["aws_sqs_queue.event_storage"] == "queue"
    assert roles["aws_sqs_queue.event_storage_dead_letter"] == "dead-letter queue"
    labels = {node.address: node.label for node in diagram.nodes}
    assert labels["aws_lambda_function.event_storage"] == "event-platform-dev-store-fn"


def test_everything_of_the_bundled_stack_is_its_resources_and_references() -> None:
    module = hcl.load(rendered("dev"))
    diagram = draw(module, everything=True)

    addresses = {node.address for node in diagram.nodes}
    assert addresses == {
        instance.address for resource in (*module.resources(), *module.data()) for instance in resource.instances
    }
    ends = {(edge.source, edge.target) for edge in diagram.edges}
    assert ("aws_lambda_function.authorizer", "aws_iam_role.authorizer") in ends
    assert ("aws_iam_role_policy.authorizer", "aws_cloudwatch_log_group.authorizer") in ends
    assert {end for pair in ends for end in pair} <= addresses


STEPS = """
resource "aws_lambda_function" "step" {
  for_each      = toset(["first", "second"])
  function_name = "app-${each.key}"
  role          = aws_iam_role.step[each.key].arn
}
resource "aws_iam_role" "step" {
  for_each = toset(["first", "second"])
  name     = "app-${each.key}"
}
resource "aws_sqs_queue" "step" {
  for_each = toset(["first", "second"])
  name     = "app-${each.key}"
}
resource "aws_lambda_event_source_mapping" "step" {
  for_each         = aws_lambda_function.step
  event_source_arn = aws_sqs_queue.step[each.key].arn
  function_name    = each.value.function_name
}
resource "aws_iam_role_policy" "hands_on" {
  role   = aws_iam_role.step["first"].name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["sqs:Send*"], Resource = [aws_sqs_queue.step["second"].arn] }] })
}
"""


def test_instances_lead_to_the_instances_that_they_mean_though_all_are_named_alike() -> None:
    assert edges(drawn(STEPS)) == [
        'function.step["first"] -sends-> queue.step["second"]',
        'queue.step["first"] -invokes-> function.step["first"]',
        'queue.step["second"] -invokes-> function.step["second"]',
    ]


POLICIES = {
    "inline": """
        resource "aws_iam_role" "r" {
          inline_policy { policy = jsonencode(local.document) }
        }""",
    "attached": """
        resource "aws_iam_role" "r" {}
        resource "aws_iam_policy" "p" {
          name   = "writes"
          policy = jsonencode(local.document)
        }
        resource "aws_iam_role_policy_attachment" "a" {
          role       = aws_iam_role.r.name
          policy_arn = aws_iam_policy.p.arn
        }""",
    "attached by name": """
        resource "aws_iam_role" "r" { name = "storage" }
        resource "aws_iam_policy" "p" {
          name   = "writes"
          policy = jsonencode(local.document)
        }
        resource "aws_iam_policy_attachment" "a" {
          name       = "a"
          roles      = ["storage"]
          policy_arn = "arn:aws:iam::${local.account}:policy/writes"
        }""",
    "document": """
        resource "aws_iam_role" "r" {}
        data "aws_iam_policy_document" "part" {
          statement {
            actions   = ["dynamodb:UpdateItem"]
            resources = [local.table]
          }
        }
        data "aws_iam_policy_document" "whole" {
          source_policy_documents = [data.aws_iam_policy_document.part.json]
        }
        resource "aws_iam_role_policy" "p" {
          role   = aws_iam_role.r.id
          policy = data.aws_iam_policy_document.whole.json
        }""",
}


@pytest.mark.parametrize("way", POLICIES)
@pytest.mark.parametrize(
    "table", ["aws_dynamodb_table.t.arn", '"arn:aws:dynamodb:eu-west-1:${var.account}:table/orders"', '"${aws_dynamodb_table.t.arn}/index/*"']
)  # fmt: skip
def test_a_function_writes_to_what_its_role_may_write_to(way: str, table: str) -> None:
    module = f"""
        variable "account" {{}}
        locals {{
          account  = var.account
          table    = {table}
          document = {{ Version = "2012-10-17", statement = {{ Effect = "Allow", Action = "dynamodb:PutItem", Resource = local.table }} }}
        }}
        resource "aws_dynamodb_table" "t" {{ name = "orders" }}
        resource "aws_lambda_function" "f" {{ role = aws_iam_role.r.arn }}
        {POLICIES[way]}
    """

    assert edges(drawn(module)) == ["function.f -writes-> table.t"]


@pytest.mark.parametrize(
    "statement",
    [
        '{ Effect = "Deny", Action = "dynamodb:PutItem", Resource = aws_dynamodb_table.t.arn }',
        '{ Effect = "Allow", Action = "dynamodb:DescribeTable", Resource = aws_dynamodb_table.t.arn }',
        '{ Effect = "Allow", Action = "dynamodb:PutItem", Resource = "*" }',
        '{ Effect = "Allow", Action = "dynamodb:PutItem", Resource = var.other }',
    ],
)
def test_a_right_that_moves_no_event_or_leads_nowhere_is_not_drawn(statement: str) -> None:
    module = f"""
        variable "other" {{}}
        resource "aws_dynamodb_table" "t" {{ name = "orders" }}
        resource "aws_iam_role" "r" {{}}
        resource "aws_lambda_function" "f" {{ role = aws_iam_role.r.arn }}
        resource "aws_iam_role_policy" "p" {{
          role   = aws_iam_role.r.id
          policy = jsonencode({{ Statement = [{statement}] }})
        }}
    """

    diagram = drawn(module)

    assert diagram.edges == ()
    assert [node.role for node in diagram.nodes] == ["table", "function"]


def test_a_setting_that_names_a_resource_says_that_it_is_used_and_a_text_that_happens_to_be_a_name_does_not() -> (
    None
):
    diagram = drawn("""
        resource "aws_dynamodb_table" "t" { name = "orders" }
        resource "aws_lambda_function" "told" {
          environment { variables = { TABLE = local.table } }
        }
        resource "aws_lambda_function" "not_told" {
          environment { variables = { PROJECT = "orders" } }
        }
        locals { table = aws_dynamodb_table.t.name }
    """)

    assert edges(diagram) == ["function.told -uses-> table.t"]


def test_an_http_api_its_routes_alias_topic_stream_and_bucket() -> None:
    diagram = drawn("""
        resource "aws_apigatewayv2_api" "a" { name = "shop" }
        resource "aws_apigatewayv2_integration" "i" {
          api_id          = aws_apigatewayv2_api.a.id
          integration_uri = aws_lambda_alias.live.invoke_arn
        }
        resource "aws_apigatewayv2_route" "r" {
          for_each  = toset(["GET /orders", "POST /orders"])
          api_id    = aws_apigatewayv2_api.a.id
          route_key = each.key
          target    = "integrations/${aws_apigatewayv2_integration.i.id}"
        }
        resource "aws_lambda_function" "f" {}
        resource "aws_lambda_alias" "live" { function_name = aws_lambda_function.f.function_name }
        resource "aws_sns_topic" "t" { name = "orders" }
        resource "aws_sqs_queue" "q" { name = "orders" }
        resource "aws_sns_topic_subscription" "s" {
          topic_arn = aws_sns_topic.t.arn
          endpoint  = aws_sqs_queue.q.arn
        }
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_bucket" "state" { bucket = "not-of-events" }
        resource "aws_s3_bucket_notification" "n" {
          bucket = aws_s3_bucket.b.id
          topic { topic_arn = aws_sns_topic.t.arn }
        }
        resource "aws_lambda_event_source_mapping" "m" {
          event_source_arn = data.aws_dynamodb_table.elsewhere.stream_arn
          function_name    = "${aws_lambda_alias.live.arn}"
        }
        data "aws_dynamodb_table" "elsewhere" { name = "elsewhere" }
    """)

    assert edges(diagram) == [
        "api.a -GET /orders, POST /orders-> function.f",
        "bucket.b -notifies-> topic.t",
        "topic.t -delivers-> queue.q",
        "data.table.elsewhere -invokes-> function.f",
    ]
    assert "aws_s3_bucket.state" not in {node.address for node in diagram.nodes}


def test_an_api_by_its_document_and_a_state_machine_by_its_definition() -> None:
    diagram = drawn("""
        resource "aws_api_gateway_rest_api" "a" {
          body = jsonencode({ paths = { "/x" = { get = { "x-amazon-apigateway-integration" = {
            uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${aws_lambda_function.f.arn}/invocations" } } } } })
        }
        resource "aws_sfn_state_machine" "s" {
          name       = "steps"
          definition = templatefile("steps.json", { function = aws_lambda_function.f.arn })
        }
        resource "aws_sfn_state_machine" "t" {
          name       = "more-steps"
          definition = jsonencode({ States = { A = { Resource = aws_lambda_function.f.arn } } })
        }
        resource "aws_lambda_function" "f" {}
    """)

    assert edges(diagram) == ["rest_api.a --> function.f", "state_machine.t -runs-> function.f"]


def test_what_leads_back_to_itself_ends() -> None:
    diagram = drawn("""
        resource "aws_lambda_alias" "a" { function_name = aws_lambda_alias.b.arn }
        resource "aws_lambda_alias" "b" { function_name = aws_lambda_alias.a.arn }
        resource "aws_sqs_queue" "q" { name = aws_sqs_queue.q.name }
        resource "aws_lambda_event_source_mapping" "m" {
          event_source_arn = aws_sqs_queue.q.arn
          function_name    = aws_lambda_alias.a.arn
        }
        resource "aws_api_gateway_rest_api" "r" {}
        resource "aws_api_gateway_resource" "x" {
          parent_id = aws_api_gateway_resource.x.id
          path_part = "x"
        }
        resource "aws_api_gateway_integration" "i" {
          rest_api_id = aws_api_gateway_rest_api.r.id
          resource_id = aws_api_gateway_resource.x.id
          http_method = "GET"
          uri         = aws_sqs_queue.q.arn
        }
    """)

    assert [edge.label[:8] for edge in diagram.edges] == ["GET /x/x"]


def test_a_count_that_is_not_known_is_one_node() -> None:
    diagram = drawn("""
        variable "many" {}
        resource "aws_sqs_queue" "q" { count = var.many }
        resource "aws_sqs_queue" "none" { count = 0 }
    """)

    assert [node.address for node in diagram.nodes] == ["aws_sqs_queue.q"]


def test_everything_pairs_instances_of_the_same_key_and_shows_modules() -> None:
    diagram = drawn(
        STEPS + 'module "m" {\n  source = "./m"\n  queue = aws_sqs_queue.step["first"].arn\n}\n', everything=True
    )

    pairs = {(edge.source, edge.target) for edge in diagram.edges}
    assert ('aws_lambda_function.step["first"]', 'aws_iam_role.step["first"]') in pairs
    assert ('aws_lambda_function.step["first"]', 'aws_iam_role.step["second"]') not in pairs
    assert ("module.m", 'aws_sqs_queue.step["first"]') in pairs


@pytest.mark.parametrize("everything", [False, True])
def test_the_order_of_blocks_changes_nothing(everything: bool) -> None:
    blocks = [block + "\n}\n" for block in STEPS.split("\n}\n") if block.strip()]
    shuffled = random.Random(1).sample(blocks, len(blocks))

    assert shuffled != blocks
    assert drawn("".join(shuffled), everything) == drawn(STEPS, everything)


WAYS = {
    *((type_, carrier.name) for type_, carrier in carriers.CARRIERS.items()),
    *carriers.STANDS_FOR.items(),
    *carriers.ROLES.items(),
    *carriers.VARIABLES.items(),
    *carriers.NAMES.items(),
    *((arrow.type, way) for arrow in carriers.ARROWS for way in (arrow.source, arrow.target) if way),
    *((arrow.type, name) for arrow in carriers.ARROWS for name in re.findall(r"\{(\w+)\}", arrow.label)),
    *((type_, way) for type_, named in carriers.PATHS.items() for way in named),
}


@pytest.mark.parametrize(("type_", "way"), sorted(WAYS))
def test_what_the_data_names_exists_in_the_provider(type_: str, way: str) -> None:
    *blocks, name = way.partition(":")[0].split(".")
    schema = providers.resource(type_)
    assert schema
    for block in blocks:
        schema = schema.blocks[block].block

    assert name in schema.attributes


def test_actions_are_about_what_is_drawn() -> None:
    assert carriers.ACTIONS.keys() <= carriers.CARRIERS.keys()


def test_resources_stand_by_their_file_or_in_one_file_by_their_service() -> None:
    queue, role = 'resource "aws_sqs_queue" "q" {}\n', 'resource "aws_iam_role" "r" {}\n'

    several = draw(hcl.load({"a.tf": queue.encode(), "b.tf": role.encode()}), everything=True)
    alone = draw(hcl.load({"a.tf": (queue + role).encode()}), everything=True)

    assert {node.address: node.group for node in several.nodes} == {
        "aws_sqs_queue.q": "a.tf",
        "aws_iam_role.r": "b.tf",
    }
    assert {node.address: node.group for node in alone.nodes} == {
        "aws_sqs_queue.q": "sqs",
        "aws_iam_role.r": "iam",
    }
    assert list(alone.groups()) == ["iam", "sqs"]
