variable "principal" {
  default = "sns.amazonaws.com"
}

locals {
  target = aws_lambda_function.by_local.arn
}

resource "aws_lambda_function" "by_local" { # expect: TFG108
  function_name = "by_local"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_cloudwatch_event_target" "t" {
  rule = "r"
  arn  = local.target
}

resource "aws_lambda_function" "by_variable" { # expect: TFG108
  function_name = "by_variable"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_lambda_permission" "p" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.by_variable.function_name
  principal     = var.principal
  source_arn    = "arn:aws:sns:eu-west-1:111122223333:t"
}

resource "aws_lambda_function" "by_for_each" { # expect: TFG108
  for_each      = toset(["a", "b"])
  function_name = "each-${each.key}"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_sns_topic_subscription" "s" {
  for_each  = toset(["a", "b"])
  topic_arn = "arn:aws:sns:eu-west-1:111122223333:t"
  protocol  = "lambda"
  endpoint  = aws_lambda_function.by_for_each[each.key].arn
}

resource "aws_lambda_function" "retried" { # expect: TFG108
  function_name = "retried"
  role          = "arn:aws:iam::111122223333:role/r"
}

# Bounds on retries keep no call.
resource "aws_lambda_function_event_invoke_config" "retried" {
  function_name          = aws_lambda_function.retried.function_name
  maximum_retry_attempts = 1
}

resource "aws_lambda_permission" "retried" {
  action        = "lambda:InvokeFunction"
  function_name = "retried"
  principal     = "s3.amazonaws.com"
  source_arn    = "arn:aws:s3:::b"
}
