variable "project" {
  default = "a-rather-long-name-of-a-project-for-events"
}

variable "suffix" {
  type = string
}

variable "dotted" {
  default = true
}

locals {
  prefix = "${var.project}-${var.suffix}"
  longer = { a = "first-of-several-functions", b = "second-one-of-several-functions" }
}

resource "aws_cloudwatch_event_archive" "partly_known" {
  name             = "${local.prefix}-archive" # expect: TFG120
  event_source_arn = "arn"
}

resource "aws_lambda_function" "by_for_each" {
  for_each      = local.longer
  function_name = "${local.prefix}-${each.value}" # expect: TFG120
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_sqs_queue" "by_condition" {
  name = var.dotted ? "events.dev" : "events-dev" # expect: TFG120
}

resource "aws_dynamodb_table" "short" {
  name     = "ev" # expect: TFG120
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_s3_bucket" "letters" {
  bucket = "${var.suffix}_Events" # expect: TFG120
}

resource "aws_lb" "long" {
  name = "${var.project}" # expect: TFG120
}

resource "aws_iam_role" "prefix" {
  name_prefix        = var.project # expect: TFG120
  assume_role_policy = "{}"
}

resource "aws_api_gateway_stage" "spaces" {
  rest_api_id   = "a"
  deployment_id = "d"
  stage_name    = "v 1" # expect: TFG120
}
