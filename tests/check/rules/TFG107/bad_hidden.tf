variable "with_rest" {
  default = false
}

variable "names" {
  default = ["received", "processed"]
}

locals {
  redrive = null
}

resource "aws_sqs_queue" "by_local" { # expect: TFG107
  name           = "a"
  redrive_policy = local.redrive
}

resource "aws_sqs_queue" "by_condition" { # expect: TFG107
  name           = "b"
  redrive_policy = var.with_rest ? jsonencode({ deadLetterTargetArn = "arn", maxReceiveCount = 5 }) : null
}

resource "aws_sqs_queue" "by_for_each" { # expect: TFG107
  for_each = toset(var.names)
  name     = each.value
}

# redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.commented.arn })
resource "aws_sqs_queue" "commented" { # expect: TFG107
  name           = "c"
  redrive_policy = ""
}
