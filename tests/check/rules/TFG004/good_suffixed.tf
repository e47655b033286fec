variable "project_name" {
  type = string
}

variable "environment_suffix" {
  type    = string
  default = "dev"
}

variable "whole_name" {
  type = string
}

variable "queues" {
  type = set(string)
}

locals {
  name_prefix = "${var.project_name}-${var.environment_suffix}"
  names       = { for role in ["a", "b"] : role => "${local.name_prefix}-${role}" }
  settings    = merge({ table = "x" }, { table = upper("t-${var.environment_suffix}") })
  parts       = split("-", local.name_prefix)
}

resource "random_id" "suffix" {
  byte_length = 4
}

resource "aws_sqs_queue" "direct" {
  name = "events-${var.environment_suffix}"
}

resource "aws_sqs_queue" "local" {
  name = "${local.name_prefix}-events.fifo"
}

resource "aws_sqs_queue" "each" {
  for_each = local.names
  name     = each.value
}

resource "aws_sqs_queue" "unknown_keys" {
  for_each = var.queues
  name     = each.key
}

resource "aws_sqs_queue" "prefix" {
  name_prefix = local.name_prefix
}

resource "aws_sqs_queue" "unnamed" {}

resource "aws_sqs_queue" "whole" {
  name = var.whole_name
}

resource "aws_sqs_queue" "hashed" {
  name = "events-${substr(sha1(local.name_prefix), 0, 8)}"
}

resource "aws_sqs_queue" "not_there" {
  count = 0
  name  = "events"
}

resource "aws_dynamodb_table" "merged" {
  name = local.settings.table
}

resource "aws_dynamodb_table" "joined" {
  name = join("_", concat(["t"], local.parts))
}

resource "aws_s3_bucket" "random" {
  bucket = "events-${random_id.suffix.hex}"
}

resource "aws_lambda_function" "conditional" {
  function_name = var.environment_suffix == "prod" ? "events-prod" : "events-${var.environment_suffix}"
}

resource "aws_cloudwatch_log_group" "of_the_function" {
  name = "/aws/lambda/${aws_lambda_function.conditional.function_name}"
}

resource "aws_cloudwatch_log_group" "of_an_id" {
  name = "API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.main.id}/v1"
}

resource "aws_api_gateway_rest_api" "main" {
  name = "${local.name_prefix}-api"
}

resource "aws_cloudwatch_event_bus" "main" {
  name = "${local.name_prefix}-bus"
}

# Names within something that has a name.
resource "aws_cloudwatch_event_rule" "received" {
  name           = "received"
  event_bus_name = aws_cloudwatch_event_bus.main.name
}

resource "aws_cloudwatch_event_target" "queue" {
  target_id = "queue"
  rule      = "received"
}

resource "aws_iam_role_policy" "inline" {
  name = "inline"
}

resource "aws_api_gateway_authorizer" "main" {
  name = "authorizer"
}

resource "aws_lambda_permission" "api" {
  statement_id = "api"
}

resource "aws_api_gateway_stage" "v1" {
  stage_name = "v1"
}

resource "aws_api_gateway_domain_name" "main" {
  domain_name = "api.example.com"
}

module "queue" {
  source = "./queue"
  name   = "events"
}

resource "aws_sns_topic" "of_a_module" {
  name = "${module.queue.name}-topic"
}

data "aws_sqs_queue" "elsewhere" {
  name = "events"
}
