resource "aws_lambda_function" "a" {
  reserved_concurrent_executions = 90 # expect: TFG005
}
