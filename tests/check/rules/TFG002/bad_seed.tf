resource "aws_lambda_function" "authorizer" {
  filename         = "authorizer.zip"                   # expect: TFG002
  source_code_hash = filebase64sha256("authorizer.zip") # expect: TFG002
}
