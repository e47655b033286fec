variable "first" {
  type = bool
}

variable "big" {
  default = true
}

variable "names" {
  type = set(string)
}

resource "aws_sqs_queue" "either" {
  count = var.first ? 1 : 0
  name  = "either"
}

resource "aws_sqs_queue" "or" {
  count = var.first ? 0 : 1
  name  = "either"
}

resource "aws_sqs_queue" "big" {
  count = var.big ? 1 : 0
  name  = "sized"
}

resource "aws_sqs_queue" "small" {
  count = var.big ? 0 : 1
  name  = "sized"
}

resource "aws_sqs_queue" "each" {
  for_each = toset(["a", "b"])
  name     = "each-${each.key}"
}

resource "aws_sns_topic" "unknown" {
  for_each = var.names
  name     = "t-${each.key}"
}

resource "aws_sns_topic" "unknown_too" {
  for_each = var.names
  name     = "t-${each.key}"
}

resource "aws_sns_topic" "here" {
  name = "regional"
}

resource "aws_sns_topic" "there" {
  provider = aws.ireland
  name     = "regional"
}

resource "aws_cloudwatch_event_rule" "default_bus" {
  name = "received"
}

resource "aws_cloudwatch_event_rule" "own_bus" {
  name           = "received"
  event_bus_name = aws_cloudwatch_event_bus.main.name
}

resource "aws_cloudwatch_event_bus" "main" {
  name = "received"
}

resource "aws_lambda_layer_version" "one" {
  layer_name = "l"
}

resource "aws_lambda_layer_version" "two" {
  layer_name = "l"
}
