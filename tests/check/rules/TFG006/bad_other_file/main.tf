resource "aws_sqs_queue" "orders" {
  fifo_queue = local.fifo # expect: TFG006
}
