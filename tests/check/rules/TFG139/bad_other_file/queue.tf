variable "generous" {
  default = false
}

resource "aws_sqs_queue" "q" {
  name           = "q"
  redrive_policy = jsonencode({ deadLetterTargetArn = "arn", maxReceiveCount = var.generous ? 10 : 1 }) # expect: TFG139
}
