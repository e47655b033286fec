resource "aws_sqs_queue" "event_queue" { # expect: TFG011
  # No encryption configuration
}
