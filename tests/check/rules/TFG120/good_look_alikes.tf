variable "suffix" {
  type = string
}

variable "name" {
  default = ""
}

resource "aws_lambda_function" "sixty_four" {
  function_name = "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-0123456789"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_sqs_queue" "ordered" {
  name       = "events-${var.suffix}.fifo"
  fifo_queue = true
}

resource "aws_sqs_queue" "unknown" {
  name = var.suffix
}

resource "aws_iam_role" "to_be_given" {
  name               = var.name
  assume_role_policy = "{}"
}

resource "aws_cloudwatch_log_group" "execution" {
  name              = "API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.main.id}/v1"
  retention_in_days = 14
}

resource "aws_ssm_parameter" "p" {
  name  = "/events/dev/auth-token"
  type  = "String"
  value = "x"
}

resource "aws_apigatewayv2_stage" "default" {
  api_id = "a"
  name   = "$default"
}

resource "aws_iam_role" "signs" {
  name               = "a+b=c,d.e@f-g_h"
  assume_role_policy = "{}"
}

# A rest API is found by its id: its name is free.
resource "aws_api_gateway_rest_api" "main" {
  name = "Events, as they come in: all of them, from every customer, and in all of the regions"
}

resource "aws_sns_topic" "none" {
  count = 0
  name  = "not a name"
}
