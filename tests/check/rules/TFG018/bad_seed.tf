resource "aws_lambda_function" "authorizer" {
  timeout = 5 # expect: TFG018
}
