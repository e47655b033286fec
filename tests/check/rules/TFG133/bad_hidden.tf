variable "kept" {
  default = false
}

variable "queues" {
  default = []
}

locals {
  queues = var.queues
}

resource "aws_cloudwatch_event_target" "by_local" { # expect: TFG133
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dynamic "dead_letter_config" {
    for_each = local.queues

    content {
      arn = "arn"
    }
  }
}

resource "aws_cloudwatch_event_target" "by_condition" { # expect: TFG133
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dynamic "dead_letter_config" {
    for_each = var.kept ? [1] : []

    content {
      arn = "arn"
    }
  }
}

resource "aws_cloudwatch_event_target" "by_for_each" { # expect: TFG133
  for_each = toset(["a", "b"])

  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"
}

resource "aws_cloudwatch_event_target" "other_block" { # expect: TFG133
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  # dead_letter_config {}
  retry_policy {
    maximum_retry_attempts = 3
  }
}
