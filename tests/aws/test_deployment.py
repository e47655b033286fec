"""Who may deploy: the table of actions is of AWS's own words, and a policy names what is rendered and no more."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import cfnlint
import pytest

from generator import hcl
from generator.aws import deployment
from generator.aws.replacement import known_types

ROOT = Path(__file__).parents[2]
TABLE: dict[str, dict[str, Any]] = json.loads((ROOT / "generator/aws/deployment.json").read_text())
NOT_OPERATIONS = {
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html
    "backup-storage:MountCapsule",
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-logs.html
    "events:AllowVendedLogDeliveryForResource",
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
    "budgets:ModifyBudget",
    "budgets:ViewBudget",
    "iam:PassRole",  # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "lambda:ListTags",
    "s3:GetObjectVersion",  # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
}
"""Actions that no call of the API bears the name of."""
OF_API_GATEWAY_ALONE = {"SetWebACL", "UpdateRestApiPolicy"}
"""https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html"""
HANDLERS = {
    "aws_acm_certificate": "AWS::CertificateManager::Certificate",
    "aws_api_gateway_account": "AWS::ApiGateway::Account",
    "aws_api_gateway_api_key": "AWS::ApiGateway::ApiKey",
    "aws_api_gateway_authorizer": "AWS::ApiGateway::Authorizer",
    "aws_api_gateway_base_path_mapping": "AWS::ApiGateway::BasePathMapping",
    "aws_api_gateway_deployment": "AWS::ApiGateway::Deployment",
    "aws_api_gateway_domain_name": "AWS::ApiGateway::DomainName",
    "aws_api_gateway_method": "AWS::ApiGateway::Method",
    "aws_api_gateway_model": "AWS::ApiGateway::Model",
    "aws_api_gateway_rest_api": "AWS::ApiGateway::RestApi",
    "aws_api_gateway_stage": "AWS::ApiGateway::Stage",
    "aws_api_gateway_usage_plan": "AWS::ApiGateway::UsagePlan",
    "aws_api_gateway_usage_plan_key": "AWS::ApiGateway::UsagePlanKey",
    "aws_backup_plan": "AWS::Backup::BackupPlan",
    "aws_backup_selection": "AWS::Backup::BackupSelection",
    "aws_backup_vault": "AWS::Backup::BackupVault",
    "aws_budgets_budget": "AWS::Budgets::Budget",
    "aws_chatbot_slack_channel_configuration": "AWS::Chatbot::SlackChannelConfiguration",
    "aws_cloudwatch_dashboard": "AWS::CloudWatch::Dashboard",
    "aws_cloudwatch_event_archive": "AWS::Events::Archive",
    "aws_cloudwatch_event_bus": "AWS::Events::EventBus",
    "aws_cloudwatch_event_bus_policy": "AWS::Events::EventBusPolicy",
    "aws_cloudwatch_event_rule": "AWS::Events::Rule",
    "aws_cloudwatch_log_delivery": "AWS::Logs::Delivery",
    "aws_cloudwatch_log_delivery_destination": "AWS::Logs::DeliveryDestination",
    "aws_cloudwatch_log_delivery_source": "AWS::Logs::DeliverySource",
    "aws_cloudwatch_log_group": "AWS::Logs::LogGroup",
    "aws_cloudwatch_log_subscription_filter": "AWS::Logs::SubscriptionFilter",
    "aws_cloudwatch_metric_alarm": "AWS::CloudWatch::Alarm",
    "aws_codedeploy_app": "AWS::CodeDeploy::Application",
    "aws_codedeploy_deployment_group": "AWS::CodeDeploy::DeploymentGroup",
    "aws_cognito_resource_server": "AWS::Cognito::UserPoolResourceServer",
    "aws_cognito_user_pool": "AWS::Cognito::UserPool",
    "aws_cognito_user_pool_client": "AWS::Cognito::UserPoolClient",
    "aws_cognito_user_pool_domain": "AWS::Cognito::UserPoolDomain",
    "aws_dynamodb_table": "AWS::DynamoDB::Table",
    "aws_iam_openid_connect_provider": "AWS::IAM::OIDCProvider",
    "aws_iam_policy": "AWS::IAM::ManagedPolicy",
    "aws_iam_role": "AWS::IAM::Role",
    "aws_iam_role_policy": "AWS::IAM::RolePolicy",
    "aws_kms_alias": "AWS::KMS::Alias",
    "aws_kms_key": "AWS::KMS::Key",
    "aws_lambda_alias": "AWS::Lambda::Alias",
    "aws_lambda_event_source_mapping": "AWS::Lambda::EventSourceMapping",
    "aws_lambda_function": "AWS::Lambda::Function",
    "aws_lambda_function_event_invoke_config": "AWS::Lambda::EventInvokeConfig",
    "aws_lambda_layer_version": "AWS::Lambda::LayerVersion",
    "aws_lambda_layer_version_permission": "AWS::Lambda::LayerVersionPermission",
    "aws_lambda_permission": "AWS::Lambda::Permission",
    "aws_sns_topic": "AWS::SNS::Topic",
    "aws_sns_topic_policy": "AWS::SNS::TopicInlinePolicy",
    "aws_sns_topic_subscription": "AWS::SNS::Subscription",
    "aws_sqs_queue": "AWS::SQS::Queue",
    "aws_sqs_queue_policy": "AWS::SQS::QueueInlinePolicy",
    "aws_ssm_parameter": "AWS::SSM::Parameter",
    "aws_wafv2_web_acl": "AWS::WAFv2::WebACL",
}
"""The types that CloudFormation has as well."""
NOT_TAKEN = {
    action: reason
    for reason, actions in {
        "CloudFormation lists all there are, Terraform reads one": """
            acm:ListCertificates dynamodb:ListTables events:ListArchives events:ListEventBuses events:ListRules
            iam:ListEntitiesForPolicy iam:ListOpenIDConnectProviders iam:ListPolicies iam:ListRoles kms:ListKeys
            kms:ListAliases lambda:ListEventSourceMappings lambda:ListFunctionEventInvokeConfigs
            lambda:ListFunctions lambda:ListLayerVersions sns:ListSubscriptions sns:ListSubscriptionsByTopic
            sns:ListTopics sqs:ListQueues cloudwatch:ListDashboards iam:ListOpenIDConnectProviderTags
            backup:ListBackupPlans backup:ListBackupSelections backup:ListBackupVaults chatbot:ListAssociations
            codedeploy:ListApplications codedeploy:ListDeploymentGroups codedeploy:ListDeployments
            cognito-idp:ListResourceServers cognito-idp:ListUserPoolClientSecrets cognito-idp:ListUserPoolClients
            cognito-idp:ListUserPools lambda:ListAliases logs:DescribeDeliveries
            logs:DescribeDeliveryDestinations logs:DescribeDeliverySources wafv2:listWebACLs
            """,
        "another type of the provider's does it": """
            events:ListTargetsByRule events:PutPermission events:PutTargets events:RemovePermission
            events:RemoveTargets iam:AttachGroupPolicy iam:AttachRolePolicy iam:AttachUserPolicy
            iam:DeleteRolePolicy iam:DetachGroupPolicy iam:DetachRolePolicy iam:DetachUserPolicy
            iam:GetRolePolicy iam:PutRolePolicy lambda:DeleteProvisionedConcurrencyConfig
            lambda:GetFunctionRecursionConfig lambda:GetProvisionedConcurrencyConfig
            lambda:PutProvisionedConcurrencyConfig
            lambda:PutFunctionRecursionConfig route53:ChangeResourceRecordSets sns:Subscribe sns:Unsubscribe
            """,
        "it is for what no template has: imports, replicas, streams, networks, APIs and layers in S3, firehoses": """
            acm-pca:GetCertificate acm-pca:IssueCertificate apigateway:UpdateRestApiPolicy
            dynamodb:AssociateTableReplica dynamodb:BatchWriteItem dynamodb:CreateTableReplica
            dynamodb:DeleteItem dynamodb:DeleteResourcePolicy dynamodb:DescribeImport
            dynamodb:DescribeKinesisStreamingDestination dynamodb:DisableKinesisStreamingDestination
            dynamodb:EnableKinesisStreamingDestination dynamodb:GetItem dynamodb:GetResourcePolicy
            dynamodb:ImportTable dynamodb:PutItem dynamodb:PutResourcePolicy dynamodb:Query dynamodb:Scan
            dynamodb:UpdateContributorInsights dynamodb:UpdateItem dynamodb:UpdateKinesisStreamingDestination
            ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs
            elasticfilesystem:DescribeMountTargets firehose:TagDeliveryStream iam:CreateServiceLinkedRole
            kinesis:DescribeStream kinesis:PutRecords kms:RevokeGrant lambda:AssociateRuntimeAlias
            lambda:DeleteFunctionCodeSigningConfig lambda:GetCodeSigningConfig
            lambda:GetFunctionScalingConfig lambda:GetRuntimeManagementConfig lambda:PassCapacityProvider
            lambda:PutFunctionCodeSigningConfig lambda:PutFunctionScalingConfig
            lambda:PutRuntimeManagementConfig logs:CreateLogDelivery logs:CreateLogStream
            logs:DeleteDataProtectionPolicy logs:DeleteIndexPolicy logs:DeleteResourcePolicy
            logs:DescribeIndexPolicies logs:DescribeLogStreams logs:DescribeResourcePolicies
            logs:GetDataProtectionPolicy logs:PutBearerTokenAuthentication logs:PutDataProtectionPolicy
            logs:PutIndexPolicy logs:PutLogEvents logs:PutResourcePolicy logs:CreateLogGroup
            logs:DescribeLogGroups logs:PutRetentionPolicy s3:GetObject s3:GetObjectMetadata
            s3:GetObjectVersion s3:ListBucket s3:REST.PUT.OBJECT s3files:ListMountTargets
            sns:GetDataProtectionPolicy sns:PutDataProtectionPolicy
            """,
        "the provider reads no tags of it, and gives it none": """
            cloudwatch:ListTagsForResource cloudwatch:TagResource cloudwatch:UntagResource
            """,
        "it is for what no template has: policies, locks and notices of vaults, actions of a channel": """
            backup-storage:Mount backup:DeleteBackupVaultAccessPolicy
            backup:DeleteBackupVaultLockConfiguration backup:DeleteBackupVaultNotifications
            backup:GetBackupVaultAccessPolicy backup:GetBackupVaultNotifications
            backup:PutBackupVaultAccessPolicy backup:PutBackupVaultLockConfiguration
            backup:PutBackupVaultNotifications chatbot:AssociateToConfiguration
            chatbot:DisassociateFromConfiguration logs:DeleteDeliveryDestinationPolicy
            logs:GetDeliveryDestinationPolicy logs:PutDeliveryDestinationPolicy payments:GetConnectedAccount
            """,
        "it is for what no template has: views of a bill, logs of other services, a domain of one's own": """
            autoloop:AllowVendedLogDeliveryForResource billing:GetBillingViewData
            cloudfront:updateDistribution codewhisperer:AllowVendedLogDeliveryForResource
            logs:AllowVendedLogDeliveryForResource workmail:AllowVendedLogDeliveryForResource
            """,
        "whoever deploys a version starts it, not Terraform": """
            codedeploy:CreateDeployment codedeploy:GetApplicationRevision codedeploy:GetDeployment
            codedeploy:RegisterApplicationRevision codedeploy:RegisterOnPremisesInstance
            codedeploy:StopDeployment
            """,
        "the service does it, by the key's policy": """
            kms:Encrypt kms:GenerateDataKeyWithoutPlaintext kms:ReEncrypt kms:ReEncryptFrom kms:ReEncryptTo
            """,
        "the provider knows the role, and passes it where an argument names one": "iam:GetRole iam:PassRole",
        "the provider has the queue's URL from the queue": "sqs:GetQueueUrl",
    }.items()
    for action in actions.split()
}
"""What handlers of CloudFormation take and the provider does not, and why."""
NOT_TAKEN_OF = {
    "aws_cloudwatch_log_delivery": (
        "logs:GetDeliveryDestination",
        "logs:GetDeliverySource",
    ),  # the provider knows both
    "aws_cognito_user_pool": ("kms:",),  # no template gives it a key
    "aws_cognito_user_pool_domain": ("kms:",),
    "aws_lambda_alias": ("codedeploy:",),  # CloudFormation shifts calls by itself
}
"""Of one type alone: what the actions begin with."""
BOUNDED = ("CreateRole", "PutRolePolicy", "DeleteRolePolicy", "PutRolePermissionsBoundary")
QUEUE = """\
provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["111122223333"]
}
resource "aws_sqs_queue" "orders" {
  for_each = toset(["orders", "orders-dead"])
  name     = "shop-dev-${each.key}"
}
resource "aws_iam_role" "run" {
  name               = "shop-dev-run"
  assume_role_policy = "{}"
}
resource "aws_iam_role_policy" "run" {
  role = aws_iam_role.run.name

  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage"], Resource = aws_sqs_queue.orders["orders"].arn }]
  })
}
"""


@cache
def handlers() -> dict[str, set[str]]:
    """Return the actions of CloudFormation's handlers, by type."""
    found = {}
    for file in (Path(cfnlint.__file__).parent / "data/schemas/resources").glob("*.json"):
        schema = json.loads(file.read_text())
        if schema.get("typeName") in HANDLERS.values() and "handlers" in schema:
            permissions = [each.get("permissions", []) for each in schema["handlers"].values()]
            found[schema["typeName"]] = {action for each in permissions for action in each}
    return found


def statements(policy: dict[str, Any]) -> dict[str, list[str]]:
    """Return the resources of each action."""
    return {action: each["Resource"] for each in policy["Statement"] for action in each["Action"]}


def test_every_type_that_a_template_has_is_known() -> None:
    text = "\n".join(file.read_text() for file in sorted((ROOT / "templates").glob("*.j2")))
    for kind, known in TABLE.items():
        types = {
            each for each in re.findall(rf'^\s*{kind}\s+"([^"]+)"', text, re.MULTILINE) if each.startswith("aws_")
        }
        assert types
        assert types <= set(known)
    assert {each for each in known_types() if each.startswith("aws_")} <= set(TABLE["resource"])


def actions_of(known: dict[str, Any]) -> set[str]:
    more = [*known.get("given", {}).values(), *known.get("absent", {}).values()]
    return {*known["actions"], *(action for actions in more for action in actions)}


def test_every_action_is_a_call_of_the_service() -> None:
    session = botocore.session.get_session()
    wrong = []
    for action in {action for kind in TABLE.values() for its in kind.values() for action in actions_of(its)}:
        service, _, name = action.partition(":")
        if service == "apigateway":
            assert name in {"DELETE", "GET", "PATCH", "POST", "PUT", *OF_API_GATEWAY_ALONE}
        elif action not in NOT_OPERATIONS and name not in session.get_service_model(service).operation_names:
            wrong.append(action)
    assert wrong == []


@pytest.mark.parametrize("kind", HANDLERS)
def test_what_aws_itself_takes_to_manage_a_type_is_in_the_table(kind: str) -> None:
    """The handlers of CloudFormation say it, in the schemas that cfn-lint brings."""
    taken = handlers()[HANDLERS[kind]]

    left = taken - actions_of(TABLE["resource"][kind]) - NOT_TAKEN.keys()
    assert taken
    assert sorted(action for action in left if not action.startswith(NOT_TAKEN_OF.get(kind, "\0"))) == []


def test_a_policy_names_what_is_rendered() -> None:
    found = deployment.deployer(hcl.load({"main.tf": QUEUE.encode()}))

    assert found.unknown == ()
    told = statements(found.policy)
    assert told["sqs:CreateQueue"] == ["arn:aws:sqs:eu-central-1:111122223333:shop-dev-orders*"]
    assert told["iam:CreateRole"] == ["arn:aws:iam::111122223333:role/shop-dev-run"]
    assert "dynamodb:CreateTable" not in told


REFERRING = (
    QUEUE
    + """\
resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders["orders"].id
  policy    = "{}"
}
resource "aws_cloudwatch_log_group" "execution" {
  name = "API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.main.id}/v1"
}
resource "aws_api_gateway_rest_api" "main" {
  name = "main"
}
"""
)


def test_what_is_named_by_reference_is_as_narrow_as_what_that_is() -> None:
    told = statements(deployment.deployer(hcl.load({"main.tf": REFERRING.encode()})).policy)

    assert told["iam:PutRolePolicy"] == ["arn:aws:iam::111122223333:role/shop-dev-run"]
    assert told["sqs:SetQueueAttributes"] == ["arn:aws:sqs:eu-central-1:111122223333:shop-dev-orders*"]
    assert told["logs:CreateLogGroup"] == [
        f"arn:aws:logs:eu-central-1:111122223333:log-group:API-Gateway-Execution-Logs_*/v1{end}"
        for end in ("", ":*")
    ]


def test_roles_with_a_boundary_are_made_with_it_alone() -> None:
    arn = "arn:aws:iam::111122223333:policy/most"
    text = QUEUE.replace('= "{}"', f'= "{{}}"\n  permissions_boundary = "{arn}"')

    policy = deployment.deployer(hcl.load({"main.tf": text.encode()})).policy
    conditions = {action: each.get("Condition") for each in policy["Statement"] for action in each["Action"]}

    assert {conditions[f"iam:{name}"]["StringEquals"]["iam:PermissionsBoundary"][0] for name in BOUNDED} == {arn}
    assert conditions["iam:GetRole"] is None
    assert "iam:DeleteRolePermissionsBoundary" not in conditions


@pytest.mark.parametrize(("key", "taken"), [("alias/aws/ssm", False), ("alias/ours", True)])
def test_the_use_of_a_key_is_taken_for_a_key_of_ones_own_alone(key: str, taken: bool) -> None:
    text = f'resource "aws_ssm_parameter" "a" {{\n  name   = "/a"\n  type   = "SecureString"\n  key_id = "{key}"\n}}\n'

    told = statements(deployment.deployer(hcl.load({"main.tf": text.encode()})).policy)

    assert ("kms:Decrypt" in told) == taken


def code(text: str) -> dict[str, list[str]]:
    """Return the statements of a function whose code is elsewhere."""
    head = 'resource "aws_lambda_function" "a" {\n  function_name = "a"\n  role = "r"\n'
    return statements(deployment.deployer(hcl.load({"main.tf": f"{head}{text}}}\n".encode()})).policy)


def test_who_deploys_an_image_may_read_its_repository_and_no_other() -> None:
    """And let Lambda in there: images-create.html#configuration-images-permissions."""
    digest = "0" * 64
    told = code(f'  image_uri = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/orders@sha256:{digest}"\n')
    actions = {each for each in told if each.startswith("ecr:")}

    assert actions == {
        f"ecr:{name}"
        for name in ("BatchGetImage", "GetDownloadUrlForLayer", "GetRepositoryPolicy", "SetRepositoryPolicy")
    }
    assert {arn for each in actions for arn in told[each]} == {
        "arn:aws:ecr:eu-west-1:111122223333:repository/team/orders"
    }


def test_who_deploys_an_object_may_read_that_version() -> None:
    place = '  s3_bucket = "code"\n  s3_key = "orders/1.zip"\n'
    told = code(f'{place}  s3_object_version = "v1"\n')

    assert told["s3:GetObjectVersion"] == told["s3:GetObject"] == ["arn:aws:s3:::code/orders/1.zip"]
    assert "s3:GetObjectVersion" not in code(place)
    assert not {each for each in code("") if each.startswith(("ecr:", "s3:"))}


def test_a_role_may_be_given_no_more_than_the_boundary() -> None:
    found = deployment.boundary(hcl.load({"main.tf": QUEUE.encode()}))

    assert statements(found) == {"sqs:SendMessage": ["*"]}


def test_each_reason_why_an_action_is_not_taken_is_needed() -> None:
    handled = {action for actions in handlers().values() for action in actions}

    assert sorted(NOT_TAKEN.keys() - handled) == []


def test_what_can_be_asked_of_no_resource_in_particular_is_asked_of_all() -> None:
    """By the Service Authorization Reference a subscription is no resource, and an alarm is looked for among all."""
    text = (
        'resource "aws_sns_topic" "a" {\n  name = "shop"\n}\nresource "aws_sns_topic_subscription" "a" {\n'
        '  topic_arn = aws_sns_topic.a.arn\n  protocol = "email"\n  endpoint = "a@example.com"\n}\n'
        'resource "aws_cloudwatch_metric_alarm" "a" {\n  alarm_name = "shop"\n}\n'
    )

    told = statements(deployment.deployer(hcl.load({"main.tf": text.encode()})).policy)

    assert told["sns:Unsubscribe"] == told["sns:GetSubscriptionAttributes"] == ["*"]
    assert told["sns:Subscribe"] == ["arn:aws:sns:*:*:shop"]
    assert told["cloudwatch:DescribeAlarms"] == ["arn:aws:cloudwatch:*:*:*"]
    assert told["cloudwatch:PutMetricAlarm"] == ["arn:aws:cloudwatch:*:*:alarm:shop"]


def test_a_type_that_is_not_known_is_said() -> None:
    text = 'resource "aws_shield_protection" "main" {\n  name = "a"\n}\n'

    assert deployment.deployer(hcl.load({"main.tf": text.encode()})).unknown == ("aws_shield_protection",)


def test_a_state_in_s3_and_its_key_belong_to_it() -> None:
    text = (
        'terraform {\n  backend "s3" {\n    bucket     = "states"\n    key        = "shop/dev"\n'
        '    kms_key_id = "arn:aws:kms:us-east-1:111122223333:key/k"\n  }\n}\n'
    )

    told = statements(deployment.deployer(hcl.load({"main.tf": text.encode()})).policy)

    assert told["s3:PutObject"] == ["arn:aws:s3:::states/shop/dev", "arn:aws:s3:::states/shop/dev.tflock"]
    assert told["s3:ListBucket"] == ["arn:aws:s3:::states"]
    assert told["kms:GenerateDataKey"] == ["arn:aws:kms:us-east-1:111122223333:key/k"]


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_a_shipped_environment_fits_the_policies_of_a_role(environment: str) -> None:
    folder = ROOT / "out" / environment
    module = hcl.load({file.name: file.read_bytes() for file in folder.glob("*.tf")})
    found = deployment.deployer(module)

    assert found.unknown == ()
    assert len(json.dumps(found.policy, separators=(",", ":"))) < 10_240  # of a role's inline policies together
    assert all("*" not in action for action in statements(found.policy))
    named = [each for each in statements(found.policy)["iam:CreateRole"]]
    assert named == [f"arn:aws:iam::*:role/event-platform-{environment}-*"]
