resource "aws_lambda_event_source_mapping" "m" {
  event_source_arn = "arn:aws:sqs:eu-west-1:111122223333:q"
  function_name    = aws_lambda_function.f.arn

  scaling_config {
    maximum_concurrency = local.concurrency # expect: TFG141
  }
}
