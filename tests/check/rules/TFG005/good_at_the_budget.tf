resource "aws_lambda_function" "ingest" {
  reserved_concurrent_executions = 60
}

resource "aws_lambda_function" "process" {
  count                          = 2
  reserved_concurrent_executions = 20
}

resource "aws_lambda_function" "none" {
  reserved_concurrent_executions = -1
}

resource "aws_lambda_function" "off" {
  reserved_concurrent_executions = 0
}

resource "aws_lambda_function" "not_there" {
  count                          = 0
  reserved_concurrent_executions = 500
}

resource "aws_lambda_function" "comment" {
  # reserved_concurrent_executions = 500
}
