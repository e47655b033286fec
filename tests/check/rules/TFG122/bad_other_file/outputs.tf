output "secret_string" {
  value = aws_secretsmanager_secret_version.s.secret_string # expect: TFG122
}
