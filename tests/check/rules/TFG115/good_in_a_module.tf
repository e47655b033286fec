module "logs" {
  source = "./log-group"
  name   = "/aws/lambda/process"
}

resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/r"
}
