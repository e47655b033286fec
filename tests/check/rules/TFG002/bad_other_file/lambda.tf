resource "aws_lambda_function" "auth" {
  filename = local.packages["auth"] # expect: TFG002
}
