variable "description" {
  type    = string
  default = ""
}

variable "name" {
  type = string
}

resource "aws_cloudwatch_event_rule" "r" {
  name          = "received"
  description   = var.description
  event_pattern = jsonencode({ source = ["app"] })
}

resource "aws_cloudwatch_log_metric_filter" "f" {
  name           = "errors, all"
  pattern        = "ERROR"
  log_group_name = "/aws/lambda/${var.name}"

  metric_transformation {
    name      = "errors"
    namespace = "app"
    value     = "1"
  }
}

resource "aws_api_gateway_method_response" "m" {
  rest_api_id = "a1b2c3"
  resource_id = "d4e5f6"
  http_method = "GET"
  status_code = 200
}

resource "aws_iam_role" "r" {
  name               = "orders@example.com"
  path               = "/orders/"
  description        = "Größe: 5 µ"
  assume_role_policy = "{}"
}

resource "aws_cognito_user_group" "g" {
  name         = "Größe"
  user_pool_id = aws_iam_role.r.id
}
