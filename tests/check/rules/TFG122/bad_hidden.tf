variable "token" {
  type      = string
  sensitive = true
}

variable "db_password" {
  type = string
}

variable "show" {
  default = true
}

locals {
  credentials = { user = "events", password = random_password.db.result }
  marked      = false
}

resource "random_password" "db" {
  length = 40
}

resource "random_password" "many" {
  for_each = toset(["a", "b"])
  length   = 40
}

output "by_local" {
  value = local.credentials # expect: TFG122
}

output "by_variable" {
  value = "Bearer ${var.token}" # expect: TFG122
}

output "by_condition" {
  value = var.show ? random_password.db.result : "" # expect: TFG122
}

output "by_for_each" {
  value     = { for name, password in random_password.many : name => random_password.many[name].result } # expect: TFG122
  sensitive = local.marked
}

output "db_password" {
  value = var.db_password # expect: TFG122
}

output "parameter" {
  value = data.aws_ssm_parameter.token.value # expect: TFG122
}

data "aws_ssm_parameter" "token" {
  name = "/events/token"
}
