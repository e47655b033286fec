variable "attempts" {
  default = 3
}

locals {
  attempts = min(var.attempts, 4)
  redrive  = jsonencode({ deadLetterTargetArn = "arn", maxReceiveCount = local.attempts })
}

resource "aws_sqs_queue" "by_local" {
  name           = "a"
  redrive_policy = local.redrive # expect: TFG139
}

resource "aws_sqs_queue" "by_for_each" {
  for_each = { b = 1, c = 2 }
  name     = each.key
  # expect below: TFG139
  redrive_policy = <<-JSON
    {"deadLetterTargetArn": "${aws_sqs_queue.rest.arn}", "maxReceiveCount": ${each.value}}
  JSON
}

resource "aws_sqs_queue" "rest" {
  name = "rest"
}

resource "aws_lambda_event_source_mapping" "a" {
  event_source_arn = aws_sqs_queue.by_local.arn
  function_name    = "f"
}

resource "aws_lambda_event_source_mapping" "b" {
  for_each         = aws_sqs_queue.by_for_each
  event_source_arn = each.value.arn
  function_name    = "f"
}
