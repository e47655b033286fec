variable "timeout_seconds" {
  default = 120
}

locals {
  timeouts = [60, 90]
}

resource "aws_sqs_queue" "by_default" { # expect: TFG106
  name = "by-default"
}

resource "aws_lambda_function" "one" {
  function_name = "one"
  role          = "arn:aws:iam::111122223333:role/r"
  timeout       = var.timeout_seconds > 900 ? 900 : var.timeout_seconds
}

resource "aws_lambda_event_source_mapping" "one" {
  event_source_arn = aws_sqs_queue.by_default.arn
  function_name    = "one"
}

resource "aws_sqs_queue" "counted" {
  count                      = 2
  visibility_timeout_seconds = local.timeouts[count.index] - 1 # expect: TFG106
}

resource "aws_lambda_function" "counted" {
  count         = 2
  function_name = "counted-${count.index}"
  role          = "arn:aws:iam::111122223333:role/r"
  timeout       = local.timeouts[count.index]
}

resource "aws_lambda_event_source_mapping" "counted" {
  count            = 2
  event_source_arn = aws_sqs_queue.counted[count.index].arn
  function_name    = aws_lambda_function.counted[count.index].arn
}
