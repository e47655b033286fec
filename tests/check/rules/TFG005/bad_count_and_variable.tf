variable "reserved" {
  type    = map(number)
  default = { each = 30, store = "20" }
}

locals {
  workers = 3
}

resource "aws_lambda_function" "worker" {
  count                          = local.workers
  reserved_concurrent_executions = var.reserved.each # expect: TFG005
}

resource "aws_lambda_function" "store" {
  reserved_concurrent_executions = local.workers > 2 ? var.reserved["store"] : -1 # expect: TFG005
}

resource "aws_lambda_function" "unreserved" {
  reserved_concurrent_executions = -1
}

resource "aws_lambda_function" "unset" {}
