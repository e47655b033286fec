resource "aws_cloudwatch_log_group" "a" {
  name              = "/aws/lambda/${aws_lambda_function.f.function_name}"
  retention_in_days = 14
}

resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::111122223333:role/r"
}
