variable "suffix" {
  type = string
}

locals {
  names = { a = "auth", b = "ingest" }
}

resource "aws_lambda_function" "unknown_name" {
  function_name = "events-${var.suffix}-fn"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_cloudwatch_log_group" "unknown_name" {
  name              = "/aws/lambda/events-${var.suffix}-fn"
  retention_in_days = 14
}

resource "aws_lambda_function" "each" {
  for_each      = local.names
  function_name = "each-${each.value}"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_cloudwatch_log_group" "each" {
  for_each          = aws_lambda_function.each
  name              = "/aws/lambda/${each.value.function_name}"
  retention_in_days = 14
}

resource "aws_lambda_function" "configured" {
  function_name = "configured"
  role          = "arn:aws:iam::111122223333:role/r"

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.shared.name
  }
}

resource "aws_cloudwatch_log_group" "shared" {
  name              = "/events/shared"
  retention_in_days = 14
}

resource "aws_lambda_function" "none" {
  count         = 0
  function_name = "none"
  role          = "arn:aws:iam::111122223333:role/r"
}
