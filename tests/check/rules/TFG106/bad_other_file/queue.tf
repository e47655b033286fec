locals {
  timeout = 31
}

resource "aws_sqs_queue" "events" {
  visibility_timeout_seconds = 30 # expect: TFG106
}
