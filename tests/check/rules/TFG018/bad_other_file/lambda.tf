resource "aws_lambda_function" "auth" {
  timeout = local.timeouts["auth"] # expect: TFG018
}
