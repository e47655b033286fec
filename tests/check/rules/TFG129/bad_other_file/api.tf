resource "aws_api_gateway_account" "main" { # expect: TFG129
  cloudwatch_role_arn = "arn:aws:iam::111122223333:role/api-gateway"
}
