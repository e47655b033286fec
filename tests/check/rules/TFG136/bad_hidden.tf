variable "suffix" {
  type = string
}

variable "short" {
  default = true
}

locals {
  prefix = "events-${var.suffix}"
  names  = { a = "same", b = "same" }
}

resource "aws_lambda_function" "one" {
  function_name = "${local.prefix}-fn"
  role          = "arn:aws:iam::111122223333:role/r"
}

# unknown in the same way
resource "aws_lambda_function" "two" {
  function_name = "events-${var.suffix}-fn" # expect: TFG136
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_sqs_queue" "by_for_each" {
  for_each = local.names
  name     = each.value # expect: TFG136
}

resource "aws_sns_topic" "by_count" {
  count = 2
  name  = "topic" # expect: TFG136
}

resource "aws_dynamodb_table" "one" {
  name     = "events"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "by_condition" {
  name     = var.short ? "events" : "all-events" # expect: TFG136
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_api_gateway_stage" "one" {
  rest_api_id   = aws_api_gateway_rest_api.a.id
  deployment_id = "d"
  stage_name    = "v1"
}

resource "aws_api_gateway_stage" "two" {
  rest_api_id   = aws_api_gateway_rest_api.a.id
  deployment_id = "e"
  stage_name    = "v1" # expect: TFG136
}
