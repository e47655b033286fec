# Behind a dynamic block, a local, a variable, a conditional and a for_each.
variable "delay" {
  default = "soon"
}

locals {
  queues = { a = { retention = "a week" }, b = { retention = "345600" } }
}

resource "aws_api_gateway_stage" "main" {
  rest_api_id   = "a1b2c3"
  deployment_id = "d4e5f6"
  stage_name    = "v1"

  dynamic "throttle_settings" { # expect: TFG006
    for_each = [100]
    content {
      rate_limit = throttle_settings.value
    }
  }
}

resource "aws_sqs_queue" "named" {
  name          = "orders"
  delay_seconds = true ? var.delay : 0 # expect: TFG006
}

resource "aws_sqs_queue" "each" {
  for_each                  = local.queues
  message_retention_seconds = each.value.retention # expect: TFG006
}

resource "aws_sqs_queue" "computed" {
  arn = "arn:aws:sqs:us-east-1:111122223333:orders" # expect: TFG006
}

output "arn" {
  value = aws_sqs_queue.named.arnn # expect: TFG006
}
