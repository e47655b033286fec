variable "queue_arn" {
  default = "arn:aws:sqs:eu-west-1:111122223333:events"
}

variable "partial" {
  default = false
}

locals {
  source = aws_sqs_queue.q.arn
  types  = []
}

resource "aws_sqs_queue" "q" {
  name = "q"
}

resource "aws_lambda_event_source_mapping" "by_local" {
  event_source_arn        = local.source
  function_name           = "f"
  function_response_types = local.types # expect: TFG109
}

resource "aws_lambda_event_source_mapping" "by_variable" { # expect: TFG109
  event_source_arn = var.queue_arn
  function_name    = "f"
}

resource "aws_lambda_event_source_mapping" "by_condition" {
  event_source_arn        = aws_sqs_queue.q.arn
  function_name           = "f"
  function_response_types = var.partial ? ["ReportBatchItemFailures"] : null # expect: TFG109
}

resource "aws_lambda_event_source_mapping" "by_for_each" { # expect: TFG109
  for_each         = { q = aws_sqs_queue.q.arn }
  event_source_arn = each.value
  function_name    = "f"
}

resource "aws_lambda_event_source_mapping" "written" { # expect: TFG109
  event_source_arn = "arn:aws:sqs:${data.aws_region.current.id}:111122223333:q"
  function_name    = "f"
}
