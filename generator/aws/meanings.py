"""What it means that a resource goes, is made anew or changes: as AWS's and the provider's documentation has it.

As data, for each resource type, with its source. `updates` has what comes of arguments that change in place, and
`consequences` puts the words together.
"""

from __future__ import annotations

from typing import NamedTuple

AWS = "https://docs.aws.amazon.com"
GATEWAY = f"{AWS}/apigateway/latest/developerguide"
EVENTS = f"{AWS}/eventbridge/latest/userguide"
LAMBDA = f"{AWS}/lambda/latest/dg"
PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_RANDOM = "https://registry.terraform.io/providers/hashicorp/random/latest/docs/resources"


class Meaning(NamedTuple):
    """What comes of a resource that goes.

    Attributes:
        noun: What a person calls it: "table".
        replaced: What comes of it when it is made anew: "its data is lost".
        destroyed: What comes of it when it goes for good; the same where nothing is said.
        source: Where that is documented.
        name: The argument that is its name.
    """

    noun: str
    replaced: str
    destroyed: str
    source: str
    name: str = "name"


DEPLOYED = "takes effect when the API is deployed again"
DEPLOYING = f"{GATEWAY}/how-to-deploy-api.html"


def _of_api(noun: str, name: str = "") -> Meaning:
    """Return the meaning for a part of an API, of which callers see nothing until the API is deployed."""
    return Meaning(noun, DEPLOYED, DEPLOYED, DEPLOYING, name)


MEANINGS = {
    "aws_acm_certificate": Meaning(
        "certificate",
        "a new one is issued once its domains are validated",
        "AWS refuses that while it is in use",
        f"{AWS}/acm/latest/userguide/gs-acm-delete.html",
        "domain_name",
    ),
    "aws_acm_certificate_validation": Meaning(
        "wait for the certificate",
        "it waits once more",
        "nothing waits for the certificate any more",
        f"{PROVIDER}/acm_certificate_validation",
    ),
    "aws_api_gateway_account": Meaning(
        "account's log role",
        "all APIs of the account and region use it",
        "the account's setting stays as it is",
        f"{PROVIDER}/api_gateway_account",
    ),
    "aws_api_gateway_api_key": Meaning(
        "client's key",
        "the client has another key from then on, and is refused until it has it",
        "the client is refused",
        f"{GATEWAY}/api-gateway-api-usage-plans.html",
    ),
    "aws_api_gateway_authorizer": _of_api("authorizer"),
    "aws_api_gateway_base_path_mapping": Meaning(
        "domain's way to the API",
        "the domain leads nowhere meanwhile",
        "the domain does not lead to the API any more",
        f"{GATEWAY}/how-to-custom-domains.html",
        "base_path",
    ),
    "aws_api_gateway_deployment": Meaning(
        "deployment",
        "what changed of the API takes effect",
        "the stages have to have another one first",
        DEPLOYING,
    ),
    "aws_api_gateway_domain_name": Meaning(
        "domain",
        "it is not reachable meanwhile, and its target's name changes",
        "it is not reachable any more",
        f"{GATEWAY}/how-to-custom-domains.html",
        "domain_name",
    ),
    "aws_api_gateway_gateway_response": _of_api("gateway response"),
    "aws_api_gateway_integration": _of_api("integration"),
    "aws_api_gateway_integration_response": _of_api("integration response"),
    "aws_api_gateway_method": _of_api("method"),
    "aws_api_gateway_method_response": _of_api("method response"),
    "aws_api_gateway_method_settings": Meaning(
        "stage's settings",
        "the account's throttle and no logs apply meanwhile",
        "the account's throttle and no logs apply",
        f"{GATEWAY}/api-gateway-request-throttling.html",
    ),
    "aws_api_gateway_model": _of_api("model", "name"),
    "aws_api_gateway_request_validator": _of_api("request validator", "name"),
    "aws_api_gateway_resource": _of_api("path", "path_part"),
    "aws_api_gateway_rest_api": Meaning(
        "REST API",
        "its ID and its URL change",
        "its URL is gone",
        f"{GATEWAY}/how-to-call-api.html",
    ),
    "aws_api_gateway_rest_api_policy": Meaning(
        "API's resource policy",
        DEPLOYED,
        DEPLOYED,
        f"{GATEWAY}/apigateway-resource-policies-create-attach.html",
        "",
    ),
    "aws_api_gateway_stage": Meaning(
        "stage",
        "its URL answers nothing meanwhile, and follows its name",
        "its URL is gone",
        f"{GATEWAY}/how-to-call-api.html",
        "stage_name",
    ),
    "aws_api_gateway_usage_plan": Meaning(
        "usage plan",
        "its quotas begin anew, and its keys are refused meanwhile",
        "its keys are refused",
        f"{GATEWAY}/api-gateway-api-usage-plans.html",
    ),
    "aws_api_gateway_usage_plan_key": Meaning(
        "key's usage plan",
        "the key is refused meanwhile",
        "the key is refused",
        f"{GATEWAY}/api-gateway-api-usage-plans.html",
        "",
    ),
    "aws_backup_plan": Meaning(
        "backup plan",
        "nothing is backed up meanwhile",
        "nothing is backed up any more",
        f"{AWS}/aws-backup/latest/devguide/deleting-a-backup-plan.html",
    ),
    "aws_backup_selection": Meaning(
        "choice of what is backed up",
        "nothing is backed up meanwhile",
        "it is not backed up any more",
        f"{AWS}/aws-backup/latest/devguide/assigning-resources.html",
    ),
    "aws_backup_vault": Meaning(
        "backup vault",
        "AWS refuses that while it holds backups",
        "AWS refuses that while it holds backups",
        f"{AWS}/aws-backup/latest/devguide/create-a-vault.html",
    ),
    "aws_budgets_budget": Meaning(
        "budget",
        "it begins to count again, and nobody is told twice",
        "nobody is told what is spent any more",
        f"{AWS}/cost-management/latest/userguide/budgets-managing-costs.html",
    ),
    "aws_chatbot_slack_channel_configuration": Meaning(
        "channel's configuration",
        "the channel is not told meanwhile",
        "the channel is not told any more",
        f"{AWS}/chatbot/latest/adminguide/slack-setup.html",
        "configuration_name",
    ),
    "aws_cloudwatch_dashboard": Meaning(
        "dashboard",
        "nothing else is lost",
        "nothing else is lost",
        f"{PROVIDER}/cloudwatch_dashboard",
        "dashboard_name",
    ),
    "aws_cloudwatch_event_archive": Meaning(
        "archive",
        "the events in it are lost",
        "the events in it are lost",
        f"{EVENTS}/eb-archive-event.html",
    ),
    "aws_cloudwatch_event_bus": Meaning(
        "event bus",
        "its rules are made anew, and events that come meanwhile are lost",
        "events for it are refused, and its rules go with it",
        f"{EVENTS}/eb-delete-event-bus.html",
    ),
    "aws_cloudwatch_event_bus_policy": Meaning(
        "bus's policy",
        "nobody but its owner may put events on the bus meanwhile",
        "nobody but its owner may put events on the bus",
        f"{EVENTS}/eb-event-bus-perms.html",
        "",
    ),
    "aws_cloudwatch_event_permission": Meaning(
        "permission to put events",
        "its publishers are refused meanwhile",
        "its publishers are refused",
        f"{EVENTS}/eb-event-bus-perms.html",
        "statement_id",
    ),
    "aws_cloudwatch_event_rule": Meaning(
        "rule",
        "events that come meanwhile are not delivered",
        "its events are not delivered any more",
        f"{EVENTS}/eb-delete-rule.html",
    ),
    "aws_cloudwatch_event_target": Meaning(
        "rule's target",
        "events that come meanwhile are not delivered",
        "events are not delivered to it any more",
        f"{EVENTS}/eb-targets.html",
        "target_id",
    ),
    "aws_cloudwatch_log_group": Meaning(
        "log group",
        "its logs are lost",
        "its logs are lost",
        f"{AWS}/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html",
    ),
    "aws_cloudwatch_log_delivery": Meaning(
        "log's delivery",
        "lines that come meanwhile are lost",
        "lines are not written any more",
        f"{AWS}/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html",
        "",
    ),
    "aws_cloudwatch_log_delivery_destination": Meaning(
        "log's destination",
        "lines that come meanwhile are lost",
        "lines are not written any more",
        f"{AWS}/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html",
    ),
    "aws_cloudwatch_log_delivery_source": Meaning(
        "log's source",
        "lines that come meanwhile are lost",
        "lines are not written any more",
        f"{AWS}/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html",
    ),
    "aws_cloudwatch_log_subscription_filter": Meaning(
        "log subscription",
        "lines that come meanwhile do not go on",
        "lines do not go on any more",
        f"{AWS}/AmazonCloudWatch/latest/logs/SubscriptionFilters.html",
    ),
    "aws_cloudwatch_metric_alarm": Meaning(
        "alarm",
        "it begins again without data",
        "nobody is told any more",
        f"{AWS}/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
        "alarm_name",
    ),
    "aws_codedeploy_app": Meaning(
        "CodeDeploy application",
        "its deployments end, and calls stay where they are",
        "calls are not led to new versions any more",
        f"{AWS}/codedeploy/latest/userguide/applications-delete.html",
    ),
    "aws_codedeploy_deployment_group": Meaning(
        "deployment group",
        "its deployments end, and calls stay where they are",
        "calls are not led to new versions any more",
        f"{AWS}/codedeploy/latest/userguide/deployment-groups-delete.html",
        "deployment_group_name",
    ),
    "aws_cognito_resource_server": Meaning(
        "resource server",
        "tokens with its scopes are not made meanwhile",
        "tokens with its scopes are not made any more",
        f"{AWS}/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html",
    ),
    "aws_cognito_user_pool": Meaning(
        "user pool",
        "its users and clients are lost",
        "its users and clients are lost",
        f"{AWS}/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html",
    ),
    "aws_cognito_user_pool_client": Meaning(
        "program's client",
        "its ID and secret change, and the program gets no token until it has them",
        "the program gets no token any more",
        f"{AWS}/cognito/latest/developerguide/user-pool-settings-client-apps.html",
    ),
    "aws_cognito_user_pool_domain": Meaning(
        "user pool's domain",
        "no tokens are made meanwhile",
        "no tokens are made any more",
        f"{AWS}/cognito/latest/developerguide/cognito-user-pools-assign-domain.html",
        "domain",
    ),
    "aws_dynamodb_table": Meaning(
        "table",
        "its data is lost",
        "its data is lost",
        f"{AWS}/amazondynamodb/latest/APIReference/API_DeleteTable.html",
    ),
    "aws_iam_role": Meaning(
        "role",
        "what runs with it is refused meanwhile, and policies that name it stop to match",
        "what runs with it is refused",
        f"{AWS}/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ),
    "aws_iam_role_policy": Meaning(
        "role's policy",
        "the role may not do what it allows meanwhile",
        "the role may not do what it allows any more",
        f"{AWS}/IAM/latest/UserGuide/access_policies_manage-attach-detach.html",
    ),
    "aws_iam_role_policy_attachment": Meaning(
        "role's managed policy",
        "the role may not do what it allows meanwhile",
        "the role may not do what it allows any more",
        f"{AWS}/IAM/latest/UserGuide/access_policies_manage-attach-detach.html",
        "policy_arn",
    ),
    "aws_kms_alias": Meaning(
        "key's alias",
        "what names the key by it fails meanwhile",
        "what names the key by it fails",
        f"{AWS}/kms/latest/developerguide/kms-alias.html",
    ),
    "aws_kms_key": Meaning(
        "key",
        "what the old one encrypted can't be read from then on, in {deletion_window_in_days} days never again",
        "what it encrypted can't be read from then on, in {deletion_window_in_days} days never again",
        f"{AWS}/kms/latest/developerguide/key-state.html",
        "",
    ),
    "aws_lambda_alias": Meaning(
        "alias",
        "calls by it fail meanwhile",
        "calls by it fail",
        f"{LAMBDA}/configuration-aliases.html",
    ),
    "aws_lambda_event_source_mapping": Meaning(
        "event source",
        "messages wait in the source meanwhile",
        "messages stay in the source",
        f"{LAMBDA}/invocation-eventsourcemapping.html",
        "",
    ),
    "aws_lambda_function": Meaning(
        "function",
        "its event sources and permissions are recreated, and calls fail meanwhile",
        "calls of it fail",
        f"{AWS}/lambda/latest/api/API_DeleteFunction.html",
        "function_name",
    ),
    "aws_lambda_function_event_invoke_config": Meaning(
        "handling of failed calls",
        "Lambda's own applies meanwhile: two retries, six hours, then they are lost",
        "Lambda's own applies: two retries, six hours, then they are lost",
        f"{LAMBDA}/invocation-async-configuring.html",
    ),
    "aws_lambda_function_recursion_config": Meaning(
        "leave to call itself in a circle",
        "Lambda stops a function that calls itself in a circle meanwhile",
        "Lambda stops a function that calls itself in a circle",
        f"{LAMBDA}/invocation-recursion.html",
        "",
    ),
    "aws_lambda_layer_version": Meaning(
        "layer's version",
        "functions move to a new version",
        "functions that have it keep it",
        f"{LAMBDA}/creating-deleting-layers.html",
        "layer_name",
    ),
    "aws_lambda_layer_version_permission": Meaning(
        "permission to use the layer",
        "functions of others are refused it meanwhile",
        "functions of others are refused it",
        f"{LAMBDA}/permissions-layer-cross-account.html",
        "statement_id",
    ),
    "aws_lambda_permission": Meaning(
        "permission to call the function",
        "calls are refused meanwhile",
        "calls are refused",
        f"{LAMBDA}/access-control-resource-based.html",
        "statement_id",
    ),
    "aws_lambda_provisioned_concurrency_config": Meaning(
        "provisioned concurrency",
        "nothing is kept ready meanwhile",
        "nothing is kept ready any more",
        f"{LAMBDA}/provisioned-concurrency.html",
        "",
    ),
    "aws_route53_record": Meaning(
        "DNS record",
        "its name does not resolve meanwhile",
        "its name does not resolve any more",
        f"{AWS}/Route53/latest/DeveloperGuide/resource-record-sets-deleting.html",
    ),
    "aws_sns_topic": Meaning(
        "topic",
        "its subscriptions are recreated, and those by e-mail have to be confirmed again",
        "its subscriptions go with it",
        f"{AWS}/sns/latest/api/API_DeleteTopic.html",
    ),
    "aws_sns_topic_policy": Meaning(
        "topic's policy",
        "nobody but its owner may use the topic meanwhile",
        "nobody but its owner may use the topic",
        f"{PROVIDER}/sns_topic_policy",
        "",
    ),
    "aws_sns_topic_subscription": Meaning(
        "subscription",
        "messages that come meanwhile do not reach it, and one by e-mail has to be confirmed again",
        "messages do not reach it any more",
        f"{AWS}/sns/latest/dg/sns-email-notifications.html",
        "endpoint",
    ),
    "aws_sqs_queue": Meaning(
        "queue",
        "the messages in it are lost",
        "the messages in it are lost",
        f"{AWS}/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html",
    ),
    "aws_sqs_queue_policy": Meaning(
        "queue's policy",
        "nobody but its owner may use the queue meanwhile",
        "nobody but its owner may use the queue",
        f"{PROVIDER}/sqs_queue_policy",
        "",
    ),
    "aws_sqs_queue_redrive_allow_policy": Meaning(
        "choice of who may use the dead-letter queue",
        "any queue may meanwhile",
        "any queue may",
        f"{AWS}/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
        "",
    ),
    "aws_ssm_parameter": Meaning(
        "parameter",
        "its history is lost, and reading it fails meanwhile",
        "its value and history are lost",
        f"{AWS}/systems-manager/latest/APIReference/API_DeleteParameter.html",
    ),
    "aws_wafv2_web_acl": Meaning(
        "web ACL",
        "what it stood before is open meanwhile",
        "nothing stands before the API any more",
        f"{AWS}/waf/latest/developerguide/web-acl-deleting.html",
    ),
    "aws_wafv2_web_acl_association": Meaning(
        "web ACL's place",
        "requests are not looked at meanwhile",
        "requests are not looked at any more",
        f"{AWS}/waf/latest/developerguide/web-acl-associating-aws-resource.html",
        "",
    ),
    "random_password": Meaning(
        "password",
        "another one is made, and what holds it changes with it",
        "what holds it has to have another",
        f"{_RANDOM}/password",
        "",
    ),
}
"""By resource type."""

DATA = frozenset(
    {
        "aws_cloudwatch_event_archive",
        "aws_cloudwatch_log_group",
        "aws_cognito_user_pool",
        "aws_dynamodb_table",
        "aws_kms_key",
        "aws_sqs_queue",
        "aws_ssm_parameter",
    }
)
"""The types that hold what is lost with them: what `MEANINGS` says comes of it when they go."""


class Protection(NamedTuple):
    """What keeps AWS from deleting a resource.

    Attributes:
        argument: Which argument.
        values: What it is then; None where it is not set.
        way_out: What an apply has to have done before.
    """

    argument: str
    values: frozenset[object]
    way_out: str


_ON = frozenset({True})
DELETION_PROTECTION = {
    "aws_backup_vault": Protection(
        "force_destroy", frozenset({None, False}), "turned force_destroy on, or all backups in it are deleted"
    ),
    "aws_cloudwatch_log_group": Protection(
        "deletion_protection_enabled", _ON, "turned deletion_protection_enabled off"
    ),
    "aws_cognito_user_pool": Protection(
        "deletion_protection", frozenset({"ACTIVE"}), "made deletion_protection INACTIVE"
    ),
    "aws_dynamodb_table": Protection("deletion_protection_enabled", _ON, "turned deletion_protection_enabled off"),
}
"""What keeps AWS from deleting a resource, by its type.

Sources:
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html
    https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html
"""

DEFAULTS = {"deletion_window_in_days": "30"}
"""What the provider takes where an argument that is told of is not set.

Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/kms_key
"""
