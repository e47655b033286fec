"""Events through the real handlers: from an API request to the item in the table, and every way that this can fail."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import npm_packages
import pytest

from deploy import handlers
from deploy.deployments import Deployments
from deploy.environments import Deployment
from deploy.handlers import TRACE_ID, EventSourceMapping, Function, Gateway, Response

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("deploy")]

ROLES = ("authorizer", "event_ingestion", "event_processing", "event_storage")
NEXT_TOKEN = "a-token-that-was-made-after-the-other-1"
SECRET = "a-token-that-somebody-guessed-7f3a"


@dataclass(slots=True)
class Platform:
    """An environment with its handlers running."""

    deployment: Deployment
    functions: dict[str, Function]
    gateway: Gateway
    processing: EventSourceMapping
    storage: EventSourceMapping
    token: str

    def post(self, event: object, token: str | None = None, **headers: str) -> Response:
        """Post an event, as JSON unless it is text; by default with the right token."""
        body = event if isinstance(event, str) else json.dumps(event)
        given = {"Authorization": f"Bearer {token or self.token}", "Content-Type": "application/json"}
        return self.gateway.post(body, given | {name.replace("_", "-"): value for name, value in headers.items()})

    def item(self, event_id: str) -> dict[str, Any] | None:
        """Return the stored event, with DynamoDB's types taken off."""
        client, table = self.deployment.client("dynamodb"), self.deployment.outputs()["table_name"]
        found = client.get_item(TableName=table, Key={"event_id": {"S": event_id}}, ConsistentRead=True).get(
            "Item"
        )
        return {name: next(iter(value.values())) for name, value in found.items()} if found else None

    def count(self) -> int:
        """Return how many events are stored."""
        client, table = self.deployment.client("dynamodb"), self.deployment.outputs()["table_name"]
        return int(client.scan(TableName=table, Select="COUNT")["Count"])

    def carry(self) -> tuple[list[str], list[str]]:
        """Poll both queues until they are empty or give back what failed; return what failed in each."""
        return _drain(self.processing), _drain(self.storage)


def _drain(mapping: EventSourceMapping) -> list[str]:
    while True:
        count, failed = mapping.poll()
        if not count or failed:
            return failed


@contextmanager
def platform_of(deployment: Deployment, sdk: Path, place: Path) -> Iterator[Platform]:
    """Start all functions of an environment, and take over from moto what would call them."""
    with ExitStack() as stack:
        functions = {
            role: stack.enter_context(handlers.running(deployment, role, sdk, place / role)) for role in ROLES
        }
        mappings = {
            role: EventSourceMapping(deployment, role, functions[role])
            for role in ("event_processing", "event_storage")
        }
        for mapping in mappings.values():
            stack.enter_context(mapping.in_our_hands())
        parameter = deployment.outputs()["auth_token_parameter_name"]
        token = deployment.client("ssm").get_parameter(Name=parameter, WithDecryption=True)["Parameter"]["Value"]
        gateway = Gateway(deployment, functions["authorizer"], functions["event_ingestion"])
        yield Platform(deployment, functions, gateway, *mappings.values(), token)


@pytest.fixture(scope="session")
def sdk() -> Path:
    """Node.js packages with the AWS SDK."""
    try:
        return npm_packages.install(handlers.HERE)
    except npm_packages.ToolMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def platform(deployments: Deployments, sdk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """`dev`, with a TOKEN authorizer."""
    deployments.start("dev", "domain")
    with platform_of(deployments.up("dev"), sdk, tmp_path_factory.mktemp("dev")) as platform:
        yield platform


def test_an_event_goes_all_the_way_and_keeps_its_ids(platform: Platform) -> None:
    accepted = platform.post({"type": "Order.Created", "data": {"total": 12.5, "name": "Zoë"}})
    event_id = accepted.body["event_id"]

    failed = platform.carry()
    item = platform.item(event_id)

    assert accepted.status == 202
    assert failed == ([], [])
    assert item is not None
    assert item["event_id"] == event_id
    assert item["event_type"] == "order.created"
    assert item["trace_id"] == TRACE_ID
    assert json.loads(item["payload"]) == {"total": 12.5, "name": "Zoë"}
    assert item["received_at"].startswith("2023-11-14T22:13:20")
    assert item["processed_at"] > item["received_at"]
    assert int(item["expires_at"]) > 1_700_000_000


def test_every_step_logs_the_event_under_its_trace(platform: Platform) -> None:
    event_id = platform.post({"type": "order.created"}).body["event_id"]
    platform.carry()

    for role in ROLES[1:]:
        lines = [line for line in platform.functions[role].lines() if line.get("event_id") == event_id]
        assert {line["trace_id"] for line in lines} == {TRACE_ID}, role
    assert any(line.get("trace_id") == TRACE_ID for line in platform.functions["authorizer"].lines())


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (f"Bearer {SECRET}", 403),
        (f"Basic {SECRET}", 401),
        ("Bearer", 401),
        (SECRET, 401),
        ("", 401),
    ],
)
def test_a_wrong_or_malformed_token_is_refused(platform: Platform, header: str, status: int) -> None:
    assert platform.gateway.post('{"type": "a"}', {"Authorization": header}).status == status


def test_a_missing_token_is_refused(platform: Platform) -> None:
    assert platform.gateway.post('{"type": "a"}', {}).status == 401


def test_the_authorizer_alone_refuses_what_the_gateway_lets_through(platform: Platform) -> None:
    for token in ("", "Bearer", "Bearer a b", "Bearer \u00e9"):
        event = {"type": "TOKEN", "methodArn": platform.gateway.method_arn, "authorizationToken": token}
        (statement,) = platform.functions["authorizer"].invoke(event)["policyDocument"]["Statement"]
        assert statement["Effect"] == "Deny"


def test_the_token_before_a_rotation_is_good_for_the_overlap(
    platform: Platform, sdk: Path, tmp_path: Path
) -> None:
    ssm, name = platform.deployment.client("ssm"), platform.deployment.outputs()["auth_token_parameter_name"]
    ssm.put_parameter(Name=name, Value=NEXT_TOKEN, Type="SecureString", Overwrite=True)
    try:
        with handlers.running(platform.deployment, "authorizer", sdk, tmp_path) as authorizer:
            gateway = Gateway(platform.deployment, authorizer, platform.functions["event_ingestion"])
            answers = [
                gateway.post('{"type": "a"}', {"Authorization": f"Bearer {token}"}).status
                for token in (NEXT_TOKEN, platform.token, SECRET)
            ]
    finally:
        ssm.put_parameter(Name=name, Value=platform.token, Type="SecureString", Overwrite=True)
    platform.carry()

    assert answers == [202, 202, 403]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("", 400),
        ("[]", 400),
        ('{"data": {}}', 400),
        ('{"type": "a", "data": 1}', 400),
        ('{"type": "a", "colour": "red"}', 400),
        (json.dumps({"type": "a", "data": {"text": "x" * 131_072}}), 413),
    ],
)
def test_a_bad_request_is_told_so_and_goes_nowhere(platform: Platform, body: str, status: int) -> None:
    answer = platform.post(body)

    assert answer.status == status
    assert answer.body["error"]["message"]
    assert platform.processing.poll() == (0, [])


def test_a_body_just_within_the_limit_is_stored_whole(platform: Platform) -> None:
    text = "x" * 130_000
    accepted = platform.post({"type": "large", "data": {"text": text}})

    assert (accepted.status, platform.carry()) == (202, ([], []))
    item = platform.item(accepted.body["event_id"])
    assert item is not None and json.loads(item["payload"]) == {"text": text}


def test_the_same_key_is_the_same_event_and_is_stored_once(platform: Platform) -> None:
    before = platform.count()
    answers = [platform.post({"type": "paid", "data": {"n": 1}}, Idempotency_Key="order-1") for _ in range(3)]

    failed = platform.carry()

    assert len({answer.body["event_id"] for answer in answers}) == 1
    assert failed == ([], [])  # a duplicate is no failure
    assert platform.count() == before + 1


def test_one_number_for_two_types_is_two_events(platform: Platform) -> None:
    answers = [platform.post({"type": kind, "id": "42"}) for kind in ("order.created", "invoice.created")]

    failed = platform.carry()
    items = [platform.item(answer.body["event_id"]) for answer in answers]

    assert failed == ([], [])
    assert [item and item["event_type"] for item in items] == ["order.created", "invoice.created"]


def test_another_event_under_the_same_id_ends_among_the_dead_letters(platform: Platform) -> None:
    for number in (1, 2):
        platform.post({"type": "order.changed", "id": "7", "data": {"n": number}})

    assert _drain(platform.processing) == []
    rounds = [platform.storage.poll() for _ in range(platform.storage.maximum_receive_count)]
    after = platform.storage.poll()
    (dead,) = platform.storage.dead_letters()

    assert {len(failed) for _, failed in rounds} == {1}
    assert after == (0, [])
    assert json.loads(dead)["detail"]["data"] == {"n": 2}


def test_a_poison_message_ends_among_the_dead_letters_after_the_configured_receives(platform: Platform) -> None:
    identity = platform.processing.send("this is not an event")

    rounds = [platform.processing.poll() for _ in range(platform.processing.maximum_receive_count)]
    after = platform.processing.poll()

    assert rounds == [(1, [identity])] * platform.processing.maximum_receive_count
    assert after == (0, [])
    assert platform.processing.dead_letters() == ["this is not an event"]


def test_of_a_batch_only_the_message_that_failed_comes_back(platform: Platform) -> None:
    accepted = [platform.post({"type": "batch", "data": {"n": number}}) for number in range(3)]
    poison = platform.processing.send(
        '{"detail-type": "EventReceived", "detail": {"event_type": "no id, no time"}}'
    )

    count, failed = platform.processing.poll()
    stored = platform.storage.poll()
    alone = [platform.processing.poll() for _ in range(platform.processing.maximum_receive_count - 1)]

    assert (count, failed) == (4, [poison])
    assert stored == (3, [])
    assert all(platform.item(each.body["event_id"]) for each in accepted)
    assert {result for _, (result, *_) in alone} == {poison}
    assert platform.processing.poll() == (0, [])
    assert len(platform.processing.dead_letters()) == 1


@contextmanager
def throttled_table() -> Iterator[str]:
    """Serve what DynamoDB answers when a table is out of capacity; yield the address."""

    class Throttled(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            kind = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
            body = json.dumps(
                {"__type": kind, "message": "The level of configured throughput was exceeded"}
            ).encode()
            self.send_response(400)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Throttled) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_a_throttled_table_delays_an_event_and_loses_none(platform: Platform, sdk: Path, tmp_path: Path) -> None:
    accepted = platform.post({"type": "patient"})
    assert platform.processing.poll() == (1, [])

    with throttled_table() as address:
        other_table = {"AWS_ENDPOINT_URL_DYNAMODB": address}
        with handlers.running(platform.deployment, "event_storage", sdk, tmp_path, other_table) as function:
            throttled = EventSourceMapping(platform.deployment, "event_storage", function).poll()
            lines = function.lines()
    afterwards = platform.storage.poll()

    assert (throttled[0], len(throttled[1])) == (1, 1)
    assert [line["level"] for line in lines if "throttled" in line.get("message", "")] == ["WARN"]
    assert afterwards == (1, [])
    assert platform.item(accepted.body["event_id"]) is not None
    assert platform.storage.dead_letters() == []


def test_a_bus_that_is_gone_is_a_failure_that_the_client_may_repeat(
    platform: Platform, sdk: Path, tmp_path: Path
) -> None:
    nowhere = {"EVENT_BUS_NAME": "no-such-bus"}
    with handlers.running(platform.deployment, "event_ingestion", sdk, tmp_path, nowhere) as ingestion:
        answer = Gateway(platform.deployment, platform.functions["authorizer"], ingestion).post(
            '{"type": "a"}', {"Authorization": f"Bearer {platform.token}"}
        )

    assert answer.status == 503


def test_no_handler_ever_logs_a_secret(platform: Platform) -> None:
    platform.post({"type": "a", "data": {"password": SECRET, "authorization": f"Bearer {SECRET}"}})
    platform.post(f'{{"type": "a", "{SECRET}": ', token=SECRET)
    platform.post(f'{{"type": "a", "{SECRET}": ')
    platform.carry()

    for role, function in platform.functions.items():
        assert platform.token not in function.logged(), role
        assert SECRET not in function.logged(), role
        assert function.lines(), role


def test_a_request_authorizer_lets_the_same_events_through(
    deployments: Deployments, sdk: Path, tmp_path: Path
) -> None:
    with platform_of(deployments.up("domain"), sdk, tmp_path) as platform:
        refused = platform.post({"type": "a"}, token=SECRET)
        accepted = platform.post({"type": "a"})
        failed = platform.carry()
        item = platform.item(accepted.body["event_id"])

    assert (refused.status, accepted.status) == (403, 202)
    assert failed == ([], [])
    assert item is not None and item["trace_id"] == TRACE_ID
