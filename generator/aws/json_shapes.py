"""What JSON texts in arguments have to say: a small schema for each, by `type.path`.

A shape is a type of Python, a set of words, a range, a tuple of shapes (any of them), a dict (an object: a key
that ends in `!` is needed, `*` stands for all others; without it no others may be), or a list with the shape of
its elements.
"""

from __future__ import annotations

from typing import Any, NamedTuple

Shape = Any


class Json(NamedTuple):
    """A text of JSON.

    Attributes:
        argument: `type.path`.
        shape: What it says.
        source: Where that is documented.
    """

    argument: str
    shape: Shape
    source: str


_ANY = object
_QUEUE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"
_REDRIVE = {"deadLetterTargetArn!": str, "maxReceiveCount!": (range(1, 1001), str)}
_ALLOW = {"redrivePermission!": frozenset({"allowAll", "denyAll", "byQueue"}), "sourceQueueArns": [str]}
_WIDGET = {
    "type!": frozenset({"metric", "text", "log", "alarm", "explorer", "custom"}),
    "properties!": dict, "x": range(24), "width": range(1, 25), "height": range(1, 1001), "*": _ANY,
}  # fmt: skip
_SCHEMA_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
_SCHEMA: dict[str, Shape] = {
    "$ref": str, "$schema": str, "type": (_SCHEMA_TYPES, [_SCHEMA_TYPES]), "required": [str], "enum": list,
    "title": str, "description": str, "minLength": int, "maxLength": int, "pattern": str, "*": _ANY,
}  # fmt: skip
_SCHEMA |= {"properties": {"*": _SCHEMA}, "items": (_SCHEMA, [_SCHEMA]), "allOf": [_SCHEMA], "anyOf": [_SCHEMA]}
_STATE_TYPES = frozenset({"Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"})

SHAPES = tuple(
    Json(*row)
    for row in (
        ("aws_sqs_queue.redrive_policy", _REDRIVE, _QUEUE),
        ("aws_sqs_queue_redrive_policy.redrive_policy", _REDRIVE, _QUEUE),
        ("aws_sqs_queue.redrive_allow_policy", _ALLOW, _QUEUE),
        ("aws_sqs_queue_redrive_allow_policy.redrive_allow_policy", _ALLOW, _QUEUE),
        ("aws_sns_topic_subscription.redrive_policy", {"deadLetterTargetArn!": str, "*": _ANY},
         "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html"),
        ("aws_sns_topic_subscription.filter_policy", {"*": (list, dict)},
         "https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html"),
        ("aws_cloudwatch_dashboard.dashboard_body",
         {"widgets": [_WIDGET], "*": _ANY},
         "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html"),
        ("aws_sfn_state_machine.definition",
         {"StartAt!": str, "States!": {"*": {"Type!": _STATE_TYPES, "*": _ANY}}, "*": _ANY},
         "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"),
        ("aws_api_gateway_model.schema", _SCHEMA,
         "https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html"),
    )
)  # fmt: skip
"""The texts whose shape AWS asks."""
