# throttle_settings { } in a comment is no block.
variable "unknown" {}

resource "aws_api_gateway_usage_plan" "main" {
  name = "plan"

  throttle_settings {
    burst_limit = "5000"
    rate_limit  = 10000
  }
}

resource "aws_sqs_queue" "orders" {
  delay_seconds              = "10"
  fifo_queue                 = "true"
  visibility_timeout_seconds = var.unknown
}

resource "aws_security_group" "main" {
  ingress = [] # blocks that may be written as an attribute

  dynamic "egress" {
    for_each = var.unknown
    content {
      from_port = egress.value
      to_port   = egress.value
      protocol  = "tcp"
    }
  }
}

resource "somebody_thing" "main" {
  whatever = 1
}
