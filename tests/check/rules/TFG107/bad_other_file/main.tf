resource "aws_sqs_queue" "events" { # expect: TFG107
  name = "events"
}
