variable "types" {
  type = list(string)
}

resource "aws_sqs_queue" "q" {
  name = "q"
}

resource "aws_lambda_event_source_mapping" "unknown" {
  event_source_arn        = aws_sqs_queue.q.arn
  function_name           = "f"
  function_response_types = var.types
}

resource "aws_lambda_event_source_mapping" "one_by_one" {
  event_source_arn = aws_sqs_queue.q.arn
  function_name    = "f"
  batch_size       = 1
}

resource "aws_lambda_event_source_mapping" "stream" {
  event_source_arn  = aws_dynamodb_table.t.stream_arn
  function_name     = "f"
  starting_position = "LATEST"
}

resource "aws_lambda_event_source_mapping" "unknown_source" {
  event_source_arn = var.source_arn
  function_name    = "f"
}

variable "config" {
  type = object({ batch_size = number })
}

resource "aws_lambda_event_source_mapping" "unknown_size" {
  event_source_arn = aws_sqs_queue.q.arn
  function_name    = "f"
  batch_size       = var.config.batch_size
}
