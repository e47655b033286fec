variable "reserved" {
  default = 5
}

variable "peak" {
  default = true
}

locals {
  limits = { a = 10, b = 20 }
}

resource "aws_lambda_function" "by_variable" {
  function_name                  = "v"
  role                           = "arn:aws:iam::111122223333:role/r"
  reserved_concurrent_executions = var.reserved
}

resource "aws_lambda_event_source_mapping" "by_condition" {
  event_source_arn = "arn:aws:sqs:eu-west-1:111122223333:q"
  function_name    = aws_lambda_function.by_variable.function_name

  scaling_config {
    maximum_concurrency = var.peak ? 50 : 5 # expect: TFG141
  }
}

resource "aws_lambda_function" "by_for_each" {
  for_each                       = local.limits
  function_name                  = each.key
  role                           = "arn:aws:iam::111122223333:role/r"
  reserved_concurrent_executions = each.value - 1
}

resource "aws_lambda_event_source_mapping" "by_for_each" {
  for_each         = local.limits
  event_source_arn = "arn:aws:sqs:eu-west-1:111122223333:q"
  function_name    = aws_lambda_function.by_for_each[each.key].arn

  dynamic "scaling_config" {
    for_each = [each.value]

    content {
      maximum_concurrency = scaling_config.value # expect: TFG141
    }
  }
}
