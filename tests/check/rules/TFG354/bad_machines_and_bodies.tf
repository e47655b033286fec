resource "aws_sfn_state_machine" "no_end" {
  name       = "a"
  role_arn   = "arn:aws:iam::111122223333:role/x"
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Task", Resource = "arn:aws:lambda:eu-west-1:111122223333:function:f" } } }) # expect: TFG354
}

resource "aws_sfn_state_machine" "no_resource" {
  name       = "b"
  role_arn   = "arn:aws:iam::111122223333:role/x"
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Task", End = true } } }) # expect: TFG354
}

resource "aws_sfn_state_machine" "choice" {
  name       = "c"
  role_arn   = "arn:aws:iam::111122223333:role/x"
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Choice", Choices = [{ Variable = "$.x", NumericEquals = 1, Next = "Nope" }] } } }) # expect: TFG354
}

resource "aws_sfn_state_machine" "catch" {
  name       = "d"
  role_arn   = "arn:aws:iam::111122223333:role/x"
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Pass", End = true, Next = "A" } } }) # expect: TFG354
}

resource "aws_sfn_state_machine" "unreachable" {
  name       = "e"
  role_arn   = "arn:aws:iam::111122223333:role/x"
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Pass", End = true }, B = { Type = "Pass", End = true } } }) # expect: TFG354
}

resource "aws_sfn_state_machine" "inner" {
  name       = "f"
  role_arn   = "arn:aws:iam::111122223333:role/x"
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Parallel", End = true, Branches = [{ StartAt = "X", States = { Y = { Type = "Succeed" } } }] } } }) # expect: TFG354
}

resource "aws_sfn_state_machine" "type" {
  name       = "g"
  role_arn   = "arn:aws:iam::111122223333:role/x"
  # expect below: TFG354
  definition = <<-EOT
  { "StartAt": "A", "States": { "A": { "Type": "Tsk", "End": true } } }
  EOT
}

resource "aws_sfn_state_machine" "nojson" {
  name       = "h"
  role_arn   = "arn:aws:iam::111122223333:role/x"
  definition = "{ \"StartAt\": " # expect: TFG354
}

resource "aws_cloudwatch_dashboard" "d1" {
  dashboard_name = "d1"
  dashboard_body = jsonencode({ widgets = [{ type = "metrics", properties = {} }] }) # expect: TFG354
}

resource "aws_cloudwatch_dashboard" "d2" {
  dashboard_name = "d2"
  dashboard_body = jsonencode({ widgets = [{ type = "metric", x = 0, y = 0, width = 30, height = 6, properties = { metrics = [["AWS/SQS"]], region = "eu-west-1" } }] }) # expect: TFG354
}

resource "aws_cloudwatch_dashboard" "d3" {
  dashboard_name = "d3"
  dashboard_body = jsonencode({ widgets = [{ type = "metric" }] }) # expect: TFG354
}

resource "aws_sqs_queue" "q1" {
  name           = "q1"
  redrive_policy = jsonencode({ deadLetterTargetArn = ["arn:aws:sqs:eu-west-1:111122223333:x"], maxReceiveCount = 5 }) # expect: TFG354
}

resource "aws_sqs_queue" "q2" {
  name           = "q2"
  redrive_policy = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:x", maxReceiveCount = 5000 }) # expect: TFG354
}

resource "aws_sqs_queue" "q4" {
  name                 = "q4"
  redrive_allow_policy = jsonencode({ redrivePermission = "byqueue", sourceQueueArns = ["arn:aws:sqs:eu-west-1:111122223333:x"] }) # expect: TFG354
}

resource "aws_sqs_queue" "q5" {
  name           = "q5"
  redrive_policy = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:x", maxReceiveCounts = 5 }) # expect: TFG354
}

resource "aws_api_gateway_model" "m1" {
  rest_api_id  = "a"
  name         = "My-Model"
  content_type = "application/json"
  schema       = jsonencode({ type = "objct", properties = [] }) # expect: TFG354
}

resource "aws_sns_topic_subscription" "s1" {
  topic_arn     = "arn:aws:sns:eu-west-1:111122223333:x"
  protocol      = "sqs"
  endpoint      = "arn:aws:sqs:eu-west-1:111122223333:x"
  filter_policy = jsonencode({ kind = "a" }) # expect: TFG354
}
