variable "unknown" {}

resource "aws_lambda_function" "greedy" {
  reserved_concurrent_executions = "101" # expect: TFG005
}

resource "aws_lambda_function" "unknown" {
  reserved_concurrent_executions = var.unknown
}
