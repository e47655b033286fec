resource "aws_lambda_function" "f" { # expect: TFG115
  function_name = "f"
  role          = "arn:aws:iam::111122223333:role/r"
}
