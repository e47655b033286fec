variable "attempts" {
  type = number
}

resource "aws_sqs_queue" "unknown" {
  name           = "a"
  redrive_policy = jsonencode({ deadLetterTargetArn = "arn", maxReceiveCount = var.attempts })
}

resource "aws_sqs_queue" "not_read_by_a_function" {
  name           = "b"
  redrive_policy = jsonencode({ deadLetterTargetArn = "arn", maxReceiveCount = 1 })
}

resource "aws_lambda_event_source_mapping" "a" {
  event_source_arn = aws_sqs_queue.unknown.arn
  function_name    = "f"
}
