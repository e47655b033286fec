variable "group" {
  type = object({ name = string })
}

resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_cloudwatch_log_group" "process" {
  name              = lower(var.group.name)
  retention_in_days = 14
}
