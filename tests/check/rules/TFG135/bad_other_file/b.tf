resource "aws_sqs_queue" "q" { # expect: TFG135
  count = 0
  name  = "b"
}
