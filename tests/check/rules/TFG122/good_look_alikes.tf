variable "token" {
  type      = string
  sensitive = true
}

variable "mark" {
  type = bool
}

resource "random_password" "db" {
  length = 40
}

resource "aws_secretsmanager_secret" "s" {
  name = "s"
}

output "marked" {
  value     = random_password.db.result
  sensitive = true
}

output "perhaps_marked" {
  value     = random_password.db.result
  sensitive = var.mark
}

output "told_apart" {
  value = nonsensitive(sha256(var.token))
}

output "secret" {
  value = aws_secretsmanager_secret.s.arn
}

output "auth_token_parameter_name" {
  value = "/events/auth-token"
}

output "encrypted_password" {
  value = module.user.encrypted_password
}

output "rotate_secret" {
  value = true
}

output "length" {
  value = random_password.db.length
}

locals {
  ssm_path_password = "/events/${var.name}/password"
}

variable "name" {}

output "ssm_path_basic_auth_password" {
  value = local.ssm_path_password
}

output "cluster_master_user_secret" {
  value = module.aurora.cluster_master_user_secret
}
