resource "aws_lambda_function" "auth" {
  timeout = 31
}
