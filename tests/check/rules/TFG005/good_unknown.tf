variable "reserved" {
  type = number
}

variable "functions" {
  type = set(string)
}

resource "aws_lambda_function" "unknown" {
  count                          = 50
  reserved_concurrent_executions = var.reserved
}

resource "aws_lambda_function" "unknown_number_of_them" {
  for_each                       = var.functions
  reserved_concurrent_executions = 200
}

resource "aws_lambda_provisioned_concurrency_config" "other" {
  function_name                     = "x"
  qualifier                         = "live"
  provisioned_concurrent_executions = 500
}

module "function" {
  source                         = "./function"
  reserved_concurrent_executions = 500
}
