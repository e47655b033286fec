resource "aws_lambda_function" "main" {
  function_name = "main"
  role          = "arn:aws:iam::111122223333:role/main"

  environment {
    variables = {
      PASSWORD_HASH = "argon2id"
    }
  }
}
