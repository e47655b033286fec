"""`tfgen doctor --account`, on an account that moto plays."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from typer.testing import CliRunner, Result

from generator import hcl
from generator.cli.main import app
from generator.environments import account
from generator.environments.account import AccountNeeds, Answer

ROOT = Path(__file__).parents[2]
REGION = "eu-central-1"
ROLE = "arn:aws:iam::123456789012:role/logs"
# moto plays a whole account in this process, and starting it takes a second.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setattr(account, "_QUOTAS", {})  # moto has none of these
    with mock_aws():
        yield


def client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)


def answers(needs: AccountNeeds) -> dict[str, Answer]:
    return {one.what: one for one in account.ask(client, needs, (ClientError,))}


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def test_a_fresh_account_lacks_the_role_and_the_bucket() -> None:
    found = answers(AccountNeeds(log_role=True, bucket="states"))

    assert found["log role of API Gateway"].found == "none"
    assert "tfgen init --bootstrap" in found["log role of API Gateway"].way_out
    assert found["bucket of the state, states"].found == "not in this account"


def test_an_account_that_has_all_lacks_nothing() -> None:
    patch = [{"op": "replace", "path": "/cloudwatchRoleArn", "value": ROLE}]
    client("apigateway").update_account(patchOperations=patch)
    states = client("s3")
    states.create_bucket(Bucket="states", CreateBucketConfiguration={"LocationConstraint": REGION})
    states.put_bucket_versioning(Bucket="states", VersioningConfiguration={"Status": "Enabled"})

    found = answers(AccountNeeds(log_role=True, bucket="states"))

    assert found["log role of API Gateway"] == Answer("log role of API Gateway", ROLE)
    assert found["bucket of the state, states"].found == "there, versioning enabled"
    assert [one for one in found.values() if one.way_out] == []


def test_another_account_is_told() -> None:
    found = answers(AccountNeeds(account="111122223333"))

    assert found["account"].found.startswith("123456789012 as ")
    assert "of account 111122223333" in found["account"].way_out


def test_a_question_that_is_refused_leaves_the_others() -> None:
    def refusing(service: str) -> Any:
        if service == "apigateway":
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetAccount")
        return client(service)

    found = {one.what: one for one in account.ask(refusing, AccountNeeds(), (ClientError,))}

    assert found["log role"].found.startswith("not answered: An error occurred (AccessDenied)")
    assert found["OIDC providers, for pipelines"].found == "none"


class Lambda:
    """Lambda's API, of which moto lacks an account's settings."""

    def __init__(self, limit: int, unreserved: int, reserved: dict[str, int]) -> None:
        self.limit, self.unreserved, self.reserved = limit, unreserved, reserved
        self.exceptions = client("lambda").exceptions

    def get_account_settings(self) -> dict[str, Any]:
        limits = {"ConcurrentExecutions": self.limit, "UnreservedConcurrentExecutions": self.unreserved}
        return {"AccountLimit": limits}

    def get_function_concurrency(self, FunctionName: str) -> dict[str, int]:
        if FunctionName not in self.reserved:
            raise self.exceptions.ResourceNotFoundException({"Error": {"Code": "ResourceNotFound"}}, "Get")
        return {"ReservedConcurrentExecutions": self.reserved[FunctionName]}


RESERVED = {"a-fn": 10, "b-fn": 5, "c-fn": 5}


@pytest.mark.parametrize(
    ("limit", "unreserved", "has", "way_out"),
    [
        (1000, 1000, {}, ""),
        (1000, 120, {}, ""),
        (1000, 119, {}, "ask for 1 more"),
        (1000, 100, RESERVED, ""),  # it stands already
        (1000, 100, {"a-fn": 10}, "10 more than it has, and 100 stay unreserved: ask for 10 more"),
        (10, 10, {}, "reserves 20, 20 more than it has, and 100 stay unreserved: ask for 110 more"),
    ],
)
def test_concurrency_is_enough_or_how_much_is_missing(
    limit: int, unreserved: int, has: dict[str, int], way_out: str
) -> None:
    def its(service: str) -> Any:
        return Lambda(limit, unreserved, has) if service == "lambda" else client(service)

    told = {one.what: one for one in account.ask(its, AccountNeeds(reserved=RESERVED), (ClientError,))}
    answer = told["concurrent executions of Lambda"]

    assert answer.found == f"{limit:,}, of which {unreserved:,} are not reserved"
    assert way_out in answer.way_out
    assert bool(answer.way_out) == bool(way_out)


def test_an_account_without_room_is_no_matter_to_what_reserves_nothing() -> None:
    def its(service: str) -> Any:
        return Lambda(10, 10, {}) if service == "lambda" else client(service)

    assert [one for one in account.ask(its, AccountNeeds(), (ClientError,)) if one.way_out] == []


def test_quotas_are_told_by_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    class Quotas:
        def get_paginator(self, _name: str) -> Quotas:
            return self

        def paginate(self, ServiceCode: str) -> list[dict[str, Any]]:
            assert ServiceCode == "events"
            quotas = [("PutEvents throttle limit", 10_000.0), ("Rules", 300.0)]
            return [{"Quotas": [{"QuotaName": name, "Value": value} for name, value in quotas]}]

    monkeypatch.setattr(account, "_QUOTAS", {"events": ("PutEvents",)})
    asked = account.ask(
        lambda service: Quotas() if service == "service-quotas" else client(service),
        AccountNeeds(),
        (ClientError,),
    )

    told = [(one.what, one.found) for one in asked if one.what.startswith("quota")]
    assert told == [("quota of events: PutEvents throttle limit", "10,000")]


def test_needs_are_those_of_what_is_rendered() -> None:
    folder = ROOT / "out" / "prod"
    found = account.needs(hcl.load({file.name: file.read_bytes() for file in folder.glob("*.tf")}))

    assert found.region == "us-east-1"
    assert found.log_role
    assert found.reserved == {
        "event-platform-prod-ingest-fn": 50,
        "event-platform-prod-process-fn": 20,
        "event-platform-prod-store-fn": 20,
    }


def test_nothing_is_written() -> None:
    """Every call that it makes is one that reads."""
    made: list[str] = []

    def recording(service: str) -> Any:
        its = client(service)
        its.meta.events.register("before-call", lambda model, **_: made.append(model.name))
        return its

    list(account.ask(recording, AccountNeeds(bucket="states"), (ClientError,)))

    assert len(made) == 5
    assert [name for name in made if not name.startswith(("Get", "List", "Describe", "Head"))] == []


def test_the_command_tells_a_table_and_exits_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = tfgen("doctor", "--account", "--env", "prod")

    assert result.exit_code == 1, result.output
    assert "log role of API Gateway" in result.stdout
    assert json.dumps(result.stdout).count("WAY OUT") == 1


def test_without_an_environment_it_tells_what_there_is() -> None:
    result = tfgen("doctor", "--account")

    assert result.exit_code == 0, result.output
    assert "123456789012 as " in result.stdout


def test_without_boto3_it_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = importlib.import_module

    def missing(name: str) -> Any:
        if name == "boto3":
            raise ImportError(name)
        return loaded(name)

    monkeypatch.setattr("generator.cli.doctor.importlib.import_module", missing)
    result = tfgen("doctor", "--account")

    assert result.exit_code == 2
    assert "pip install 'tfgen[account]'" in result.stderr
