resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/r"
  timeout       = local.timeout
}

resource "aws_lambda_event_source_mapping" "process" {
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = aws_lambda_function.process.arn
}
