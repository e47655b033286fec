variable "settings" {
  type = map(string)
}

output "names" {
  value = ["a", "b"]
}

output "unknown" {
  value = var.settings
}

output "whole_resource" {
  value = aws_sqs_queue.queue
}

output "empty" {
  value = {}
}

resource "aws_sqs_queue" "queue" {
  tags = { nested = "no output" }
}

resource "aws_apigatewayv2_api" "http" {
  name          = "http"
  protocol_type = "HTTP"
}

resource "aws_api_gateway_rest_api" "none" {
  count = 0
  name  = "none"
}
