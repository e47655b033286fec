variable "runtime" {
  type = string
}

variable "name" {
  type    = string
  default = ""
}

resource "aws_lambda_function" "values" {
  function_name = var.name
  role          = "arn:aws:iam::111122223333:role/values"
  filename      = "values.zip"
  handler       = "index.handler"
  runtime       = var.runtime
  timeout       = 900
  memory_size   = "128"

  tracing_config {
    mode = "Active"
  }
}

resource "aws_sqs_queue" "events" {
  name        = "events"
  name_prefix = null
}

resource "aws_cloudwatch_event_rule" "all" {
  name           = "all"
  event_bus_name = "default"
  event_pattern  = jsonencode({ source = ["app"] })
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "errors"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  period              = 300
}
