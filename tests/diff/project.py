"""A small project, and edits of it that a pull request might make: what the golden diffs are of."""

from __future__ import annotations

import json
from collections.abc import Mapping

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "suffix": {"type": "string", "description": "What the names of resources end in."},
        "timeout_seconds": {"type": "integer", "minimum": 30, "maximum": 300, "default": 30},
        "retention_days": {"type": "integer", "minimum": 1, "maximum": 365, "default": 14},
        "actions": {"type": "array", "items": {"type": "string"}, "default": ["sqs:SendMessage"]},
        "tags": {"type": "object", "additionalProperties": {"type": "string"}, "default": {}},
    },
    "required": ["suffix"],
    "x-tfgen": {"suffix": "suffix"},
}

FILES = {
    "environments/schema.json": json.dumps(SCHEMA),
    "environments/dev.yaml": "suffix: dev\n",
    "environments/prod.yaml": "suffix: live\ntimeout_seconds: 60\nretention_days: 90\n",
    "environments/pr.yaml": "matches: pr-[0-9]+\nsuffix: '{environment}'\n",
    "src/index.mjs": "export const handler = () => 1\n",
    "templates/variables.tf.j2": """\
variable "suffix" {
  type    = string
  default = {{ suffix }}
}

variable "timeout_seconds" {
  type    = number
  default = {{ timeout_seconds }}
}
""",
    "templates/main.tf.j2": """\
provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {{ tags }}
  }
}

locals {
  prefix = "app-${var.suffix}"
}

data "archive_file" "handler" {
  type        = "zip"
  source_dir  = "${path.module}/{{ folder("src") | part }}"
  output_path = "${path.module}/handler.zip"
}

resource "aws_lambda_function" "handler" {
  function_name    = "${local.prefix}-fn"
  role             = aws_iam_role.handler.arn
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  filename         = data.archive_file.handler.output_path
  source_code_hash = data.archive_file.handler.output_base64sha256
  timeout          = var.timeout_seconds

  environment {
    variables = { QUEUE = aws_sqs_queue.work.url }
  }
}

# Lambda asks for six times the timeout.
resource "aws_sqs_queue" "work" {
  name                       = "${local.prefix}-work"
  visibility_timeout_seconds = 6 * var.timeout_seconds
}

resource "aws_cloudwatch_log_group" "handler" {
  name              = "/aws/lambda/${local.prefix}-fn"
  retention_in_days = {{ retention_days }}
}
""",
    "templates/iam.tf.j2": """\
resource "aws_iam_role" "handler" {
  name = "${local.prefix}-role"

  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "handler" {
  role = aws_iam_role.handler.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Logs", Effect = "Allow", Action = "logs:*", Resource = aws_cloudwatch_log_group.handler.arn },
      { Sid = "Work", Effect = "Allow", Action = {{ actions }}, Resource = aws_sqs_queue.work.arn },
    ]
  })
}
""",
    "templates/outputs.tf.j2": """\
output "queue_url" {
  value = aws_sqs_queue.work.url
}
""",
}

Edits = Mapping[str, tuple[str, str] | str | None]
"""By file: what to replace by what, the whole new content, or None for a file that is gone."""

_MAIN = "templates/main.tf.j2"

CATALOGUE: dict[str, list[Edits]] = {
    "a knob": [{"environments/dev.yaml": ("suffix: dev\n", "suffix: dev\ntimeout_seconds: 45\n")}],
    "a new function setting": [
        {_MAIN: ("  timeout          =", "  memory_size      = 256\n  timeout          =")}
    ],
    "a renamed resource": [
        {
            _MAIN: ('"aws_sqs_queue" "work"', '"aws_sqs_queue" "jobs"'),
            "templates/iam.tf.j2": ("aws_sqs_queue.work", "aws_sqs_queue.jobs"),
            "templates/outputs.tf.j2": ("aws_sqs_queue.work", "aws_sqs_queue.jobs"),
        },
        {_MAIN: ("aws_sqs_queue.work.url", "aws_sqs_queue.jobs.url")},
    ],
    "a renamed resource with a moved block": [
        {
            _MAIN: ('"aws_sqs_queue" "work"', '"aws_sqs_queue" "jobs"'),
            "templates/iam.tf.j2": ("aws_sqs_queue.work", "aws_sqs_queue.jobs"),
            "templates/outputs.tf.j2": ("aws_sqs_queue.work", "aws_sqs_queue.jobs"),
            "templates/moved.tf.j2": "moved {\n  from = aws_sqs_queue.work\n  to   = aws_sqs_queue.jobs\n}\n",
        },
        {_MAIN: ("aws_sqs_queue.work.url", "aws_sqs_queue.jobs.url")},
    ],
    "a refactoring that changes nothing": [
        {
            _MAIN: ("locals {\n", 'locals {\n  queue_seconds = 6 * var.timeout_seconds\n  stem = "app"\n'),
            "templates/iam.tf.j2": ('name = "${local.prefix}-role"', 'name = join("-", [local.prefix, "role"])'),
        },
        {_MAIN: ("= 6 * var.timeout_seconds\n}", "= local.queue_seconds\n}")},
        {_MAIN: ('"app-${var.suffix}"', '"${local.stem}-${var.suffix}"')},
    ],
    "a default of the schema": [
        {"environments/schema.json": ('"maximum": 365, "default": 14', '"maximum": 365, "default": 30')}
    ],
    "an environment that is new": [{"environments/stage.yaml": "suffix: stage\n"}],
    "an environment that is gone": [{"environments/prod.yaml": None}],
    "a comment": [{_MAIN: ("# Lambda asks", "# AWS asks")}],
    "another order": [
        {
            "templates/variables.tf.j2": (
                'variable "suffix" {\n  type    = string\n  default = {{ suffix }}\n}\n\n',
                "",
            ),
            "templates/main.tf.j2": (
                "locals {",
                'variable "suffix" {\n  default = {{ suffix }}\n  type    = string\n}\n\nlocals {',
            ),
        }
    ],
    "an action of a policy": [{"environments/dev.yaml": ("suffix: dev\n", "suffix: dev\nactions: ['sqs:*']\n")}],
    "a handler": [{"src/index.mjs": ("=> 1", "=> 2")}],
    "a tag": [{"environments/prod.yaml": ("suffix: live\n", "suffix: live\ntags: {team: payments}\n")}],
    "a name": [{"environments/dev.yaml": ("suffix: dev", "suffix: dev2")}],
}


def edited(edits: list[Edits]) -> dict[str, str]:
    """Return the project's files with edits; each must find what it is to replace."""
    files = dict(FILES)
    for one in edits:
        for path, edit in one.items():
            if edit is None:
                del files[path]
            elif isinstance(edit, str):
                files[path] = edit
            else:
                assert edit[0] in files[path], (path, edit)
                files[path] = files[path].replace(*edit)
    return files
