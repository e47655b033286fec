resource "aws_secretsmanager_secret_version" "s" {
  secret_id     = "s"
  secret_string = "x"
}
