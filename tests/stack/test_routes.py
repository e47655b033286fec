"""A route is one entry of the spec: resources, method, integration, permission, preflight and output follow."""

from __future__ import annotations

import re
from functools import partial

import pytest
import rendering
from generated_specs import READING
from rendering import block, findings, module

contents = partial(rendering.contents, "dev")
said = partial(rendering.said, "dev")

BUS = "api.routes.post_events.target=bus"


def resources(environment: str, *settings: str) -> set[str]:
    return {".".join(each.labels) for each in module(environment, *settings).blocks if each.type == "resource"}


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "pr-123"])
def test_the_routes_that_read_are_added_to_what_is_there(environment: str) -> None:
    before, after = resources(environment), resources(environment, *READING)

    assert before <= after
    assert after - before == {
        "aws_api_gateway_resource.events__id",
        *(
            f"aws_api_gateway_{kind}.{route}"
            for kind in ("method", "integration")
            for route in ("get_event", "list_events")
        ),
        "aws_api_gateway_method_settings.get_event",
        "aws_cloudwatch_log_group.event_reading",
        "aws_iam_role.event_reading",
        "aws_iam_role_policy.event_reading",
        "aws_lambda_function.event_reading",
        "aws_lambda_function_event_invoke_config.event_reading",
        "aws_lambda_permission.get_event",
        "aws_lambda_permission.list_events",
    }


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "pr-123"])
def test_they_bring_no_finding(environment: str) -> None:
    assert findings(environment, *READING, "api.cors.enabled=true") - findings(environment) == set()


def test_a_path_is_a_resource_for_each_of_its_parts() -> None:
    api = contents(*READING, 'api.routes.notes={path: "/events/{id}/notes", target: function event_reading}')[
        "api.tf"
    ]

    assert re.findall(r'"aws_api_gateway_resource" "(\w+)"', api) == ["events", "events__id", "events__id_notes"]
    last = block(api, '"aws_api_gateway_resource" "events__id_notes"')
    assert "parent_id = aws_api_gateway_resource.events__id.id" in last
    assert 'path_part = "notes"' in last


def test_whoever_answers_may_be_called_for_that_route_alone() -> None:
    permission = block(contents(*READING)["lambda.tf"], '"aws_lambda_permission" "get_event"')

    assert "${aws_api_gateway_method.get_event.http_method}/events/*" in permission
    assert "aws_lambda_function.event_reading.function_name" in permission


def test_what_a_request_has_to_have_is_held_by_the_validator() -> None:
    method = block(contents(*READING)["api.tf"], '"aws_api_gateway_method" "list_events"')

    assert '"method.request.querystring.type" = true' in method
    assert "request_validator_id" in method
    assert "request_models" not in method


def test_browsers_are_answered_for_each_path_with_its_methods() -> None:
    api = contents(*READING, "api.cors.enabled=true")["api.tf"]

    assert "'OPTIONS,GET,POST'" in block(api, '"aws_api_gateway_integration_response" "options_events"')
    assert "'OPTIONS,GET'" in block(api, '"aws_api_gateway_integration_response" "options_events__id"')


def test_a_change_of_any_route_is_deployed() -> None:
    deployment = block(contents(*READING)["api.tf"], '"aws_api_gateway_deployment" "main"')

    for route in ("post_events", "get_event", "list_events"):
        assert f"aws_api_gateway_integration.{route}.uri," in deployment


def test_the_bus_takes_events_without_a_function() -> None:
    files = contents(BUS)

    assert "aws_lambda_permission.event_ingestion" not in resources("dev", BUS)
    assert 'uri = "arn:${data.aws_partition.current.partition}:apigateway' in block(
        files["api.tf"], '"aws_api_gateway_integration" "post_events"'
    )
    assert files["iam.tf"].count('"aws_iam_role" "api_events"') == 1


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (["api.ingestion=bus"], "it is api.routes.post_events.target (bus, or function event_ingestion) now"),
        (["functions.event_storage.memory_mb=512"], "it is consumers.event_storage.function now"),
        (
            ["api.routes.again={path: /events, method: POST, target: bus, model: event}"],
            'api.routes.post_events and api.routes.again both have "/events" "POST"',
        ),
        (
            [*READING, 'api.routes.same={path: "/events/{name}", target: function event_reading}'],
            'both have "/events/{name}" "GET"',
        ),
        (
            [*READING, 'api.routes.sub={path: "/events/{name}/x", target: function event_reading}'],
            "has {name} where another has {id}",
        ),
        (
            ["api.routes.lost={path: /x, target: function event_ingestio}"],
            'functions has no "event_ingestio" (did you mean "event_ingestion"?)',
        ),
        (["api.routes.lost={target: bus}"], "api.routes.lost.path is missing"),
        (["api.routes.lost={path: /x, target: bus}"], 'api.routes.lost.method: must be "POST"'),
        (["api.routes.lost={path: x, target: bus}"], "does not match the pattern"),
        (["api.routes.options_events={path: /x}"], '"options_events" is a name that the stack itself uses'),
        ([BUS, "api.request_validation=false"], "api.request_validation: must be true"),
        (
            ["functions.reading.source=event_reading", "consumers.reading.function.source=event_storage"],
            'functions.reading and consumers.reading both have the name "reading"',
        ),
    ],
)
def test_what_is_wrong_with_a_route_is_said_with_the_way_out(settings: list[str], expected: str) -> None:
    assert [each for each in said(*settings) if expected in each], said(*settings)


def test_each_consumer_counts_among_the_events_that_the_account_delivers() -> None:
    rate = "api.throttle.rate_limit_rps=200"
    more = [f"consumers.c{number}.function.source=event_storage" for number in range(3)]

    assert not [each for each in said(rate, "account.quotas.event_invocations_rps=400") if "delivered" in each]
    (told,) = [
        each for each in said(rate, "account.quotas.event_invocations_rps=400", *more) if "delivered" in each
    ]
    assert "it would have to be 1000" in told


FIELDS = (
    "api.routes.post_orders={path: /orders, method: POST, target: function event_ingestion, model: fields,"
    " fields: {order_id: {}, amount: {type: number, required: false}}}"
)


def test_a_body_is_held_to_fields_of_the_routes_own() -> None:
    api = contents(FIELDS)["api.tf"]
    model = block(api, '"aws_api_gateway_model" "post_orders_body"')
    method = block(api, '"aws_api_gateway_method" "post_orders"')

    assert 'name = "postXorders"' in model  # letters and digits alone
    assert re.findall(r'"(\w+)" = { type = "(\w+)" }', model) == [("amount", "number"), ("order_id", "string")]
    assert re.search(r'required = \[\s+"order_id",\s+\]', model)
    assert 'request_models = { "application/json" = aws_api_gateway_model.post_orders_body.name }' in method
    assert "aws_api_gateway_model.post_orders_body.schema," in block(api, '"aws_api_gateway_deployment" "main"')
    assert findings("dev", FIELDS) - findings("dev") == set()


def test_fields_that_a_body_need_not_have_are_no_empty_list() -> None:
    """Draft 4 of JSON Schema, which API Gateway reads, takes no empty list of what is required."""
    api = contents(FIELDS.replace("order_id: {}", "order_id: {required: false}"))["api.tf"]

    assert "required" not in block(api, '"aws_api_gateway_model" "post_orders_body"')


def test_without_validation_no_field_is_held_to_anything() -> None:
    assert "post_orders_body" not in contents(FIELDS, "api.request_validation=false")["api.tf"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ([FIELDS.replace("model: fields", "model: none")], "api.routes.post_orders.fields"),
        ([FIELDS.partition(" fields: {")[0] + "}"], "api.routes.post_orders.fields"),
        ([FIELDS.replace("order_id: {}", "order.id: {}")], '"order.id" does not match the pattern'),
    ],
)
def test_fields_and_their_model_come_together(settings: list[str], expected: str) -> None:
    assert [each for each in said(*settings) if expected in each], said(*settings)
