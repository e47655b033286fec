"""What a platform grows by, all of it in one environment: it goes up, is quiet, and goes down again.

Clients with keys, a pool of Cognito, a firewall, a private API in a VPC, receivers by severity, backups, lines that go
on, releases by alias, a queue in order, a body held to fields. What the emulator has not is in `deploy.excused`; there
the plan alone is looked at, and so it is of each that is turned off again: see `test_transitions`, since the emulator
changes neither a method nor an integration of an API. It takes minutes, so that it runs where TFGEN_TEST_PLATFORM says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from terraform_bench import Terraform

from deploy import inventory
from deploy.emulator import Emulator
from deploy.environments import REGION, Case, Deployment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.deploy,
    pytest.mark.xdist_group("deploy"),
    pytest.mark.skipif(
        not os.environ.get("TFGEN_TEST_PLATFORM"), reason="four minutes: TFGEN_TEST_PLATFORM=1 runs it"
    ),
]

SETTINGS = (
    "release.mode=alias",
    "alarms.enabled=true",
    "alarms.emails=[ops@example.com]",
    "alarms.https=[https://events.example.com/sns]",
    "alarms.critical={emails: [oncall@example.com], alarms: [dead_letters, event_conflicts]}",
    "alarms.slack={workspace_id: T0123456789, channel_id: C0123456789}",
    "budget={monthly_usd: 200}",
    "waf={enabled: true, requests_per_address: 2000}",
    "table.backup={schedule: cron(0 3 * * ? *), retention_days: 35}",
    "api.clients={shop: {quota_requests: 1000}, billing: {enabled: false}}",
    "api.jwt.clients=[shop]",
    "api.routes.post_events={authorizer: jwt, client_key: true}",
    'api.routes.get_event={path: "/events/{id}", target: function event_reading, authorizer: iam}',
    "api.routes.post_orders={path: /orders, method: POST, target: function event_ingestion, model: fields,"
    " fields: {order_id: {}, amount: {type: number, required: false}}}",
    "functions.event_reading.table=read",
    "functions.event_ingestion.reserved_concurrency=5",
    "functions.event_ingestion.release.provisioned_concurrency=1",
    "consumers.ordered={table: write, queue: {fifo: true}, function: {source: event_storage}}",
)

EXCUSED = (
    r"aws_backup_(plan|vault)\.main: update tags_all",  # the emulator tells none
    # What is excused of a function is a version more here, to which its alias would lead.
    r"aws_lambda_function\.\w+: update logging_config, qualified_arn, qualified_invoke_arn, version",
    r"aws_lambda_alias\.\w+: update function_version",
    r"aws_lambda_event_source_mapping\.\w+: update function_name",  # the emulator tells the function, not its alias
)
"""What a second plan shows of the emulator."""


def surroundings(emulator: Emulator) -> tuple[str, ...]:
    """Make what is given, a network and a stream, and return the settings that name it."""
    ec2, kinesis = emulator.client("ec2", REGION), emulator.client("kinesis", REGION)
    network = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [network]}])["Subnets"][:2]
    group = ec2.create_security_group(GroupName="functions", Description="Functions", VpcId=network)["GroupId"]
    endpoint = ec2.create_vpc_endpoint(
        VpcId=network, VpcEndpointType="Interface", ServiceName=f"com.amazonaws.{REGION}.execute-api"
    )["VpcEndpoint"]["VpcEndpointId"]
    kinesis.create_stream(StreamName="logs", ShardCount=1)
    stream = kinesis.describe_stream(StreamName="logs")["StreamDescription"]["StreamARN"]
    topic = emulator.client("sns", REGION).create_topic(Name="operations")["TopicArn"]
    return (
        f"network={{subnet_ids: [{', '.join(each['SubnetId'] for each in subnets)}], security_group_ids: [{group}]}}",
        f"api.access={{vpc_endpoint_ids: [{endpoint}], source_cidrs: [10.0.0.0/8]}}",
        f'logs.subscription={{kind: stream, destination: "{stream}"}}',
        f'alarms.topics=["{topic}"]',
    )


@pytest.fixture(scope="module")
def deployment(
    terraform: Terraform, emulator: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    """The environment, standing."""
    case = Case("grown", "pr-778", (*SETTINGS, *surroundings(emulator)), excused=EXCUSED)
    standing = Deployment(case, terraform, emulator, tmp_path_factory.mktemp("grown"))
    standing.bring_up()
    yield standing


def test_it_stands_as_it_was_said(deployment: Deployment) -> None:
    values = deployment.values()

    assert values["aws_sqs_queue.ordered"]["fifo_queue"] is True
    assert (
        values["aws_wafv2_web_acl_association.main"]["resource_arn"] == values["aws_api_gateway_stage.main"]["arn"]
    )
    assert values["aws_api_gateway_rest_api.main"]["endpoint_configuration"][0]["types"] == ["PRIVATE"]
    assert values["aws_lambda_function.ordered"]["vpc_config"][0]["subnet_ids"]
    assert values["aws_lambda_alias.ordered"]["function_version"] == "1"
    assert values["aws_api_gateway_model.post_orders_body"]["name"] == "postXorders"
    assert values['aws_cognito_user_pool_client.program["shop"]']["allowed_oauth_flows"] == ["client_credentials"]
    topics = values["aws_cloudwatch_metric_alarm.ordered_event_conflicts"]["alarm_actions"]
    assert sorted(arn.rpartition(":")[2] for arn in topics) == [
        "event-platform-pr-778-alarms",
        "event-platform-pr-778-critical-alarms",
        "operations",
    ]


def test_clients_are_told_apart(deployment: Deployment) -> None:
    api = deployment.client("apigateway")
    keys = {each["name"]: each["enabled"] for each in api.get_api_keys()["items"]}

    assert keys == {"event-platform-pr-778-billing": False, "event-platform-pr-778-shop": True}


def test_a_release_is_a_version_more_to_which_the_alias_leads(deployment: Deployment) -> None:
    """Back again it is the number of the version before."""
    newer = deployment.change(["functions.authorizer.description=Newer"])
    versions = deployment.values()["aws_lambda_alias.authorizer"]["function_version"]
    deployment.change(["functions.authorizer.description=Newer", "functions.authorizer.release.version=1"])

    assert "aws_lambda_function.authorizer" in {each.address for each in newer}
    assert versions == "2"
    assert deployment.values()["aws_lambda_alias.authorizer"]["function_version"] == "1"


def test_it_goes_down_without_a_trace(deployment: Deployment, emulator: Emulator) -> None:
    """The emulator can't delete a resource server: it goes with its pool."""
    deployment.run("state", "rm", "aws_cognito_resource_server.main").check()
    deployment.destroy()

    assert inventory.standing(emulator, f"{deployment.case.prefix}-") == set()
