"""What it means that a resource goes, is made anew or changes: as AWS's and the provider's documentation has it.

As data, a line for each resource type or argument, each with its source. `consequences` puts the words together.
"""

from __future__ import annotations

from typing import NamedTuple

_AWS = "https://docs.aws.amazon.com"
_GATEWAY = f"{_AWS}/apigateway/latest/developerguide"
_EVENTS = f"{_AWS}/eventbridge/latest/userguide"
_LAMBDA = f"{_AWS}/lambda/latest/dg"
_PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
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


class Update(NamedTuple):
    """What comes of an argument that changes in place.

    Attributes:
        type: The resource type.
        path: The argument, or the block that it is in.
        when: "changed", or only when it is "lowered", "off" or "on".
        words: What comes of it.
        source: Where that is documented.
    """

    type: str
    path: str
    when: str
    words: str
    source: str


_DEPLOYED = "takes effect when the API is deployed again"
_DEPLOYING = f"{_GATEWAY}/how-to-deploy-api.html"


def _of_api(noun: str, name: str = "") -> Meaning:
    """Return the meaning for a part of an API, of which callers see nothing until the API is deployed."""
    return Meaning(noun, _DEPLOYED, _DEPLOYED, _DEPLOYING, name)


MEANINGS = {
    "aws_acm_certificate": Meaning(
        "certificate", "a new one is issued once its domains are validated", "AWS refuses that while it is in use",
        f"{_AWS}/acm/latest/userguide/gs-acm-delete.html", "domain_name",
    ),
    "aws_acm_certificate_validation": Meaning(
        "wait for the certificate", "it waits once more", "nothing waits for the certificate any more",
        f"{_PROVIDER}/acm_certificate_validation",
    ),
    "aws_api_gateway_account": Meaning(
        "account's log role", "all APIs of the account and region use it", "the account's setting stays as it is",
        f"{_PROVIDER}/api_gateway_account",
    ),
    "aws_api_gateway_authorizer": _of_api("authorizer"),
    "aws_api_gateway_base_path_mapping": Meaning(
        "domain's way to the API", "the domain leads nowhere meanwhile", "the domain does not lead to the API any more",
        f"{_GATEWAY}/how-to-custom-domains.html", "base_path",
    ),
    "aws_api_gateway_deployment": Meaning(
        "deployment", "what changed of the API takes effect", "the stages have to have another one first", _DEPLOYING,
    ),
    "aws_api_gateway_domain_name": Meaning(
        "domain", "it is not reachable meanwhile, and its target's name changes", "it is not reachable any more",
        f"{_GATEWAY}/how-to-custom-domains.html", "domain_name",
    ),
    "aws_api_gateway_gateway_response": _of_api("gateway response"),
    "aws_api_gateway_integration": _of_api("integration"),
    "aws_api_gateway_integration_response": _of_api("integration response"),
    "aws_api_gateway_method": _of_api("method"),
    "aws_api_gateway_method_response": _of_api("method response"),
    "aws_api_gateway_method_settings": Meaning(
        "stage's settings", "the account's throttle and no logs apply meanwhile",
        "the account's throttle and no logs apply",
        f"{_GATEWAY}/api-gateway-request-throttling.html",
    ),
    "aws_api_gateway_model": _of_api("model", "name"),
    "aws_api_gateway_request_validator": _of_api("request validator", "name"),
    "aws_api_gateway_resource": _of_api("path", "path_part"),
    "aws_api_gateway_rest_api": Meaning(
        "REST API", "its ID and its URL change", "its URL is gone", f"{_GATEWAY}/how-to-call-api.html",
    ),
    "aws_api_gateway_stage": Meaning(
        "stage", "its URL answers nothing meanwhile, and follows its name", "its URL is gone",
        f"{_GATEWAY}/how-to-call-api.html", "stage_name",
    ),
    "aws_cloudwatch_dashboard": Meaning(
        "dashboard", "nothing else is lost", "nothing else is lost", f"{_PROVIDER}/cloudwatch_dashboard",
        "dashboard_name",
    ),
    "aws_cloudwatch_event_archive": Meaning(
        "archive", "the events in it are lost", "the events in it are lost", f"{_EVENTS}/eb-archive-event.html",
    ),
    "aws_cloudwatch_event_bus": Meaning(
        "event bus", "its rules are made anew, and events that come meanwhile are lost",
        "events for it are refused, and its rules go with it", f"{_EVENTS}/eb-delete-event-bus.html",
    ),
    "aws_cloudwatch_event_permission": Meaning(
        "permission to put events", "its publishers are refused meanwhile", "its publishers are refused",
        f"{_EVENTS}/eb-event-bus-perms.html", "statement_id",
    ),
    "aws_cloudwatch_event_rule": Meaning(
        "rule", "events that come meanwhile are not delivered", "its events are not delivered any more",
        f"{_EVENTS}/eb-delete-rule.html",
    ),
    "aws_cloudwatch_event_target": Meaning(
        "rule's target", "events that come meanwhile are not delivered", "events are not delivered to it any more",
        f"{_EVENTS}/eb-targets.html", "target_id",
    ),
    "aws_cloudwatch_log_group": Meaning(
        "log group", "its logs are lost", "its logs are lost",
        f"{_AWS}/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html",
    ),
    "aws_cloudwatch_metric_alarm": Meaning(
        "alarm", "it begins again without data", "nobody is told any more",
        f"{_AWS}/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html", "alarm_name",
    ),
    "aws_dynamodb_table": Meaning(
        "table", "its data is lost", "its data is lost",
        f"{_AWS}/amazondynamodb/latest/APIReference/API_DeleteTable.html",
    ),
    "aws_iam_role": Meaning(
        "role", "what runs with it is refused meanwhile, and policies that name it stop to match",
        "what runs with it is refused", f"{_AWS}/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ),
    "aws_iam_role_policy": Meaning(
        "role's policy", "the role may not do what it allows meanwhile", "the role may not do what it allows any more",
        f"{_AWS}/IAM/latest/UserGuide/access_policies_manage-attach-detach.html",
    ),
    "aws_iam_role_policy_attachment": Meaning(
        "role's managed policy", "the role may not do what it allows meanwhile",
        "the role may not do what it allows any more",
        f"{_AWS}/IAM/latest/UserGuide/access_policies_manage-attach-detach.html", "policy_arn",
    ),
    "aws_kms_alias": Meaning(
        "key's alias", "what names the key by it fails meanwhile", "what names the key by it fails",
        f"{_AWS}/kms/latest/developerguide/kms-alias.html",
    ),
    "aws_kms_key": Meaning(
        "key", "in {deletion_window_in_days} days what the old one encrypted can't be read any more",
        "in {deletion_window_in_days} days what it encrypted can't be read any more",
        f"{_AWS}/kms/latest/developerguide/deleting-keys.html", "",
    ),
    "aws_lambda_event_source_mapping": Meaning(
        "event source", "messages wait in the source meanwhile", "messages stay in the source",
        f"{_LAMBDA}/invocation-eventsourcemapping.html", "",
    ),
    "aws_lambda_function": Meaning(
        "function", "its event sources and permissions are recreated, and calls fail meanwhile", "calls of it fail",
        f"{_AWS}/lambda/latest/api/API_DeleteFunction.html", "function_name",
    ),
    "aws_lambda_function_event_invoke_config": Meaning(
        "handling of failed calls", "Lambda's own applies meanwhile: two retries, six hours, then they are lost",
        "Lambda's own applies: two retries, six hours, then they are lost", f"{_LAMBDA}/invocation-async-configuring.html",
    ),
    "aws_lambda_layer_version": Meaning(
        "layer's version", "functions move to a new version", "functions that have it keep it",
        f"{_LAMBDA}/creating-deleting-layers.html", "layer_name",
    ),
    "aws_lambda_layer_version_permission": Meaning(
        "permission to use the layer", "functions of others are refused it meanwhile",
        "functions of others are refused it", f"{_LAMBDA}/permissions-layer-cross-account.html", "statement_id",
    ),
    "aws_lambda_permission": Meaning(
        "permission to call the function", "calls are refused meanwhile", "calls are refused",
        f"{_LAMBDA}/access-control-resource-based.html", "statement_id",
    ),
    "aws_route53_record": Meaning(
        "DNS record", "its name does not resolve meanwhile", "its name does not resolve any more",
        f"{_AWS}/Route53/latest/DeveloperGuide/resource-record-sets-deleting.html",
    ),
    "aws_sns_topic": Meaning(
        "topic", "its subscriptions are recreated, and those by e-mail have to be confirmed again",
        "its subscriptions go with it", f"{_AWS}/sns/latest/api/API_DeleteTopic.html",
    ),
    "aws_sns_topic_policy": Meaning(
        "topic's policy", "nobody but its owner may use the topic meanwhile", "nobody but its owner may use the topic",
        f"{_PROVIDER}/sns_topic_policy", "",
    ),
    "aws_sns_topic_subscription": Meaning(
        "subscription", "messages that come meanwhile do not reach it, and one by e-mail has to be confirmed again",
        "messages do not reach it any more", f"{_AWS}/sns/latest/dg/sns-email-notifications.html", "endpoint",
    ),
    "aws_sqs_queue": Meaning(
        "queue", "the messages in it are lost", "the messages in it are lost",
        f"{_AWS}/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html",
    ),
    "aws_sqs_queue_policy": Meaning(
        "queue's policy", "nobody but its owner may use the queue meanwhile", "nobody but its owner may use the queue",
        f"{_PROVIDER}/sqs_queue_policy", "",
    ),
    "aws_sqs_queue_redrive_allow_policy": Meaning(
        "choice of who may use the dead-letter queue", "any queue may meanwhile", "any queue may",
        f"{_AWS}/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html", "",
    ),
    "aws_ssm_parameter": Meaning(
        "parameter", "its history is lost, and reading it fails meanwhile", "its value and history are lost",
        f"{_AWS}/systems-manager/latest/APIReference/API_DeleteParameter.html",
    ),
    "random_password": Meaning(
        "password", "another one is made, and what holds it changes with it", "what holds it has to have another",
        f"{_RANDOM}/password", "",
    ),
}  # fmt: skip
"""By resource type."""

DELETION_PROTECTION = {"aws_dynamodb_table": "deletion_protection_enabled"}
"""The argument by which AWS refuses to delete a resource, by its type.

Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html
"""

DEFAULTS = {"deletion_window_in_days": "30"}
"""What the provider takes where an argument that is told of is not set.

Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/kms_key
"""

UPDATES = (
    Update(
        "aws_api_gateway_stage", "deployment_id", "changed", "what changed of the API takes effect", _DEPLOYING,
    ),
    Update(
        "aws_cloudwatch_event_archive", "retention_days", "lowered", "older events are deleted",
        f"{_EVENTS}/eb-archive-event.html",
    ),
    Update(
        "aws_cloudwatch_event_rule", "state", "off", "its events are not delivered any more",
        f"{_EVENTS}/eb-delete-rule.html",
    ),
    Update(
        "aws_cloudwatch_log_group", "retention_in_days", "lowered", "older logs are deleted",
        f"{_AWS}/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    ),
    *(
        Update("aws_dynamodb_table", f"global_secondary_index.{name}", "changed",
               "the index is built anew, and is not there meanwhile", f"{_PROVIDER}/dynamodb_table")
        for name in ("hash_key", "range_key", "projection_type", "non_key_attributes")
    ),
    Update(
        "aws_dynamodb_table", "point_in_time_recovery.enabled", "off",
        "what was before can't be restored any more",
        f"{_AWS}/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html",
    ),
    Update(
        "aws_dynamodb_table", "stream_view_type", "changed", "its stream is made anew",
        f"{_AWS}/amazondynamodb/latest/developerguide/Streams.html",
    ),
    Update(
        "aws_dynamodb_table", "ttl", "changed", "other items expire, and are deleted",
        f"{_AWS}/amazondynamodb/latest/developerguide/TTL.html",
    ),
    Update(
        "aws_kms_key", "is_enabled", "off", "what it encrypts can't be read until it is enabled again",
        f"{_AWS}/kms/latest/developerguide/enabling-keys.html",
    ),
    Update(
        "aws_lambda_event_source_mapping", "enabled", "off", "messages wait in the source",
        f"{_LAMBDA}/invocation-eventsourcemapping.html",
    ),
    Update(
        "aws_sqs_queue", "message_retention_seconds", "lowered", "older messages are deleted",
        f"{_AWS}/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
    ),
    *(
        Update("aws_ssm_parameter", path, "changed", "readers get another value when they read again",
               f"{_AWS}/systems-manager/latest/userguide/sysman-paramstore-versions.html")
        for path in ("value", "insecure_value", "value_wo_version")
    ),
    *(
        Update(f"aws_api_gateway_{part}", "", "changed", _DEPLOYED, _DEPLOYING)
        for part in ("authorizer", "gateway_response", "integration", "integration_response", "method",
                     "method_response", "model", "request_validator", "resource")
    ),
)  # fmt: skip
"""What changes in place and is more than that; an empty path is any argument."""
