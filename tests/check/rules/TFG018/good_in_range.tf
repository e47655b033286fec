variable "no_default" {
  type = number
}

variable "default" {
  default = 45
}

resource "aws_lambda_function" "lowest" {
  timeout = 30
}

resource "aws_lambda_function" "highest" {
  timeout = "300"
}

resource "aws_lambda_function" "unknown" {
  timeout = var.no_default
}

resource "aws_lambda_function" "default" {
  timeout = var.default # 5
}

resource "aws_lambda_function" "other_resource" {
  timeout = aws_lambda_function.lowest.timeout
}

resource "aws_lambda_function" "none" {
  count   = 0
  timeout = 5
}

resource "aws_lambda_function" "unknown_keys" {
  for_each = var.functions
  timeout  = each.value
}

variable "functions" {
  type = map(number)
}

resource "aws_codebuild_project" "not_a_function" {
  build_timeout = 5
  timeout       = 5
}

data "aws_lambda_function" "read" {
  function_name = "other"
}

module "function" {
  source  = "./function"
  timeout = 5
}
