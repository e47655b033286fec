variable "queues" {
  type = list(string)
}

resource "aws_cloudwatch_event_target" "unknown" {
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dynamic "retry_policy" {
    for_each = var.queues

    content {
      maximum_retry_attempts = 3
    }
  }
}

resource "aws_cloudwatch_event_target" "known" {
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dynamic "retry_policy" {
    for_each = [1]

    content {
      maximum_retry_attempts = 3
    }
  }
}

resource "aws_cloudwatch_event_target" "none" {
  count = 0

  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"
}

resource "aws_cloudwatch_event_rule" "other" {
  name = "r"
}
