variable "initial" {
  type    = string
  default = "CHANGE_ME"
}

variable "real" {
  type    = string
  default = null
}

locals {
  placeholder = base64encode("to be replaced")
  values      = { "db-password" = "hunter2", "api-key" = random_password.key.result }
}

resource "random_password" "key" {
  length = 40
}

resource "aws_ssm_parameter" "local" {
  name  = "local"
  type  = "SecureString"
  value = local.placeholder # expect: TFG007
}

resource "aws_ssm_parameter" "variable" {
  name  = "variable"
  type  = "SecureString"
  value = var.initial # expect: TFG007

  lifecycle {
    ignore_changes = [value]
  }
}

resource "aws_ssm_parameter" "conditional" {
  name  = "conditional"
  type  = var.real == null ? "SecureString" : "String"
  value = coalesce(var.real, sha256("x")) # expect: TFG007
}

resource "aws_ssm_parameter" "each" {
  for_each = local.values
  name     = each.key
  type     = "SecureString"
  value    = each.value # expect: TFG007
}

resource "aws_ssm_parameter" "counted" {
  count = 2
  name  = "counted-${count.index}"
  type  = "SecureString"
  value = "secret-${count.index}" # expect: TFG007
}

resource "aws_ssm_parameter" "write_only" {
  name             = "write-only"
  type             = "SecureString"
  value_wo         = "hunter2" # expect: TFG007
  value_wo_version = 1
}

resource "aws_ssm_parameter" "not_even_secure" {
  name           = "/events/auth-token"
  type           = "String"
  insecure_value = "hunter2" # expect: TFG007
}

resource "aws_ssm_parameter" "heredoc" {
  name = "key"
  type = "SecureString"
  # expect below: TFG007
  value = <<-EOT
    -----BEGIN RSA PRIVATE KEY-----
  EOT
}
