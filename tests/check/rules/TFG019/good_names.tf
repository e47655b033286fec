variable "role" {
  type = string
}

variable "name" {
  type = string
}

locals {
  name_prefix = "${var.project}-${var.environment_suffix}"
}

resource "aws_lambda_function" "ingest" {
  function_name = "${local.name_prefix}-ingest-fn"
}

resource "aws_lambda_function" "each" {
  for_each      = { auth = 1, store2 = 2 }
  function_name = format("%s-%s-fn", local.name_prefix, each.key)
}

resource "aws_lambda_function" "unknown_role" {
  function_name = "${local.name_prefix}-${var.role}-fn"
}

resource "aws_lambda_function" "unknown_end" {
  function_name = "${local.name_prefix}-${var.role}"
}

resource "aws_lambda_function" "unknown" {
  function_name = var.name
}

resource "aws_lambda_function" "not_there" {
  count         = 0
  function_name = "whatever"
}

resource "aws_sqs_queue" "queue" {
  name = "${local.name_prefix}-event-ingestion"
}

data "aws_lambda_function" "other" {
  function_name = "someone-elses"
}
