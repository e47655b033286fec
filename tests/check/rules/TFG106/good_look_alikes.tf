variable "timeout_seconds" {
  type = number
}

resource "aws_sqs_queue" "same" {
  visibility_timeout_seconds = 30
}

resource "aws_sqs_queue" "unknown" {
  visibility_timeout_seconds = var.timeout_seconds
}

resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::111122223333:role/r"
  timeout       = 30
}

resource "aws_lambda_event_source_mapping" "same" {
  event_source_arn = aws_sqs_queue.same.arn
  function_name    = aws_lambda_function.f.arn
}

resource "aws_lambda_event_source_mapping" "unknown" {
  event_source_arn = aws_sqs_queue.unknown.arn
  function_name    = aws_lambda_function.f.arn
}

resource "aws_lambda_event_source_mapping" "elsewhere" {
  event_source_arn = var.queue_arn
  function_name    = aws_lambda_function.f.arn
}
