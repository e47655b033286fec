"""What touches security, as data: arguments, policies, and resources that let somebody do something.

Source of the arguments: the pages of the resource types, which `replacement.json` names.
"""

from __future__ import annotations

from typing import NamedTuple

GIVEN, SWITCH, AMOUNT = "given", "switch", "amount"
"""Ways in which an argument changes: it is set, another or removed; turned on or off; raised or lowered."""


class Access(NamedTuple):
    """A resource that is there to let somebody do something.

    Attributes:
        who: The argument that says whom.
        what: What that one may do; in braces an argument that tells more.
        bounded: The arguments that say from where alone.
    """

    who: str
    what: str
    bounded: tuple[str, ...] = ()


MARKS = {
    "*": {
        "kms_master_key_id": ("the encryption's key", GIVEN),
        "kms_key_arn": ("the encryption's key", GIVEN),
        "kms_key_id": ("the encryption's key", GIVEN),
        "kms_key_identifier": ("the encryption's key", GIVEN),
        "permissions_boundary": ("the bound of what the role may do", GIVEN),
        "deletion_protection_enabled": ("deletion protection", SWITCH),
    },
    "aws_api_gateway_authorizer": {
        "authorizer_result_ttl_in_seconds": ("how long a permission is remembered", AMOUNT),
        "authorizer_uri": ("who decides about calls of the API", GIVEN),
        "identity_source": ("what callers are known by", GIVEN),
        "identity_validation_expression": ("what tokens may look like", GIVEN),
        "provider_arns": ("who decides about calls of the API", GIVEN),
        "type": ("what callers are known by", GIVEN),
    },
    "aws_api_gateway_domain_name": {
        "mutual_tls_authentication": ("client certificates of the domain", GIVEN),
        "security_policy": ("the domain's oldest TLS", GIVEN),
    },
    "aws_api_gateway_integration": {
        "credentials": ("the role that the API calls with", GIVEN),
        "tls_config.insecure_skip_verification": ("skipping of certificates", SWITCH),
    },
    "aws_api_gateway_method": {
        "api_key_required": ("the API key of the method", SWITCH),
        "authorization": ("authorization of the method", SWITCH),
        "authorization_scopes": ("the scopes that the method asks for", GIVEN),
        "authorizer_id": ("the authorizer of the method", GIVEN),
        "request_validator_id": ("validation of requests", GIVEN),
    },
    "aws_api_gateway_method_settings": {
        "settings.data_trace_enabled": ("logging of whole requests", SWITCH),
        "settings.logging_level": ("the API's logs", SWITCH),
        "settings.throttling_burst_limit": ("the API's throttle", AMOUNT),
        "settings.throttling_rate_limit": ("the API's throttle", AMOUNT),
    },
    "aws_api_gateway_rest_api": {
        "disable_execute_api_endpoint": ("the API's shut default endpoint", SWITCH),
        "endpoint_configuration": ("from where the API can be reached", GIVEN),
    },
    "aws_api_gateway_stage": {
        "access_log_settings": ("the API's access log", GIVEN),
        "client_certificate_id": ("what the backend knows the API by", GIVEN),
    },
    "aws_cloudwatch_event_permission": {
        "action": ("what may be done with the bus", GIVEN),
        "condition": ("under which condition events may be put", GIVEN),
        "principal": ("who may put events on the bus", GIVEN),
    },
    "aws_cloudwatch_log_group": {
        "retention_in_days": ("how long logs are kept", AMOUNT),
    },
    "aws_dynamodb_table": {
        "server_side_encryption": ("encryption of the table", SWITCH),
    },
    "aws_iam_role": {
        "managed_policy_arns": ("what the role may do", GIVEN),
        "max_session_duration": ("how long the role is assumed for", AMOUNT),
    },
    "aws_iam_role_policy_attachment": {
        "policy_arn": ("what the role may do", GIVEN),
    },
    "aws_kms_key": {
        "deletion_window_in_days": ("the time to take a key's deletion back", AMOUNT),
        "enable_key_rotation": ("rotation of the key", SWITCH),
        "is_enabled": ("the key", SWITCH),
    },
    "aws_lambda_function": {
        "code_signing_config_arn": ("signing of the function's code", GIVEN),
        "role": ("what the function may do", GIVEN),
        "vpc_config": ("the function's network", GIVEN),
    },
    "aws_lambda_layer_version_permission": {
        "organization_id": ("who may use the layer", GIVEN),
        "principal": ("who may use the layer", GIVEN),
    },
    "aws_lambda_permission": {
        "action": ("what may be done with the function", GIVEN),
        "function_url_auth_type": ("authorization of the function's URL", SWITCH),
        "principal": ("who may call the function", GIVEN),
        "principal_org_id": ("who may call the function", GIVEN),
        "source_account": ("from where the function may be called", GIVEN),
        "source_arn": ("from where the function may be called", GIVEN),
    },
    "aws_sns_topic_subscription": {
        "endpoint": ("who gets the topic's messages", GIVEN),
    },
    "aws_sqs_queue": {
        "sqs_managed_sse_enabled": ("encryption of the queue", SWITCH),
    },
    "aws_sqs_queue_redrive_allow_policy": {
        "redrive_allow_policy": ("who may use the dead-letter queue", GIVEN),
    },
    "aws_ssm_parameter": {
        "insecure_value": ("the parameter's value, in the open", GIVEN),
        "key_id": ("the encryption's key", GIVEN),
        "type": ("encryption of the parameter", GIVEN),
        "value_wo_version": ("the secret", GIVEN),
    },
    "random_password": {
        "keepers": ("the secret", GIVEN),
        "length": ("how hard the password is to guess", AMOUNT),
        "min_lower": ("how hard the password is to guess", AMOUNT),
        "min_numeric": ("how hard the password is to guess", AMOUNT),
        "min_special": ("how hard the password is to guess", AMOUNT),
        "min_upper": ("how hard the password is to guess", AMOUNT),
        "lower": ("how hard the password is to guess", SWITCH),
        "numeric": ("how hard the password is to guess", SWITCH),
        "special": ("how hard the password is to guess", SWITCH),
        "upper": ("how hard the password is to guess", SWITCH),
    },
}
"""What is told of an argument, and how it changes, by resource type ("*" for any) and its way."""

POLICIES = {
    ("*", "assume_role_policy"): "who may assume the role",
    ("aws_api_gateway_domain_name", "policy"): "who may use the domain",
    ("aws_api_gateway_rest_api", "policy"): "who may call the API",
    ("aws_iam_policy", "policy"): "what the policy allows",
    ("aws_iam_role", "inline_policy"): "what the role may do",
    ("aws_cloudwatch_event_bus_policy", "policy"): "who may put events on the bus",
    ("aws_iam_role_policy", "policy"): "what the role may do",
    ("aws_kms_key", "policy"): "who may use the key",
    ("aws_sns_topic", "policy"): "who may use the topic",
    ("aws_sns_topic_policy", "policy"): "who may use the topic",
    ("aws_sqs_queue", "policy"): "who may use the queue",
    ("aws_sqs_queue_policy", "policy"): "who may use the queue",
    ("*", "policy"): "who may do what",
}
"""The arguments that hold policies, by resource type, the particular ones first."""

ACCESS = {
    "aws_cloudwatch_event_permission": Access("principal", "put events on the bus", ("condition",)),
    "aws_iam_role_policy_attachment": Access("role", "do what {policy_arn} allows"),
    "aws_lambda_layer_version_permission": Access("principal", "use the layer", ("organization_id",)),
    "aws_lambda_permission": Access(
        "principal", "call the function", ("source_arn", "source_account", "principal_org_id")
    ),
    "aws_sns_topic_subscription": Access("endpoint", "get the topic's messages"),
}
"""The resources that let somebody do something, by type."""
