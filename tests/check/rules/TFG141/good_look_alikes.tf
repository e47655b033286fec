variable "reserved" {
  type = number
}

resource "aws_lambda_function" "unknown" {
  function_name                  = "a"
  role                           = "arn:aws:iam::111122223333:role/r"
  reserved_concurrent_executions = var.reserved
}

resource "aws_lambda_function" "none_reserved" {
  function_name                  = "b"
  role                           = "arn:aws:iam::111122223333:role/r"
  reserved_concurrent_executions = -1
}

resource "aws_lambda_function" "by_default" {
  function_name = "c"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_lambda_event_source_mapping" "m" {
  for_each = {
    a = aws_lambda_function.unknown.arn
    b = aws_lambda_function.none_reserved.arn
    c = aws_lambda_function.by_default.arn
  }

  event_source_arn = "arn:aws:sqs:eu-west-1:111122223333:q"
  function_name    = each.value

  scaling_config {
    maximum_concurrency = 1000
  }
}
