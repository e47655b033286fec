variable "widgets" {
  type = any
}

resource "aws_sqs_queue" "dead" {
  name = "dead"
}

resource "aws_sqs_queue" "lane" {
  name           = "lane"
  redrive_policy = "{\"deadLetterTargetArn\": \"${aws_sqs_queue.dead.arn}\", \"maxReceiveCount\": ${var.widgets}}"
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = "main"
  dashboard_body = jsonencode({ widgets = var.widgets })
}

resource "aws_sfn_state_machine" "order" {
  name     = "order"
  role_arn = "arn:aws:iam::111122223333:role/order"
  definition = jsonencode({
    StartAt = "Pay"
    States  = { Pay = { Type = "Task", Resource = "arn:aws:states:::sqs:sendMessage", Next = "Ship" }, Ship = { Type = "Succeed" } }
  })
}

resource "aws_api_gateway_model" "order" {
  rest_api_id  = "a"
  name         = "Order"
  content_type = "application/json"
  schema       = jsonencode({ "$schema" = "http://json-schema.org/draft-04/schema#", type = "object", properties = { id = { type = "string" } } })
}
