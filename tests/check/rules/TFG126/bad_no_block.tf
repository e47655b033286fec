resource "aws_sqs_queue" "q" { # expect: TFG126
  name = "q"
}
