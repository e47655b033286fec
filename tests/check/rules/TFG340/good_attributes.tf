variable "role" {
  type = string
}

resource "aws_lambda_function" "ingest" {
  function_name = "ingest"
  role          = var.role
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.ingest.arn
  function_version = aws_lambda_function.ingest.version
}

resource "aws_lambda_permission" "api" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_alias.live.arn
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}/*/*"
}

resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

resource "aws_api_gateway_integration" "post" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  resource_id = aws_api_gateway_rest_api.shop.root_resource_id
  http_method = "POST"
  type        = "AWS_PROXY"
  uri         = aws_lambda_alias.live.invoke_arn
}

resource "aws_sqs_queue" "work" {
  name              = "work"
  kms_master_key_id = aws_kms_key.work.id
}

resource "aws_kms_key" "work" {}

resource "aws_cloudwatch_event_target" "work" {
  rule = aws_cloudwatch_event_rule.placed.id
  arn  = aws_sqs_queue.work.arn
}

resource "aws_cloudwatch_event_rule" "placed" {
  name          = "placed"
  event_pattern = jsonencode({ source = ["shop"] })
}
