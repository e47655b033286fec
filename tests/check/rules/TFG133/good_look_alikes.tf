variable "queues" {
  type = list(string)
}

resource "aws_cloudwatch_event_target" "unknown" {
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dynamic "dead_letter_config" {
    for_each = var.queues

    content {
      arn = "arn"
    }
  }
}

resource "aws_cloudwatch_event_target" "known" {
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dynamic "dead_letter_config" {
    for_each = [1]

    content {
      arn = "arn"
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
