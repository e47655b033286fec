variable "redrive" {
  type = string
}

locals {
  rest = aws_sqs_queue.rest.arn
}

resource "aws_sqs_queue" "unknown" {
  redrive_policy = var.redrive
}

resource "aws_sqs_queue" "events" {
  redrive_policy = jsonencode({ deadLetterTargetArn = local.rest, maxReceiveCount = 5 })
}

resource "aws_sqs_queue" "rest" {
  name = "rest"
}

resource "aws_sqs_queue" "apart" {
  name = "apart"
}

resource "aws_sqs_queue_redrive_policy" "apart" {
  queue_url      = aws_sqs_queue.apart.id
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.rest.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue" "of_other_stacks" {
  name = "events-dlq"
}

resource "aws_sqs_queue" "undelivered" {
  name = "x"
}

resource "aws_sqs_queue" "calls" {
  name = "y"
}

resource "aws_cloudwatch_event_target" "t" {
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dead_letter_config {
    arn = aws_sqs_queue.undelivered.arn
  }
}

resource "aws_lambda_function_event_invoke_config" "c" {
  function_name = "f"

  destination_config {
    on_failure {
      destination = aws_sqs_queue.calls.arn
    }
  }
}

resource "aws_sqs_queue" "none" {
  count = 0
}

resource "aws_sns_topic" "other" {
  name = "t"
}
