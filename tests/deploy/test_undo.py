"""Environments that change, stand beside others, and go; runs last, on what the other tests brought up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from terraform_bench import Completed

from deploy import excused
from deploy.deployments import Deployments
from deploy.environments import CASES, Case, Deployment
from deploy.excused import Change
from deploy.inventory import standing

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("deploy")]

TIMEOUT_SECONDS = 90
"""Neither the default nor what a shipped environment sets."""
CHANGED = f"consumers.event_processing.function.timeout_seconds={TIMEOUT_SECONDS}"
UNPROTECTED = "-var=table_deletion_protection=false"
"""How the spec says that a protected table is let go of, before a destroy."""
NEIGHBOUR = "pr-124"
UNDONE = [name for name in CASES if name != NEIGHBOUR]
OWNERS = [name for name, case in CASES.items() if case.owns_account_role]
ITEM = {"event_id": {"S": "kept"}, "event_type": {"S": "a"}, "received_at": {"S": "2026-01-01T00:00:00Z"}}


@dataclass(slots=True)
class Undone:
    """What was seen of an environment while it changed and went."""

    changes: list[Change]
    timeout_seconds: int
    visibility_seconds: int
    kept: bool
    refused: Completed | None
    left: set[str] = field(default_factory=set)


def names(deployment: Deployment) -> tuple[str, ...]:
    """Return what is in the name of everything that belongs to an environment."""
    outputs = deployment.outputs()
    own = (f"{deployment.case.prefix}-", f"/event-platform/{deployment.case.environment}/", outputs["api_id"])
    domain = outputs.get("custom_domain_name")
    return (*own, domain) if domain else own


def undo(deployment: Deployment) -> Undone:
    """Change a knob of an environment, look, and destroy it."""
    outputs, case = deployment.outputs(), deployment.case
    own = names(deployment)
    table, ssm = deployment.client("dynamodb"), deployment.client("ssm")
    table.put_item(TableName=outputs["table_name"], Item=ITEM)
    parameter = {"Name": outputs["auth_token_parameter_name"], "WithDecryption": True}
    token = ssm.get_parameter(**parameter)["Parameter"]["Value"]

    changes = deployment.change([CHANGED], [UNPROTECTED] if case.protected else [])

    function = deployment.client("lambda").get_function_configuration(
        FunctionName=outputs["event_processing_function_name"]
    )
    queue = deployment.client("sqs").get_queue_attributes(
        QueueUrl=outputs["event_processing_queue_url"], AttributeNames=["VisibilityTimeout"]
    )
    item = table.get_item(TableName=outputs["table_name"], Key={"event_id": ITEM["event_id"]}).get("Item")
    same_token = ssm.get_parameter(**parameter)["Parameter"]["Value"] == token
    refused = deployment.run("plan", "-destroy", "-no-color") if case.owns_account_role else None
    seen = Undone(
        changes,
        function["Timeout"],
        int(queue["Attributes"]["VisibilityTimeout"]),
        item == ITEM and same_token,
        refused,
    )
    deployment.destroy()
    seen.left = standing(deployment.emulator, *own)
    return seen


@pytest.fixture(scope="module")
def undone(deployments: Deployments) -> dict[str, Any]:
    """What became of each environment but one, which stays a little longer; they go all at once."""
    deployments.start(*CASES)
    return {name: deployments.once("undo", name, undo) for name in UNDONE}


def test_environments_share_nothing_but_the_account(deployments: Deployments) -> None:
    """Before any of them goes: no two have a resource in common, or a name."""
    deployments.start(*CASES)
    identities = {name: _identities(deployments.up(name)) for name in CASES}

    for name, own in identities.items():
        for other in CASES:
            assert name == other or not own & identities[other], (name, other)


def _identities(deployment: Deployment) -> set[str]:
    arns = {values.get("arn") for values in deployment.values().values()}
    return {arn for arn in arns if arn}


@pytest.mark.parametrize("name", UNDONE)
def test_a_changed_knob_changes_in_place_what_it_should_and_nothing_else(
    undone: dict[str, Any], deployments: Deployments, name: str
) -> None:
    seen, spec = undone[name].result(), deployments.found[name].spec
    expected = {"aws_lambda_function.event_processing", "aws_sqs_queue.event_processing"}
    if spec["alarms"]["enabled"]:
        expected.add('aws_cloudwatch_metric_alarm.function_duration["process"]')
    if CASES[name].protected:
        expected.add("aws_dynamodb_table.events")

    assert {change.address for change in seen.changes} == expected
    assert {change.actions for change in seen.changes} == {("update",)}
    assert seen.timeout_seconds == TIMEOUT_SECONDS
    assert seen.visibility_seconds >= 6 * TIMEOUT_SECONDS


@pytest.mark.parametrize("name", UNDONE)
def test_a_change_keeps_the_stored_events_and_the_token(undone: dict[str, Any], name: str) -> None:
    assert undone[name].result().kept


@pytest.mark.parametrize("name", UNDONE)
def test_destroy_leaves_nothing_behind(undone: dict[str, Any], name: str) -> None:
    left = undone[name].result().left

    assert left == _kept_by_owner(CASES[name])


def _kept_by_owner(case: Case) -> set[str]:
    """Return what is to outlive an environment: the role of the account, if it is the owner."""
    return {f"role {case.prefix}-api-gateway-role"} if case.owns_account_role else set()


@pytest.mark.parametrize("name", OWNERS)
def test_the_owner_of_the_account_role_is_not_destroyed_by_mistake(undone: dict[str, Any], name: str) -> None:
    refused = undone[name].result().refused

    assert refused.exit_code == 1
    assert "aws_api_gateway_account.main" in refused.stderr
    assert "prevent_destroy" in refused.stderr


def test_what_destroys_one_pull_request_leaves_the_other_as_it_was(
    undone: dict[str, Any], deployments: Deployments
) -> None:
    undone["pr-123"].result()
    neighbour = deployments.up(NEIGHBOUR)

    assert excused.unexpected(neighbour.changes()) == []
    assert standing(neighbour.emulator, f"{neighbour.case.prefix}-")
    token = {"Name": neighbour.outputs()["auth_token_parameter_name"], "WithDecryption": True}
    assert neighbour.client("ssm").get_parameter(**token)["Parameter"]["Value"]


def test_the_accounts_role_outlives_every_environment(undone: dict[str, Any], deployments: Deployments) -> None:
    for future in undone.values():
        future.result()
    neighbour = deployments.up(NEIGHBOUR)
    own = names(neighbour)
    (owner,) = OWNERS

    neighbour.destroy()

    assert standing(neighbour.emulator, *own) == set()
    account = neighbour.client("apigateway").get_account()
    assert account["cloudwatchRoleArn"].endswith(f":role/{CASES[owner].prefix}-api-gateway-role")
