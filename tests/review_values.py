"""Reviews made by hand, for tests of the reports that are made from them."""

from __future__ import annotations

from generator.location import Location
from generator.model.change import (
    Action,
    AttributeChange,
    Change,
    ChangeGroup,
    Effect,
    EnvironmentChanges,
    Extent,
    FileChange,
    Gravity,
    Review,
)
from generator.model.diagram import Diagram, DiagramNode, Edge
from generator.model.finding import Finding, Findings, Severity, SpecValue, TemplateSource

SOURCE = TemplateSource(
    Location("templates/lambda.tf.j2", 31),
    (
        SpecValue(
            "consumers.event_storage.function.timeout_seconds",
            "60",
            "environments/base.yaml:18",
            Location("environments/base.yaml", 18),
        ),
    ),
)


def extent(path: str, line: int, text: str, source: TemplateSource | None = None) -> Extent:
    """Some whole lines of a file."""
    last = line + text.count("\n")
    return Extent(Location(path, line), Location(path, last, len(text.rpartition("\n")[2]) + 1), text, source)


QUEUE = """\
resource "aws_sqs_queue" "event_storage" {
  name                       = "${local.name_prefix}-store-queue"
  message_retention_seconds  = var.event_storage_queue_retention_seconds
  receive_wait_time_seconds  = var.event_storage_queue_receive_wait_seconds
  sqs_managed_sse_enabled    = true
  visibility_timeout_seconds = 6 * var.event_storage_timeout_seconds

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.event_storage_dead_letter.arn
    maxReceiveCount     = 5
  })
}"""

POLICY = """\
resource "aws_iam_role_policy" "event_storage" {
  name = "${local.name_prefix}-store-policy"
  role = aws_iam_role.event_storage.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.event_storage.arn}:*"
      },
      {
        Sid      = "StoreEvents"
        Effect   = "Allow"
        Action   = "dynamodb:PutItem"
        Resource = aws_dynamodb_table.events.arn
      },
    ]
  })
}"""

FUNCTION = """\
resource "aws_lambda_function" "event_storage" {
  function_name = "${local.name_prefix}-store-fn"
  timeout       = var.event_storage_timeout_seconds
}"""

ALARM = """\
resource "aws_cloudwatch_metric_alarm" "storage_age" {
  alarm_name  = "${local.name_prefix}-storage-age"
  metric_name = "ApproximateAgeOfOldestMessage"
  threshold   = 300
}"""

POLICY_CHANGE = Change(
    "aws_iam_role_policy.event_storage",
    "resource",
    "aws_iam_role_policy",
    Action.CHANGED,
    Effect.UPDATE,
    attributes=(
        AttributeChange(
            "policy.Statement[1].Action",
            '"dynamodb:PutItem"',
            '["dynamodb:DeleteItem", "dynamodb:PutItem"]',
            extent("iam.tf", 190, '        Action   = "dynamodb:PutItem"'),
            extent("iam.tf", 190, '        Action   = ["dynamodb:DeleteItem", "dynamodb:PutItem"]', SOURCE),
            False,
            "what the role may do",
        ),
    ),
    security=("what the role may do",),
    gravity=Gravity.SECURITY,
    before=extent("iam.tf", 160, POLICY),
    after=extent(
        "iam.tf",
        160,
        POLICY.replace('Action   = "dynamodb:PutItem"', 'Action   = ["dynamodb:DeleteItem", "dynamodb:PutItem"]'),
        SOURCE,
    ),
)

QUEUE_CHANGE = Change(
    "aws_sqs_queue.event_storage",
    "resource",
    "aws_sqs_queue",
    Action.CHANGED,
    Effect.REPLACE,
    attributes=(
        AttributeChange(
            "name",
            '"event-platform-prod-store-queue"',
            '"event-platform-prod-storage-queue"',
            extent("sqs.tf", 62, '  name = "${local.name_prefix}-store-queue"'),
            extent("sqs.tf", 62, '  name = "${local.name_prefix}-storage-queue"'),
            True,
        ),
        AttributeChange(
            "max_message_size",
            None,
            "131072",
            extent("sqs.tf", 61, QUEUE),
            extent("sqs.tf", 66, "  max_message_size = 131072"),
            False,
        ),
    ),
    meaning="replaces the queue: messages in flight are lost",
    before=extent("sqs.tf", 61, QUEUE),
    after=extent(
        "sqs.tf",
        61,
        QUEUE.replace("-store-queue", "-storage-queue").replace(
            "sqs_managed", "max_message_size           = 131072\n  sqs_managed"
        ),
    ),
    gravity=Gravity.LOSS,
)

TIMEOUT_CHANGE = Change(
    "aws_lambda_function.event_storage",
    "resource",
    "aws_lambda_function",
    Action.CHANGED,
    Effect.UPDATE,
    attributes=(
        AttributeChange(
            "timeout",
            "60",
            "90",
            extent("lambda.tf", 210, "  timeout = var.event_storage_timeout_seconds", SOURCE),
            extent("lambda.tf", 210, "  timeout = var.event_storage_timeout_seconds", SOURCE),
            False,
        ),
    ),
    meaning="in place",
    before=extent("lambda.tf", 206, FUNCTION),
    after=extent("lambda.tf", 206, FUNCTION),
)

ADDED = Change(
    "aws_cloudwatch_metric_alarm.storage_age",
    "resource",
    "aws_cloudwatch_metric_alarm",
    Action.ADDED,
    Effect.CREATE,
    after=extent("monitoring.tf", 80, ALARM, SOURCE),
)

REMOVED = Change(
    "output.old_endpoint",
    "output",
    "",
    Action.REMOVED,
    Effect.NONE,
    before=extent("outputs.tf", 3, 'output "old_endpoint" {\n  value = local.endpoint\n}'),
)

RENAMED = Change(
    "aws_dynamodb_table.items",
    "resource",
    "aws_dynamodb_table",
    Action.RENAMED,
    Effect.DESTROY,
    previous="aws_dynamodb_table.events",
    meaning="destroys the table: its data is lost",
    before=extent("dynamodb.tf", 4, 'resource "aws_dynamodb_table" "events" {\n  hash_key = "id"\n}'),
    after=extent("dynamodb.tf", 4, 'resource "aws_dynamodb_table" "items" {\n  hash_key = "id"\n}'),
    moved="moved {\n  from = aws_dynamodb_table.events\n  to   = aws_dynamodb_table.items\n}",
    gravity=Gravity.LOSS,
)

FILE = FileChange(
    "lambda-src/event_storage/index.mjs",
    Action.CHANGED,
    (
        "--- a/lambda-src/event_storage/index.mjs",
        "+++ b/lambda-src/event_storage/index.mjs",
        "@@ -1,3 +1,3 @@",
        " import { table } from './table.mjs';",
        "-const limit = 10;",
        "+const limit = 25;",
    ),
)


def diagram(environment: str) -> Diagram:
    """Some of the bundled stack."""
    prefix = f"event-platform-{environment}"
    return Diagram(
        (
            DiagramNode("aws_api_gateway_rest_api.main", "aws_api_gateway_rest_api", f"{prefix}-api", "API"),
            DiagramNode("aws_cloudwatch_event_bus.main", "aws_cloudwatch_event_bus", f"{prefix}-bus", "bus"),
            DiagramNode("aws_dynamodb_table.items", "aws_dynamodb_table", f"{prefix}-items", "table"),
            DiagramNode(
                "aws_lambda_function.event_ingestion", "aws_lambda_function", f"{prefix}-ingest-fn", "function"
            ),
            DiagramNode(
                "aws_lambda_function.event_storage", "aws_lambda_function", f"{prefix}-store-fn", "function"
            ),
            DiagramNode("aws_sqs_queue.event_storage", "aws_sqs_queue", f"{prefix}-storage-queue", "queue"),
            DiagramNode(
                "aws_sqs_queue.event_storage_dead_letter",
                "aws_sqs_queue",
                f"{prefix}-storage-dlq",
                "dead-letter queue",
            ),
        ),
        (
            Edge("aws_api_gateway_rest_api.main", "aws_lambda_function.event_ingestion", "POST /events"),
            Edge("aws_cloudwatch_event_bus.main", "aws_sqs_queue.event_storage", "delivers"),
            Edge("aws_lambda_function.event_ingestion", "aws_cloudwatch_event_bus.main", "puts events"),
            Edge("aws_lambda_function.event_storage", "aws_dynamodb_table.items", "writes"),
            Edge("aws_lambda_function.event_storage", "aws_cloudwatch_event_bus.main", "puts events"),
            Edge("aws_sqs_queue.event_storage", "aws_lambda_function.event_storage", "invokes"),
            Edge("aws_sqs_queue.event_storage", "aws_sqs_queue.event_storage_dead_letter", "dead letters"),
        ),
    )


def review(pull_requests: int = 38) -> Review:
    """A review of dev, prod, staging and pull-request environments; all share most changes, prod has its own."""
    others = sorted(["dev", "staging", *(f"pr-{number}" for number in range(1, pull_requests + 1))])
    everywhere = sorted([*others, "prod"])
    shared = (POLICY_CHANGE, TIMEOUT_CHANGE, ADDED, REMOVED)
    environments = [
        EnvironmentChanges(
            name,
            Action.CHANGED,
            (*shared, QUEUE_CHANGE, RENAMED) if name == "prod" else shared,
            (FILE, FileChange("sqs.tf", Action.CHANGED, cosmetic=True)),
        )
        for name in everywhere
    ]
    groups = [
        ChangeGroup(POLICY_CHANGE, tuple(everywhere)),
        ChangeGroup(RENAMED, ("prod",)),
        ChangeGroup(QUEUE_CHANGE, ("prod",)),
        *(ChangeGroup(change, tuple(everywhere)) for change in shared[1:]),
    ]
    return Review("main", tuple(sorted([*everywhere, "unchanged"])), tuple(environments), tuple(groups))


def findings(environments: tuple[str, ...] = ("dev", "prod")) -> Findings:
    """The same finding in environments, and one in none."""
    found = [
        Finding(
            "TFG104", "queue-visibility-timeout", Severity.WARNING, Location("sqs.tf", 66, 3), Location("sqs.tf", 66, 30),
            f"{name}: 360 s is less than six times the function's timeout of 90 s", "set 540 or more", "aws_sqs_queue.event_storage",
            "  visibility_timeout_seconds = 360", name, f"out/{name}", SOURCE,
        )
        for name in environments
    ]  # fmt: skip
    found.append(
        Finding(
            "TFG018",
            "lambda-timeout-range",
            Severity.ERROR,
            Location("lambda.tf", 12, 13),
            Location("lambda.tf", 12, 14),
            "5 s is below 30 s",
            address="aws_lambda_function.f",
            folder="elsewhere",
        )
    )
    return Findings(tuple(found), 2, 15)
