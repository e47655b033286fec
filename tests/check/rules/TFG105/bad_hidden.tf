variable "days" {
  default = 0
}

variable "keep" {
  default = false
}

locals {
  days   = var.days
  groups = { a = 15, b = 45 }
}

resource "aws_cloudwatch_log_group" "by_variable" {
  name              = "a"
  retention_in_days = local.days # expect: TFG105
}

resource "aws_cloudwatch_log_group" "by_condition" {
  name              = "b"
  retention_in_days = var.keep ? 30 : null # expect: TFG105
}

resource "aws_cloudwatch_log_group" "by_for_each" {
  for_each          = local.groups
  name              = each.key
  retention_in_days = each.value # expect: TFG105
}

resource "aws_cloudwatch_log_group" "as_text" {
  name              = "c"
  retention_in_days = "100" # expect: TFG105
}
