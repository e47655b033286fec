"""The mapping templates of `api.routes.*.target: bus`, run by a Velocity engine: no value becomes another field."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import npm_packages
import pytest

from generator import hcl
from generator.environments import pipeline
from generator.environments.pipeline import Inputs
from generator.files.project import locate

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent / "mapping"
ROOT = Path(__file__).parents[2]
CONTEXT = {
    "requestId": "5d2c0a5e-0000-4000-8000-000000000001",
    "requestTimeEpoch": 1_700_000_000_123,
    "xrayTraceId": "1-67891233-abcdef012345678912345678",
}
MAXIMUM_BODY = 2_000
HOSTILE = [
    "'",
    "\\'",
    "\\\\'",
    '"',
    '\\"',
    '","event_type":"forged',
    '\\",\\"event_type\\":\\"forged',
    '"}],"Entries":[{"Source":"forged"}]',
    "$context.requestId ${context.requestId} $!input.body #set($x = 1) #if(true) #end ## #* *#",
    "$util.escapeJavaScript('x')",
    "</script>\u2028\u2029",
    "Zoë 日本 \U0001f600 \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "\x00\x01\x1f\b\f\n\r\t",
    "\\u0022,\\u0022event_type\\u0022:\\u0022forged",
    "${aws.x} %{ if true }",
]


@pytest.fixture(scope="module")
def module() -> hcl.Module:
    rendered = pipeline.render(
        Inputs(locate(ROOT)),
        "dev",
        ["api.routes.post_events.target=bus", f"api.maximum_body_bytes={MAXIMUM_BODY}"],
    )
    return hcl.load(rendered.contents)


@pytest.fixture(scope="module")
def node() -> None:
    try:
        npm_packages.install(HERE)
    except npm_packages.ToolMissing as missing:
        pytest.skip(str(missing))


def run(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    done = subprocess.run(
        ["node", str(HERE / "run.mjs")],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def request_template(module: hcl.Module) -> str:
    (integration,) = module.resource("aws_api_gateway_integration.post_events").instances
    return str(integration["request_templates"].value["application/json"])


def put(module: hcl.Module, *bodies: str) -> list[dict[str, Any]]:
    """What is sent to EventBridge for each body."""
    template = request_template(module)
    answers = run([{"template": template, "body": body, "context": CONTEXT} for body in bodies])
    for answer in answers:
        assert answer["headers"] == {
            "X-Amz-Target": "AWSEvents.PutEvents",
            "Content-Type": "application/x-amz-json-1.1",
        }
    return [json.loads(answer["text"]) for answer in answers]


def test_a_request_is_one_event_as_the_consumers_read_it(module: hcl.Module, node: None) -> None:
    (sent,) = put(module, '{"type": "Order.Created", "data": {"total": 12.5}}')

    (entry,) = sent["Entries"]
    assert entry | {"Detail": json.loads(entry["Detail"])} == {
        "EventBusName": "event-platform-dev-bus",
        "Source": "event-platform.dev",
        "DetailType": "EventReceived",
        "Detail": {
            "event_type": "Order.Created",
            "received_at": CONTEXT["requestTimeEpoch"],
            "request_id": CONTEXT["requestId"],
            "trace_id": CONTEXT["xrayTraceId"],
            "data": {"total": 12.5},
        },
    }


def test_an_event_without_data_has_none(module: hcl.Module, node: None) -> None:
    (sent,) = put(module, '{"type": "a"}')

    assert json.loads(sent["Entries"][0]["Detail"])["data"] == {}


@pytest.mark.parametrize("escaped", [True, False], ids=["ASCII", "UTF-8"])
def test_no_value_becomes_another_field(module: hcl.Module, node: None, escaped: bool) -> None:
    datas: list[dict[str, Any]] = [{"x": text} for text in HOSTILE] + [{text: text} for text in HOSTILE]
    datas += [{"event_type": "forged", "Entries": [], "deep": {"'": ["'", {"\\": "\\'"}]}}]
    bodies = [json.dumps({"type": "a", "data": data}, ensure_ascii=escaped) for data in datas]

    for sent, data in zip(put(module, *bodies), datas, strict=True):
        assert set(sent) == {"Entries"}
        (entry,) = sent["Entries"]
        assert set(entry) == {"EventBusName", "Source", "DetailType", "Detail"}
        detail = json.loads(entry["Detail"])
        assert set(detail) == {"event_type", "received_at", "request_id", "trace_id", "data"}
        assert (detail["event_type"], detail["data"]) == ("a", data)


def test_a_type_that_the_model_would_refuse_is_text_all_the_same(module: hcl.Module, node: None) -> None:
    types: list[Any] = [*HOSTILE, 7, None, ["a"], {"a": 1}]

    for sent, type_ in zip(put(module, *(json.dumps({"type": each}) for each in types)), types, strict=True):
        assert json.loads(sent["Entries"][0]["Detail"])["event_type"] == type_


def test_what_is_too_large_is_no_event_at_all(module: hcl.Module, node: None) -> None:
    bodies = [
        json.dumps({"type": "a", "data": {"x": "x" * count}}) for count in (MAXIMUM_BODY - 100, MAXIMUM_BODY)
    ]

    fits, large = put(module, *bodies)

    assert len(fits["Entries"]) == 1
    assert large == {"Entries": []}


ANSWERS = [
    (
        "202",
        {"FailedEntryCount": 0, "Entries": [{"EventId": "e-1"}]},
        None,
        {"event_id": "e-1", "status": "accepted"},
    ),
    ("202", {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]}, 503, "bus_unavailable"),
    ("202", {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "MalformedDetail"}]}, 400, "invalid_event"),
    ("413", {"__type": "ValidationException", "message": "1 validation error"}, None, "event_too_large"),
    ("413", {"__type": "ThrottlingException", "message": "Rate exceeded"}, 503, "bus_unavailable"),
    ("413", {"__type": "AccessDeniedException"}, 503, "bus_unavailable"),
    ("503", {"__type": "InternalException"}, None, "bus_unavailable"),
]


def test_what_eventbridge_answers_is_answered_as_the_function_would(module: hcl.Module, node: None) -> None:
    responses = {
        str(each["status_code"].value): each["response_templates"].value["application/json"]
        for each in module.resource("aws_api_gateway_integration_response.post_events").instances
    }
    cases = [
        {"template": responses[status], "body": json.dumps(answer), "context": CONTEXT}
        for status, answer, _, _ in ANSWERS
    ]

    for given, (_, answer, status, body) in zip(run(cases), ANSWERS, strict=True):
        told = json.loads(given["text"])
        assert given["status"] == status, answer
        assert (told if isinstance(body, dict) else told["error"]["code"]) == body, answer
        assert isinstance(body, dict) or told["request_id"] == CONTEXT["requestId"]
