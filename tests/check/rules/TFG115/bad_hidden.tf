variable "suffix" {
  default = "dev"
}

variable "own_groups" {
  default = false
}

locals {
  prefix = "events-${var.suffix}"
}

resource "aws_lambda_function" "by_local" { # expect: TFG115
  function_name = "${local.prefix}-process-fn"
  role          = "arn:aws:iam::111122223333:role/r"
}

# of another name: by one letter
resource "aws_cloudwatch_log_group" "other" {
  name              = "/aws/lambda/${local.prefix}-proces-fn"
  retention_in_days = 14
}

resource "aws_lambda_function" "by_condition" { # expect: TFG115
  function_name = "b"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_cloudwatch_log_group" "by_condition" {
  count             = var.own_groups ? 1 : 0
  name              = "/aws/lambda/b"
  retention_in_days = 14
}

resource "aws_lambda_function" "by_for_each" { # expect: TFG115
  for_each      = toset(["one", "two"])
  function_name = each.key
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_cloudwatch_log_group" "by_for_each" {
  for_each          = toset(["one"])
  name              = "/aws/lambda/${each.key}"
  retention_in_days = 14
}

resource "aws_lambda_function" "configured" { # expect: TFG115
  function_name = "c"
  role          = "arn:aws:iam::111122223333:role/r"

  logging_config {
    log_format = "JSON"
    log_group  = "/events/c"
  }
}

resource "aws_cloudwatch_log_group" "configured" {
  name              = "/aws/lambda/c"
  retention_in_days = 14
}
