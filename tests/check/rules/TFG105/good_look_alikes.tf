variable "days" {
  type = number
}

resource "aws_cloudwatch_log_group" "unknown" {
  name              = "a"
  retention_in_days = var.days
}

resource "aws_cloudwatch_log_group" "as_text" {
  name              = "b"
  retention_in_days = "30"
}

resource "aws_cloudwatch_log_group" "delivery" {
  name            = "c"
  log_group_class = "DELIVERY"
}

resource "aws_cloudwatch_log_group" "none" {
  count = 0
  name  = "d"
}

resource "aws_cloudwatch_log_stream" "other" {
  name           = "e"
  log_group_name = "a"
}

data "aws_cloudwatch_log_group" "read" {
  name = "f"
}
