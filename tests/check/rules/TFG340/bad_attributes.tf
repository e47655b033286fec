locals {
  api = aws_api_gateway_rest_api.shop.arn
}

resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

resource "aws_lambda_function" "ingest" {
  function_name = "ingest"
  role          = aws_iam_role.ingest.name # expect: TFG340
}

resource "aws_iam_role" "ingest" {
  name               = "ingest"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy_attachment" "ingest" {
  role       = aws_iam_role.ingest.arn  # expect: TFG340
  policy_arn = aws_iam_role.ingest.arn  # expect: TFG340
}

resource "aws_api_gateway_integration" "post" {
  rest_api_id = local.api # expect: TFG340
  resource_id = aws_api_gateway_rest_api.shop.root_resource_id
  http_method = "POST"
  type        = "AWS_PROXY"
  uri         = aws_lambda_function.ingest.arn # expect: TFG340
}

resource "aws_kms_key" "logs" {}

resource "aws_cloudwatch_log_group" "jobs" {
  name       = "jobs"
  kms_key_id = aws_kms_key.logs.key_id # expect: TFG340
}

resource "aws_sqs_queue" "dead" {
  for_each = toset(["air", "road"])
  name     = each.key
}

resource "aws_sqs_queue" "work" {
  name           = "work"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead["air"].url, maxReceiveCount = 5 }) # expect: TFG340
}

resource "aws_lambda_function" "vpc" {
  function_name = "vpc"
  role          = aws_iam_role.ingest.arn

  vpc_config {
    subnet_ids         = [aws_subnet.a.id, aws_subnet.a.arn] # expect: TFG340
    security_group_ids = []
  }
}

resource "aws_subnet" "a" {
  vpc_id = "vpc-1"
}
