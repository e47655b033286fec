variable "runtime" {
  default = "nodejs18.x"
}

variable "newest" {
  default = false
}

locals {
  runtime  = var.runtime
  runtimes = { a = "python3.8", b = "dotnet6" }
}

resource "aws_lambda_function" "by_local" {
  function_name = "a"
  role          = "arn:aws:iam::111122223333:role/r"
  runtime       = local.runtime # expect: TFG116
}

resource "aws_lambda_function" "by_condition" {
  function_name = "b"
  role          = "arn:aws:iam::111122223333:role/r"
  runtime       = var.newest ? "nodejs22.x" : "python3.8" # expect: TFG116
}

resource "aws_lambda_function" "by_for_each" {
  for_each      = local.runtimes
  function_name = each.key
  role          = "arn:aws:iam::111122223333:role/r"
  runtime       = each.value # expect: TFG116
}
