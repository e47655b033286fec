variable "project_name" {
  type = string
}

variable "environment_suffix" {
  type    = string
  default = "dev"
}

variable "queue" {
  default = "events-dev"
}

variable "team" {
  type = string
}

locals {
  name_prefix = "${var.project_name}-${terraform.workspace}"
  literal     = "events-dev"
  suffixed    = "${var.project_name}-${var.environment_suffix}"
  cut         = substr(local.suffixed, 0, 3)
  tables      = { events = "events", users = local.suffixed }
  tags        = { Environment = var.environment_suffix }
}

data "aws_caller_identity" "current" {}

resource "aws_sqs_queue" "workspace" {
  name = "${local.name_prefix}-events" # expect: TFG004
}

resource "aws_sqs_queue" "same_as_the_default" {
  name = "events-dev" # expect: TFG004
}

resource "aws_sqs_queue" "local" {
  name = local.literal # expect: TFG004
}

resource "aws_sqs_queue" "variable" {
  name = var.queue # expect: TFG004
}

resource "aws_sqs_queue" "only_in_tags" {
  name = "events" # expect: TFG004
  tags = local.tags # ${var.environment_suffix}
}

resource "aws_sqs_queue" "chosen_by_it" {
  name = var.environment_suffix == "prod" ? "events-live" : "events-test" # expect: TFG004
}

resource "aws_dynamodb_table" "each" {
  for_each = local.tables
  name     = each.value # expect: TFG004
}

resource "aws_iam_role" "prefix" {
  name_prefix = "${var.project_name}-role-" # expect: TFG004
}

resource "aws_iam_role" "counted" {
  count = 2
  name  = "role-${count.index}" # expect: TFG004
}

resource "aws_s3_bucket" "account" {
  bucket = "${var.project_name}-${data.aws_caller_identity.current.account_id}" # expect: TFG004
}

resource "aws_kms_alias" "functions" {
  name = format("alias/%s", lower(var.team)) # expect: TFG004
}

resource "aws_cloudwatch_metric_alarm" "cut" {
  alarm_name = "${local.cut}-errors" # expect: TFG004
}

resource "aws_cloudwatch_event_rule" "on_the_default_bus" {
  name = "received" # expect: TFG004
}

resource "aws_ssm_parameter" "path" {
  name = "/${var.project_name}/token" # expect: TFG004
}

resource "aws_lambda_layer_version" "layer" {
  layer_name = "common" # expect: TFG004
}
