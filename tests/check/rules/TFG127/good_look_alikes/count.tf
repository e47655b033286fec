resource "aws_sqs_queue" "q" {
  count = var.in_another_file ? 1 : 0
  name  = "q"
}
