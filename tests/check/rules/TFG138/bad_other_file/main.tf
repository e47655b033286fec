resource "aws_secretsmanager_secret_policy" "p" {
  secret_arn = "s"
  policy     = jsonencode({ Statement = [local.read] })
}
