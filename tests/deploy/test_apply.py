"""What stands there once an environment is applied, as AWS's own API tells it."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from terraform_bench import Terraform

from deploy.deployments import Deployments
from deploy.environments import CASES, REGION, ZONE, Case, Deployment

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("deploy")]

SHORT_NAMES = {
    "authorizer": "auth",
    "event_ingestion": "ingest",
    "event_processing": "process",
    "event_storage": "store",
}
CONSUMERS = {"event_processing": "received", "event_storage": "processed"}
ROLES = list(SHORT_NAMES)
STAGES = ["render", "init", "fmt", "plan", "apply", "second plan"]


def function_name(case: Case, role: str) -> str:
    return f"{case.prefix}-{SHORT_NAMES[role]}-fn"


def queue(deployment: Deployment, name: str) -> dict[str, str]:
    """Return the attributes of a queue, by the last part of its name."""
    client = deployment.client("sqs")
    url = client.get_queue_url(QueueName=f"{deployment.case.prefix}-{name}")["QueueUrl"]
    attributes: dict[str, str] = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return attributes


def api(deployment: Deployment) -> tuple[Any, str, dict[str, Any]]:
    """Return the client, the API's ID and its stage."""
    client, outputs = deployment.client("apigateway"), deployment.outputs()
    stage = client.get_stage(restApiId=outputs["api_id"], stageName=outputs["api_stage_name"])
    return client, outputs["api_id"], stage


def test_an_environment_comes_up_step_by_step_and_a_second_plan_changes_nothing(deployment: Deployment) -> None:
    assert [stage for stage in deployment.seconds if stage in STAGES] == STAGES
    assert deployment.resources >= 60


def test_terraform_finds_nothing_wrong_with_any_of_them(terraform: Terraform, deployments: Deployments) -> None:
    folders = [deployments.up(name).folder for name in CASES]

    assert terraform.validate_many(folders) == [[] for _ in folders]
    assert terraform.validate(folders[0]) == []


def test_state_holds_every_resource_that_was_planned(deployment: Deployment) -> None:
    assert len(deployment.values()) == deployment.resources


@pytest.mark.parametrize("role", ROLES)
def test_functions_are_as_the_spec_says(deployment: Deployment, role: str) -> None:
    spec, client = deployment.spec, deployment.client("lambda")
    knobs = spec["consumers"][role]["function"] if role in CONSUMERS else spec["functions"][role]
    name = function_name(deployment.case, role)

    found = client.get_function_configuration(FunctionName=name)
    concurrency = client.get_function_concurrency(FunctionName=name)

    assert found["Timeout"] == knobs["timeout_seconds"]
    assert 30 <= found["Timeout"] <= 300
    assert found["MemorySize"] == knobs["memory_mb"]
    assert found["Runtime"] == knobs["runtime"]
    assert found["Architectures"] == [knobs["architecture"]]
    assert found["TracingConfig"] == {"Mode": "Active"}
    assert concurrency.get("ReservedConcurrentExecutions") == knobs["reserved_concurrency"]
    (layer,) = found["Layers"]
    assert layer["Arn"].endswith(f"layer:{deployment.case.prefix}-common-dependencies:1")
    variables = found["Environment"]["Variables"]
    assert variables["FUNCTION_ROLE"] == role
    assert variables["LOG_LEVEL"] == knobs["log_level"]
    assert variables["ENVIRONMENT_SUFFIX"] == deployment.case.environment


@pytest.mark.parametrize("role", ROLES)
def test_what_is_deployed_is_the_package_in_the_folder(deployment: Deployment, role: str) -> None:
    found = deployment.client("lambda").get_function_configuration(
        FunctionName=function_name(deployment.case, role)
    )

    package = (deployment.folder / "packages" / f"{role}.zip").read_bytes()
    assert found["CodeSha256"] == base64.b64encode(hashlib.sha256(package).digest()).decode()


def test_only_this_api_may_call_the_functions_before_it(deployment: Deployment) -> None:
    client, (gateway, api_id, _) = deployment.client("lambda"), api(deployment)
    (authorizer,) = gateway.get_authorizers(restApiId=api_id)["items"]
    execution = f"arn:aws:execute-api:{REGION}:{deployment.emulator.account_id}:{api_id}"
    sources = {}
    for role in ("authorizer", "event_ingestion"):
        policy = client.get_policy(FunctionName=function_name(deployment.case, role))["Policy"]
        (statement,) = json.loads(policy)["Statement"]
        assert statement["Principal"] == {"Service": "apigateway.amazonaws.com"}
        sources[role] = statement["Condition"]["ArnLike"]["AWS:SourceArn"]

    assert sources == {
        "authorizer": f"{execution}/authorizers/{authorizer['id']}",
        "event_ingestion": f"{execution}/*/POST/events",
    }


@pytest.mark.parametrize("role", CONSUMERS)
def test_queues_feed_their_function_and_give_back_single_messages(deployment: Deployment, role: str) -> None:
    knobs, client = deployment.spec["consumers"][role]["queue"], deployment.client("lambda")

    source = queue(deployment, f"{SHORT_NAMES[role]}-queue")["QueueArn"]

    (mapping,) = client.list_event_source_mappings(EventSourceArn=source)["EventSourceMappings"]

    assert mapping["FunctionArn"].endswith(f":function:{function_name(deployment.case, role)}")
    assert mapping["State"] == "Enabled"
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BatchSize"] == knobs["batch_size"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": knobs["maximum_concurrency"]}


@pytest.mark.parametrize("role", CONSUMERS)
def test_queues_hide_messages_long_enough_and_keep_those_that_fail(deployment: Deployment, role: str) -> None:
    knobs, name = deployment.spec["consumers"][role]["queue"], SHORT_NAMES[role]
    timeout_seconds = deployment.spec["consumers"][role]["function"]["timeout_seconds"]

    found, dead_letters = queue(deployment, f"{name}-queue"), queue(deployment, f"{name}-dlq")

    redrive = json.loads(found["RedrivePolicy"])
    assert int(found["VisibilityTimeout"]) >= 6 * timeout_seconds + knobs["batching_window_seconds"]
    assert int(found["MessageRetentionPeriod"]) == knobs["retention_seconds"]
    assert redrive["deadLetterTargetArn"] == dead_letters["QueueArn"]
    assert redrive["maxReceiveCount"] == knobs["maximum_receive_count"] >= 5
    assert int(dead_letters["MessageRetentionPeriod"]) == knobs["dead_letter_retention_seconds"]


@pytest.mark.parametrize(
    "name", ["process-queue", "process-dlq", "store-queue", "store-dlq", "undelivered-dlq", "calls-dlq"]
)
def test_every_queue_is_encrypted(deployment: Deployment, name: str) -> None:
    found = queue(deployment, name)

    if deployment.spec["queues"]["encryption"] == "customer_key":
        key = deployment.client("kms").describe_key(KeyId=found["KmsMasterKeyId"])["KeyMetadata"]
        assert key["KeyManager"] == "CUSTOMER"
    else:
        assert found["SqsManagedSseEnabled"] == "true"


@pytest.mark.parametrize(("role", "rule"), CONSUMERS.items())
def test_only_its_rule_may_fill_a_queue(deployment: Deployment, role: str, rule: str) -> None:
    prefix, name = deployment.case.prefix, SHORT_NAMES[role]
    account = f"{REGION}:{deployment.emulator.account_id}"
    rule_arn = f"arn:aws:events:{account}:rule/{prefix}-bus/{prefix}-{rule}"

    for queue_name in (f"{name}-queue", "undelivered-dlq"):
        found = queue(deployment, queue_name)
        (statement,) = json.loads(found["Policy"])["Statement"]
        assert statement["Principal"] == {"Service": "events.amazonaws.com"}
        assert statement["Action"] == "sqs:SendMessage"
        assert statement["Resource"] == found["QueueArn"]
        assert rule_arn in _list(statement["Condition"]["ArnEquals"]["aws:SourceArn"])
    assert "Policy" not in queue(deployment, f"{name}-dlq")  # what its queue's own redrive fills needs none


@pytest.mark.parametrize(("role", "rule"), CONSUMERS.items())
def test_rules_take_events_to_their_queue_and_keep_what_they_can_not_deliver(
    deployment: Deployment, role: str, rule: str
) -> None:
    client, prefix, name = deployment.client("events"), deployment.case.prefix, SHORT_NAMES[role]
    bus, delivery = f"{prefix}-bus", deployment.spec["events"]["delivery"]

    found = client.describe_rule(Name=f"{prefix}-{rule}", EventBusName=bus)
    (target,) = client.list_targets_by_rule(Rule=f"{prefix}-{rule}", EventBusName=bus)["Targets"]

    assert found["State"] == "ENABLED"
    assert target["Arn"] == queue(deployment, f"{name}-queue")["QueueArn"]
    assert target["DeadLetterConfig"]["Arn"] == queue(deployment, "undelivered-dlq")["QueueArn"]
    assert target["RetryPolicy"] == {
        "MaximumRetryAttempts": delivery["maximum_retries"],
        "MaximumEventAgeInSeconds": delivery["maximum_age_seconds"],
    }


def test_only_this_account_may_put_events_on_the_bus(deployment: Deployment) -> None:
    bus = deployment.client("events").describe_event_bus(Name=f"{deployment.case.prefix}-bus")

    (statement,) = json.loads(bus["Policy"])["Statement"]
    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{deployment.emulator.account_id}:root"}
    assert statement["Action"] == "events:PutEvents"


def test_received_events_are_archived_where_the_spec_says_so(deployment: Deployment) -> None:
    name, wanted = f"{deployment.case.prefix}-archive", deployment.spec["events"]["archive"]
    client = deployment.client("events")
    archives = {each["ArchiveName"]: each for each in client.list_archives()["Archives"]}

    assert (name in archives) == wanted["enabled"]
    if wanted["enabled"]:
        assert archives[name]["RetentionDays"] == wanted["retention_days"]


def test_the_api_is_throttled_traced_and_logged(deployment: Deployment) -> None:
    _, api_id, stage = api(deployment)
    settings, wanted = stage["methodSettings"]["*/*"], deployment.spec["api"]

    assert settings["throttlingRateLimit"] == wanted["throttle"]["rate_limit_rps"]
    assert settings["throttlingBurstLimit"] == wanted["throttle"]["burst_limit"]
    assert settings["metricsEnabled"] is True
    assert settings["loggingLevel"] == wanted["logging_level"]
    assert settings["dataTraceEnabled"] is False
    assert stage["tracingEnabled"] is True
    logged = stage["accessLogSettings"]["format"]
    assert "Authorization" not in logged
    assert f"/aws/apigateway/{deployment.case.prefix}-access" in stage["accessLogSettings"]["destinationArn"]
    assert api_id in deployment.outputs()["event_post_url"]


def test_events_are_posted_with_authorization_alone(deployment: Deployment) -> None:
    client, api_id, _ = api(deployment)
    (authorizer,) = client.get_authorizers(restApiId=api_id)["items"]
    resources = {each["path"]: each for each in client.get_resources(restApiId=api_id)["items"]}
    events = resources["/events"]["id"]

    method = client.get_method(restApiId=api_id, resourceId=events, httpMethod="POST")
    integration = client.get_integration(restApiId=api_id, resourceId=events, httpMethod="POST")

    assert set(resources) == {"/", "/events"}
    assert method["authorizationType"] == "CUSTOM"
    assert method["authorizerId"] == authorizer["id"]
    assert authorizer["type"] == deployment.spec["api"]["authorizer"]["kind"]
    assert authorizer["authorizerResultTtlInSeconds"] == deployment.spec["api"]["authorizer"]["cache_seconds"]
    assert (integration["type"], integration["httpMethod"]) == ("AWS_PROXY", "POST")
    assert integration["timeoutInMillis"] <= 29_000
    methods = set(resources["/events"]["resourceMethods"])
    assert methods == ({"POST", "OPTIONS"} if deployment.spec["api"]["cors"]["enabled"] else {"POST"})


def test_the_table_is_keyed_encrypted_and_kept_as_the_spec_says(deployment: Deployment) -> None:
    client, name, wanted = (
        deployment.client("dynamodb"),
        f"{deployment.case.prefix}-events",
        deployment.spec["table"],
    )

    table = client.describe_table(TableName=name)["Table"]
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    lifetime = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]

    assert table["KeySchema"] == [{"AttributeName": "event_id", "KeyType": "HASH"}]
    (index,) = table["GlobalSecondaryIndexes"]
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["event_type", "received_at"]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSEDescription"]["SSEType"] == "KMS"
    assert table["DeletionProtectionEnabled"] == wanted["deletion_protection"] == deployment.case.protected
    recovery = backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    assert recovery == ("ENABLED" if wanted["point_in_time_recovery"]["enabled"] else "DISABLED")
    assert lifetime == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def test_the_token_is_a_secret_that_nobody_chose(deployment: Deployment) -> None:
    client, name = deployment.client("ssm"), deployment.outputs()["auth_token_parameter_name"]

    found = client.get_parameter(Name=name, WithDecryption=True)["Parameter"]

    assert name == f"/event-platform/{deployment.case.environment}/auth-token"
    assert found["Type"] == "SecureString"
    assert len(found["Value"]) == deployment.spec["secrets"]["token_length"] >= 32
    assert len(set(found["Value"])) > 10


def test_a_write_only_token_is_nowhere_in_the_state(deployment: Deployment) -> None:
    name = deployment.outputs()["auth_token_parameter_name"]
    token = deployment.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    state = deployment.run("state", "pull").check().stdout

    assert (token in state) == (deployment.spec["secrets"]["mode"] == "state")


@pytest.mark.parametrize("role", ROLES)
def test_a_function_may_do_what_it_has_to_and_nothing_else(deployment: Deployment, role: str) -> None:
    client = deployment.client("iam")
    configuration = deployment.client("lambda").get_function_configuration(
        FunctionName=function_name(deployment.case, role)
    )
    name = configuration["Role"].rpartition("/")[2]
    (policy_name,) = client.list_role_policies(RoleName=name)["PolicyNames"]
    statements = client.get_role_policy(RoleName=name, PolicyName=policy_name)["PolicyDocument"]["Statement"]
    trust = client.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]["Statement"]

    assert client.list_attached_role_policies(RoleName=name)["AttachedPolicies"] == []
    assert [statement["Principal"] for statement in trust] == [{"Service": "lambda.amazonaws.com"}]
    for statement in statements:
        actions, resources = (_list(statement[key]) for key in ("Action", "Resource"))
        assert not [action for action in actions if "*" in action]
        if "*" in resources:
            assert {action.partition(":")[0] for action in actions} == {"xray"}
        else:
            assert all(
                deployment.case.prefix in each or _of_a_key(each) or "parameter" in each for each in resources
            )


def _list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _of_a_key(arn: str) -> bool:
    return arn.startswith("arn:aws:kms:") and ":key/" in arn


def test_every_log_group_is_ours_and_forgets(deployment: Deployment) -> None:
    client, prefix = deployment.client("logs"), deployment.case.prefix
    groups = {each["logGroupName"]: each for each in client.describe_log_groups()["logGroups"]}
    outputs = deployment.outputs()
    expected = {
        *(f"/aws/lambda/{function_name(deployment.case, role)}" for role in ROLES),
        f"/aws/apigateway/{prefix}-access",
        f"API-Gateway-Execution-Logs_{outputs['api_id']}/{outputs['api_stage_name']}",
    }

    assert expected <= set(groups)
    assert {groups[name].get("retentionInDays") for name in expected} == {
        deployment.spec["logs"]["retention_days"]
    }


def test_alarms_reach_a_topic_that_cloudwatch_may_use(deployment: Deployment) -> None:
    client, prefix = deployment.client("cloudwatch"), f"{deployment.case.prefix}-"
    alarms = client.describe_alarms(AlarmNamePrefix=prefix)["MetricAlarms"]

    assert bool(alarms) == deployment.spec["alarms"]["enabled"]
    if not alarms:
        return
    topic = deployment.outputs()["alarms_topic_arn"]
    attributes = deployment.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]
    key = deployment.client("kms").describe_key(KeyId=attributes["KmsMasterKeyId"])["KeyMetadata"]
    assert {tuple(alarm["AlarmActions"]) for alarm in alarms} == {(topic,)}
    assert {alarm["TreatMissingData"] for alarm in alarms} == {"notBreaching"}
    assert key["KeyManager"] == "CUSTOMER"  # alias/aws/sns would silence every alarm
    functions = {
        dimension["Value"]
        for alarm in alarms
        for dimension in alarm["Dimensions"]
        if dimension["Name"] == "FunctionName"
    }
    assert functions == {function_name(deployment.case, role) for role in ROLES}


def test_outputs_are_flat_and_true(deployment: Deployment) -> None:
    outputs = deployment.outputs()
    nested = outputs.pop("integration_test_config")
    given = {name: value for name, value in nested.items() if value is not None}  # terraform drops a null output

    assert all(isinstance(value, str | bool | int | float | None) for value in outputs.values())
    assert given.items() <= outputs.items()
    assert outputs["region"] == REGION
    assert outputs["x_ray_enabled"] is True
    assert outputs["event_post_url"] == f"{outputs['api_endpoint']}/events"
    assert outputs["api_id"] in outputs["api_endpoint"]
    assert outputs["table_name"] == f"{deployment.case.prefix}-events"


def test_flat_outputs_are_what_stands_there(deployment: Deployment) -> None:
    flat = deployment.flat_outputs()
    prefix = deployment.case.prefix
    account = deployment.emulator.account_id
    queue_url = deployment.client("sqs").get_queue_url(QueueName=f"{prefix}-process-queue")["QueueUrl"]
    _, api_id, stage = api(deployment)

    assert all(isinstance(value, str | bool | int | float) for value in flat.values())
    assert not [name for name in flat if name.startswith("integration_test_config")]  # all at the top already
    assert flat["region"] == REGION
    assert flat["x_ray_enabled"] is stage["tracingEnabled"] is True
    assert flat["api_id"] == api_id
    assert flat["event_post_url"].endswith(f"/{stage['stageName']}/events")
    assert flat["table_name"] in deployment.client("dynamodb").list_tables()["TableNames"]
    assert flat["event_processing_queue_url"] == queue_url
    assert flat["environment_suffix"] == deployment.case.environment
    if deployment.spec["alarms"]["enabled"]:
        assert flat["alarms_topic_arn"] == f"arn:aws:sns:{REGION}:{account}:{prefix}-alarms"
    assert flat.keys() == deployment.outputs().keys() - {"integration_test_config"}


def test_every_name_begins_with_the_environments_own(deployment: Deployment) -> None:
    scoped = {  # by a parent that has the prefix, or chosen by AWS
        "aws_api_gateway_model", "aws_cloudwatch_log_group", "aws_iam_role_policy", "aws_lambda_permission",
        "aws_route53_record", "aws_ssm_parameter",
    }  # fmt: skip
    keys = ("name", "function_name", "layer_name", "alarm_name", "dashboard_name")
    strangers = [
        address
        for address, values in deployment.values().items()
        for key in keys
        if isinstance(values.get(key), str)
        and address.partition(".")[0] not in scoped
        and not values[key].startswith((deployment.case.prefix, f"alias/{deployment.case.prefix}", "arn:"))
    ]

    assert strangers == []


def test_a_custom_domain_has_a_certificate_a_mapping_and_an_address(deployment: Deployment) -> None:
    if not deployment.spec["domain"]["enabled"]:
        assert deployment.outputs().get("custom_domain_name") is None
        return
    name, client = f"events.{ZONE}", deployment.client("apigateway")
    domain = client.get_domain_name(domainName=name)
    (mapping,) = client.get_base_path_mappings(domainName=name)["items"]
    certificate = deployment.client("acm").describe_certificate(CertificateArn=domain["regionalCertificateArn"])
    route53 = deployment.client("route53")
    (zone,) = route53.list_hosted_zones_by_name(DNSName=ZONE)["HostedZones"]
    records = route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]

    assert deployment.outputs()["custom_domain_name"] == name
    assert domain["securityPolicy"] == "TLS_1_2"
    assert certificate["Certificate"]["Status"] == "ISSUED"
    assert mapping["restApiId"] == deployment.outputs()["api_id"]
    (address,) = [record for record in records if record["Name"] == f"{name}." and record["Type"] == "A"]
    assert address["AliasTarget"]["DNSName"].rstrip(".") == domain["regionalDomainName"]
    assert any(record["Type"] == "CNAME" for record in records)


def test_the_accounts_log_role_is_that_of_its_owner(deployment: Deployment) -> None:
    (owner,) = [case for case in CASES.values() if case.owns_account_role]

    role = deployment.client("apigateway").get_account()["cloudwatchRoleArn"]

    assert role.endswith(f":role/{owner.prefix}-api-gateway-role")


def test_state_in_s3_is_versioned_and_encrypted(deployment: Deployment) -> None:
    state, local = deployment.spec["state"], Path(deployment.folder / "terraform.tfstate")
    if state["backend"] == "local":
        assert local.exists()
        return
    key = f"event-platform/{state['path']}"
    found = deployment.client("s3").head_object(Bucket=state["bucket"], Key=key)

    assert not local.exists()
    assert found["ServerSideEncryption"] == "AES256"
