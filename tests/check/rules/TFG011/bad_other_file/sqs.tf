resource "aws_sqs_queue" "dead_letters" {
  sqs_managed_sse_enabled = tobool(var.sse) # expect: TFG011
}
