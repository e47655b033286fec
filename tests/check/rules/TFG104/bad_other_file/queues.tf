resource "aws_sqs_queue" "events" {
  count                      = 1
  visibility_timeout_seconds = 299 # expect: TFG104
}
