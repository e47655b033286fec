variable "runtime" {
  default = "nodejs12.x"
}

variable "newest" {
  default = false
}

locals {
  runtime  = var.runtime
  runtimes = { a = "go1.x", b = "python2.7" }
}

resource "aws_lambda_function" "by_local" {
  function_name = "a"
  role          = "arn:aws:iam::111122223333:role/r"
  runtime       = local.runtime # expect: TFG117
}

resource "aws_lambda_function" "by_condition" {
  function_name = "b"
  role          = "arn:aws:iam::111122223333:role/r"
  runtime       = var.newest ? "nodejs22.x" : "go1.x" # expect: TFG117
}

resource "aws_lambda_function" "by_for_each" {
  for_each      = local.runtimes
  function_name = each.key
  role          = "arn:aws:iam::111122223333:role/r"
  runtime       = each.value # expect: TFG117
}
