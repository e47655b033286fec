variable "kept" {
  default = false
}

variable "queues" {
  default = []
}

locals {
  queues = var.queues
}

resource "aws_cloudwatch_event_target" "by_local" { # expect: TFG134
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dynamic "retry_policy" {
    for_each = local.queues

    content {
      maximum_retry_attempts = 3
    }
  }
}

resource "aws_cloudwatch_event_target" "by_condition" { # expect: TFG134
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dynamic "retry_policy" {
    for_each = var.kept ? [1] : []

    content {
      maximum_retry_attempts = 3
    }
  }
}

resource "aws_cloudwatch_event_target" "by_for_each" { # expect: TFG134
  for_each = toset(["a", "b"])

  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"
}

resource "aws_cloudwatch_event_target" "other_block" { # expect: TFG134
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  # retry_policy {}
  dead_letter_config {
    arn = "arn"
  }
}

resource "aws_cloudwatch_event_target" "empty" { # expect: TFG134
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  retry_policy {}
}
