#!/usr/bin/env python3
"""Makes generator/aws/api_values.json: what AWS's APIs say of texts and numbers that they get from the provider.

    python scripts/api_values.py          # reads the botocore that is installed, writes the table
    python scripts/api_values.py --check  # says whether the table is that of the botocore that is installed

The provider holds few of these itself, so that a name with a character too many fails in the middle of an apply.
botocore comes with the extra `test`; run this after an upgrade of it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore
import botocore.session
import re2

from generator import providers

TABLE = Path(__file__).parents[1] / "generator/aws/api_values.json"

OPERATIONS = """
aws_acm_certificate: acm RequestCertificate
aws_acm_certificate_validation: acm DescribeCertificate
aws_api_gateway_gateway_response: apigateway PutGatewayResponse
aws_api_gateway_integration_response: apigateway PutIntegrationResponse
aws_api_gateway_method_response: apigateway PutMethodResponse
aws_apigatewayv2_api: apigatewayv2 CreateApi
aws_apigatewayv2_api_mapping: apigatewayv2 CreateApiMapping
aws_apigatewayv2_authorizer: apigatewayv2 CreateAuthorizer
aws_apigatewayv2_integration: apigatewayv2 CreateIntegration
aws_apigatewayv2_route: apigatewayv2 CreateRoute
aws_apigatewayv2_stage: apigatewayv2 CreateStage -description
aws_appsync_datasource: appsync CreateDataSource
aws_appsync_function: appsync CreateFunction data_source=dataSourceName
aws_appsync_graphql_api: appsync CreateGraphqlApi
aws_appsync_resolver: appsync CreateResolver type=typeName field=fieldName data_source=dataSourceName
aws_cloudwatch_dashboard: cloudwatch PutDashboard
aws_cloudwatch_event_api_destination: events CreateApiDestination
aws_cloudwatch_event_archive: events CreateArchive name=ArchiveName
aws_cloudwatch_event_bus: events CreateEventBus
aws_cloudwatch_event_bus_policy: events PutPermission event_bus_name=EventBusName
aws_cloudwatch_event_connection: events CreateConnection
aws_cloudwatch_event_permission: events PutPermission
aws_cloudwatch_event_rule: events PutRule -event_bus_name -event_pattern -schedule_expression
aws_cloudwatch_event_target: events PutTargets rule=Rule target_id=Targets.Id arn=Targets.Arn input=Targets.Input
 input_path=Targets.InputPath role_arn=Targets.RoleArn -event_bus_name
aws_cloudwatch_log_destination: logs PutDestination name=destinationName
aws_cloudwatch_log_destination_policy: logs PutDestinationPolicy
aws_cloudwatch_log_group: logs CreateLogGroup name=logGroupName
aws_cloudwatch_log_metric_filter: logs PutMetricFilter name=filterName pattern=filterPattern
aws_cloudwatch_log_resource_policy: logs PutResourcePolicy
aws_cloudwatch_log_stream: logs CreateLogStream name=logStreamName
aws_cloudwatch_log_subscription_filter: logs PutSubscriptionFilter name=filterName
aws_cloudwatch_metric_alarm: cloudwatch PutMetricAlarm 
 evaluate_low_sample_count_percentiles=EvaluateLowSampleCountPercentile
aws_cloudwatch_composite_alarm: cloudwatch PutCompositeAlarm
aws_cognito_identity_pool: cognito-identity CreateIdentityPool
aws_cognito_identity_pool_roles_attachment: cognito-identity SetIdentityPoolRoles
aws_cognito_identity_provider: cognito-idp CreateIdentityProvider
aws_cognito_resource_server: cognito-idp CreateResourceServer
aws_cognito_user_group: cognito-idp CreateGroup name=GroupName
aws_cognito_user_pool: cognito-idp CreateUserPool name=PoolName
aws_cognito_user_pool_client: cognito-idp CreateUserPoolClient name=ClientName
aws_cognito_user_pool_domain: cognito-idp CreateUserPoolDomain
aws_cognito_user_pool_ui_customization: cognito-idp SetUICustomization css=CSSType
aws_dynamodb_global_table: dynamodb CreateGlobalTable name=GlobalTableName
aws_dynamodb_kinesis_streaming_destination: dynamodb EnableKinesisStreamingDestination
aws_dynamodb_table_item: dynamodb PutItem hash_key=KeySchemaAttributeName range_key=KeySchemaAttributeName
 table_name=TableName
aws_iam_access_key: iam CreateAccessKey user=existingUserNameType
aws_iam_group: iam CreateGroup name=GroupName
aws_iam_group_membership: iam AddUserToGroup group=GroupName
aws_iam_group_policy: iam PutGroupPolicy group=GroupName name=PolicyName -policy
aws_iam_group_policy_attachment: iam AttachGroupPolicy group=GroupName
aws_iam_instance_profile: iam AddRoleToInstanceProfile name=InstanceProfileName role=RoleName
 path=pathType
aws_iam_openid_connect_provider: iam CreateOpenIDConnectProvider
aws_iam_policy: iam CreatePolicy name=PolicyName -policy
aws_iam_role: iam CreateRole name=RoleName -assume_role_policy -permissions_boundary -max_session_duration
aws_iam_role_policy: iam PutRolePolicy role=RoleName name=PolicyName -policy
aws_iam_role_policy_attachment: iam AttachRolePolicy role=RoleName
aws_iam_saml_provider: iam CreateSAMLProvider
aws_iam_server_certificate: iam UploadServerCertificate name=ServerCertificateName
aws_iam_service_linked_role: iam CreateServiceLinkedRole aws_service_name=AWSServiceName
aws_iam_user: iam CreateUser name=UserName
aws_iam_user_group_membership: iam AddUserToGroup user=UserName
aws_iam_user_login_profile: iam CreateLoginProfile user=UserName
aws_iam_user_policy: iam PutUserPolicy user=UserName name=PolicyName -policy
aws_iam_user_policy_attachment: iam AttachUserPolicy user=UserName
aws_iam_user_ssh_key: iam UploadSSHPublicKey username=UserName public_key=SSHPublicKeyBody
 status=statusType
aws_kinesis_firehose_delivery_stream: firehose CreateDeliveryStream name=DeliveryStreamName
aws_kinesis_analytics_application: kinesisanalytics CreateApplication name=ApplicationName
 description=ApplicationDescription code=ApplicationCode
aws_kinesis_stream: kinesis StartStreamEncryption name=StreamName kms_key_id=KeyId -encryption_type
aws_kinesis_stream_consumer: kinesis RegisterStreamConsumer name=ConsumerName
aws_kinesisanalyticsv2_application: kinesisanalyticsv2 CreateApplication name=ApplicationName
 description=ApplicationDescription
aws_kinesisanalyticsv2_application_snapshot: kinesisanalyticsv2 CreateApplicationSnapshot
aws_kms_alias: kms CreateAlias name=AliasName
aws_kms_ciphertext: kms Encrypt -plaintext
aws_kms_external_key: kms CreateKey
aws_kms_grant: kms CreateGrant key_id=KeyId
aws_kms_key: kms CreateKey
aws_kms_replica_external_key: kms ReplicateKey -policy
aws_kms_replica_key: kms ReplicateKey -policy
aws_lambda_alias: lambda CreateAlias
aws_lambda_event_source_mapping: lambda CreateEventSourceMapping
aws_lambda_code_signing_config: lambda CreateCodeSigningConfig
aws_lambda_function: lambda CreateFunction -runtime kms_key_arn=KMSKeyArn s3_key=Code.S3Key
 s3_object_version=Code.S3ObjectVersion
aws_lambda_function_event_invoke_config: lambda PutFunctionEventInvokeConfig
aws_lambda_layer_version: lambda PublishLayerVersion -layer_name s3_key=Content.S3Key
 s3_object_version=Content.S3ObjectVersion
aws_lambda_layer_version_permission: lambda AddLayerVersionPermission
aws_lambda_permission: lambda AddPermission
aws_lambda_provisioned_concurrency_config: lambda PutProvisionedConcurrencyConfig
aws_pipes_pipe: pipes CreatePipe
aws_route53_delegation_set: route53 CreateReusableDelegationSet reference_name=CallerReference
aws_route53_health_check: route53 CreateHealthCheck reference_name=CallerReference 
 fqdn=HealthCheckConfig.FullyQualifiedDomainName
 resource_path=HealthCheckConfig.ResourcePath search_string=HealthCheckConfig.SearchString
 cloudwatch_alarm_name=AlarmName ip_address=IPAddress
aws_route53_query_log: route53 CreateQueryLoggingConfig zone_id=HostedZoneId
aws_route53_record: route53 ListResourceRecordSets set_identifier=StartRecordIdentifier
 zone_id=HostedZoneId health_check_id=HealthCheckId -type -name
aws_route53_zone: route53 CreateHostedZone comment=HostedZoneConfig.Comment delegation_set_id=DelegationSetId
aws_scheduler_schedule: scheduler CreateSchedule
aws_scheduler_schedule_group: scheduler CreateScheduleGroup
aws_schemas_discoverer: schemas CreateDiscoverer
aws_schemas_registry: schemas CreateRegistry name=RegistryName
aws_schemas_schema: schemas CreateSchema name=SchemaName
aws_secretsmanager_secret: secretsmanager CreateSecret
aws_secretsmanager_secret_policy: secretsmanager PutResourcePolicy secret_arn=SecretId policy=ResourcePolicy
aws_secretsmanager_secret_rotation: secretsmanager RotateSecret rotation_lambda_arn=RotationLambdaARN
aws_secretsmanager_secret_version: secretsmanager PutSecretValue
aws_sfn_activity: stepfunctions CreateActivity
aws_sfn_alias: stepfunctions CreateStateMachineAlias
aws_sfn_state_machine: stepfunctions CreateStateMachine -type
aws_sns_topic: sns CreateTopic
aws_sns_topic_subscription: sns Subscribe
aws_route53_zone_association: route53 AssociateVPCWithHostedZone zone_id=HostedZoneId vpc_id=VPCId
aws_ssm_activation: ssm CreateActivation name=DefaultInstanceName
aws_ssm_association: ssm CreateAssociation
aws_ssm_document: ssm CreateDocument
aws_ssm_maintenance_window: ssm CreateMaintenanceWindow
aws_ssm_parameter: ssm PutParameter
aws_ssm_patch_baseline: ssm CreatePatchBaseline
aws_ssm_patch_group: ssm RegisterPatchBaselineForPatchGroup
"""
"""The operation that each type's arguments go to. An argument is the member of its name, or as written behind it,
where a dot leads into a member; a shape of the service will do for a member. `-` leaves one out: it is no such
value in Terraform, or a rule of its own knows more of it."""
_LONG_ENOUGH_FOR_ANYTHING = 100_000
_PLAIN = ("a", "Z", "7a", "a7", "a-b", "a_b", "A_-9", "long-name_with-0-all_of-them")
"""Words of letters, digits, - and _, which most patterns take: of those nothing is to be compiled at run time."""


def table() -> dict[str, Any]:
    """Return the types with their arguments, and what is known of the value of each."""
    session = botocore.session.get_session()
    types = {}
    for row in OPERATIONS.replace("\n ", " ").strip().splitlines():
        name, _, words = row.partition(": ")
        service, operation, *rest = words.split()
        model = session.get_service_model(service)
        shape = model.operation_model(operation).input_shape
        known = providers.resource(name)
        found = {
            each: about for each, about in _arguments(model, shape, rest) if known and each in known.attributes
        }
        if found:
            types[name] = found
    return {
        "source": f"botocore {botocore.__version__}, the input of each operation in scripts/api_values.py",
        "types": types,
    }


def _arguments(model: Any, shape: Any, rest: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    left_out = {word[1:] for word in rest if word.startswith("-")}
    given = dict(word.split("=") for word in rest if "=" in word)
    members = {_snake(name): member for name, member in shape.members.items()}
    members |= {argument: _member(model, shape, path) for argument, path in given.items()}
    taken = {path for path in given.values() if "." not in path}
    for argument, member in members.items():
        is_named_otherwise = argument not in given and any(_snake(path) == argument for path in taken)
        about = _about(member) if argument not in left_out and not is_named_otherwise else {}
        if about:
            yield argument, about


def _member(model: Any, shape: Any, path: str) -> Any:
    for name in path.split("."):
        if name not in getattr(shape, "members", {}) and name in model.shape_names:
            return model.shape_for(name)
        shape = shape.key if name == "key" else shape.members[name]
        shape = shape.member if shape.type_name == "list" else shape
    return shape


def _about(shape: Any) -> dict[str, Any]:
    about = {}
    if shape.type_name == "string" and shape.enum:
        return {"words": sorted(shape.enum)}
    if shape.type_name in ("string", "integer", "long"):
        for key, name in (("min", "least"), ("max", "most")):
            bound = shape.metadata.get(key)
            if bound is not None and bound < _LONG_ENOUGH_FOR_ANYTHING:
                about[name] = bound
    if shape.type_name == "string":
        pattern = _pattern(shape.serialization.get("pattern") or shape.metadata.get("pattern") or "")
        if pattern:
            about["pattern"] = pattern
            if all(re2.fullmatch(pattern, word) for word in _PLAIN):
                about["plain"] = True
    return {"number": True, **about} if about and shape.type_name != "string" else about


def _pattern(text: str) -> str:
    """Return a pattern as RE2 has it, empty where it can't, or takes anything."""
    text = re.sub(r"\\u([0-9A-Fa-f]{4})", r"\\x{\1}", text)
    text = re.sub(r"\\p\{(?:Is)?(Alpha|Alnum)\}", lambda found: f"[[:{found[1].lower()}:]]", text)
    if text in ("", ".*", "^.*$", "[\\s\\S]*", ".+"):
        return ""
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(text, options)
    except re2.error:
        return ""
    return text


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def main() -> int:
    """Write the table, or hold it against the data."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the values differ")
    check = parser.parse_args().check
    made = table()
    if check:
        same = json.loads(TABLE.read_text("utf-8"))["types"] == made["types"]
        print("the table is up to date" if same else f"{TABLE.name} differs from {made['source']}")
        return 0 if same else 1
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(about)}" for name, about in sorted(made["types"].items()))
    TABLE.write_text(f'{{"source": {json.dumps(made["source"])},\n"types": {{\n{lines}\n}}}}\n', "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
