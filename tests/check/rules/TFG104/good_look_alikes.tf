variable "timeout_seconds" {
  type = number
}

resource "aws_sqs_queue" "unknown" {
  visibility_timeout_seconds = 6
}

resource "aws_lambda_function" "unknown" {
  function_name = "unknown"
  role          = "arn:aws:iam::111122223333:role/r"
  timeout       = var.timeout_seconds
}

resource "aws_lambda_event_source_mapping" "unknown" {
  event_source_arn = aws_sqs_queue.unknown.arn
  function_name    = aws_lambda_function.unknown.arn
}

resource "aws_sqs_queue" "enough" {
  visibility_timeout_seconds = 190
}

resource "aws_lambda_function" "enough" {
  function_name = "enough"
  role          = "arn:aws:iam::111122223333:role/r"
  timeout       = 30
}

resource "aws_lambda_event_source_mapping" "enough" {
  event_source_arn                   = aws_sqs_queue.enough.arn
  function_name                      = aws_lambda_function.enough.arn
  maximum_batching_window_in_seconds = 10
}

# Nobody reads it: the function below gets its events from a stream.
resource "aws_sqs_queue" "not_read" {
  visibility_timeout_seconds = 40
}

resource "aws_lambda_event_source_mapping" "stream" {
  event_source_arn = aws_kinesis_stream.s.arn
  function_name    = aws_lambda_function.enough.arn
}

resource "aws_sqs_queue" "switched_off" {
  visibility_timeout_seconds = 40
}

resource "aws_lambda_event_source_mapping" "switched_off" {
  count            = 0
  event_source_arn = aws_sqs_queue.switched_off.arn
  function_name    = aws_lambda_function.enough.arn
}
