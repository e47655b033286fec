variable "account" {
  type = string
}

locals {
  lanes = toset(["air", "road"])
}

resource "aws_sqs_queue" "dead" {
  for_each = local.lanes
  name     = each.key
}

resource "aws_sqs_queue" "lane" {
  name = "lane"
  redrive_policy = jsonencode({ # expect: TFG354
    deadLetterTargetArn = values(aws_sqs_queue.dead)[*].arn
    maxReceiveCount     = 5
  })
}

resource "aws_sfn_state_machine" "order" {
  name     = "order"
  role_arn = "arn:aws:iam::111122223333:role/order"
  definition = jsonencode({ # expect: TFG354
    StartAt = "Pay"
    States  = { Pay = { Type = "Task", Resource = "arn:aws:states:::sqs:sendMessage", Next = "Ship" } }
  })
}

resource "aws_sfn_state_machine" "text" {
  name     = "text"
  role_arn = "arn:aws:iam::111122223333:role/order"
  # expect below: TFG354
  definition = <<-EOT
    {"StartAt": "Pay", "States": {"Pay": {"Type": "Succeed",}}, "Comment": "${var.account}"}
  EOT
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = "main"
  dashboard_body = jsonencode({ widgets = [{ type = "text" }] }) # expect: TFG354
}
